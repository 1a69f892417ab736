//! The Security Scheme and Security Requirement Objects (sections 4.8.27 and 4.8.30 of version
//! 3.1.1).

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::fields::{Fields, Reader, is_named};
use super::header_name::{HeaderFault, HeaderUse, header_fault, is_token};
use crate::diagnostic::{Code, Diagnostic, Place, closest, did_you_mean};
use crate::place::Location;

/// A declared way to authenticate deliveries.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// The object itself, `$ref` followed.
    pub location: Location,
    /// Prose in `CommonMark`.
    pub description: Option<String>,
    /// What it is.
    pub kind: SecuritySchemeKind,
    /// How requests are signed, if that is said.
    pub signature: Option<SignatureDescription>,
    /// The keys that start with `x-`, unread and in order.
    pub extensions: Map<String, Value>,
}

/// How requests are signed, in the words of `x-signature`, unread.
#[derive(Debug, Clone)]
pub struct SignatureDescription {
    /// Where it stands.
    pub location: Location,
    /// What it says: the name of a preset, `custom`, or an object.
    pub value: Value,
    /// The extension of another tool that it was read of.
    pub extension: Option<&'static str>,
}

/// The kinds of security schemes, by `type`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecuritySchemeKind {
    /// A secret in a header, the query or a cookie.
    ApiKey {
        /// The name of that header, query parameter or cookie.
        name: String,
        /// Where it is.
        location_in: ApiKeyIn,
    },
    /// The `Authorization` header (RFC 9110, section 11.6.2).
    Http {
        /// The authentication scheme as written, such as `basic` or `bearer`; compared without
        /// regard to case.
        scheme: String,
        /// A hint about the format of bearer tokens, such as `JWT`.
        bearer_format: Option<String>,
    },
    /// `OAuth` 2 (RFC 6749).
    OAuth2,
    /// `OpenID` Connect.
    OpenIdConnect {
        /// The discovery document.
        url: String,
    },
    /// A client certificate.
    MutualTls,
    /// A signature that nothing declares as a scheme: its description says where it stands.
    Signature,
}

/// Where an API key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ApiKeyIn {
    /// A parameter of the URL.
    Query,
    /// A request header.
    Header,
    /// A cookie.
    Cookie,
}

/// One alternative: all schemes in it must hold. Without schemes it always holds.
#[derive(Debug, Clone)]
pub struct SecurityRequirement {
    /// The object.
    pub location: Location,
    /// Names of declared schemes with the scopes or roles needed.
    pub schemes: Vec<(String, Vec<String>)>,
}

impl SecurityRequirement {
    /// One scheme that must hold.
    pub(super) fn of(name: &str, location: &Location) -> Self {
        Self {
            location: location.clone(),
            schemes: vec![(name.to_owned(), Vec::new())],
        }
    }
}

const SCHEME_KEYS: &[&str] = &[
    "type",
    "description",
    "name",
    "in",
    "scheme",
    "bearerFormat",
    "flows",
    "openIdConnectUrl",
    "oauth2MetadataUrl",
    "deprecated",
    SIGNATURE,
];

/// Under which key a scheme says how requests are signed.
pub(super) const SIGNATURE: &str = "x-signature";

const SCHEME_TYPES: &[&str] = &["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"];

/// Reads the schemes that are used, and says where the others stand. Nothing is read if none is
/// used, so what is wrong with a scheme or with the file that it stands in matters to those alone
/// who ask for it.
pub(super) fn read_schemes(
    reader: &mut Reader,
    components: &Fields,
    used: &BTreeSet<String>,
) -> (IndexMap<String, SecurityScheme>, Vec<Location>) {
    let mut schemes = IndexMap::new();
    let mut unused = Vec::new();
    let key = "securitySchemes";
    let written_here = components
        .get(key)
        .is_some_and(|map| map.is_object() && map.get("$ref").is_none());
    if used.is_empty() && !written_here {
        return (schemes, unused);
    }
    let entries = reader.described_map(components, key, "a map of security schemes");
    if let Some(entries) = entries {
        for (name, _) in entries.named() {
            let location = entries.location.child(name);
            if !used.contains(name) {
                unused.push(location);
            } else if let Some(scheme) = read_scheme(reader, &location, name) {
                schemes.insert(name.clone(), scheme);
            }
        }
    }
    (schemes, unused)
}

