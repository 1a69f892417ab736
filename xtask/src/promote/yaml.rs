//! A JSON value in lines of YAML.
//!
//! In: a value. Out: text that every reader of YAML, of version 1.1 or 1.2, takes for that value. A
//! text that some of them would take for a date, a number or a truth value stands in quotes.

use serde_json::{Map, Value};

use crate::characters::json_text;

/// How far what is inside is indented.
const STEP: &str = "  ";

/// Words that some readers take for something else than a text.
const WORDS: [&str; 10] = [
    "false", "n", "nan", "no", "null", "off", "on", "true", "y", "yes",
];

/// The lines of an object, each behind this margin and with its end.
pub(super) fn lines(members: &Map<String, Value>, margin: &str) -> String {
    let members = members
        .iter()
        .map(|(name, value)| format!("{margin}{}:{}", text(name), behind(value, margin)));
    members.collect()
}

/// What stands behind a colon: a scalar, or lines.
fn behind(value: &Value, margin: &str) -> String {
    let inside = [margin, STEP].concat();
    match value {
        Value::Object(members) if !members.is_empty() => format!("\n{}", lines(members, &inside)),
        Value::Array(list) if !list.is_empty() => format!("\n{}", items(list, &inside)),
        scalar => format!(" {}\n", self::scalar(scalar)),
    }
}

/// The lines of a list. What an item holds begins behind its dash.
fn items(list: &[Value], margin: &str) -> String {
    let inside = [margin, STEP].concat();
    let items = list.iter().map(|item| {
        let written = match item {
            Value::Object(members) if !members.is_empty() => lines(members, &inside),
            Value::Array(list) if !list.is_empty() => self::items(list, &inside),
            scalar => format!("{inside}{}\n", self::scalar(scalar)),
        };
        let rest = written.strip_prefix(&inside).unwrap_or(&written);
        format!("{margin}- {rest}")
    });
    items.collect()
}

/// A value on one line.
fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => self::text(text),
        other => other.to_string(),
    }
}

/// A text as it is where nobody takes it for anything else; in quotes otherwise, as JSON has it.
fn text(text: &str) -> String {
    let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/');
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(is_inner)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_ascii_lowercase().as_str());
    match is_plain {
        true => text.to_owned(),
        false => json_text(&Value::from(text).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::lines;

    #[test]
    fn what_is_written_is_read_as_the_same_value() {
        let value = json!({
            "a b": "plain text", "no": "No", "time": "2026-01-31T12:00:00Z", "day": "2026-01-31",
            "number": "12", "sexagesimal": "1:20", "blank": " a ", "colon": "a: b", "mark": "a #b",
            "lines": "a\n\nb\t\u{7f}\u{2028}\u{feff}é😀", "empty": "", "dash": "- a", "": "~",
            "list": [1, 1.5, true, null, "x", [], {}, [[1], ["a", {"b": "c"}]], {"a": {"b": []}, "c": 1}],
            "nested": {"deep": {"er": {"x": -1}}}, "none": {},
        });
        let written = lines(value.as_object().unwrap(), "    ");
        assert_eq!(
            serde_yaml::from_str::<Value>(&written).unwrap(),
            value,
            "{written}"
        );
        assert!(
            written.contains("    time: \"2026-01-31T12:00:00Z\"\n"),
            "{written}"
        );
        assert!(written.contains("    \"no\": \"No\"\n"), "{written}");
        assert!(
            written.contains("      - a:\n          b: []\n        c: 1\n"),
            "{written}"
        );
    }
}
