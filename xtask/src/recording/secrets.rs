//! What of a delivery shows who sent it, and is taken out before anything is written.
//!
//! In: what the spec says of security and of handshakes, and a delivery. Out: the delivery without
//! keys, tokens, cookies and signatures, with the names of what was there.

use serde_json::Value;
use webhook_runtime::handshake::HandshakePlace;
use webhook_runtime::security::{RequestPlace, SignatureScheme, TimestampPlace};

use super::delivery::Recorded;
use super::well_known::is_secret;
use crate::model::{AuthenticatorKind, EventNamePlace, KeyPlace, Model, NamePlace};
use crate::place::Pointer;

/// What stands in the body in place of a secret.
const REMOVED: &str = "removed";

/// How long a secret is at least that is looked for where nobody expects it.
const TELLING: usize = 8;

/// Where secrets stand.
#[derive(Debug, Default)]
pub(super) struct Secrets {
    /// Headers and parameters of the query that the spec names, headers in lower case.
    headers: Vec<String>,
    query: Vec<String>,
    /// Places in the body.
    body: Vec<Pointer>,
    /// Headers and parameters that say what event it is, whatever they are called.
    kept: Vec<String>,
}

impl Secrets {
    /// The places that a spec names; without one, there are the well-known names alone.
    pub fn of(model: Option<&Model>) -> Self {
        let mut secrets = Self::default();
        let Some(model) = model else {
            return secrets;
        };
        for authenticator in &model.authenticators {
            match &authenticator.kind {
                AuthenticatorKind::ApiKey(KeyPlace::Header(name)) => secrets.header(name),
                AuthenticatorKind::ApiKey(KeyPlace::Query(name)) => {
                    secrets.query.push(name.clone())
                }
                AuthenticatorKind::Signature(signature) => secrets.signature(&signature.scheme),
                // Cookies and `Authorization` go by their names.
                AuthenticatorKind::ApiKey(KeyPlace::Cookie(_))
                | AuthenticatorKind::Basic
                | AuthenticatorKind::Jwt
                | AuthenticatorKind::Bearer
                | AuthenticatorKind::Custom => {}
            }
        }
        for handshake in &model.handshakes {
            match handshake.token {
                Some(HandshakePlace::Header(name)) => secrets.header(name),
                Some(HandshakePlace::Query(name)) => secrets.query.push(name.to_owned()),
                Some(HandshakePlace::Body(pointer)) => secrets.body.extend(Pointer::parse(pointer)),
                None => {}
            }
        }
        secrets.kept = match &model.event_name {
            EventNamePlace::Header(name) | EventNamePlace::Query(name) => vec![name.clone()],
            EventNamePlace::HeaderAndBody { header, .. } => vec![header.clone()],
            EventNamePlace::Several(places) => {
                let named = places.iter().filter_map(|place| match place {
                    NamePlace::Header(name) | NamePlace::Query(name) => Some(name.clone()),
                    NamePlace::Pointer(_) => None,
                });
                named.collect()
            }
            EventNamePlace::Body(_) | EventNamePlace::Path => Vec::new(),
        };
        secrets
    }

    fn header(&mut self, name: &str) {
        self.headers.push(name.to_ascii_lowercase());
    }

    /// Signatures, digests and the time of signing, which a replay makes anew.
    fn signature(&mut self, scheme: &SignatureScheme) {
        let places = scheme.signatures.iter().map(|one| one.place);
        for place in places.chain(scheme.digest.map(|digest| digest.place)) {
            match place {
                RequestPlace::Header(names) => names.iter().for_each(|name| self.header(name)),
                RequestPlace::Query(name) => self.query.push(name.to_owned()),
                // Of a list whose elements are signed, it is a place in each.
                RequestPlace::Body(pointer) if scheme.each.is_none() => {
                    self.body.extend(Pointer::parse(pointer));
                }
                RequestPlace::Body(_) => {}
            }
        }
        if let Some(TimestampPlace::Header(names)) = scheme.timestamp.map(|one| one.place) {
            names.iter().for_each(|name| self.header(name));
        }
    }

    fn is_secret_header(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        let is_kept = self.kept.iter().any(|kept| kept.eq_ignore_ascii_case(name));
        self.headers.contains(&lower) || !is_kept && is_secret(name)
    }

    fn is_secret_parameter(&self, name: &str) -> bool {
        let is_kept = self.kept.iter().any(|kept| kept == name);
        self.query.iter().any(|own| own == name) || !is_kept && is_secret(name)
    }

    /// Takes the secrets out of a delivery, and notes which there were.
    pub fn remove(&self, delivery: &mut Recorded) {
        let mut values = Vec::new();
        self.remove_headers(delivery, &mut values);
        self.remove_parameters(delivery, &mut values);
        self.remove_members(delivery);
        // A proxy may have copied a secret into a header of its own.
        let is_copy = |text: &str| values.iter().any(|value| text.contains(value.as_str()));
        let (copies, headers) = std::mem::take(&mut delivery.headers)
            .into_iter()
            .partition::<Vec<_>, _>(|(_, value)| is_copy(value));
        delivery.headers = headers;
        for (name, _) in copies {
            note(delivery, "header", &name.to_ascii_lowercase());
        }
    }

    fn remove_headers(&self, delivery: &mut Recorded, values: &mut Vec<String>) {
        let headers = std::mem::take(&mut delivery.headers);
        for (name, value) in headers {
            if self.is_secret_header(&name) {
                values.extend(telling(&value));
                note(delivery, "header", &name.to_ascii_lowercase());
            } else {
                delivery.headers.push((name, value));
            }
        }
    }

