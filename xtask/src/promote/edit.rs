//! An example put into the text of a document.
//!
//! In: the text, the value of the object that gets the example, and where its parts are written.
//! Out: one insertion, so that every other byte stays as it is. It reads no YAML: whether the new
//! text says what it should is for others to find out.

use std::ops::Range;

use serde_json::{Value, json};

use super::yaml::lines;
use crate::characters::json_text;
use crate::place::Location;
use crate::source::{Extent, Sources};

/// How far lines of a mapping are indented beyond those around it, where the text does not show it.
const STEP: usize = 2;

/// A text to insert, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Insertion {
    /// The byte of the text that it stands before.
    pub at: usize,
    pub text: String,
}

/// The insertion that gives a Media Type Object an example.
///
/// # Errors
///
/// The object is written in a way that nothing can be put into. The message says where to write it.
pub(super) fn insertion(
    sources: &Sources,
    media_type: &Location,
    name: &str,
    example: &Value,
) -> Result<Insertion, String> {
    let object = sources.value(media_type).unwrap_or(&Value::Null);
    let examples = media_type.child("examples");
    let entry = json!({ name: example });
    match object.get("examples") {
        Some(existing) => into(sources, &examples, existing, &entry),
        None if object.get("example").is_some() => Err(
            "the body has an `example`, and a document has that or `examples`\n\
             help: write it as one of `examples` first"
                .to_owned(),
        ),
        None => into(sources, media_type, object, &json!({ "examples": entry })),
    }
}

/// Puts the members of an object behind those that a mapping has.
fn into(
    sources: &Sources,
    mapping: &Location,
    value: &Value,
    added: &Value,
) -> Result<Insertion, String> {
    let elsewhere = || {
        "the place of the example is written elsewhere: in an overlay, or behind an alias\n\
         help: write the example there by hand"
            .to_owned()
    };
    let text = sources.file(mapping.file).map(|file| file.text.as_str());
    let text = text.unwrap_or_default();
    let extent = sources.extent(mapping).ok_or_else(elsewhere)?;
    let members = value.as_object();
    let names = members.into_iter().flatten().map(|(name, _)| name.as_str());
    let mut entries = Vec::new();
    for name in names {
        let entry = sources.extent(&mapping.child(name)).ok_or_else(elsewhere)?;
        // What a merge key brings is not written here.
        if start(&entry) < extent.value.start || extent.value.end < end(&entry) {
            continue;
        }
        entries.push(entry);
    }
    let last = entries.iter().max_by_key(|entry| end(entry));
    let written = text.get(extent.value.clone()).unwrap_or_default();
    if written.starts_with(['*', '&', '!']) {
        return Err(elsewhere());
    }
    match (last, written.starts_with('{')) {
        (_, true) => Ok(in_flow(text, &extent, &entries, added)),
        (Some(last), false) => {
            let first = entries.iter().map(start).min().unwrap_or_default();
            let indent = indent_at(text, first).ok_or_else(elsewhere)?;
            Ok(below(text, end(last), indent, added))
        }
        // Nothing is written behind the key.
        (None, false) if value.is_null() => {
            let key = extent.key.ok_or_else(elsewhere)?;
            let indent = indent_at(text, key.start).ok_or_else(elsewhere)? + STEP;
            match written {
                "" => Ok(below(text, key.end, indent, added)),
                _ => Err(elsewhere()),
            }
        }
        (None, false) => Err(elsewhere()),
    }
}

fn start(entry: &Extent) -> usize {
    entry
        .key
        .as_ref()
        .map_or(entry.value.start, |key| key.start)
}

fn end(entry: &Extent) -> usize {
    let key = entry.key.as_ref().map_or(0, |key| key.end);
    match entry.value.is_empty() {
        // Where nothing is written, the parser may be further on already.
        true => key,
        false => entry.value.end.max(key),
    }
}

/// Members in braces: on lines of their own where those before are.
fn in_flow(text: &str, extent: &Extent, entries: &[Extent], added: &Value) -> Insertion {
    let members = added.as_object().into_iter().flatten();
    let last = entries.iter().max_by_key(|entry| end(entry));
    let own_line = last.and_then(|last| indent_at(text, start(last)));
    let members = members.map(|(name, value)| match own_line {
        Some(indent) => {
            let pretty = serde_json::to_string_pretty(value).unwrap_or_default();
            let margin = format!("\n{}", " ".repeat(indent));
            let pretty = json_text(&pretty).replace('\n', &margin);
            format!("{margin}{}: {pretty}", json!(name))
        }
        None => format!("{}: {}", json!(name), json_text(&value.to_string())),
    });
    let members = members.collect::<Vec<_>>().join(", ");
    match (last, own_line) {
        (Some(last), Some(_)) => Insertion {
            at: end(last),
            text: format!(",{members}"),
        },
        (Some(last), None) => Insertion {
            at: end(last),
            text: format!(", {members}"),
        },
        (None, _) => {
            let written = text.get(extent.value.clone()).unwrap_or_default();
            let brace = written.find('{').unwrap_or_default();
            Insertion {
                at: extent.value.start + brace + 1,
                text: members,
            }
        }
    }
}

/// Members on lines of their own, below the line that a byte is on.
fn below(text: &str, after: usize, indent: usize, added: &Value) -> Insertion {
    let rest = text.get(after..).unwrap_or_default();
    let at = after + rest.find('\n').unwrap_or(rest.len());
    let members = added
        .as_object()
        .map(|members| lines(members, &" ".repeat(indent)));
    let members = members.unwrap_or_default();
    Insertion {
        at,
        text: format!("\n{}", members.trim_end_matches('\n')),
    }
}

/// How many blanks stand before a byte on its line; `None` if anything else does.
fn indent_at(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let line: Range<usize> = before.rfind('\n').map_or(0, |end| end + 1)..at;
    let blanks = text.get(line)?;
    blanks.chars().all(|c| c == ' ').then_some(blanks.len())
}
