//! A handshake that is described in an object: its fields in, the description for the runtime out.

use http::Method;
use serde_json::Value;
use webhook_runtime::handshake::{Handshake, HandshakeCondition, HandshakePart, HandshakePlace};
use webhook_runtime::security::{HashAlgorithm, RequestPlace, SignatureAlgorithm};

use super::places::{place, place_of, written};
use crate::diagnostic::did_you_mean;
use crate::lower::security::description::{Description, Fault, Read};
use crate::lower::security::signature::{kept, kept_all};
use crate::model::{Authenticator, AuthenticatorKind, KeyPlace};

const KEYS: [&str; 7] = [
    "name", "method", "when", "signed", "verify", "scheme", "answer",
];

const METHODS: [Method; 4] = [Method::GET, Method::HEAD, Method::OPTIONS, Method::POST];

impl Description<'_> {
    /// Reads the description.
    pub fn read_handshake(&self, authenticators: &[Authenticator]) -> Read<Handshake> {
        self.check_keys(&[], self.fields, [&KEYS, &[]], "a handshake")?;
        let name = match self.text("name")? {
            Some("") => return Err(self.fault(&["name"], "the name is empty", "leave it out")),
            name => self.preset.or(name).unwrap_or("handshake"),
        };
        let method = self.method()?;
        let when = self.conditions()?;
        let signed = match self.fields.get("signed") {
            None => true,
            Some(Value::Bool(signed)) => *signed,
            Some(_) => {
                return Err(self.fault(
                    &["signed"],
                    "`signed` is neither true nor false",
                    "say whether the handshake shows the credential that deliveries show",
                ));
            }
        };
        let token = match self.text("verify")? {
            None => None,
            Some(word) => Some(place(word).map_err(|fault| self.at(&["verify"], fault))?),
        };
        let mut hashes = Vec::new();
        let answer = self.answer(&method, &mut hashes)?;
        let handshake = Handshake {
            name: kept(name),
            method,
            when: kept_all(when),
            signed,
            token,
            key: self.key(&hashes, authenticators)?.map(kept),
            answer,
        };
        self.check_answer(&handshake, authenticators)?;
        self.check_body(&handshake)?;
        Ok(handshake)
    }

    fn method(&self) -> Read<Method> {
        let word = self.text("method")?.ok_or_else(|| {
            self.fault(
                &[],
                "the handshake has no method",
                "say `method: GET`, or by which method it comes",
            )
        })?;
        let word = word.to_ascii_uppercase();
        let known = METHODS.into_iter().find(|method| method.as_str() == word);
        known.ok_or_else(|| {
            self.fault(
                &["method"],
                format!("no handshake comes by `{word}`"),
                "say `GET`, `HEAD`, `OPTIONS` or `POST`",
            )
        })
    }

    /// What must hold of a request.
    fn conditions(&self) -> Read<Vec<HandshakeCondition>> {
        let Some(value) = self.fields.get("when") else {
            return Ok(Vec::new());
        };
        let fields = self.object(
            &["when"],
            value,
            "say what must hold, as in `when: { 'query:challenge': true }`",
        )?;
        let mut conditions: Vec<HandshakeCondition> = Vec::new();
        for (word, value) in fields {
            let keys = ["when", word.as_str()];
            let place = place(word).map_err(|fault| self.key_fault(&keys, fault))?;
            if conditions.iter().any(|known| known.place() == place) {
                let what = format!("`when` has two conditions of `{}`", written(place));
                return Err(self.key_fault(&keys, Fault::new(what, "leave one of them out")));
            }
            conditions.push(match value {
                Value::Bool(true) => HandshakeCondition::There(place),
                Value::Bool(false) => HandshakeCondition::Absent(place),
                Value::String(text) if !text.is_empty() => {
                    HandshakeCondition::Is(place, kept(text))
                }
                Value::Number(number) if !number.is_f64() => {
                    HandshakeCondition::Is(place, kept(&number.to_string()))
                }
                _ => {
                    return Err(self.fault(
                        &keys,
                        format!("what must hold of `{word}` is not known"),
                        "say the text or the integer that it is, `true` where it has to be there, or `false` where it must not be",
                    ));
                }
            });
        }
        Ok(conditions)
    }

    /// The scheme whose key the answer is computed with, by these hash functions.
    fn key<'a>(
        &self,
        hashes: &[Option<HashAlgorithm>],
        authenticators: &'a [Authenticator],
    ) -> Read<Option<&'a str>> {
        let wanted = self.text("scheme")?;
        if hashes.is_empty() {
            return match wanted {
                None => Ok(None),
                Some(_) => Err(self.fault(
                    &["scheme"],
                    "`scheme` names the key of an HMAC, and the answer has none",
                    "leave it out",
                )),
            };
        };
        let signs = |one: &&Authenticator| match &one.kind {
            AuthenticatorKind::Signature(signature) => match signature.scheme.algorithm {
                SignatureAlgorithm::Hmac(own) => hashes.iter().flatten().all(|hash| *hash == own),
                _ => false,
            },
            _ => false,
        };
        let all: Vec<&str> = authenticators
            .iter()
            .filter(signs)
            .map(|one| one.name.wire.as_str())
            .collect();
        let found: Vec<&str> = all
            .iter()
            .copied()
            .filter(|name| wanted.is_none_or(|wanted| wanted == *name))
            .collect();
        match (found.as_slice(), wanted) {
            ([one], _) => Ok(Some(one)),
            ([], Some(wanted)) if !all.is_empty() => Err(self.fault(
                &["scheme"],
                format!("no scheme `{wanted}` signs by an HMAC of the answer's hash function"),
                did_you_mean(wanted, all.iter().copied()),
            )),
            ([], _) => Err(self.fault(
                &self.answer_with("{hmac"),
                "the answer has an HMAC, and no webhook asks for a scheme that is signed by such a one, with whose key it would be computed",
                "add an `apiKey` scheme with `x-signature`, and name it under `security`",
            )),
            (several, _) => Err(self.fault(
                &self.answer_with("{hmac"),
                format!("the answer has an HMAC, and several schemes have a key for it: `{}`", several.join("`, `")),
                "say which one, as in `scheme: NAME` beside `answer`",
            )),
        }
    }

    /// Refuses an answer that repeats what need not be there, or what nobody is to see.
    fn check_answer(&self, handshake: &Handshake, authenticators: &[Authenticator]) -> Read<()> {
        for part in handshake.parts() {
            let Some(place) = place_of(part) else {
                continue;
            };
            let is_certain = handshake.when.iter().any(|condition| {
                condition.place() == place && !matches!(condition, HandshakeCondition::Absent(_))
            });
            let word = written(place);
            if !is_certain {
                return Err(self.fault(
                    &self.answer_with(&word),
                    format!("the answer repeats `{word}`, which need not be there"),
                    format!("say under `when` that it has to be: `'{word}': true`"),
                ));
            }
            let is_hidden = handshake.token == Some(place) || is_credential(place, authenticators);
            if is_hidden && matches!(part, HandshakePart::Value(_)) {
                return Err(self.fault(
                    &self.answer_with(&word),
                    format!("the answer repeats `{word}`, which holds a secret"),
                    "repeat the challenge alone",
                ));
            }
        }
        Ok(())
    }

    /// The part of the answer that has a text in it: the body, or else the headers.
    fn answer_with(&self, text: &str) -> [&'static str; 2] {
        let answer = self.fields.get("answer");
        let body = answer.and_then(|answer| answer.get("body"));
        let is_in_body = body.is_some_and(|body| body.to_string().contains(text));
        ["answer", if is_in_body { "body" } else { "headers" }]
    }

    /// Refuses a handshake that reads the body of a request that has none.
    fn check_body(&self, handshake: &Handshake) -> Read<()> {
        if handshake.method == Method::POST || !handshake.reads_body() {
            return Ok(());
        }
        Err(self.fault(
            &["method"],
            format!("a {} has no body to read", handshake.method),
            "say `method: POST`, or name a header or a query parameter in place of `field:…`",
        ))
    }
}

/// Whether a scheme of the document has its key or its signature here.
fn is_credential(place: HandshakePlace, authenticators: &[Authenticator]) -> bool {
    let mut kinds = authenticators.iter().map(|one| &one.kind);
    kinds.any(|kind| match (kind, place) {
        (AuthenticatorKind::ApiKey(KeyPlace::Header(own)), HandshakePlace::Header(name)) => {
            own.eq_ignore_ascii_case(name)
        }
        (AuthenticatorKind::ApiKey(KeyPlace::Query(own)), HandshakePlace::Query(name)) => {
            own == name
        }
        (AuthenticatorKind::Signature(signature), place) => {
            let mut places = signature.scheme.signatures.iter().map(|one| one.place);
            places.any(|own| match (own, place) {
                (RequestPlace::Header(names), HandshakePlace::Header(name)) => {
                    names.iter().any(|own| own.eq_ignore_ascii_case(name))
                }
                (RequestPlace::Query(own), HandshakePlace::Query(name)) => own == name,
                (RequestPlace::Body(own), HandshakePlace::Body(pointer)) => own == pointer,
                _ => false,
            })
        }
        _ => false,
    })
}
