//! What is signed, as a template: `{timestamp}.{body}` in, the parts for the runtime out.

use webhook_runtime::security::{RequestPlace, SignatureEncoding, SignedPart};

use super::words::{digest, header_names, kept, kept_all, pointer, query_name};
use crate::diagnostic::closest;
use crate::document::{HeaderUse, is_token};
use crate::lower::security::description::Fault;

/// Reads a template. Text stands for itself, `{…}` for a value of the request, and `[…]` for parts that
/// are left out where a value among them is missing.
pub(super) fn signed_parts(template: &str) -> Result<&'static [SignedPart], Fault> {
    let mut rest = template;
    let parts = parts(&mut rest, false)?;
    Ok(kept_all(parts))
}

fn parts(rest: &mut &str, in_brackets: bool) -> Result<Vec<SignedPart>, Fault> {
    let mut parts = Vec::new();
    loop {
        let end = rest.find(['{', '}', '[', ']']).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        if !text.is_empty() {
            parts.push(SignedPart::Text(kept(text)));
        }
        let Some(mark) = after.chars().next() else {
            *rest = after;
            return if in_brackets {
                Err(Fault::new(
                    "a `[` of what is signed is not closed",
                    "close it with `]` behind the parts that may be missing together",
                ))
            } else {
                Ok(parts)
            };
        };
        let after = after.get(1..).unwrap_or_default();
        match mark {
            '{' => {
                let (name, after) = after.split_once('}').ok_or_else(|| {
                    Fault::new(
                        "a `{` of what is signed is not closed",
                        "close it with `}`, as in `{body}`",
                    )
                })?;
                parts.push(placeholder(name)?);
                *rest = after;
            }
            '[' => {
                *rest = after;
                let inner = self::parts(rest, true)?;
                let may_be_missing =
                    |part: &SignedPart| place_of(*part).is_some() || *part == SignedPart::Timestamp;
                if !inner.iter().any(may_be_missing) {
                    return Err(Fault::new(
                        "brackets of what is signed hold no value that may be missing",
                        "take the brackets away: they mark what is left out where a `{timestamp}`, `{header:NAME}`, `{query:NAME}` or `{field:/pointer}` in them is missing",
                    ));
                }
                parts.push(SignedPart::Optional(kept_all(inner)));
            }
            '}' => {
                return Err(Fault::new(
                    "what is signed has a `}` without a `{`",
                    "put a value between braces, as in `{body}`",
                ));
            }
            _ if in_brackets => {
                *rest = after;
                return Ok(parts);
            }
            _ => {
                return Err(Fault::new(
                    "what is signed has a `]` without a `[`",
                    "put `[` before the parts that may be missing together",
                ));
            }
        }
    }
}

fn placeholder(name: &str) -> Result<SignedPart, Fault> {
    let Some(value) = name.strip_suffix('?') else {
        return value_of(name);
    };
    let part = value_of(value)?;
    if place_of(part).is_none() {
        return Err(Fault::new(
            format!("`{{{name}}}` is signed as if it might be missing, and it is always there"),
            format!(
                "say `{{{value}}}`; only a `{{header:NAME?}}`, `{{query:NAME?}}` or `{{field:/pointer?}}` may be missing"
            ),
        ));
    }
    Ok(SignedPart::Optional(kept_all(vec![part])))
}

