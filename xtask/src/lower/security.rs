//! From security schemes and requirements to authenticators and alternatives.
//!
//! In: the document's `securitySchemes` and `security` (OpenAPI 3.1 §4.8.27, §4.8.30), and `x-signature` on an `apiKey` scheme. Out: one
//! [`Authenticator`] per scheme that a receiver can check, and each event's alternatives. An alternative that needs a scheme which
//! cannot be checked admits nobody, so it is left out, loudly.

use serde_json::Value;

use super::docs::docs;
use super::naming::{Claim, Rank, Style, identifiers, settle};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{
    ApiKeyIn, Document, Operation, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};
use crate::model::{
    Authenticator, AuthenticatorKind, HashAlgorithm, KeyPlace, Name, Signature, SignatureEncoding,
};

/// By how many seconds a time of signing may be off, unless the spec says otherwise.
const TOLERANCE: u64 = 300;

/// Methods of the receiver's builder that a scheme cannot be named after.
const RESERVED: [&str; 8] = [
    "build",
    "dispatcher",
    "fallback",
    "limits",
    "new",
    "on_panic",
    "strictness",
    "unauthenticated",
];

/// What the document says of security.
pub(super) struct LoweredSecurity {
    authenticators: Vec<Authenticator>,
    root: Option<Vec<SecurityRequirement>>,
}

/// Lowers the schemes.
pub(super) fn lower_security(
    document: &Document,
    diagnostics: &mut Diagnostics,
) -> LoweredSecurity {
    let mut claims = Vec::new();
    let mut kinds = Vec::new();
    for (wire, scheme) in &document.security_schemes {
        if let Some(kind) = lower_kind(wire, scheme, diagnostics) {
            let mut candidates = identifiers(wire, Style::Module);
            candidates.extend(candidates.first().map(|name| format!("{name}_scheme")));
            claims.push(Claim {
                candidates,
                rank: Rank::Own,
                place: scheme.location.clone(),
                remedy: "give the scheme another name",
            });
            kinds.push((wire, scheme, kind));
        }
    }
    let idents = settle(&claims, &RESERVED, diagnostics);
    let authenticators = kinds
        .into_iter()
        .zip(idents)
        .map(|((wire, scheme, kind), ident)| {
            let docs = docs([scheme.description.as_deref().unwrap_or_default()]);
            Authenticator {
                name: Name {
                    wire: wire.clone(),
                    ident,
                },
                docs,
                kind,
            }
        });
    LoweredSecurity {
        authenticators: authenticators.collect(),
        root: document.security.clone(),
    }
}

impl LoweredSecurity {
    /// The alternatives that admit a delivery of an operation: its own list, or else the document's.
    pub fn alternatives(&self, operation: &Operation) -> Option<Vec<Vec<usize>>> {
        match &operation.security {
            Some(own) => Some(self.places(own)),
            None => self.root_alternatives(),
        }
    }

    /// The document's own alternatives.
    pub fn root_alternatives(&self) -> Option<Vec<Vec<usize>>> {
        self.root
            .as_ref()
            .map(|requirements| self.places(requirements))
    }

    fn places(&self, requirements: &[SecurityRequirement]) -> Vec<Vec<usize>> {
        let place = |name: &str| {
            self.authenticators
                .iter()
                .position(|known| known.name.wire == name)
        };
        let alternatives = requirements.iter().filter_map(|requirement| {
            requirement
                .schemes
                .iter()
                .map(|(name, _)| place(name))
                .collect::<Option<Vec<usize>>>()
        });
        alternatives.collect()
    }

    pub fn into_authenticators(self) -> Vec<Authenticator> {
        self.authenticators
    }
}

