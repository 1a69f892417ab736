//! What a model asks of the runtime.
//!
//! In: a model. Out: which modules of the runtime nothing in its crate uses, and what its types and
//! its manifest name.

use crate::model::{
    Answer, AuthenticatorKind, Body, Model, OpenEnumKind, ParameterForm, ParameterPlace,
    ScalarKind, Shape, TextCoding, TypeId, TypeKind, Union,
};
use crate::render::stack::Stack;

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
    signatures: bool,
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
            signatures: model
                .authenticators
                .iter()
                .any(|one| matches!(one.kind, AuthenticatorKind::Signature(_))),
            ..Self::default()
        };
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

    /// Whether the types that are generated name `Timestamp`.
    pub fn timestamps(&self) -> bool {
        self.timestamps
    }

    /// Whether a crate needs `chrono`.
    pub fn times(&self) -> bool {
        self.timestamps || self.dates || self.signatures
    }

    /// Whether a crate needs `form_urlencoded`.
    pub fn forms(&self) -> bool {
        self.forms || self.signatures
    }

    /// Whether a crate answers handshakes.
    pub fn handshakes(&self) -> bool {
        self.handshakes
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
        let fields = self.forms || self.multiparts || self.signatures;
        let is_coded = self.base64_json || self.base64_url_json;
        let optional = [
            ("body/form", self.forms),
            ("body/form_field", fields),
            ("body/form_json", fields),
            ("body/form_names", fields),
            ("body/form_tree", fields),
            (
                "body/member",
                self.names_in_body || fields || self.handshakes || self.delivery_id,
            ),
            ("body/multipart", self.multiparts || self.signatures),
            ("body/part_contents", self.binary_parts),
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
            ("types/timestamp", self.timestamps || self.signatures),
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
