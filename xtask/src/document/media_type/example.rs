//! The Example Object (section 4.8.19 of version 3.1.1, and `dataValue`, `serializedValue` of 3.2).

use std::path::{Path, PathBuf};

use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::fields::{Fields, Reader};
use crate::diagnostic::{Code, Diagnostic, closest};
use crate::disk::names_in;
use crate::place::Location;
use crate::source::{NotRead, cleaned, percent_decoded};

/// One sample of a body.
#[derive(Debug, Clone)]
pub struct Example {
    /// The sample itself, or the name of its file.
    pub location: Location,
    /// The key under `examples`; `example` for a bare one.
    pub name: String,
    /// One line.
    pub summary: Option<String>,
    /// The sample.
    pub value: ExampleValue,
}

/// Where a sample is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExampleValue {
    /// In the document.
    Inline(Value),
    /// In a file that exists, absolute or relative to the current folder; JSON if the media type
    /// is.
    File(PathBuf),
}

const KEYS: &[&str] = &[
    "summary",
    "description",
    "value",
    "externalValue",
    "dataValue",
    "serializedValue",
];

pub(in crate::document) fn read_examples(
    reader: &mut Reader,
    media_type: &Fields,
    is_json: bool,
) -> Vec<Example> {
    let mut examples = Vec::new();
    if let Some(value) = media_type.any("example") {
        examples.push(Example {
            location: media_type.location.child("example"),
            name: "example".to_owned(),
            summary: None,
            value: ExampleValue::Inline(value.clone()),
        });
    }
    if let Some(entries) = reader.described(media_type, "examples", "a map of examples") {
        for (name, _) in entries.entries() {
            let location = entries.location.child(name);
            examples.extend(read_example(reader, &location, name, is_json));
        }
    }
    examples
}

fn read_example(
    reader: &mut Reader,
    location: &Location,
    name: &str,
    is_json: bool,
) -> Option<Example> {
    let fields = reader.described_at(location, "an Example Object")?;
    let inline = ["value", "dataValue"].into_iter();
    let inline = inline.filter(|key| fields.any(key).is_some());
    let outside = ["externalValue", "serializedValue"].into_iter();
    let mut keys = inline.chain(outside.filter(|key| fields.get(key).is_some()));
    let Some(key) = keys.next() else {
        reader.off_spec(
            &fields.location,
            format!("the example `{name}` has no value; it is left out"),
            "write the sample under `value`, or name its file as `externalValue`",
        );
        return None;
    };
    reader.unknown_keys(&fields, KEYS);
    let value = match key {
        "externalValue" => read_external(reader, &fields, is_json)?,
        "serializedValue" => read_serialized(reader, &fields, is_json)?,
        _ => ExampleValue::Inline(fields.any(key)?.clone()),
    };
    Some(Example {
        summary: reader.annotation(&fields, "summary"),
        location: fields.location.child(key),
        name: name.to_owned(),
        value,
    })
}

fn read_serialized(reader: &mut Reader, fields: &Fields, is_json: bool) -> Option<ExampleValue> {
    let text = reader.string(fields, "serializedValue")?;
    if !is_json {
        return Some(ExampleValue::Inline(Value::String(text)));
    }
    match serde_json::from_str(&text) {
        Ok(value) => Some(ExampleValue::Inline(value)),
        Err(error) => {
            let location = fields.location.child("serializedValue");
            let message = format!("the serialized example is not JSON: {error}");
            reader.complain(
                unreadable(&location, message, "not JSON")
                    .help("write JSON here, as the media type says; in YAML, the sample itself may stand under `dataValue`"),
            );
            None
        }
    }
}

/// A relative reference is resolved against the file that holds it.
fn read_external(reader: &mut Reader, fields: &Fields, is_json: bool) -> Option<ExampleValue> {
    let reference = reader.string(fields, "externalValue")?;
    let location = fields.location.child("externalValue");
    let sources = reader.resolver.sources();
    let Some((base, local)) = sources.local(&reference, location.file) else {
        reader.complain(
            Diagnostic::new(
                Code::RemoteExample,
                format!("the example `{reference}` is not fetched, so nothing is tested with it"),
            )
            .at(&location, "on another machine")
            .help("save it beside the document and name the file"),
        );
        return None;
    };
    let folder = sources.file(base)?.path.parent().unwrap_or(Path::new(""));
    let relative = percent_decoded(local).unwrap_or_else(|| local.to_owned());
    let path = cleaned(&folder.join(relative));
    let bytes = match sources.read_example(&path) {
        Ok(bytes) => bytes,
        Err(NotRead::Outside(outside)) => {
            reader.complain(outside.refusal(&reference, &location));
            return None;
        }
        Err(NotRead::Absent) => {
            let message = format!("cannot read the example `{reference}`: there is no such file");
            let help = missing_help(&path, &reference);
            reader.complain(unreadable(&location, message, "named here").help(help));
            return None;
        }
        Err(refusal) => {
            let message = format!("cannot read the example `{reference}`: {refusal}");
            let help = refusal.remedy();
            let help = help.unwrap_or_else(|| "make the file readable, or name another".to_owned());
            reader.complain(unreadable(&location, message, "named here").help(help));
            return None;
        }
    };
    let content = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    if is_json && let Err(error) = serde_json::from_slice::<IgnoredAny>(content) {
        let message = format!("the example `{reference}` is not JSON: {error}");
        reader.complain(
            unreadable(&location, message, "named here")
                .help("mend that file: the media type says that the body is JSON"),
        );
        return None;
    }
    Some(ExampleValue::File(path))
}

/// The file of the folder that was probably meant, or where the path starts.
fn missing_help(path: &Path, reference: &str) -> String {
    let folder = path.parent().unwrap_or(Path::new(""));
    let names = names_in(folder);
    let wanted = path.file_name().unwrap_or_default().to_string_lossy();
    match closest(&wanted, names.iter().map(String::as_str)) {
        Some(near) => {
            let above = reference.rsplit_once('/').map(|(above, _)| above);
            let near = above.map_or_else(|| near.to_owned(), |above| format!("{above}/{near}"));
            format!("did you mean `{near}`?")
        }
        None => "write the file or take the example away; the path is relative to the file that names it".to_owned(),
    }
}

fn unreadable(location: &Location, message: String, label: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableExample, message).at(location, label)
}
