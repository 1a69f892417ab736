//! From `x-signature` to how a request is signed.
//!
//! In: the value of `x-signature` on an `apiKey` scheme, or what stands for it: the name of a preset, or an
//! object in the words of `presets.yaml`. Out: a [`Signature`], or complaints. Nothing is passed over in silence: what is not
//! understood might be what the signature's safety rests on.

mod coverage;
mod described;
mod key_kinds;
mod presets;
mod shown;
mod template;
mod timestamp;
mod words;

use std::time::Duration;

use serde_json::{Map, Value};

pub(super) use self::coverage::{may_be_token, signs_body_alone};
pub(super) use self::words::{hash, kept, kept_all, place_help};
use super::description::{Description, Fault, Read, complaint, or_describe};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::document::{ApiKeyIn, SecurityScheme, SignatureDescription};
use crate::model::{AuthenticatorKind, Signature};
use crate::place::Location;
use webhook_runtime::security::RequestPlace;

/// What says that only a verifier of the team's own decides.
pub(super) const CUSTOM: &str = "custom";

/// What `x-signature` may be but an object: the names of the presets, and `custom`.
pub(crate) fn signature_words() -> Vec<String> {
    let mut words = presets::names();
    words.push(CUSTOM.to_owned());
    words
}

/// The API key that a signature is described on: where OpenAPI has it stand.
#[derive(Clone, Copy)]
pub(super) struct Shown<'d> {
    pub name: &'d str,
    pub location_in: ApiKeyIn,
}

/// Reads `x-signature` of a scheme that is an API key.
pub(super) fn lower_signature(
    scheme: &SecurityScheme,
    shown: Option<Shown<'_>>,
    signature: &SignatureDescription,
    diagnostics: &mut Diagnostics,
) -> Option<AuthenticatorKind> {
    match read(scheme, shown, &signature.value, &signature.location) {
        Ok(read) => {
            diagnostics.extend(long_tolerance(scheme, &read));
            Some(AuthenticatorKind::Signature(Box::new(read)))
        }
        Err(complaint) => match signature.extension {
            None => {
                diagnostics.push(*complaint);
                None
            }
            // Its words are another tool's, and so is the fault.
            Some(extension) => {
                let message = format!("`{extension}` is not checked: {}", complaint.message);
                diagnostics.push(
                    Diagnostic::new(Code::UnsupportedSecurity, message)
                        .at(&signature.location, "cannot be checked")
                        .help(UNCHECKED),
                );
                Some(AuthenticatorKind::Custom)
            }
        },
    }
}

/// Warns of a tolerance of more than a day: a delivery is hardly under way for so long, and seconds
/// are easily taken for milliseconds.
fn long_tolerance(scheme: &SecurityScheme, signature: &Signature) -> Option<Diagnostic> {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    let timestamp = signature
        .scheme
        .timestamp
        .filter(|_| signature.preset.is_none())?;
    let limits = [("past", timestamp.past), ("future", timestamp.future)];
    let (key, limit) = limits
        .into_iter()
        .find_map(|(key, limit)| Some((key, limit.filter(|limit| *limit > DAY)?)))?;
    let seconds = limit.as_secs();
    let places = [&["timestamp", key][..], &["tolerance"]].map(|keys| described_at(scheme, keys));
    let place = places
        .into_iter()
        .max_by_key(|place| place.pointer.as_tokens().len())?;
    let message =
        format!("a time of signing may be {seconds} seconds off, which is more than a day");
    Some(
        Diagnostic::new(Code::LikelySlip, message)
            .at(place, "holds for so long")
            .help("say it in seconds, such as 300, so that a recorded delivery cannot be sent again days later"),
    )
}

/// What to do about an extension of another tool that cannot be checked.
const UNCHECKED: &str = "give the receiver a verifier of your own, without which it is not built; or \
                         say `--signature` with a preset or a file";

