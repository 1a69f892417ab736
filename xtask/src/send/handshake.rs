//! Handshakes as vendors play them: a description in, a request with a challenge that nobody could
//! know, and what is wrong with its answer out.

use std::borrow::Cow;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::SystemTime;

use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};
use webhook_runtime::handshake::{Handshake, HandshakeBody, HandshakeCondition, HandshakePlace};
use webhook_runtime::security::{Presented, SignatureVerifier};

use super::credential::Credential;
use super::named;
use super::request::{Part, Request};
use super::transmit::{Answer, check_url, origin_of, transmit};
use crate::model::{AuthenticatorKind, Model};
use crate::place::Pointer;

/// What a receiver has been told that handshakes are about.
#[derive(Debug, Clone, Copy)]
pub struct HandshakePlay<'p> {
    /// Where the receiver listens.
    pub url: &'p str,
    /// What it was told as its public origin; that of `url` if it is not given.
    pub origin: Option<&'p str>,
    /// Credentials, for handshakes that show what deliveries show.
    pub credentials: &'p [Credential],
    /// The token, for handshakes that show one.
    pub token: Option<&'p str>,
}

/// Makes the request of a handshake and compares the answer: what is wrong with it, in a sentence
/// each.
///
/// # Errors
///
/// A message with what went wrong and what to do, where there is no answer to compare.
pub fn play_handshake(
    model: &Model,
    handshake: &Handshake,
    play: HandshakePlay<'_>,
) -> Result<Vec<String>, String> {
    check_url(play.url)?;
    let mut request = asking(handshake, play)?;
    let verifier = verifier(model, handshake, play.credentials)?;
    if handshake.signed {
        if play.credentials.is_empty() && !model.authenticators.is_empty() {
            return Err(unsigned(model, handshake));
        }
        let origin = play.origin.unwrap_or(origin_of(play.url));
        for credential in play.credentials {
            credential.apply(&mut request, origin, SystemTime::now())?;
        }
    }
    let (head, body) = request.built()?.into_parts();
    let presented = Presented::of(&head, SystemTime::now()).with_body(&body);
    let keyed = |text: &[u8]| verifier.as_ref()?.hmac_for(&presented, text);
    let expected = handshake.answer(&presented, &keyed);
    let expected = expected.map_err(|fault| format!("the handshake cannot be played: {fault}"))?;
    let answer = transmit(&request, play.url)?;
    Ok(differences(handshake, &expected, &answer))
}

/// What is missing for a handshake that shows what deliveries show.
fn unsigned(model: &Model, handshake: &Handshake) -> String {
    let names = model.authenticators.iter();
    let names: Vec<String> = names.map(|one| named(&one.name.wire)).collect();
    format!(
        "the handshake {} shows the credential of a delivery\n\
         help: say which, with `--auth SCHEME=VALUE` for {}",
        named(handshake.name),
        names.join(" or ")
    )
}

