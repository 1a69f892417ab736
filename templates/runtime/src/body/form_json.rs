//! Forms as JSON: fields and what their texts stand for in, decoded values out.
//!
//! A form becomes the JSON object that its schema describes, and is decoded as any other body. So
//! defects have their place, and a value that does not fit is taken out, in forms as in JSON.
//!
//! A file that is not UTF-8 is read with U+FFFD, and is a defect.
//!
//! Any other value that is not UTF-8 fits nothing. In the JSON text it is a string in which each
//! byte that belongs to no character is half of a surrogate pair, `\udc80` to `\udcff`, so that no
//! byte is lost and no type reads it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::de::IgnoredAny;
use serde_json::Value;

use crate::runtime::body::form_field::{FormField, FormKind};
use crate::runtime::body::form_tree::{Expected, Given, Key, Room, bracketed};
use crate::runtime::decode::decoded::Decoded;
use crate::runtime::decode::defects::{Defect, Defects};
use crate::runtime::decode::error::DecodeError;
use crate::runtime::decode::strictness::Strictness;
use crate::runtime::json::pointer::Pointer;

/// What is said of a value that is not UTF-8.
pub(crate) const NOT_UTF8: &str = "not UTF-8";

/// What is said of a file that is not.
const BINARY: &str = "not UTF-8; read with U+FFFD, and its bytes are in the body";

/// What is said of a field whose name is not.
const NAME_NOT_UTF8: &str = "the name is not UTF-8";

/// What is said of a text that should be JSON.
pub(crate) const NOT_JSON: &str = "not JSON";

/// A field as a form has it.
pub(crate) struct Pair<'b> {
    /// The name; what is not UTF-8 in it is U+FFFD.
    pub(crate) name: Cow<'b, str>,
    /// Whether the name is UTF-8.
    pub(crate) is_named: bool,
    /// Whether it is a file, and may be binary.
    pub(crate) is_file: bool,
    /// The bytes of the value.
    pub(crate) text: Cow<'b, [u8]>,
}

/// Decodes the fields of a form into what they stand for, `decode` being what decodes JSON.
/// Pointers of defects are those of the JSON object that the form stands for.
///
/// # Errors
///
/// Those of `decode`; and with [`Strictness::Strict`] a name or a text that has no place.
pub(crate) fn decode_fields<'b, T>(
    pairs: impl IntoIterator<Item = Pair<'b>>,
    fields: &[FormField<'_>],
    strictness: Strictness,
    decode: impl FnOnce(&[u8], Strictness) -> Result<Decoded<T>, DecodeError>,
) -> Result<Decoded<T>, DecodeError> {
    let form = FormJson::of(pairs, fields);
    let reworded = |place: &str, reason: &mut String| {
        // In a form nothing else can be half of a surrogate pair.
        if reason.contains("surrogate") {
            NOT_UTF8.clone_into(reason);
        } else if reason.starts_with("invalid type: string")
            && form.not_json.iter().any(|known| *known == *place)
        {
            NOT_JSON.clone_into(reason);
        }
    };
    let is_strict = strictness == Strictness::Strict;
    if let Some(first) = form.defects.first().filter(|_| is_strict) {
        return Err(DecodeError::Payload {
            pointer: first.pointer.to_string(),
            reason: first.reason.clone(),
        });
    }
    match decode(form.json.as_bytes(), strictness) {
        Ok(Decoded { value, defects }) => {
            let unlisted = form.unlisted + defects.unlisted();
            let listed = defects.into_iter().map(|mut defect| {
                reworded(&defect.pointer.to_string(), &mut defect.reason);
                defect
            });
            let listed: Vec<Defect> = listed.collect();
            let mut all = form.defects;
            all.extend(form.files);
            all.extend(listed);
            let beyond = all.len().saturating_sub(Defects::MOST);
            all.truncate(Defects::MOST);
            let defects = Defects::new(all, unlisted + beyond);
            Ok(Decoded { value, defects })
        }
        Err(DecodeError::Payload {
            pointer,
            mut reason,
        }) => {
            reworded(&pointer, &mut reason);
            Err(DecodeError::Payload { pointer, reason })
        }
        Err(error) => Err(error),
    }
}