fn read(
    scheme: &SecurityScheme,
    shown: Option<Shown<'_>>,
    signature: &Value,
    place: &Location,
) -> Read<Signature> {
    let signature = match signature {
        Value::String(name) => preset(name, shown, place)?,
        Value::Object(fields) => described(fields, place, None).read_signature(shown)?,
        _ => {
            return Err(complaint(
                place.clone(),
                Fault::new(
                    "`x-signature` is neither text nor an object",
                    "name a preset, such as `stripe`, or say `{ alg: hmac-sha256, value: [{ from: 'header:X-Signature', item: '{hex}' }], signed: '{body}' }`",
                ),
            ));
        }
    };
    if let Some(shown) = shown {
        check_place(scheme, shown, &signature, place)?;
    }
    Ok(signature)
}

fn described<'d>(
    fields: &'d Map<String, Value>,
    place: &'d Location,
    preset: Option<&'d str>,
) -> Description<'d> {
    Description {
        fields,
        place,
        preset,
        of: "a signature",
    }
}

/// Where a scheme's `x-signature` says what these keys lead to. Of a key that goes by another name, or
/// of several places, it is the nearest thing above.
pub(crate) fn described_at(scheme: &SecurityScheme, keys: &[&str]) -> Location {
    let Some(signature) = &scheme.signature else {
        return scheme.location.clone();
    };
    let Value::Object(fields) = &signature.value else {
        return signature.location.clone();
    };
    let described = described(fields, &signature.location, None);
    // A list of one may be written as the one, and `signed` as `content`.
    let without_index: Vec<&str> = keys.iter().copied().filter(|key| *key != "0").collect();
    let older = keys
        .iter()
        .map(|key| if *key == "signed" { "content" } else { key });
    let older: Vec<&str> = older.collect();
    let places = [keys, &without_index, &older].map(|keys| described.place_of(keys));
    let deepest = places.into_iter().rev();
    let deepest = deepest.max_by_key(|place| place.pointer.as_tokens().len());
    deepest.unwrap_or_else(|| signature.location.clone())
}

/// The description of this name.
fn preset(name: &str, shown: Option<Shown<'_>>, place: &Location) -> Read<Signature> {
    let unknown = || {
        let help = did_you_mean(name, signature_words().iter().map(String::as_str));
        Fault::new(
            "this way of signing is not known",
            or_describe(&help, "signature"),
        )
    };
    let fields = presets::fields(name, shown.map_or("", |shown| shown.name));
    let fields = fields.ok_or_else(|| complaint(place.clone(), unknown()))?;
    let read = described(&fields, place, Some(name)).read_signature(None)?;
    Ok(Signature {
        preset: Some(name.to_owned()),
        ..read
    })
}

/// Refuses a signature that does not stand where the scheme says: one of the two is wrong, and nobody
/// would be admitted.
fn check_place(
    scheme: &SecurityScheme,
    shown: Shown<'_>,
    signature: &Signature,
    place: &Location,
) -> Read<()> {
    let places = signature.scheme.signatures.iter().map(|one| one.place);
    let places: Vec<RequestPlace> = places.collect();
    // OpenAPI has no word for a signature in the body, so the scheme says nothing of it.
    let said: Vec<RequestPlace> = places
        .iter()
        .copied()
        .filter(|place| !matches!(place, RequestPlace::Body(_)))
        .collect();
    let agrees = |place: &RequestPlace| match (place, shown.location_in) {
        (RequestPlace::Header(names), ApiKeyIn::Header) => names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(shown.name)),
        (RequestPlace::Query(name), ApiKeyIn::Query) => *name == shown.name,
        _ => false,
    };
    if said.is_empty() || said.iter().any(agrees) {
        return Ok(());
    }
    let expected = said.first().map_or_else(String::new, |place| match place {
        RequestPlace::Header(names) => {
            format!("`in: header` and `name: {}`", names.first().unwrap_or(&""))
        }
        RequestPlace::Query(name) => format!("`in: query` and `name: {name}`"),
        _ => String::new(),
    });
    let whose = match &signature.preset {
        Some(preset) => format!("`{preset}`"),
        None => "this description".to_owned(),
    };
    Err(Box::new(
        Diagnostic::new(
            Code::InvalidValue,
            format!("{whose} has no signature in `{}`", shown.name),
        )
        .at(scheme.location.child("name"), "would not be looked into")
        .and(place.clone(), "has the signature elsewhere")
        .help(format!(
            "say {expected}, or describe the signature in an object"
        )),
    ))
}
