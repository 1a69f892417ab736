//! From `x-signature` to how a body is signed.
//!
//! In: the value of `x-signature` on an `apiKey` scheme: the name of a preset, or an object. Out:
//! an [`AuthenticatorKind`], or complaints. Nothing is passed over in silence: what is not
//! understood might be what the signature's safety rests on.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::document::{ApiKeyIn, HeaderUse, SecurityScheme, header_fault};
use crate::model::{AuthenticatorKind, HashAlgorithm, Signature, SignatureEncoding};
use crate::place::Location;

/// By how many seconds a time of signing may be off, unless the spec says otherwise.
const TOLERANCE: u64 = 300;

/// The header that Standard Webhooks puts signatures into.
const STANDARD_HEADER: &str = "webhook-signature";

const KEYS: [&str; 6] = [
    "algorithm",
    "encoding",
    "prefix",
    "timestamp",
    "tolerance",
    "content",
];

/// Reads `x-signature` of a scheme that is an API key in the header of this name.
pub(crate) fn lower_signature(
    scheme: &SecurityScheme,
    header: &str,
    location_in: ApiKeyIn,
    signature: &Value,
    diagnostics: &mut Diagnostics,
) -> Option<AuthenticatorKind> {
    let reading = Reading {
        place: scheme.location.child("x-signature"),
    };
    let lowered = match (location_in, signature) {
        (ApiKeyIn::Header, Value::String(preset)) => reading.preset(scheme, header, preset),
        (ApiKeyIn::Header, Value::Object(fields)) => reading.described(header, fields),
        (ApiKeyIn::Header, _) => Err(reading.invalid(
            None,
            "`x-signature` is neither text nor an object",
            "say `standard-webhooks`, or `{ algorithm: sha256, encoding: hex }`",
        )),
        _ => Err(reading.invalid(
            None,
            "a signature stands in a header",
            "say `in: header`, and the header's name under `name`",
        )),
    };
    let signature = diagnostics.keep(lowered.map_err(|complaint| *complaint))?;
    Some(AuthenticatorKind::Signature(signature))
}

/// What a read comes to: a value, or the complaint about it.
type Read<T> = Result<T, Box<Diagnostic>>;

/// Where `x-signature` stands.
struct Reading {
    place: Location,
}

impl Reading {
    fn preset(&self, scheme: &SecurityScheme, header: &str, preset: &str) -> Read<Signature> {
        if preset != "standard-webhooks" {
            return Err(self.invalid(
                None,
                "this is no known way of signing",
                "say `standard-webhooks`, or describe the signature in an object",
            ));
        }
        if !header.eq_ignore_ascii_case(STANDARD_HEADER) {
            return Err(Box::new(
                Diagnostic::new(
                    Code::InvalidValue,
                    format!("Standard Webhooks has no signature in `{header}`"),
                )
                .at(scheme.location.child("name"), "would not be looked into")
                .help(format!(
                    "say `name: {STANDARD_HEADER}`, or describe the signature in an object"
                )),
            ));
        }
        Ok(Signature::StandardWebhooks)
    }