/// The request, without credentials.
fn asking(handshake: &Handshake, play: HandshakePlay<'_>) -> Result<Request, String> {
    let mut request = Request::to(play.url, handshake.method.as_str(), "");
    let mut body = Value::Null;
    let texts = handshake
        .when
        .iter()
        .filter_map(|condition| match condition {
            HandshakeCondition::Is(place, text) => Some((*place, Cow::Borrowed(*text))),
            HandshakeCondition::There(place) => Some((*place, Cow::Owned(challenge()))),
            HandshakeCondition::Absent(_) => None,
        });
    let mut texts: Vec<(HandshakePlace, Cow<'_, str>)> = texts.collect();
    if let Some(place) = handshake.token {
        let token = play.token.ok_or_else(|| {
            format!(
                "the handshake `{}` shows a token\nhelp: say which, with `--handshake-token TOKEN`",
                handshake.name
            )
        })?;
        texts.push((place, Cow::Borrowed(token)));
    }
    for (place, text) in texts {
        match place {
            HandshakePlace::Header(name) => request.put(Part::Header, name, text.into_owned())?,
            HandshakePlace::Query(name) => request.put(Part::Query, name, text.into_owned())?,
            HandshakePlace::Body(pointer) => {
                let tokens = Pointer::parse(pointer).unwrap_or_default();
                let tokens: Vec<&str> = tokens.tokens().collect();
                put(&mut body, &tokens, scalar(&text));
            }
        }
    }
    if !body.is_null() {
        request.body = body.to_string().into_bytes();
        request.put(Part::Header, "Content-Type", "application/json".to_owned())?;
    } else if handshake.method == http::Method::POST {
        request.put(
            Part::Header,
            "Content-Type",
            "text/plain; charset=utf-8".to_owned(),
        )?;
    }
    Ok(request)
}

/// A text that nobody could know.
fn challenge() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// A text as a member has it: an integer if it is one.
fn scalar(text: &str) -> Value {
    let number = text.parse::<i64>().ok();
    let number = number.filter(|number| number.to_string() == text);
    number.map_or_else(|| Value::from(text), Value::from)
}

/// Puts a value at a place of a JSON value, with the objects and lists that lead there.
fn put(into: &mut Value, tokens: &[&str], value: Value) {
    let Some((token, rest)) = tokens.split_first() else {
        *into = value;
        return;
    };
    let index = token.parse::<usize>().ok().filter(|index| *index < 8);
    if let (Some(index), true) = (index, into.is_null() || into.is_array()) {
        let mut items = into.take().as_array().cloned().unwrap_or_default();
        while items.len() <= index {
            items.push(Value::Null);
        }
        if let Some(item) = items.get_mut(index) {
            put(item, rest, value);
        }
        *into = Value::Array(items);
        return;
    }
    let mut members = match into.take() {
        Value::Object(members) => members,
        _ => Map::new(),
    };
    let member = members.entry((*token).to_owned()).or_insert(Value::Null);
    put(member, rest, value);
    *into = Value::Object(members);
}

/// What computes the answer, where it is computed with the key of a scheme.
fn verifier(
    model: &Model,
    handshake: &Handshake,
    credentials: &[Credential],
) -> Result<Option<SignatureVerifier>, String> {
    let Some(key) = handshake.key else {
        return Ok(None);
    };
    let scheme = model.authenticators.iter().find(|one| one.name.wire == key);
    let scheme = scheme.and_then(|one| match &one.kind {
        AuthenticatorKind::Signature(signature) => Some(signature.scheme),
        _ => None,
    });
    let secret = credentials.iter().find_map(|one| one.secret_of(key));
    let (Some(scheme), Some(secret)) = (scheme, secret) else {
        return Err(format!(
            "the handshake `{}` is answered with a key of `{key}`\nhelp: say which, with `--auth {key}=SECRET`",
            handshake.name
        ));
    };
    let verifier = SignatureVerifier::new(scheme, secret);
    verifier.map(Some).map_err(|error| error.to_string())
}

/// What is wrong with an answer.
fn differences(
    handshake: &Handshake,
    expected: &http::Response<Vec<u8>>,
    answer: &Answer,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let status = expected.status().as_u16();
    if answer.status != status {
        wrong.push(format!(
            "the status is {}, and should be {status}",
            answer.status
        ));
    }
    for (name, value) in expected.headers() {
        let value = value.to_str().unwrap_or_default();
        let mut shown = answer.headers.iter();
        let shown = shown.find(|(own, _)| own.eq_ignore_ascii_case(name.as_str()));
        let is_right = |shown: &str| {
            let essence = |text: &str| {
                let essence = text.split(';').next().unwrap_or_default();
                essence.trim().to_ascii_lowercase()
            };
            shown == value || *name == CONTENT_TYPE && essence(shown) == essence(value)
        };
        match shown {
            Some((_, shown)) if is_right(shown) => {}
            Some((_, shown)) => {
                wrong.push(format!("`{name}` is `{shown}`, and should be `{value}`"));
            }
            None => wrong.push(format!("there is no `{name}`, which should be `{value}`")),
        }
    }
    let body = String::from_utf8_lossy(expected.body());
    let is_same = match handshake.answer.body {
        HandshakeBody::Json(_) => {
            let parsed = |text: &str| serde_json::from_str::<Value>(text).ok();
            parsed(&answer.body).is_some_and(|shown| Some(shown) == parsed(&body))
        }
        HandshakeBody::Text(_) | HandshakeBody::Nothing => answer.body == body,
    };
    if !is_same {
        let shown = answer.body.as_str();
        wrong.push(match shown {
            "" => format!("there is no body, which should be `{body}`"),
            shown if body.is_empty() => format!("the body is `{shown}`, and should be empty"),
            shown => format!("the body is `{shown}`, and should be `{body}`"),
        });
    }
    wrong
}