fn lower_kind(
    name: &str,
    scheme: &SecurityScheme,
    diagnostics: &mut Diagnostics,
) -> Option<AuthenticatorKind> {
    let unsupported = match &scheme.kind {
        SecuritySchemeKind::ApiKey {
            name: key,
            location_in,
        } => {
            if let Some(signature) = scheme.extensions.get("x-signature") {
                return lower_signature(scheme, key, *location_in, signature, diagnostics);
            }
            let key = key.clone();
            return Some(AuthenticatorKind::ApiKey(match location_in {
                ApiKeyIn::Header => KeyPlace::Header(key),
                ApiKeyIn::Query => KeyPlace::Query(key),
                ApiKeyIn::Cookie => KeyPlace::Cookie(key),
            }));
        }
        SecuritySchemeKind::Http { scheme: basic, .. } if basic.eq_ignore_ascii_case("basic") => {
            return Some(AuthenticatorKind::Basic);
        }
        SecuritySchemeKind::Http {
            scheme: bearer,
            bearer_format,
        } if bearer.eq_ignore_ascii_case("bearer") => {
            let jwt = bearer_format
                .as_ref()
                .is_some_and(|format| format.eq_ignore_ascii_case("jwt"));
            return Some(if jwt {
                AuthenticatorKind::Jwt
            } else {
                AuthenticatorKind::Bearer
            });
        }
        SecuritySchemeKind::OAuth2 | SecuritySchemeKind::OpenIdConnect { .. } => {
            return Some(AuthenticatorKind::Bearer);
        }
        SecuritySchemeKind::Http { scheme, .. } => format!("HTTP authentication by `{scheme}`"),
        SecuritySchemeKind::MutualTls => "a client certificate".to_owned(),
    };
    diagnostics.push(
        Diagnostic::new(
            Code::UnsupportedSecurity,
            format!("the scheme `{name}` asks for {unsupported}, which a receiver cannot check"),
        )
        .at(&scheme.location, "no delivery is admitted by this scheme")
        .help("let the server in front check it, and add a scheme that the receiver can check beside it"),
    );
    None
}

/// Reads `x-signature`: the name of a preset, or an object.
fn lower_signature(
    scheme: &SecurityScheme,
    header: &str,
    location_in: ApiKeyIn,
    signature: &Value,
    diagnostics: &mut Diagnostics,
) -> Option<AuthenticatorKind> {
    let place = scheme.location.child("x-signature");
    let mut invalid = |at: &crate::source::Location, what: &str, help: &str| {
        diagnostics.push(
            Diagnostic::new(Code::InvalidValue, what.to_owned())
                .at(at, "not understood")
                .help(help),
        );
        None
    };
    if location_in != ApiKeyIn::Header {
        return invalid(
            &place,
            "a signature stands in a header",
            "say `in: header`, and the header's name under `name`",
        );
    }
    if let Some(preset) = signature.as_str() {
        return match preset {
            "standard-webhooks" => Some(AuthenticatorKind::Signature(Signature::StandardWebhooks)),
            _ => invalid(
                &place,
                "this is no known way of signing",
                "say `standard-webhooks`, or describe the signature in an object",
            ),
        };
    }
    let Some(fields) = signature.as_object() else {
        return invalid(
            &place,
            "`x-signature` is neither text nor an object",
            "say `standard-webhooks`, or `{ algorithm: sha256, encoding: hex }`",
        );
    };
    let known = [
        "algorithm",
        "encoding",
        "prefix",
        "timestamp",
        "tolerance",
        "content",
    ];
    if let Some(unknown) = fields.keys().find(|key| !known.contains(&key.as_str())) {
        return invalid(
            &place.child(unknown),
            &format!("`x-signature` has no `{unknown}`"),
            &format!("it has {}", known.join(", ")),
        );
    }
    let text = |key: &str| fields.get(key).and_then(Value::as_str);
    let algorithm = match text("algorithm") {
        Some("sha1") => HashAlgorithm::Sha1,
        Some("sha256") => HashAlgorithm::Sha256,
        Some("sha512") => HashAlgorithm::Sha512,
        _ => {
            return invalid(
                &place.child("algorithm"),
                "the signature's hash function is not known",
                "say `sha1`, `sha256` or `sha512`",
            );
        }
    };
    let encoding = match text("encoding") {
        Some("hex") => SignatureEncoding::Hex,
        Some("base64") => SignatureEncoding::Base64,
        _ => {
            return invalid(
                &place.child("encoding"),
                "the signature's encoding is not known",
                "say `hex` or `base64`",
            );
        }
    };
    let tolerance = fields
        .get("tolerance")
        .and_then(Value::as_u64)
        .unwrap_or(TOLERANCE);
    let timestamp = text("timestamp").map(|header| (header.to_owned(), tolerance));
    let default = if timestamp.is_some() {
        "{timestamp}.{body}"
    } else {
        "{body}"
    };
    let content = text("content").unwrap_or(default).to_owned();
    if !content.contains("{body}") {
        return invalid(
            &place.child("content"),
            "what is signed leaves the body out",
            "put `{body}` where the body stands",
        );
    }
    Some(AuthenticatorKind::Signature(Signature::Hmac {
        header: header.to_owned(),
        algorithm,
        encoding,
        prefix: text("prefix").unwrap_or_default().to_owned(),
        timestamp,
        content,
    }))
}