pub(super) fn read_scheme(
    reader: &mut Reader,
    location: &Location,
    name: &str,
) -> Option<SecurityScheme> {
    if let Err(diagnostic) = reader.resolver.follow(location)
        && diagnostic.code == Code::RemoteReference
    {
        let message = format!(
            "what the scheme `{name}` asks for is said on another machine, and nothing is fetched"
        );
        reader.complain(Diagnostic {
            code: Code::UnsupportedSecurity,
            message,
            ..diagnostic
        });
        return None;
    }
    let fields = reader.referenced(location, "a Security Scheme Object")?;
    reader.unknown_keys(&fields, SCHEME_KEYS);
    let owner = format!("the security scheme `{name}`");
    let kind = match reader.required_string(&fields, "type", &owner)?.as_str() {
        "apiKey" => {
            // Both are read before either is given up, so that both can be complained about.
            let key = reader.required_string(&fields, "name", &owner);
            let place = reader.required_string(&fields, "in", &owner);
            let location_in = match place?.as_str() {
                "query" => ApiKeyIn::Query,
                "header" => ApiKeyIn::Header,
                "cookie" => ApiKeyIn::Cookie,
                other => {
                    invalid(reader, &fields, "in", other, &["query", "header", "cookie"]);
                    return None;
                }
            };
            let key = key?;
            if let Some(fault) = key_place_fault(&key, location_in) {
                reader.complain(
                    Diagnostic::new(Code::InvalidValue, fault.message)
                        .at(fields.location.child("name"), fault.label)
                        .help(fault.help),
                );
                return None;
            }
            SecuritySchemeKind::ApiKey {
                name: key,
                location_in,
            }
        }
        "http" => SecuritySchemeKind::Http {
            scheme: reader.required_string(&fields, "scheme", &owner)?,
            bearer_format: reader.prose(&fields, "bearerFormat"),
        },
        "oauth2" => SecuritySchemeKind::OAuth2,
        "openIdConnect" => SecuritySchemeKind::OpenIdConnect {
            url: reader.required_string(&fields, "openIdConnectUrl", &owner)?,
        },
        "mutualTLS" => SecuritySchemeKind::MutualTls,
        other => {
            invalid(reader, &fields, "type", other, SCHEME_TYPES);
            return None;
        }
    };
    let extensions = fields
        .entries()
        .filter(|(key, _)| key.starts_with("x-"))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    let signature = fields.get(SIGNATURE).map(|value| SignatureDescription {
        location: fields.location.child(SIGNATURE),
        value: value.clone(),
        extension: None,
    });
    Some(SecurityScheme {
        description: reader.annotation(&fields, "description"),
        kind,
        signature,
        extensions,
        location: fields.location,
    })
}

/// Why no request can have a key of this name there.
fn key_place_fault(name: &str, location_in: ApiKeyIn) -> Option<HeaderFault> {
    match location_in {
        ApiKeyIn::Header => header_fault(name, HeaderUse::Credential),
        ApiKeyIn::Cookie => (!is_token(name)).then(|| HeaderFault {
            message: format!("`{name}` is no name of a cookie"),
            label: "not a cookie's name",
            help: "use letters, digits, `-` and `_`, as in `session_key`",
        }),
        // Any other text can be percent-encoded.
        ApiKeyIn::Query => name.is_empty().then(|| HeaderFault {
            message: "the query parameter has no name".to_owned(),
            label: "nothing is looked for",
            help: "say under `name` how the parameter is called, as in `api_key`",
        }),
    }
}

fn invalid(reader: &mut Reader, fields: &Fields, key: &str, value: &str, allowed: &[&str]) {
    let choices: Vec<String> = allowed.iter().map(|text| format!("`{text}`")).collect();
    let help = match closest(value, allowed.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", choices.join(", ")),
    };
    reader.complain(
        Diagnostic::new(
            Code::InvalidValue,
            format!("`{value}` is no value of `{key}` in a security scheme"),
        )
        .at(fields.location.child(key), "not one of those allowed")
        .help(help),
    );
}

/// The `security` of a document or an operation; absent if the key is.
pub(super) fn read_requirements(
    reader: &mut Reader,
    owner: &Fields,
) -> Option<Vec<SecurityRequirement>> {
    if !reader.reads_security {
        return None;
    }
    let items = reader.items(owner, "security", "Security Requirement Objects")?;
    let mut requirements = Vec::new();
    for (location, _) in items {
        let Some(fields) = reader.object(&location, "a Security Requirement Object") else {
            continue;
        };
        let mut names = Vec::new();
        for (name, _) in fields.entries() {
            let scopes = reader.strings(&fields, name);
            let declared = declared(reader);
            if !declared.contains(&name.as_str()) {
                unknown_scheme(reader, &location, name, &declared);
            }
            names.push((name.clone(), scopes));
        }
        requirements.push(SecurityRequirement {
            location,
            schemes: names,
        });
    }
    Some(requirements)
}

/// The names of the schemes that the document declares, well-formed or not: one fault, one
/// complaint.
pub(super) fn declared<'r>(reader: &Reader<'r, '_>) -> Vec<&'r str> {
    let resolver = reader.resolver;
    let Some(root) = resolver.sources().root() else {
        return Vec::new();
    };
    let mut place = Location::root(root);
    for key in ["components", "securitySchemes"] {
        match resolver.follow(&place.child(key)) {
            Ok(target) => place = target,
            Err(_) => return Vec::new(),
        }
    }
    let names = resolver.value(&place).as_object();
    let names = names.into_iter().flatten();
    let names = names.filter(|(name, scheme)| is_named(name, scheme));
    names.map(|(name, _)| name.as_str()).collect()
}

fn unknown_scheme(reader: &mut Reader, location: &Location, name: &str, declared: &[&str]) {
    let help = if declared.is_empty() {
        format!("declare it: `components: {{ securitySchemes: {{ {name}: … }} }}`")
    } else {
        did_you_mean(name, declared.iter().copied())
    };
    reader.complain(
        Diagnostic::new(
            Code::UnknownSecurityScheme,
            format!("there is no security scheme `{name}`"),
        )
        .at(Place::key(&location.child(name)), "not declared")
        .help(help),
    );
}
