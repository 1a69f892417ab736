//! What a model asks of the runtime.
//!
//! In: a model. Out: two tables. One has the runtime's features: which the crate has always, which
//! it offers, and of which nothing in it can make use. The other has the modules of the runtime
//! that nothing in the crate uses. Dependencies follow from the features, as the runtime's manifest
//! says.

use webhook_runtime::security::{
    RequestPlace, SignatureAlgorithm, SignatureScheme, SignedPart, TimestampPlace, TimestampUnit,
};

use crate::model::{
    Answer, AuthenticatorKind, Body, Model, OpenEnumKind, ParameterForm, ParameterPlace,
    ScalarKind, Shape, TextCoding, TypeId, TypeKind, Union,
};
use crate::render::stack::Stack;

/// What a feature of the runtime is to a crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// What it has is part of the crate, whatever is on.
    Always,
    /// What it has is part of what the crate's own feature of this name adds.
    Within(&'static str),
    /// The crate has a feature of the same name, which the feature `receiver` turns on.
    Needed,
    /// The crate has a feature of the same name.
    Offered,
    /// Nothing in the crate could use it.
    Never,
}

/// What a model asks of the runtime.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    integers: bool,
    objects: bool,
    open_objects: bool,
    heap_objects: bool,
    heap_variants: bool,
    json_texts: bool,
    nullables: bool,
    base64_json: bool,
    base64_url_json: bool,
    tuples: bool,
    unions: bool,
    attempts: bool,
    timestamps: bool,
    dates: bool,
    names_in_body: bool,
    forms: bool,
    multiparts: bool,
    /// Parts that may be binary.
    binary_parts: bool,
    raw_bodies: bool,
    headers: bool,
    delivery_id: bool,
    answer_headers: bool,
    query: bool,
    query_objects: bool,
    path: bool,
    tokens: bool,
    jwt: bool,
    signatures: bool,
    signed_in_body: bool,
    signed_rfc3339: bool,
    ecdsa: bool,
    ed25519: bool,
    rsa: bool,
    handshakes: bool,
}

impl Needs {
    /// Looks through all types.
    pub fn of(model: &Model, stack: &Stack) -> Self {
        let has = |place| model.parameter_sets.iter().any(|set| set.place == place);
        let mut needs = Self {
            names_in_body: model.event_name.reads_body(),
            headers: has(ParameterPlace::Headers),
            delivery_id: !model.delivery_id.is_empty(),
            query: has(ParameterPlace::Query),
            path: has(ParameterPlace::Path),
            handshakes: !model.handshakes.is_empty(),
            ..Self::default()
        };
        for authenticator in &model.authenticators {
            needs.authenticator(&authenticator.kind);
        }
        for event in model.events() {
            needs.raw_bodies |= event.body == Body::Raw;
            for body in event.bodies() {
                match body {
                    Body::Form(_) => needs.forms = true,
                    Body::Multipart(fields) => {
                        needs.multiparts = true;
                        needs.binary_parts |=
                            fields.iter().any(|field| field.kind == ScalarKind::Binary);
                    }
                    Body::Json | Body::Raw | Body::Nothing => {}
                }
            }
            if event.body.decodes() {
                needs.shape(&event.payload);
            }
            let answer = event.acceptance.answer.as_ref();
            if let Some(shape) = answer.and_then(Answer::shape) {
                needs.shape(shape);
            }
            let headers = event.acceptance.headers.iter();
            for header in headers.flat_map(|headers| &headers.fields) {
                needs.answer_headers = true;
                needs.shape(&header.field.shape);
            }
        }
        for field in model.parameter_sets.iter().flat_map(|set| &set.fields) {
            needs.shape(&field.shape);
            // Objects in queries are read as forms are.
            let is_object = matches!(field.form, ParameterForm::Object(..));
            needs.query_objects |= is_object;
            needs.forms |= is_object;
        }
        for (index, definition) in model.types.iter().enumerate() {
            // What no event reaches belongs to no module.
            if definition.module.is_empty() {
                continue;
            }
            match &definition.kind {
                TypeKind::Object(object) => {
                    if stack.spares(TypeId(index)) {
                        needs.heap_objects = true;
                    } else if object.additional.is_some() {
                        needs.open_objects = true;
                    } else {
                        needs.objects = true;
                    }
                    for field in &object.fields {
                        needs.nullables |= field.distinct_null;
                        needs.shape(&field.shape);
                    }
                    if let Some((_, shape)) = &object.additional {
                        needs.shape(shape);
                    }
                }
                TypeKind::Union(Union { variants, test, .. }) => {
                    needs.unions = true;
                    needs.attempts |= !test.tried().is_empty();
                    variants
                        .iter()
                        .for_each(|variant| needs.shape(&variant.shape));
                    let mut shapes = variants.iter().map(|variant| &variant.shape);
                    needs.heap_variants |= stack.spares(TypeId(index))
                        || shapes.any(|shape| stack.nests_structs(shape, model));
                }
                TypeKind::Tuple(tuple) => {
                    needs.tuples = true;
                    let positions = tuple.positions.iter();
                    positions.for_each(|position| needs.shape(&position.shape));
                }
                TypeKind::OpenEnum(open_enum) => {
                    needs.integers |= open_enum.kind == OpenEnumKind::Integer;
                }
            }
        }
        needs
    }

