//! Fields of forms, whose values are all text: the fields and what their texts stand for in, JSON
//! out.
//!
//! A form becomes the JSON object that its schema describes, and is decoded as any other body. So
//! defects have their place, and a value that does not fit is taken out, in forms as in JSON.
//!
//! A value that is not UTF-8 fits nothing. In the JSON text it is a string in which each byte that
//! belongs to no character is half of a surrogate pair, `\udc80` to `\udcff`, so that no byte is
//! lost and no type reads it.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::runtime::decode::decode_payload;
use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::defects::Defects;
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::json::kind::JsonKind;
use crate::runtime::json::pointer;

/// A field that the specification lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormField {
    /// The field's name.
    pub name: &'static str,
    /// What its text stands for.
    pub kind: FormKind,
    /// Whether it may be given several times, as `tag=a&tag=b`; a `[]` behind the name means
    /// nothing then.
    pub list: bool,
    /// What stands between the items of a list that is given once, as the comma in `tag=a,b`.
    pub separator: Option<char>,
}

impl FormField {
    /// A field whose text is meant as it is.
    #[must_use]
    pub const fn text(name: &'static str) -> Self {
        Self::of(name, FormKind::Text)
    }

    /// A field whose text is a number.
    #[must_use]
    pub const fn number(name: &'static str) -> Self {
        Self::of(name, FormKind::Number)
    }

    /// A field whose text is a truth value.
    #[must_use]
    pub const fn boolean(name: &'static str) -> Self {
        Self::of(name, FormKind::Boolean)
    }

    /// A part that may be binary and is shown as text.
    #[must_use]
    pub const fn binary(name: &'static str) -> Self {
        Self::of(name, FormKind::Binary)
    }

    /// The same field, which may be given several times.
    #[must_use]
    pub const fn list(self) -> Self {
        Self { list: true, ..self }
    }

    /// The same field, which is a list in one text: this stands between its items.
    #[must_use]
    pub const fn separated_by(self, separator: char) -> Self {
        Self {
            separator: Some(separator),
            ..self.list()
        }
    }

    const fn of(name: &'static str, kind: FormKind) -> Self {
        Self {
            name,
            kind,
            list: false,
            separator: None,
        }
    }
}

/// What the text of a field stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormKind {
    /// Itself.
    Text,
    /// A number, as JSON writes it; nothing, if it is empty.
    Number,
    /// A truth value: `true`, `false`, `1` or `0`; nothing, if it is empty.
    Boolean,
    /// Bytes, of which those that are not UTF-8 are shown as U+FFFD.
    Binary,
}

/// What is said of a value that is not UTF-8.
const NOT_UTF8: &str = "not UTF-8";

/// Decodes the fields of a form into what they stand for. Pointers of defects are those of the JSON
/// object that the form stands for.
///
/// # Errors
///
/// Those of [`decode_payload`].
pub(crate) fn decode_fields<T: DeserializeOwned, N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
    fields: &[FormField],
    strictness: Strictness,
) -> Result<Decoded<T>, DecodeError> {
    let reworded = |reason: &mut String| {
        // In a form nothing else can be half of a surrogate pair.
        if reason.contains("surrogate") {
            NOT_UTF8.clone_into(reason);
        }
    };
    let json = form_json(pairs, fields);
    match decode_payload(json.as_bytes(), strictness) {
        Ok(Decoded { value, defects }) => {
            let unlisted = defects.unlisted();
            let listed = defects.into_iter().map(|mut defect| {
                reworded(&mut defect.reason);
                defect
            });
            let defects = Defects::new(listed.collect(), unlisted);
            Ok(Decoded { value, defects })
        }
        Err(DecodeError::Payload {
            pointer,
            mut reason,
        }) => {
            reworded(&mut reason);
            Err(DecodeError::Payload { pointer, reason })
        }
        Err(error) => Err(error),
    }
}

