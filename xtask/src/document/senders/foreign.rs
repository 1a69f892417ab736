//! How requests are signed, in the words of other tools.
//!
//! In: `x-fern-webhook-signature` (Fern), `x-speakeasy-webhooks` (Speakeasy) and `x-webhooks` as
//! `APIMatic` writes it. Out: the same in the words of `x-signature`, as schemes that the webhooks
//! ask for. What these words cannot say is left to a verifier of the team's own, with a warning, so
//! that nobody is let in by it.
//!
//! Such an extension speaks of deliveries alone, so it counts rather than the security of the API
//! at the root. What a webhook asks for itself, and `x-signature`, count rather than it.

mod apimatic;
mod fern;
mod speakeasy;

use indexmap::IndexMap;
use serde_json::{Value, json};

use self::apimatic::Groups;
use super::super::fields::{Fields, Reader};
use super::super::header_name::is_token;
use super::super::operation::Operation;
use super::super::security::{SIGNATURE, SecurityRequirement, SecurityScheme, declared};
use super::super::webhook::Webhook;
use super::imposed::described;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::place::Location;

/// The scheme that an extension at the root becomes.
const NAME: &str = "WebhookSignature";

/// What was read of the extensions of other tools.
#[derive(Debug, Default)]
pub(in crate::document) struct Foreign {
    /// The schemes that webhooks ask for.
    pub schemes: IndexMap<String, SecurityScheme>,
    /// What holds for a webhook of which nothing is said.
    pub root: Option<Vec<SecurityRequirement>>,
    /// Each extension, and where it was read.
    pub read: IndexMap<String, Vec<Location>>,
}

/// What cannot be said in the words of `x-signature`.
struct Unsaid {
    /// The keys that lead to it, from the extension on.
    path: Vec<&'static str>,
    what: String,
}

