//! What a handshake is answered: the field `answer` in, the description for the runtime out.

use http::Method;
use serde_json::Value;
use webhook_runtime::handshake::{HandshakeAnswer, HandshakeBody, HandshakePart};
use webhook_runtime::security::HashAlgorithm;

use super::places::parts;
use crate::document::is_token;
use crate::lower::security::description::{Description, Fault, Read};
use crate::lower::security::signature::{kept, kept_all};

const KEYS: [&str; 4] = ["status", "type", "body", "headers"];

/// Headers that are sent without being said, or that say how an answer is sent.
const OWN_HEADERS: [&str; 5] = [
    "connection",
    "content-length",
    "content-type",
    "transfer-encoding",
    "x-content-type-options",
];

impl Description<'_> {
    /// The answer, and the hash functions of the HMACs in it.
    pub(super) fn answer(
        &self,
        method: &Method,
        hashes: &mut Vec<Option<HashAlgorithm>>,
    ) -> Read<HandshakeAnswer> {
        let keys = ["answer"];
        let help = "say what is answered, as in `answer: { body: '{query:challenge}' }` or `answer: { status: 200 }`";
        let value = self.fields.get("answer");
        let value = value.ok_or_else(|| self.fault(&[], "the handshake has no answer", help))?;
        let fields = self.object(&keys, value, help)?;
        self.check_keys(&keys, fields, [&KEYS, &[]], "the answer of a handshake")?;
        let status = match fields.get("status") {
            None => 200,
            Some(value) => value
                .as_u64()
                .and_then(|status| u16::try_from(status).ok())
                .filter(|status| (200..300).contains(status))
                .ok_or_else(|| {
                    self.fault(
                        &["answer", "status"],
                        "a handshake is answered with a success",
                        "say a status from 200 to 299, or leave it out for 200",
                    )
                })?,
        };
        let body = match fields.get("body") {
            None => HandshakeBody::Nothing,
            Some(Value::String(text)) => {
                let parts = parts(text, hashes);
                let parts = parts.map_err(|fault| self.at(&["answer", "body"], fault))?;
                HandshakeBody::Text(kept_all(parts))
            }
            Some(value @ (Value::Object(_) | Value::Array(_))) => {
                let mut parts = Vec::new();
                self.json(value, hashes, &mut parts)?;
                HandshakeBody::Json(kept_all(joined(parts)))
            }
            Some(_) => {
                return Err(self.fault(
                    &["answer", "body"],
                    "the body of an answer is neither text nor an object",
                    "put a text between quotes",
                ));
            }
        };
        let has_none = match status {
            204 | 205 => Some(format!("a {status}")),
            _ if *method == Method::HEAD => Some("the answer to HEAD".to_owned()),
            _ => None,
        };
        if let Some(what) = has_none.filter(|_| body != HandshakeBody::Nothing) {
            return Err(self.fault(
                &["answer", "body"],
                format!("{what} has no body"),
                "leave `body` out, or say another status or method",
            ));
        }
        let media_type = self.media_type(fields.get("type"), body)?;
        let headers = self.headers(fields.get("headers"), hashes)?;
        Ok(HandshakeAnswer {
            status,
            media_type,
            headers,
            body,
        })
    }

    /// What the body is written in. It is never HTML: it holds texts that anybody may have sent.
    fn media_type(&self, said: Option<&Value>, body: HandshakeBody) -> Read<Option<&'static str>> {
        let keys = ["answer", "type"];
        let Some(said) = said else {
            return Ok(match body {
                HandshakeBody::Nothing => None,
                HandshakeBody::Text(_) => Some("text/plain"),
                HandshakeBody::Json(_) => Some("application/json"),
            });
        };
        let text = said.as_str().unwrap_or_default();
        let essence = text.split(';').next().unwrap_or_default().trim();
        let essence = essence.to_ascii_lowercase();
        let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        let is_json = essence == "application/json" || essence.ends_with("+json");
        let is_text = essence == "text/plain";
        let fits = match body {
            HandshakeBody::Nothing => is_json || is_text,
            HandshakeBody::Text(_) => is_text,
            HandshakeBody::Json(_) => is_json,
        };
        if fits && is_printable {
            return Ok(Some(kept(text)));
        }
        Err(match body {
            HandshakeBody::Text(_) if is_json => self.fault(
                &keys,
                "a body that is JSON is not said as text",
                "say it as an object, as in `body: { challenge: '{query:challenge}' }`",
            ),
            HandshakeBody::Json(_) if is_text => self.fault(
                &keys,
                "a body that is said as an object is JSON",
                "say `type: application/json`, or the body as text",
            ),
            _ => self.fault(
                &keys,
                "a handshake is answered in plain text or JSON",
                "say `type: text/plain` or `type: application/json`, or leave it out",
            ),
        })
    }

    fn headers(
        &self,
        said: Option<&Value>,
        hashes: &mut Vec<Option<HashAlgorithm>>,
    ) -> Read<&'static [(&'static str, &'static [HandshakePart])]> {
        let Some(said) = said else {
            return Ok(&[]);
        };
        let keys = ["answer", "headers"];
        let fields = self.object(&keys, said, "say `headers: { Allow: POST }`")?;
        let mut headers: Vec<(&str, &[HandshakePart])> = Vec::new();
        for (name, value) in fields {
            let keys = ["answer", "headers", name.as_str()];
            if !is_token(name) {
                let what = format!("`{name}` is no header name");
                return Err(self.key_fault(&keys, Fault::new(what, "say it as in `Allow`")));
            }
            let lower = name.to_ascii_lowercase();
            if OWN_HEADERS.contains(&lower.as_str()) {
                let help = match lower.as_str() {
                    "content-type" => "say it as `type`",
                    _ => "leave it out",
                };
                let what = format!("the receiver says `{name}` itself");
                return Err(self.key_fault(&keys, Fault::new(what, help)));
            }
            if headers
                .iter()
                .any(|(known, _)| known.eq_ignore_ascii_case(name))
            {
                let what = format!("the answer has the header `{name}` twice");
                return Err(self.key_fault(&keys, Fault::new(what, "leave one of them out")));
            }
            let text = value.as_str().filter(|text| {
                !text.is_empty() && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
            });
            let text = text.ok_or_else(|| {
                self.fault(
                    &keys,
                    format!("the value of `{name}` is no text that a header can hold"),
                    "put it between quotes, in ASCII",
                )
            })?;
            let parts = parts(text, hashes).map_err(|fault| self.at(&keys, fault))?;
            headers.push((kept(name), kept_all(parts)));
        }
        Ok(kept_all(headers))
    }

    /// The parts of a JSON text.
    fn json(
        &self,
        value: &Value,
        hashes: &mut Vec<Option<HashAlgorithm>>,
        to: &mut Vec<HandshakePart>,
    ) -> Read<()> {
        let text = |text: &str| HandshakePart::Text(kept(text));
        match value {
            Value::String(string) => {
                let parts = parts(string, hashes);
                let parts = parts.map_err(|fault| self.at(&["answer", "body"], fault))?;
                to.push(text("\""));
                to.extend(parts.into_iter().map(|part| match part {
                    HandshakePart::Text(part) => {
                        let quoted = Value::from(part).to_string();
                        text(
                            quoted
                                .trim_start_matches('"')
                                .strip_suffix('"')
                                .unwrap_or_default(),
                        )
                    }
                    part => part,
                }));
                to.push(text("\""));
            }
            Value::Array(items) => {
                to.push(text("["));
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        to.push(text(","));
                    }
                    self.json(item, hashes, to)?;
                }
                to.push(text("]"));
            }
            Value::Object(members) => {
                to.push(text("{"));
                for (index, (name, member)) in members.iter().enumerate() {
                    if name.contains(['{', '}']) {
                        return Err(self.fault(
                            &["answer", "body", name],
                            "the name of a member repeats nothing",
                            "put what the answer repeats into the value",
                        ));
                    }
                    let comma = if index > 0 { "," } else { "" };
                    to.push(text(&format!("{comma}{}:", Value::from(name.as_str()))));
                    self.json(member, hashes, to)?;
                }
                to.push(text("}"));
            }
            scalar => to.push(text(&scalar.to_string())),
        }
        Ok(())
    }
}

/// The same parts, texts that follow one another in one.
fn joined(parts: Vec<HandshakePart>) -> Vec<HandshakePart> {
    let mut joined: Vec<HandshakePart> = Vec::new();
    for part in parts {
        match (joined.last_mut(), part) {
            (Some(HandshakePart::Text(before)), HandshakePart::Text(text)) => {
                *before = kept(&format!("{before}{text}"));
            }
            _ => joined.push(part),
        }
    }
    joined
}