/// The JSON object that a form stands for. A text that is not what its field stands for stays a
/// text, and so does the value of a field that is not listed; a field that is given twice and is no
/// list is a member that is given twice.
fn form_json<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
    fields: &[FormField],
) -> String {
    let mut json = String::from("{");
    // What is between the brackets of each list.
    let mut lists: Vec<Option<String>> = vec![None; fields.len()];
    for (name, text) in pairs {
        let (name, text) = (name.as_ref(), text.as_ref());
        let exact = fields.iter().position(|field| field.name == name);
        let found = exact.or_else(|| {
            let name = name.strip_suffix("[]")?;
            fields
                .iter()
                .position(|field| field.list && field.name == name)
        });
        let field = found.and_then(|index| fields.get(index));
        let kind = field.map_or(FormKind::Text, |field| field.kind);
        let list = found
            .filter(|_| field.is_some_and(|field| field.list))
            .and_then(|index| lists.get_mut(index));
        let Some(list) = list else {
            push_member(&mut json, name, &json_value(text, kind));
            continue;
        };
        let list = list.get_or_insert_default();
        match field.and_then(|field| field.separator) {
            None => push_item(list, text, kind),
            // A list of nothing is a text of nothing.
            Some(_) if text.is_empty() => {}
            Some(separator) => {
                for item in text.split(|byte| char::from(*byte) == separator) {
                    push_item(list, item, kind);
                }
            }
        }
    }
    for (field, list) in fields.iter().zip(lists) {
        if let Some(list) = list {
            push_member(&mut json, field.name, "[");
            json.push_str(&list);
            json.push(']');
        }
    }
    json.push('}');
    json
}

/// The text of the field that names the event.
///
/// # Errors
///
/// [`DecodeError::NoEventName`] if it is empty, and [`DecodeError::Payload`] if it is not UTF-8.
pub(crate) fn name_of_event(text: Vec<u8>, name: &str) -> Result<String, DecodeError> {
    let pointer = pointer::from_tokens(&[name]);
    match String::from_utf8(text) {
        Ok(text) if text.is_empty() => Err(DecodeError::NoEventName {
            pointer,
            found: Some(JsonKind::String),
        }),
        Ok(text) => Ok(text),
        Err(_) => Err(DecodeError::Payload {
            pointer,
            reason: NOT_UTF8.to_owned(),
        }),
    }
}

fn push_member(json: &mut String, name: &str, value: &str) {
    if json.len() > 1 {
        json.push(',');
    }
    json.push_str(&Value::from(name).to_string());
    json.push(':');
    json.push_str(value);
}

fn push_item(list: &mut String, text: &[u8], kind: FormKind) {
    if !list.is_empty() {
        list.push(',');
    }
    list.push_str(&json_value(text, kind));
}

fn json_value(text: &[u8], kind: FormKind) -> String {
    let Ok(text) = std::str::from_utf8(text) else {
        return match kind {
            FormKind::Binary => Value::from(String::from_utf8_lossy(text)).to_string(),
            _ => json_bytes(text),
        };
    };
    let plain = text.trim();
    match kind {
        FormKind::Number | FormKind::Boolean if plain.is_empty() => "null".to_owned(),
        FormKind::Number if serde_json::from_str::<serde_json::Number>(plain).is_ok() => {
            plain.to_owned()
        }
        FormKind::Boolean if plain == "1" || plain.eq_ignore_ascii_case("true") => {
            "true".to_owned()
        }
        FormKind::Boolean if plain == "0" || plain.eq_ignore_ascii_case("false") => {
            "false".to_owned()
        }
        _ => Value::from(text).to_string(),
    }
}

/// The JSON string of bytes that are not UTF-8, which no type reads.
fn json_bytes(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    let mut json = String::from("\"");
    for chunk in bytes.utf8_chunks() {
        let valid = Value::from(chunk.valid()).to_string();
        // Without the quotes around it.
        json.push_str(valid.get(1..valid.len() - 1).unwrap_or_default());
        for byte in chunk.invalid() {
            // Writing to a text cannot fail.
            let _ = write!(json, "\\udc{byte:02x}");
        }
    }
    json.push('"');
    json
}