    /// What of the runtime is part of the types that are generated.
    pub fn exported(&self) -> Vec<&'static str> {
        let all = [
            ("Base64Json", self.base64_json),
            ("Base64UrlJson", self.base64_url_json),
            ("JsonText", self.json_texts),
            ("part_contents", self.binary_parts),
            ("Nullable", self.nullables),
            ("RawBody", self.raw_bodies),
            ("Timestamp", self.timestamps),
        ];
        let used = all.into_iter().filter(|(_, is_used)| *is_used);
        used.map(|(name, _)| name).collect()
    }

    /// Whether the types that are generated name `chrono`.
    pub fn dates(&self) -> bool {
        self.dates
    }

    /// What a feature of the runtime is to a crate.
    pub fn standing(&self, feature: &str) -> Standing {
        use Standing::{Always, Needed, Never, Offered, Within};
        let always = |used| if used { Always } else { Never };
        let needed = |used| if used { Needed } else { Never };
        // What the types and bodies do not use may still be used where signatures are verified.
        let signed = |used| if used { Within("hmac") } else { Never };
        match feature {
            // Members of the format `date-time`.
            "timestamps" if self.timestamps => Always,
            "timestamps" => signed(self.signed_rfc3339),
            // Bodies that are forms, and objects in queries.
            "forms" if self.forms => Always,
            "forms" => signed(self.signed_in_body),
            "multipart" => always(self.multiparts),
            "handshakes" => always(self.handshakes),
            // A bearer token of no stated format may be a JSON Web Token, and so may what a
            // verifier of the team's own is shown.
            "jwt" if self.jwt => Needed,
            "jwt" | "jwt-rsa" | "jwt-ecdsa" | "jwt-eddsa" if self.tokens => Offered,
            "jwt" | "jwt-rsa" | "jwt-ecdsa" | "jwt-eddsa" => Never,
            "hmac" => needed(self.signatures),
            "signature-ecdsa" => needed(self.ecdsa),
            "signature-ed25519" => needed(self.ed25519),
            "signature-rsa" => needed(self.rsa),
            // How a team runs its receiver is not the specification's to say.
            _ => Offered,
        }
    }

    fn authenticator(&mut self, kind: &AuthenticatorKind) {
        match kind {
            AuthenticatorKind::ApiKey(_) | AuthenticatorKind::Basic => {}
            AuthenticatorKind::Jwt => (self.jwt, self.tokens) = (true, true),
            AuthenticatorKind::Bearer | AuthenticatorKind::Custom => self.tokens = true,
            AuthenticatorKind::Signature(signature) => {
                let scheme = &signature.scheme;
                self.signatures = true;
                self.signed_in_body |= reads_body(scheme);
                self.signed_rfc3339 |= scheme
                    .timestamp
                    .is_some_and(|time| time.unit == TimestampUnit::Rfc3339);
                match scheme.algorithm {
                    SignatureAlgorithm::EcdsaP256 => self.ecdsa = true,
                    SignatureAlgorithm::Ed25519 => self.ed25519 = true,
                    SignatureAlgorithm::Rsa(_) => self.rsa = true,
                    _ => {}
                }
            }
        }
    }

    fn shape(&mut self, shape: &Shape) {
        match shape {
            Shape::DateTime => self.timestamps = true,
            Shape::Date => self.dates = true,
            Shape::List(inner) | Shape::Map(inner) | Shape::Nullable(inner) => self.shape(inner),
            Shape::JsonText(inner, coding) => {
                match coding {
                    TextCoding::Plain => self.json_texts = true,
                    TextCoding::Base64 => self.base64_json = true,
                    TextCoding::Base64Url => self.base64_url_json = true,
                }
                self.shape(inner);
            }
            _ => {}
        }
    }

    /// Modules that not every crate needs, and this one does not, by their paths.
    pub(super) fn left_out(&self) -> Vec<&'static str> {
        let in_place = self.heap_objects || self.heap_variants;
        let fields = self.forms || self.multiparts;
        let signed_forms = self.signatures && (self.forms || self.signed_in_body);
        let is_coded = self.base64_json || self.base64_url_json;
        let optional = [
            ("body/form", self.forms),
            ("body/form_field", fields),
            ("body/form_json", fields),
            ("body/form_names", fields),
            ("body/form_tree", fields),
            (
                "body/member",
                self.names_in_body
                    || fields
                    || self.signatures
                    || self.handshakes
                    || self.delivery_id,
            ),
            ("body/multipart", self.multiparts),
            ("body/part_contents", self.binary_parts),
            ("body/parts", self.multiparts || signed_forms),
            ("body/raw_body", self.raw_bodies),
            ("handling/answer_headers", self.answer_headers),
            ("handling/delivery_id", self.delivery_id),
            ("handling/header", self.headers),
            ("handling/parameters", self.query || self.path),
            ("handling/parameters/object", self.query_objects),
            ("handling/parameters/path", self.path),
            ("handling/parameters/query", self.query),
            ("handshake", self.handshakes),
            ("heap/clone", in_place),
            ("heap/in_place", in_place),
            ("heap/member", self.heap_objects),
            ("heap/nullable", self.heap_objects && self.nullables),
            ("heap/object", self.heap_objects),
            ("heap/reading", self.heap_objects),
            ("heap/variant", self.heap_variants),
            ("receiver/handshakes", self.handshakes),
            ("security/jwt", self.tokens),
            ("security/public_keys", self.tokens || self.signatures),
            ("security/public_keys/ed25519", self.tokens || self.ed25519),
            ("security/public_keys/rsa", self.tokens || self.rsa),
            ("security/signature", self.signatures),
            ("types/integer_enum", self.integers),
            ("types/in_text", self.json_texts || is_coded),
            ("types/in_text/base64_json", is_coded),
            ("types/in_text/json_text", self.json_texts),
            ("types/nullable", self.nullables),
            ("types/object", self.objects),
            ("types/open_object", self.open_objects),
            (
                "types/read_within",
                self.unions || self.json_texts || self.tuples || is_coded,
            ),
            ("types/shared_member", self.unions),
            ("types/timestamp", self.timestamps || self.signed_rfc3339),
            ("types/tuple", self.tuples),
            ("types/union", self.unions),
            ("types/union_attempts", self.attempts),
        ];
        let unused = optional.into_iter().filter(|(_, needed)| !needed);
        let mut left_out: Vec<_> = unused.map(|(path, _)| path).collect();
        // The room goes with the last of its modules.
        if !in_place {
            left_out.push("heap");
        }
        left_out
    }
}

/// Whether a signature is made over values inside a body, or stands there: bodies may be forms, and
/// are read as such.
fn reads_body(scheme: &SignatureScheme) -> bool {
    fn is_inside(part: &SignedPart) -> bool {
        match part {
            SignedPart::Pointer(_) | SignedPart::FormSorted => true,
            SignedPart::Optional(parts) => parts.iter().any(is_inside),
            _ => false,
        }
    }
    let is_in_body = |place: &RequestPlace| matches!(place, RequestPlace::Body(_));
    let time = scheme.timestamp.map(|time| time.place);
    scheme.signed.iter().any(is_inside)
        || scheme.signatures.iter().any(|one| is_in_body(&one.place))
        || scheme.digest.is_some_and(|one| is_in_body(&one.place))
        || matches!(time, Some(TimestampPlace::Body(_)))
}