/// The JSON object that a form stands for, and what is wrong with the form.
struct FormJson {
    json: String,
    /// Texts that have no place in the object.
    defects: Vec<Defect>,
    /// Files that are not UTF-8.
    files: Vec<Defect>,
    unlisted: usize,
    /// The names of fields that have files.
    with_files: BTreeSet<Box<str>>,
    /// Where texts are that should be JSON and are not.
    not_json: Vec<Pointer>,
}

impl FormJson {
    /// The JSON object of a form. A text that is not what its field stands for stays a text, and so
    /// does the value of a field that is not listed; a field of a scalar that is given twice is a
    /// member that is given twice.
    fn of<'b>(pairs: impl IntoIterator<Item = Pair<'b>>, fields: &[FormField<'_>]) -> Self {
        let mut form = Self {
            json: String::from("{"),
            defects: Vec::new(),
            files: Vec::new(),
            unlisted: 0,
            with_files: BTreeSet::new(),
            not_json: Vec::new(),
        };
        let mut room = Room::new(Defects::MOST);
        let mut given: Vec<Given<'b>> = fields.iter().map(|_| Given::default()).collect();
        for Pair {
            name,
            is_named,
            is_file,
            text,
        } in pairs
        {
            if !is_named {
                form.refuse(Pointer::default().join(&name), NAME_NOT_UTF8, &text);
                continue;
            }
            let numbered = |name: &str| fields.iter().position(|field| field.name == name);
            let (found, tokens) = match (numbered(&name), bracketed(&name)) {
                (None, Some((outer, tokens))) => (numbered(outer), tokens),
                (found, _) => (found, Vec::new()),
            };
            let found = found.and_then(|number| fields.get(number).zip(given.get_mut(number)));
            let is_binary = is_file && std::str::from_utf8(&text).is_err();
            let of_file = |kind| match kind {
                FormKind::Text if is_binary => FormKind::Binary,
                kind => kind,
            };
            if let Some((field, _)) = found.as_ref().filter(|_| is_binary) {
                form.with_files.insert(field.name.into());
            }
            match found {
                Some((field, given))
                    if field.list || field.kind == FormKind::Json || !tokens.is_empty() =>
                {
                    room.give((field, given), &tokens, text);
                }
                Some((field, _)) => {
                    form.name_member(&name);
                    let kind = of_file(field.kind);
                    form.text(&text, kind, &|| Pointer::default().join(&name));
                }
                None => {
                    form.name_member(&name);
                    let kind = of_file(FormKind::Text);
                    form.text(&text, kind, &|| Pointer::default().join(&name));
                }
            }
        }
        for (field, given) in fields.iter().zip(&given) {
            let place = Pointer::default().join(field.name);
            if !given.is_nothing() {
                form.name_member(field.name);
                form.value(given, Expected::of(field), &place);
            }
            form.refused(given, &place);
        }
        form.unlisted += room.unlisted;
        form.json.push('}');
        form
    }

