//! An example put into the text of a document.
//!
//! In: the text, the value of the object that gets the example, and where its parts are written.
//! Out: one insertion, so that every other byte stays as it is. It reads no YAML: whether the new
//! text says what it should is for others to find out.

use std::ops::Range;

use serde_json::{Map, Value, json};

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

/// On which side of what a mapping has something is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Behind it, where people look for what is new.
    Behind,
    /// Before it, where the end of a text would become another.
    Before,
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
    side: Side,
) -> Result<Insertion, String> {
    let object = sources.value(media_type).unwrap_or(&Value::Null);
    let examples = media_type.child("examples");
    let entry = json!({ name: example });
    match object.get("examples") {
        Some(existing) => into(sources, &examples, existing, &entry, side),
        None if object.get("example").is_some() => Err(
            "the body has an `example`, and a document has that or `examples`\n\
             help: write it as one of `examples` first"
                .to_owned(),
        ),
        None => {
            let examples = json!({ "examples": entry });
            into(sources, media_type, object, &examples, side)
        }
    }
}

/// Puts the members of an object beside those that a mapping has.
fn into(
    sources: &Sources,
    mapping: &Location,
    value: &Value,
    added: &Value,
    side: Side,
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
    let written = text.get(extent.value.clone()).unwrap_or_default();
    // An anchor or a tag stands before what is meant.
    let bare = written.trim_start_matches(|c: char| !matches!(c, '{' | '\n'));
    let is_flow = match written.starts_with(['&', '!']) {
        true => bare.starts_with('{'),
        false => written.starts_with('{'),
    };
    let added = added.as_object().ok_or_else(elsewhere)?;
    let first = entries.iter().map(start).min();
    let last = entries.iter().map(end).max();
    match (first, last) {
        _ if written.starts_with('*') => Err(elsewhere()),
        _ if is_flow => {
            let brace = written.find('{').unwrap_or_default();
            let opened = extent.value.start + brace + 1;
            Ok(in_flow(text, opened, first.zip(last), added, side))
        }
        (Some(first), Some(last)) => {
            let indent = indent_at(text, first).ok_or_else(elsewhere)?;
            Ok(match side {
                Side::Behind => below(text, last, indent, added),
                Side::Before => above(first, indent, added),
            })
        }
        // Nothing is written behind the key.
        _ if value.is_null() && written.is_empty() => {
            let key = extent.key.ok_or_else(elsewhere)?;
            let indent = indent_at(text, key.start).ok_or_else(elsewhere)? + STEP;
            Ok(below(text, key.end, indent, added))
        }
        _ => Err(elsewhere()),
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

/// Members in braces: on lines of their own where the first one is. `entries` is where those that
/// are there begin and end.
fn in_flow(
    text: &str,
    opened: usize,
    entries: Option<(usize, usize)>,
    added: &Map<String, Value>,
    side: Side,
) -> Insertion {
    let own_line = entries.and_then(|(first, _)| indent_at(text, first));
    let margin = own_line.map(|indent| format!("\n{}", " ".repeat(indent)));
    let members = added.iter().map(|(name, value)| match &margin {
        Some(margin) => {
            let pretty = serde_json::to_string_pretty(value).unwrap_or_default();
            let pretty = json_text(&pretty).replace('\n', margin);
            format!("{}: {pretty}", json!(name))
        }
        None => format!("{}: {}", json!(name), json_text(&value.to_string())),
    });
    let members = members.collect::<Vec<_>>().join(", ");
    let gap = margin.as_deref().unwrap_or(" ");
    match (entries, side) {
        (Some((_, last)), Side::Behind) => Insertion {
            at: last,
            text: format!(",{gap}{members}"),
        },
        (Some((first, _)), Side::Before) => Insertion {
            at: first,
            text: format!("{members},{gap}"),
        },
        (None, _) => Insertion {
            at: opened,
            text: members,
        },
    }
}

/// Members on lines of their own, below the line that a byte is on.
fn below(text: &str, after: usize, indent: usize, added: &Map<String, Value>) -> Insertion {
    let rest = text.get(after..).unwrap_or_default();
    let members = lines(added, &" ".repeat(indent));
    Insertion {
        at: after + rest.find('\n').unwrap_or(rest.len()),
        text: format!("\n{}", members.trim_end_matches('\n')),
    }
}

/// Members on lines of their own, above the line of the member that begins at a byte.
fn above(first: usize, indent: usize, added: &Map<String, Value>) -> Insertion {
    let margin = " ".repeat(indent);
    let members = lines(added, &margin);
    Insertion {
        at: first,
        text: members.trim_start_matches(' ').to_owned() + &margin,
    }
}

/// How many blanks stand before a byte on its line; `None` if anything else does.
fn indent_at(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let line: Range<usize> = before.rfind('\n').map_or(0, |end| end + 1)..at;
    let blanks = text.get(line)?;
    blanks.chars().all(|c| c == ' ').then_some(blanks.len())
}