    fn remove_parameters(&self, delivery: &mut Recorded, values: &mut Vec<String>) {
        let Some((path, query)) = delivery.target.split_once('?') else {
            return;
        };
        let (path, mut kept, mut removed) = (path.to_owned(), Vec::new(), Vec::new());
        for piece in query.split('&') {
            let pair = form_urlencoded::parse(piece.as_bytes()).next();
            match pair.filter(|(name, _)| self.is_secret_parameter(name)) {
                Some((name, value)) => {
                    values.extend(telling(&value));
                    // As it was sent, it may be in other headers too.
                    values.extend(piece.split_once('=').and_then(|(_, sent)| telling(sent)));
                    removed.push(name.into_owned());
                }
                None => kept.push(piece.to_owned()),
            }
        }
        if !removed.is_empty() {
            let mark = if kept.is_empty() { "" } else { "?" };
            delivery.target = format!("{path}{mark}{}", kept.join("&"));
            for name in removed {
                note(delivery, "query parameter", &name);
            }
        }
    }

    /// Puts a word in place of the texts in the body that are secrets.
    fn remove_members(&self, delivery: &mut Recorded) {
        for place in &self.body {
            let body = replaced_in_json(&delivery.body, place)
                .or_else(|| replaced_in_form(&delivery.body, place));
            if let Some(body) = body {
                delivery.body = body;
                note(delivery, "body", &place.to_string());
            }
        }
    }
}

fn note(delivery: &mut Recorded, kind: &str, name: &str) {
    let removed = format!("{kind} {name}");
    if !delivery.removed.contains(&removed) {
        delivery.removed.push(removed);
    }
}

/// The part of a value that is secret, where it is long enough to be found again by no chance.
fn telling(value: &str) -> Option<String> {
    let words = value.split_ascii_whitespace();
    let longest = words.max_by_key(|word| word.len());
    let longest = longest.filter(|word| word.len() >= TELLING);
    longest.map(str::to_owned)
}

/// The JSON with another text at a place, the rest byte for byte where that can be.
fn replaced_in_json(body: &[u8], place: &Pointer) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(body).ok()?;
    let mut json: Value = serde_json::from_str(text).ok()?;
    let found = json.pointer_mut(&place.to_string())?;
    if found.is_null() || *found == REMOVED {
        return None;
    }
    let written = found.to_string();
    *found = Value::from(REMOVED);
    let replaced = text.replace(&written, &format!("\"{REMOVED}\""));
    let is_right = serde_json::from_str::<Value>(&replaced).is_ok_and(|value| value == json);
    let replaced = if is_right { replaced } else { json.to_string() };
    Some(replaced.into_bytes())
}

/// The form with another text in a field, which the first token of a place names.
fn replaced_in_form(body: &[u8], place: &Pointer) -> Option<Vec<u8>> {
    let field = place.tokens().next()?;
    if !body.contains(&b'=') {
        return None;
    }
    let mut is_there = false;
    let mut form = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(body) {
        let is_secret = name == field;
        is_there |= is_secret;
        form.append_pair(&name, if is_secret { REMOVED } else { &value });
    }
    is_there.then(|| form.finish().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::{Pointer, Recorded, Secrets, replaced_in_form, replaced_in_json};

    #[test]
    fn secrets_in_the_head_are_taken_out_and_named() {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut delivery = Recorded {
            received: String::new(),
            method: "POST".to_owned(),
            target: "/a?b=c&api_key=0123%2B456&d".to_owned(),
            headers: vec![
                header("Host", "a.test"),
                header("AUTHORIZATION", "Bearer abcdefghij"),
                header("X-Original-Uri", "/a?api_key=0123%2B456"),
                header("X-Copied", "abcdefghij"),
                header("X-Own", "secret, though nobody says so"),
            ],
            body: Vec::new(),
            removed: Vec::new(),
        };
        let secrets = Secrets {
            headers: vec!["x-own".to_owned()],
            ..Secrets::default()
        };
        secrets.remove(&mut delivery);
        assert_eq!(delivery.target, "/a?b=c&d");
        assert_eq!(delivery.headers, [header("Host", "a.test")]);
        assert_eq!(
            delivery.removed,
            [
                "header authorization",
                "header x-own",
                "query parameter api_key",
                "header x-original-uri",
                "header x-copied",
            ]
        );
    }

    #[test]
    fn secrets_in_the_body_are_replaced_and_the_rest_stays() {
        let place = |pointer: &str| Pointer::parse(pointer).unwrap();
        let replaced = replaced_in_json(
            b"{ \"a\": {\"token\" : \"s/3\"},\n\"b\":1.50}",
            &place("/a/token"),
        );
        let replaced = String::from_utf8(replaced.unwrap()).unwrap();
        assert_eq!(replaced, "{ \"a\": {\"token\" : \"removed\"},\n\"b\":1.50}");
        let replaced = replaced_in_json(b"{\"a\":\"\\u0073\",\"b\":1}", &place("/a"));
        assert_eq!(replaced.unwrap(), b"{\"a\":\"removed\",\"b\":1}");
        assert_eq!(replaced_in_json(b"{}", &place("/a")), None);
        let replaced = replaced_in_form(b"token=a%20b&text=c+d", &place("/token"));
        assert_eq!(replaced.unwrap(), b"token=removed&text=c+d");
        assert_eq!(replaced_in_form(b"text=c", &place("/token")), None);
    }
}