    /// Writes what is given for a place.
    fn value(&mut self, given: &Given<'_>, expected: Expected<'_>, place: &Pointer) {
        let kind = match expected {
            Expected::List(field) | Expected::One(field)
                if field.kind == FormKind::Text && self.with_files.contains(field.name) =>
            {
                FormKind::Binary
            }
            Expected::List(field) | Expected::One(field) => field.kind,
            Expected::Any => FormKind::Text,
        };
        if let Some(text) = &given.text {
            return self.text(text, kind, &|| place.clone());
        }
        let inside = given.inside.as_deref();
        let mut inside: Vec<&(Key, Given<'_>)> =
            inside.iter().flat_map(|inside| &inside.given).collect();
        let is_list = match expected {
            Expected::List(_) => true,
            Expected::One(field) if !field.inside.is_empty() || field.others.is_some() => false,
            _ => inside.iter().all(|(key, _)| matches!(key, Key::Index(_))),
        };
        if is_list {
            inside.sort_by(|(one, _), (other, _)| one.cmp(other));
        }
        self.json.push(if is_list { '[' } else { '{' });
        let items = given.inside.iter().flat_map(|inside| &inside.items);
        let mut index = 0;
        for text in items {
            if index > 0 {
                self.json.push(',');
            }
            self.text(text, kind, &|| place.join(&index.to_string()));
            index += 1;
        }
        for (key, given) in inside {
            // The order of items counts, and not their number.
            let token = if is_list {
                Cow::Owned(index.to_string())
            } else {
                key.name()
            };
            let place = place.join(&token);
            if !given.is_nothing() {
                if !is_list {
                    self.name_member(&token);
                } else if index > 0 {
                    self.json.push(',');
                }
                self.value(given, expected.at(key), &place);
                index += 1;
            }
            self.refused(given, &place);
        }
        self.json.push(if is_list { ']' } else { '}' });
    }

    /// Notes what has no place at this one.
    fn refused(&mut self, given: &Given<'_>, place: &Pointer) {
        for refused in &given.refused {
            let place = match &refused.token {
                Some(token) => place.join(token),
                None => place.clone(),
            };
            self.refuse(place, refused.reason, &refused.text);
        }
    }

    fn refuse(&mut self, place: Pointer, reason: &str, text: &[u8]) {
        if self.defects.len() >= Defects::MOST {
            self.unlisted += 1;
            return;
        }
        let shown = text.get(..Defects::MOST_OF_A_VALUE);
        let mut value = String::from_utf8_lossy(shown.unwrap_or(text)).into_owned();
        if shown.is_some() {
            value.push('…');
        }
        self.defects.push(Defect {
            removed: place.clone(),
            pointer: place,
            reason: reason.to_owned(),
            value: Value::from(value),
        });
    }

    /// Notes a file that is not UTF-8.
    fn note_file(&mut self, place: Pointer, bytes: &[u8]) {
        if self.files.len() >= Defects::MOST {
            self.unlisted += 1;
            return;
        }
        // A byte is written with six characters at most.
        let most = Defects::MOST_OF_A_VALUE / 6;
        let mut value = json_bytes(bytes.get(..most).unwrap_or(bytes));
        if bytes.len() > most {
            value.pop();
            value.push('…');
        }
        self.files.push(Defect {
            removed: place.clone(),
            pointer: place,
            reason: BINARY.to_owned(),
            value: Value::from(value),
        });
    }

    /// Writes the name of the member that is next.
    fn name_member(&mut self, name: &str) {
        if !self.json.ends_with('{') {
            self.json.push(',');
        }
        self.json.push_str(&Value::from(name).to_string());
        self.json.push(':');
    }

    /// Writes what a text stands for.
    fn text(&mut self, text: &[u8], kind: FormKind, place: &dyn Fn() -> Pointer) {
        let Ok(text) = std::str::from_utf8(text) else {
            if kind == FormKind::Binary {
                self.note_file(place(), text);
                let shown = Value::from(String::from_utf8_lossy(text)).to_string();
                self.json.push_str(&shown);
            } else {
                self.json.push_str(&json_bytes(text));
            }
            return;
        };
        let plain = text.trim();
        let is_json = || serde_json::from_str::<IgnoredAny>(plain).is_ok();
        match kind {
            FormKind::Number | FormKind::Boolean | FormKind::Json if plain.is_empty() => {
                self.json.push_str("null");
            }
            FormKind::Number if serde_json::from_str::<serde_json::Number>(plain).is_ok() => {
                self.json.push_str(plain);
            }
            FormKind::Boolean if plain == "1" || plain.eq_ignore_ascii_case("true") => {
                self.json.push_str("true");
            }
            FormKind::Boolean if plain == "0" || plain.eq_ignore_ascii_case("false") => {
                self.json.push_str("false");
            }
            FormKind::Json if is_json() => self.json.push_str(plain),
            _ => {
                if kind == FormKind::Json && self.not_json.len() < Defects::MOST {
                    self.not_json.push(place());
                }
                self.json.push_str(&Value::from(text).to_string());
            }
        }
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
