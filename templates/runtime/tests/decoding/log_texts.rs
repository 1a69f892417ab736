//! Text of a sender's in log lines.

use serde::Deserialize;
use serde_json::json;
use webhook_runtime::{Strictness, decode_payload, log_text};

/// Characters that terminals obey, that end a line, or that turn the direction of text.
const MARKS: [char; 22] = [
    '\0', '\u{1}', '\u{7}', '\n', '\r', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{61c}',
    '\u{200e}', '\u{200f}', '\u{2028}', '\u{2029}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
    '\u{202e}', '\u{2066}', '\u{2068}', '\u{2069}',
];

#[derive(Debug, Deserialize)]
struct Payload {
    #[serde(rename = "amounts", default)]
    _amounts: std::collections::BTreeMap<String, i64>,
}

#[test]
fn what_is_not_seen_is_shown_as_its_escape() {
    for mark in MARKS {
        let shown = log_text(&format!("re{mark}d")).into_owned();
        assert_eq!(shown, format!("re{}d", mark.escape_default()));
    }
    for text in ["", "sent", "größe", "発送", "\u{1f4e6}", "re\u{301}"] {
        assert_eq!(log_text(text), text);
    }
}

#[test]
fn neither_an_error_nor_a_defect_shows_it_raw() {
    for mark in MARKS {
        let body = json!({ "amounts": { format!("re{mark}d"): "seven" } }).to_string();
        let strict = decode_payload::<Payload>(body.as_bytes(), Strictness::Strict).unwrap_err();
        let tolerant = decode_payload::<Payload>(body.as_bytes(), Strictness::Tolerant).unwrap();
        for line in [strict.to_string(), tolerant.defects[0].to_string()] {
            assert!(!line.contains(mark), "{mark:?}: {line}");
            assert!(line.contains(&mark.escape_default().to_string()), "{line}");
        }
    }
}
