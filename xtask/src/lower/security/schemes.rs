//! From security schemes and requirements to authenticators and alternatives.
//!
//! In: the document's `securitySchemes` and `security` (OpenAPI 3.1 §4.8.27, §4.8.30), and
//! `x-signature` on an `apiKey` scheme. Out: one [`Authenticator`] per scheme that a receiver can
//! check, and each event's alternatives. An alternative that needs a scheme which cannot be checked
//! admits nobody, so it is left out, loudly.

use std::collections::BTreeSet;

use super::bodiless::warn_of_bodiless;
use super::signature::{CUSTOM, Shown, lower_signature};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::document::{
    ApiKeyIn, Document, Operation, SecurityRequirement, SecurityScheme, SecuritySchemeKind,
};
use crate::ident::{Style, followed_by, identifiers};
use crate::lower::naming::{BUILDER_METHODS, Claim, OPERATORS, Rank, settle};
use crate::lower::prose::docs;
use crate::model::{Authenticator, AuthenticatorKind, KeyPlace, LeftOutScheme, Name};

/// What the traits of the receiver's builder call on it, and constants in lower case, that a scheme
/// cannot be named after besides the builder's own methods.
const RESERVED: [&str; 3] = ["any", "default", "dispatcher"];

/// What the document says of security.
pub(crate) struct LoweredSecurity {
    authenticators: Vec<Authenticator>,
    left_out: Vec<LeftOutScheme>,
    root: Option<Vec<SecurityRequirement>>,
}

/// Lowers the schemes.
pub(crate) fn lower_security(
    document: &Document,
    diagnostics: &mut Diagnostics,
) -> LoweredSecurity {
    let mut claims = Vec::new();
    let mut kinds = Vec::new();
    let mut letters = BTreeSet::new();
    let unused = document.unused_security_schemes.iter();
    let mut left_out: Vec<LeftOutScheme> = unused
        .map(|place| LeftOutScheme {
            name: place.pointer.last().unwrap_or_default().to_owned(),
            reason: "no webhook asks for it",
            place: place.clone(),
        })
        .collect();
    for (wire, scheme) in &document.security_schemes {
        if let Some(kind) = lower_kind(wire, scheme, diagnostics) {
            let mut candidates = identifiers(wire, Style::Module);
            candidates.extend(candidates.first().map(|name| followed_by(name, "_scheme")));
            // A variant is named after the scheme too, without the underscores, and `Self` is none.
            candidates.retain(|name| name != "self_");
            let is_known = |name: &String| !letters.insert(name.replace('_', ""));
            if candidates.first().is_some_and(is_known) && candidates.len() > 1 {
                candidates.remove(0);
            }
            claims.push(Claim {
                candidates,
                rank: Rank::Own,
                place: scheme.location.clone(),
                remedy: "give the scheme another name",
            });
            kinds.push((wire, scheme, kind));
        } else {
            left_out.push(LeftOutScheme {
                name: wire.clone(),
                reason: "a receiver cannot check it",
                place: scheme.location.clone(),
            });
        }
    }
    let reserved: Vec<&str> = RESERVED
        .into_iter()
        .chain(BUILDER_METHODS)
        .chain(OPERATORS)
        .collect();
    let idents = settle(&claims, &reserved, diagnostics);
    let authenticators = kinds.into_iter().zip(idents);
    let authenticators = authenticators.map(|((wire, scheme, kind), ident)| Authenticator {
        name: Name::of_wire(wire, ident),
        docs: docs(scheme.description.as_deref()),
        kind,
        place: scheme.location.clone(),
    });
    let authenticators: Vec<Authenticator> = authenticators.collect();
    let own = document.operations().flat_map(|(_, one)| &one.security);
    for requirement in own.chain(&document.security).flatten() {
        if let Some(pair) = twofold(requirement, &authenticators) {
            diagnostics.push(never_both(requirement, pair));
        }
    }
    warn_of_bodiless(document, &authenticators, diagnostics);
    LoweredSecurity {
        authenticators,
        left_out,
        root: document.security.clone(),
    }
}

impl LoweredSecurity {
    /// One for each scheme that is asked for and can be checked.
    pub fn authenticators(&self) -> &[Authenticator] {
        &self.authenticators
    }

    /// The methods of the receiver's builder that are named after schemes.
    pub fn methods(&self) -> impl Iterator<Item = &str> {
        let names = self.authenticators.iter().map(|one| &one.name);
        names.map(|name| name.ident.as_str())
    }

    /// The alternatives that admit a delivery of an operation: its own list, or else the
    /// document's.
    pub fn alternatives(&self, operation: &Operation) -> Option<Vec<Vec<usize>>> {
        let asked = operation.security.as_ref().or(self.root.as_ref());
        asked.map(|requirements| self.places(requirements))
    }