    fn described(&self, header: &str, fields: &Map<String, Value>) -> Read<Signature> {
        if let Some(unknown) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(self.invalid(
                Some(unknown),
                &format!("`x-signature` has no `{unknown}`"),
                &did_you_mean(unknown, KEYS),
            ));
        }
        let algorithm = match self.text(fields, "algorithm")? {
            Some("sha1") => HashAlgorithm::Sha1,
            Some("sha256") => HashAlgorithm::Sha256,
            Some("sha512") => HashAlgorithm::Sha512,
            other => {
                return Err(self.invalid(
                    other.and(Some("algorithm")),
                    "the signature's hash function is not known",
                    "say `algorithm: sha1`, `sha256` or `sha512`",
                ));
            }
        };
        let encoding = match self.text(fields, "encoding")? {
            Some("hex") => SignatureEncoding::Hex,
            Some("base64") => SignatureEncoding::Base64,
            other => {
                return Err(self.invalid(
                    other.and(Some("encoding")),
                    "the signature's encoding is not known",
                    "say `encoding: hex` or `base64`",
                ));
            }
        };
        let prefix = self.text(fields, "prefix")?.unwrap_or_default().to_owned();
        let timestamp = self.timestamp(fields)?;
        Ok(Signature::Hmac {
            header: header.to_owned(),
            algorithm,
            encoding,
            prefix,
            content: self.content(fields, timestamp.is_some())?,
            timestamp,
        })
    }

    /// The header with the time of signing, and by how many seconds it may be off.
    fn timestamp(&self, fields: &Map<String, Value>) -> Read<Option<(String, u64)>> {
        let header = self.text(fields, "timestamp")?;
        if header.is_some_and(str::is_empty) {
            return Err(self.invalid(
                Some("timestamp"),
                "the header with the time of signing has no name",
                "say which header it is",
            ));
        }
        if let Some(fault) = header.and_then(|name| header_fault(name, HeaderUse::SigningTime)) {
            return Err(self.invalid(Some("timestamp"), &fault.message, fault.help));
        }
        let tolerance = match fields.get("tolerance") {
            None => TOLERANCE,
            Some(_) if header.is_none() => {
                return Err(self.invalid(
                    Some("tolerance"),
                    "there is no time of signing that could be off",
                    "say under `timestamp` which header it stands in",
                ));
            }
            Some(value) => value.as_u64().ok_or_else(|| {
                self.invalid(
                    Some("tolerance"),
                    "the tolerance is no number of seconds",
                    "write a whole number, such as 300",
                )
            })?,
        };
        Ok(header.map(|header| (header.to_owned(), tolerance)))
    }

    /// What is signed, with its placeholders. A time of signing that is not signed could be set
    /// anew by anybody who recorded a delivery.
    fn content(&self, fields: &Map<String, Value>, timestamped: bool) -> Read<String> {
        let default = if timestamped {
            "{timestamp}.{body}"
        } else {
            "{body}"
        };
        let written = self.text(fields, "content")?;
        let content = written.unwrap_or(default);
        let place = Some("content");
        let text = content.replace("{body}", "").replace("{timestamp}", "");
        if text.contains(['{', '}']) {
            return Err(self.invalid(
                place,
                "what is signed has a placeholder that is not known",
                "there are `{body}` and `{timestamp}`; for more than these, ask the sender for another way to sign",
            ));
        }
        if !content.contains("{body}") {
            return Err(self.invalid(
                place,
                "what is signed leaves the body out",
                "put `{body}` where the body stands",
            ));
        }
        match (timestamped, content.contains("{timestamp}")) {
            (true, false) => Err(self.invalid(
                place,
                "what is signed leaves the time of signing out, so that a recorded delivery could be sent again",
                "put `{timestamp}` where the time stands, or leave `timestamp` out if it is not signed",
            )),
            (false, true) => Err(self.invalid(
                place,
                "what is signed has a time that nothing tells",
                "say under `timestamp` which header it stands in",
            )),
            _ => Ok(content.to_owned()),
        }
    }

    fn text<'f>(&self, fields: &'f Map<String, Value>, key: &str) -> Read<Option<&'f str>> {
        match fields.get(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(self.invalid(
                Some(key),
                &format!("`{key}` of a signature is not text"),
                "put it between quotes",
            )),
        }
    }

    /// A complaint about a field of `x-signature`, or about the whole.
    fn invalid(&self, key: Option<&str>, what: &str, help: &str) -> Box<Diagnostic> {
        let place = key.map_or_else(|| self.place.clone(), |key| self.place.child(key));
        Box::new(
            Diagnostic::new(Code::InvalidValue, what.to_owned())
                .at(place, "not understood")
                .help(help),
        )
    }
}