fn value_of(name: &str) -> Result<SignedPart, Fault> {
    if name.ends_with('?') {
        return Err(Fault::new(
            format!(
                "the value `{}` of what is signed has several marks",
                name.trim_end_matches('?')
            ),
            "one `?` says that a value may be missing",
        ));
    }
    let (kind, rest) = name.split_once(':').unwrap_or((name, ""));
    match (kind, rest) {
        ("body", "") => Ok(SignedPart::Body),
        ("body", form) => digest(form)
            .map(|(hash, encoding)| SignedPart::BodyDigest(hash, encoding))
            .ok_or_else(|| unknown(name)),
        ("timestamp", "") => Ok(SignedPart::Timestamp),
        ("method", "") => Ok(SignedPart::Method),
        ("url", "") => Ok(SignedPart::Url),
        ("url", "any-port") => Ok(SignedPart::UrlOfAnyPort),
        ("path", "") => Ok(SignedPart::Path),
        ("form-sorted", "") => Ok(SignedPart::FormSorted),
        ("header", names) => header_names(names, HeaderUse::Signed).map(SignedPart::Header),
        ("query", text) => query_name(text).map(SignedPart::Query),
        ("field" | "pointer", text) => {
            pointer(text, "`{field:/signature/token}`").map(SignedPart::Pointer)
        }
        _ => Err(unknown(name)),
    }
}

const PLACEHOLDERS: [&str; 9] = [
    "body",
    "timestamp",
    "header:NAME",
    "method",
    "url",
    "path",
    "query:NAME",
    "form-sorted",
    "body:sha256-hex",
];

fn unknown(name: &str) -> Fault {
    let (kind, rest) = name.split_once(':').unwrap_or((name, ""));
    let help = if let Some(near) = closest(name.trim(), PLACEHOLDERS) {
        format!("did you mean `{{{near}}}`?")
    } else if let Some(near) = closest(kind.trim(), ["header", "query", "field"])
        && !rest.is_empty()
        && near != kind
    {
        format!("did you mean `{{{near}:{rest}}}`?")
    } else if is_token(name) && name.contains('-') {
        format!("say `{{header:{name}}}` for the value of a header")
    } else {
        "there are `{body}`, `{timestamp}`, `{header:NAME}`, `{method}`, `{url}`, `{path}`, `{query:NAME}`, `{field:/pointer}`, `{form-sorted}` and `{body:sha256-hex}`".to_owned()
    };
    Fault::new(
        format!("what is signed has the placeholder `{{{name}}}`, which is not known"),
        help,
    )
}

/// Whether a part of this kind is among these, inside brackets too.
pub(super) fn has(parts: &[SignedPart], is_wanted: &dyn Fn(SignedPart) -> bool) -> bool {
    parts.iter().any(|part| match part {
        SignedPart::Optional(parts) => has(parts, is_wanted),
        part => is_wanted(*part),
    })
}

/// Calls this with every place that parts read, inside brackets too.
pub(super) fn each_place(parts: &[SignedPart], call: &mut dyn FnMut(RequestPlace)) {
    for part in parts {
        match part {
            SignedPart::Optional(parts) => each_place(parts, call),
            part => place_of(*part).into_iter().for_each(&mut *call),
        }
    }
}

/// The place that a part reads, if it reads one that a signature may stand in.
pub(super) fn place_of(part: SignedPart) -> Option<RequestPlace> {
    match part {
        SignedPart::Header(names) => Some(RequestPlace::Header(names)),
        SignedPart::Query(name) => Some(RequestPlace::Query(name)),
        SignedPart::Pointer(pointer) => Some(RequestPlace::Body(pointer)),
        _ => None,
    }
}

/// What stands before and behind a signature, and how it is written: `v1={hex}`.
pub(super) fn item(text: &str) -> Result<(&'static str, SignatureEncoding, &'static str), Fault> {
    let marks = [
        ("{hex}", SignatureEncoding::Hex),
        ("{base64}", SignatureEncoding::Base64),
        ("{base64url}", SignatureEncoding::Base64Url),
        ("{text}", SignatureEncoding::Text),
    ];
    let found = marks.iter().find_map(|(mark, encoding)| {
        let (prefix, suffix) = text.split_once(mark)?;
        Some((kept(prefix), *encoding, kept(suffix)))
    });
    found
        .filter(|(prefix, _, suffix)| ![prefix, suffix].iter().any(|text| text.contains(['{', '}'])))
        .ok_or_else(|| {
            Fault::new(
                format!("`{text}` does not say how a signature is written"),
                "put `{hex}`, `{base64}` or `{base64url}` where the signature stands, as in `v1={hex}`",
            )
        })
}