impl Unsaid {
    fn new(path: &[&'static str], what: impl Into<String>) -> Self {
        Self {
            path: path.to_vec(),
            what: what.into(),
        }
    }
}

/// The words of `x-signature`.
type Said = Result<Value, Unsaid>;

/// One extension.
struct Extension {
    key: &'static str,
    location: Location,
    /// Whether it holds for every webhook of which nothing else is said.
    is_for_all: bool,
    said: Said,
}

/// Reads the extensions, and has the webhooks ask for what they describe.
pub(in crate::document) fn read_foreign(
    reader: &mut Reader,
    document: &Fields,
    webhooks: &mut [Webhook],
) -> Foreign {
    let mut foreign = Foreign::default();
    let root = root_extensions(document);
    let groups = Groups::of(reader, document);
    let is_signed = is_root_signed(reader, document);
    for webhook in webhooks {
        let (name, item) = (&webhook.name, &webhook.path_item.location);
        for operation in &mut webhook.path_item.operations {
            let own = own_extension(reader, item, operation);
            let group = groups.of_webhook(name, operation.operation_id.as_deref());
            let Some(extension) = own.as_ref().or(root.first()).or(group) else {
                continue;
            };
            let asks =
                |own: &Vec<SecurityRequirement>| own.iter().any(|one| !one.schemes.is_empty());
            if operation.security.as_ref().is_some_and(asks) {
                if own.is_some() {
                    let place = operation.location.child("security");
                    passed_over(reader, extension, place, "counts for this webhook");
                }
                continue;
            }
            if is_signed && operation.security.is_none() {
                let place = document.location.child("security");
                passed_over(
                    reader,
                    extension,
                    place,
                    "asks for a scheme with `x-signature`",
                );
                continue;
            }
            let scheme = foreign.scheme(reader, extension, own.is_some().then_some(name));
            let requirement = vec![SecurityRequirement::of(&scheme, &extension.location)];
            if extension.is_for_all {
                foreign.root = Some(requirement.clone());
            }
            operation.security = Some(requirement);
        }
    }
    if let [first, second, ..] = root.as_slice()
        && foreign.root.is_some()
        && first.said.as_ref().ok() != second.said.as_ref().ok()
    {
        let place = first.location.clone();
        passed_over(reader, second, place, "comes first, and says otherwise");
    }
    foreign
}

impl Foreign {
    /// The name of the scheme that an extension becomes; the same for all that say the same.
    fn scheme(
        &mut self,
        reader: &mut Reader,
        extension: &Extension,
        webhook: Option<&String>,
    ) -> String {
        let places = self.read.entry(extension.key.to_owned()).or_default();
        let is_new = !places.contains(&extension.location);
        if is_new {
            places.push(extension.location.clone());
        }
        let value = extension
            .said
            .as_ref()
            .map_or_else(|_| json!("custom"), Clone::clone);
        let says = |scheme: &SecurityScheme| {
            let known = scheme.signature.as_ref();
            // What nobody can say may differ from one place to the next.
            known.is_some_and(|known| match value {
                Value::String(_) => known.location == extension.location,
                _ => known.value == value,
            })
        };
        if let Some((name, _)) = self.schemes.iter().find(|(_, scheme)| says(scheme)) {
            return name.clone();
        }
        let mut name = match webhook {
            Some(webhook) if !self.schemes.is_empty() => format!("{NAME}-{webhook}"),
            _ => NAME.to_owned(),
        };
        while self.schemes.contains_key(&name) || declared(reader).contains(&name.as_str()) {
            name.push_str("-2");
        }
        if let Err(unsaid) = &extension.said {
            reader.complain(not_said(extension, unsaid, &name));
        }
        let scheme = described(extension.location.clone(), value, Some(extension.key));
        self.schemes.insert(name.clone(), scheme);
        name
    }
}

/// The extensions at the root that hold for all webhooks.
fn root_extensions(document: &Fields) -> Vec<Extension> {
    let at = |key: &str| {
        document
            .get(key)
            .map(|value| (document.location.child(key), value))
    };
    let fern = at(fern::KEY).filter(|(_, value)| value.is_object());
    let fern = fern.map(|(location, value)| Extension {
        key: fern::KEY,
        location,
        is_for_all: true,
        said: fern::signature(value),
    });
    let speakeasy = at(speakeasy::KEY).and_then(|(location, value)| {
        Some(Extension {
            key: speakeasy::KEY,
            location: location.child("security"),
            is_for_all: true,
            said: speakeasy::signature(value.get("security")?),
        })
    });
    fern.into_iter().chain(speakeasy).collect()
}

/// The extension at a webhook. `true` and `false` both mean that of the document.
fn own_extension(reader: &Reader, item: &Location, operation: &Operation) -> Option<Extension> {
    let places = [&operation.location, item].map(|place| place.child(fern::KEY));
    let location = places
        .into_iter()
        .find(|place| reader.resolver.value(place).is_object())?;
    let said = fern::signature(reader.resolver.value(&location));
    Some(Extension {
        key: fern::KEY,
        location,
        is_for_all: false,
        said,
    })
}

/// Whether the security at the root asks for a scheme that says how requests are signed.
fn is_root_signed(reader: &Reader, document: &Fields) -> bool {
    let resolver = reader.resolver;
    let asked = document.get("security").and_then(Value::as_array);
    let asked = asked.into_iter().flatten().filter_map(Value::as_object);
    let mut names = asked.flat_map(|one| one.keys());
    let schemes = document
        .location
        .child("components")
        .child("securitySchemes");
    names.any(|name| {
        let scheme = resolver.follow(&schemes.child(name));
        scheme.is_ok_and(|scheme| resolver.value(&scheme).get(SIGNATURE).is_some())
    })
}

fn passed_over(reader: &mut Reader, extension: &Extension, counts: Location, why: &str) {
    let message = format!(
        "`{}` is not read, as something else says who may deliver",
        extension.key
    );
    reader.complain(
        Diagnostic::new(Code::OffSpec, message)
            .at(Place::key(&extension.location), "not read")
            .and(Place::key(&counts), why)
            .help("keep the one that holds, or say what holds with `--signature`"),
    );
}

fn not_said(extension: &Extension, unsaid: &Unsaid, name: &str) -> Diagnostic {
    let place = unsaid
        .path
        .iter()
        .fold(extension.location.clone(), |place, key| place.child(key));
    let message = format!("`{}` {}", extension.key, unsaid.what);
    Diagnostic::new(Code::UnsupportedSecurity, message)
        .at(place, "cannot be checked")
        .help(format!(
            "give the receiver a verifier of your own for `{name}`, without which it is not built; \
             or say `--signature` with a preset or a file"
        ))
}

/// A text under a key, or what stands there instead.
fn text<'v>(object: &'v Value, key: &'static str) -> Result<Option<&'v str>, Unsaid> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Unsaid::new(
            &[key],
            format!("has a `{key}` that is not text"),
        )),
    }
}

/// The name of a header that a signature may stand in.
fn header<'v>(object: &'v Value, key: &'static str) -> Result<&'v str, Unsaid> {
    match text(object, key)? {
        Some(name) if is_token(name) => Ok(name),
        Some(_) => Err(Unsaid::new(
            &[key],
            format!("has a `{key}` that names no header"),
        )),
        None => Err(Unsaid::new(
            &[],
            format!("does not say under `{key}` which header it is"),
        )),
    }
}

/// A text that stands for itself in a template, if it can.
fn plain<'v>(text: &'v str, path: &[&'static str]) -> Result<&'v str, Unsaid> {
    match text.contains(['{', '}', '[', ']']) {
        false => Ok(text),
        true => Err(Unsaid::new(
            path,
            "has braces or brackets in a text that is signed or shown",
        )),
    }
}