    /// The document's own alternatives.
    pub fn root_alternatives(&self) -> Option<Vec<Vec<usize>>> {
        let asked = self.root.as_ref();
        asked.map(|requirements| self.places(requirements))
    }

    fn places(&self, requirements: &[SecurityRequirement]) -> Vec<Vec<usize>> {
        let place = |name: &str| {
            let mut known = self.authenticators.iter();
            known.position(|known| known.name.wire == name)
        };
        let admitting = requirements.iter();
        let admitting = admitting.filter(|asked| twofold(asked, &self.authenticators).is_none());
        let places = admitting.filter_map(|asked| {
            let schemes = asked.schemes.iter();
            schemes.map(|(name, _)| place(name)).collect()
        });
        places.collect()
    }

    /// One for each scheme that is asked for and can be checked, and the schemes that have none.
    pub fn into_parts(self) -> (Vec<Authenticator>, Vec<LeftOutScheme>) {
        (self.authenticators, self.left_out)
    }
}

/// Two schemes of one alternative of which a request shows one at most, in its only `Authorization`
/// header (RFC 9110, section 11.6.2).
fn twofold<'r>(
    requirement: &'r SecurityRequirement,
    authenticators: &[Authenticator],
) -> Option<[&'r str; 2]> {
    let named = |wanted: fn(&AuthenticatorKind) -> bool| {
        let mut names = requirement.schemes.iter().map(|(name, _)| name.as_str());
        names.find(|name| {
            let mut kinds = authenticators.iter();
            kinds.any(|one| one.name.wire == **name && wanted(&one.kind))
        })
    };
    let basic = named(|kind| matches!(kind, AuthenticatorKind::Basic))?;
    let bearer = named(|kind| matches!(kind, AuthenticatorKind::Bearer | AuthenticatorKind::Jwt))?;
    Some([basic, bearer])
}

fn never_both(requirement: &SecurityRequirement, [basic, bearer]: [&str; 2]) -> Diagnostic {
    let place = |name: &str| Place::key(&requirement.location.child(name));
    let message = format!(
        "`{basic}` and `{bearer}` both need the header `Authorization`, which a request has only once: this alternative admits no delivery"
    );
    Diagnostic::new(Code::UnsupportedSecurity, message)
        .at(place(basic), "asks for `Authorization: Basic`")
        .and(place(bearer), "asks for `Authorization: Bearer`")
        .help(format!(
            "make them two alternatives if one is enough: `[{{ {basic}: [] }}, {{ {bearer}: [] }}]`"
        ))
}

fn may_be_signed(kind: &SecuritySchemeKind) -> bool {
    matches!(
        kind,
        SecuritySchemeKind::ApiKey { .. } | SecuritySchemeKind::Signature
    )
}

fn lower_kind(
    name: &str,
    scheme: &SecurityScheme,
    diagnostics: &mut Diagnostics,
) -> Option<AuthenticatorKind> {
    let signature = scheme.signature.as_ref();
    if signature.is_some_and(|signature| signature.value == CUSTOM) {
        return Some(AuthenticatorKind::Custom);
    }
    if let Some(signature) = signature
        && !may_be_signed(&scheme.kind)
    {
        diagnostics.push(
            Diagnostic::new(
                Code::InvalidValue,
                "only an `apiKey` scheme can have `x-signature`",
            )
            .at(&signature.location, "would not be checked here")
            .help(
                "say `type: apiKey`, `in: header` and the header's name under `name`; or \
                 `x-signature: custom`, if a verifier of your own decides",
            ),
        );
        return None;
    }
    let unsupported = match &scheme.kind {
        SecuritySchemeKind::ApiKey { name, location_in } => {
            if let Some(signature) = signature {
                let shown = Shown {
                    name,
                    location_in: *location_in,
                };
                return lower_signature(scheme, Some(shown), signature, diagnostics);
            }
            return Some(AuthenticatorKind::ApiKey(match location_in {
                ApiKeyIn::Header => KeyPlace::Header(name.clone()),
                ApiKeyIn::Query => KeyPlace::Query(name.clone()),
                ApiKeyIn::Cookie => KeyPlace::Cookie(name.clone()),
            }));
        }
        SecuritySchemeKind::Http {
            scheme,
            bearer_format,
        } => match scheme.to_ascii_lowercase().as_str() {
            "basic" => return Some(AuthenticatorKind::Basic),
            "bearer" => {
                let format = bearer_format.as_deref().unwrap_or_default();
                return Some(if format.eq_ignore_ascii_case("jwt") {
                    AuthenticatorKind::Jwt
                } else {
                    AuthenticatorKind::Bearer
                });
            }
            _ => format!("HTTP authentication by `{scheme}`"),
        },
        SecuritySchemeKind::Signature => {
            return lower_signature(scheme, None, signature?, diagnostics);
        }
        SecuritySchemeKind::OAuth2 | SecuritySchemeKind::OpenIdConnect { .. } => {
            return Some(AuthenticatorKind::Bearer);
        }
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
