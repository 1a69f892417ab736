//! Text to JSON value: what a YAML or JSON document says.
//!
//! In: normalised text. Out: a `serde_json::Value` and what is wrong with the text. Positions are
//! known only where the parser names them; the span index supplies the rest.

use serde::de::DeserializeSeed;

use super::span::too_deep;
use super::text::line_column;
use super::value::{Problem, Reading, Refusal, State};

/// Reads YAML, or JSON where the name or the first character says so. What is JSON by its name
/// alone and not by its text is YAML if that reads it, with the problem that it is no JSON; if
/// neither reads it, the refusal is JSON's.
pub(super) fn read(text: &str, named_json: bool) -> Reading {
    if !named_json && !text.trim_start().starts_with('{') {
        return read_yaml(text);
    }
    let json = read_json(text);
    let Some(refusal) = json.problems.iter().find_map(|problem| match problem {
        Problem::JsonSyntax(refusal) => Some(refusal.clone()),
        _ => None,
    }) else {
        return json;
    };
    let mut yaml = read_yaml(text);
    // To YAML whatever follows a bracket is a second document, even where no `---` says so.
    let has_more = yaml.holds_several() && !text.lines().any(|line| line.starts_with("---"));
    if has_more || named_json && (yaml.is_refused() || yaml.holds_several()) {
        return json;
    }
    if !named_json {
        return yaml;
    }
    yaml.problems.insert(0, Problem::NotJson(refusal));
    yaml
}

fn read_json(text: &str) -> Reading {
    let mut state = State::new(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = state
        .seed()
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    state.finish(value.map_err(|error| {
        let line_text = text.split('\n').nth(error.line().saturating_sub(1));
        // serde_json counts bytes of the line; the end of the line stands in for an offset inside a
        // character.
        let column = line_text.map_or(1, |line| {
            let before = line.get(..error.column().saturating_sub(1)).unwrap_or(line);
            before.chars().count() + 1
        });
        Problem::JsonSyntax(Refusal {
            message: without_positions(&error.to_string()),
            position: Some((error.line().max(1), column)),
        })
    }))
}

fn read_yaml(text: &str) -> Reading {
    if let Some(pointer) = too_deep(text) {
        return Reading {
            value: None,
            problems: vec![Problem::TooDeep(pointer)],
        };
    }
    let mut state = State::new(text);
    let value = state
        .seed()
        .deserialize(serde_yaml::Deserializer::from_str(text));
    state.finish(value.map_err(|error| {
        let full = error.to_string();
        if full.contains("more than one document") {
            Problem::SeveralDocuments
        } else if full.contains("repetition limit") {
            Problem::TooLarge
        } else {
            let place = error.location().map(|at| (at.line(), at.column()));
            let place = unfinished_key(&full).or(place);
            let place = place.map(|place| within(text, place));
            let character = full.split_once(CHARACTER).map(|(message, _)| message);
            Problem::YamlSyntax(Refusal {
                message: without_positions(character.unwrap_or(&full)),
                // Of a character that YAML does not have the parser tells no more than its bytes.
                position: match character.and_then(|_| text.find(is_not_yaml)) {
                    Some(offset) => Some(line_column(text, offset)),
                    None => place,
                },
            })
        }
    }))
}

/// Where a key begins that is not followed by a colon: the parser stops behind it, and tells the
/// place of the key along with its own.
fn unfinished_key(message: &str) -> Option<(usize, usize)> {
    let (_, place) = message.split_once("while scanning a simple key at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let digits = |text: &str| {
        text.split(|c: char| !c.is_ascii_digit())
            .next()?
            .parse()
            .ok()
    };
    Some((digits(line)?, digits(column)?))
}

/// A place, or the end of what is written where it lies behind that: nobody sees a fault in a line
/// that is empty.
fn within(text: &str, (line, column): (usize, usize)) -> (usize, usize) {
    let end = line_column(text, text.trim_end().len());
    if line > end.0 { end } else { (line, column) }
}

/// What the YAML parser says before the place of a character, in bytes.
const CHARACTER: &str = " at position ";

/// Whether a character must not stand in YAML (1.2.2, section 5.1).
fn is_not_yaml(c: char) -> bool {
    !matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        || c == '\u{feff}'
}

/// The parser's sentence without "at line 3 column 4": the excerpt shows that already.
fn without_positions(message: &str) -> String {
    let mut rest = message;
    let mut text = String::with_capacity(message.len());
    while let Some(at) = rest.find(" at line ") {
        let (before, position) = rest.split_at(at);
        text.push_str(before);
        let position = position.trim_start_matches(" at line ");
        let end = position.find(',').unwrap_or(position.len());
        rest = position.get(end..).unwrap_or_default();
    }
    text.push_str(rest);
    text
}
