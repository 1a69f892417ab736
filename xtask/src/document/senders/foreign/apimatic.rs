//! `x-webhooks` as `APIMatic` writes it: not webhooks, but what groups of them have in common.
//!
//! One group stands under the key itself, several stand under their names. In: the groups. Out: the
//! words of `x-signature` for each webhook, which a group's `discriminator.mapping` names.

use serde_json::{Value, json};

use super::{Extension, Said, Unsaid, header, plain, text};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::fields::{Fields, Reader};
use crate::document::webhook::{is_about_groups, is_group, named_groups};
use crate::place::Location;

pub(super) const KEY: &str = "x-webhooks";

/// Where a group says how it is signed; the second is the older name.
const VERIFICATION: [&str; 2] = ["signatureVerification", "payloadVerification"];
const DISCRIMINATOR: &str = "discriminator";

/// The groups that say how they are signed.
#[derive(Default)]
pub(super) struct Groups(Vec<Group>);

struct Group {
    extension: Extension,
    /// The webhooks in it, by key or `operationId`; all if there is one group.
    webhooks: Option<Vec<String>>,
}

impl Groups {
    pub fn of(reader: &mut Reader, document: &Fields) -> Self {
        let location = document.location.child(KEY);
        let Some(value) = document.get(KEY).filter(|value| is_about_groups(value)) else {
            return Self::default();
        };
        if is_group(value) {
            return Self(group(&location, value, true).into_iter().collect());
        }
        let named: Vec<_> = named_groups(value).collect();
        let groups = named.iter().filter_map(|(name, value)| {
            let group = group(&location.child(name), value, named.len() == 1);
            if group
                .as_ref()
                .is_some_and(|group| group.webhooks.as_ref().is_some_and(Vec::is_empty))
            {
                reader.complain(
                    Diagnostic::new(
                        Code::UnsupportedSecurity,
                        format!(
                            "the group `{name}` of `{KEY}` does not say which webhooks are in it"
                        ),
                    )
                    .at(
                        Place::key(&location.child(name)),
                        "its signature is not read",
                    )
                    .help("name them under `discriminator: { mapping: … }`, or say `--signature`"),
                );
            }
            group
        });
        Self(groups.collect())
    }

    /// What holds for a webhook.
    pub fn of_webhook(&self, name: &str, operation_id: Option<&str>) -> Option<&Extension> {
        let is_called = |one: &String| one == name || Some(one.as_str()) == operation_id;
        let mut groups = self.0.iter();
        let found = groups.find(|group| match &group.webhooks {
            None => true,
            Some(webhooks) => webhooks.iter().any(is_called),
        });
        found.map(|group| &group.extension)
    }
}

fn group(location: &Location, value: &Value, is_only: bool) -> Option<Group> {
    let (key, verification) = VERIFICATION
        .into_iter()
        .find_map(|key| Some((key, value.get(key)?)))?;
    let mapping = value.get(DISCRIMINATOR).and_then(|one| one.get("mapping"));
    let mapping = mapping.and_then(Value::as_object).into_iter().flatten();
    let named = mapping.filter_map(|(_, name)| Some(name.as_str()?.to_owned()));
    Some(Group {
        extension: Extension {
            key: KEY,
            location: location.child(key),
            is_for_all: is_only,
            said: signature(verification),
        },
        webhooks: (!is_only).then(|| named.collect()),
    })
}

/// What a group says. Without templates, the digest of the body is shown as it is.
fn signature(value: &Value) -> Said {
    let algorithm = text(value, "algorithm")?
        .unwrap_or_default()
        .to_ascii_lowercase();
    match algorithm.as_str() {
        "hmac-sha1" | "hmac-sha256" | "hmac-sha384" | "hmac-sha512" => {}
        // A verifier of one's own, by its very name.
        "custom" => return Ok(json!("custom")),
        _ => {
            return Err(Unsaid::new(
                &["algorithm"],
                "has an `algorithm` that is not known",
            ));
        }
    }
    let name = header(value, "signatureHeader")?;
    let key = "digestEncoding";
    let encoding = match text(value, key)?
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "hex" => "{hex}",
        "base64" => "{base64}",
        "base64url" => "{base64url}",
        _ => return Err(Unsaid::new(&[key], format!("has no `{key}` that is known"))),
    };
    let shown = text(value, "signatureValueTemplate")?.unwrap_or("{digest}");
    let item = match shown.split_once("{digest}") {
        Some((before, after)) => {
            let path = &["signatureValueTemplate"];
            format!("{}{encoding}{}", plain(before, path)?, plain(after, path)?)
        }
        None => {
            return Err(Unsaid::new(
                &["signatureValueTemplate"],
                "does not show `{digest}`",
            ));
        }
    };
    let message = text(value, "messageTemplate")?.unwrap_or("{$request.body}");
    let signed = template(message)?;
    Ok(json!({
        "alg": algorithm,
        "value": { "from": format!("header:{name}"), "item": item },
        "signed": signed,
    }))
}

/// A template with runtime expressions (section 4.8.20.3 of version 3.1.1), in the words of
/// `signed`.
fn template(message: &str) -> Result<String, Unsaid> {
    let path = ["messageTemplate"];
    let unknown = || Unsaid::new(&path, "signs what is not known");
    let mut signed = String::new();
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        signed.push_str(plain(before, &path)?);
        let (expression, after) = after.split_once('}').ok_or_else(unknown)?;
        let (kind, name) = expression
            .split_once('#')
            .or_else(|| {
                expression
                    .rsplit_once("header.")
                    .map(|(_, name)| ("header", name))
            })
            .or_else(|| {
                expression
                    .rsplit_once("query.")
                    .map(|(_, name)| ("query", name))
            })
            .unwrap_or((expression, ""));
        let placeholder = match (kind, name) {
            ("$request.body", "") => "{body}".to_owned(),
            ("$request.body", pointer) => format!("{{field:{pointer}}}"),
            ("header", name) => format!("{{header:{name}}}"),
            ("query", name) => format!("{{query:{name}}}"),
            ("$method", "") => "{method}".to_owned(),
            ("$url", "") => "{url}".to_owned(),
            ("$request.path", "") => "{path}".to_owned(),
            _ => return Err(unknown()),
        };
        signed.push_str(&placeholder);
        rest = after;
    }
    signed.push_str(plain(rest, &path)?);
    match signed.contains("{body}") {
        true => Ok(signed),
        false => Err(Unsaid::new(&path, "leaves the body out of what is signed")),
    }
}
