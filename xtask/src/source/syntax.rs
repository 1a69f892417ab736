//! What is said about a file that cannot be read, and about a text that its parser refuses.
//!
//! In: why a file is not read, or the parser's complaint and its place. Out: a diagnostic in the
//! words of that format, with a remedy. Knows the sentences of both parsers and nothing of the text.

use std::path::Path;

use super::NotRead;
use super::files::display_name;
use super::value::Refusal;
use crate::diagnostic::{Code, Diagnostic, Place};

/// The diagnostic for a text that is not YAML.
pub(super) fn yaml_error(refusal: &Refusal, place: Place) -> Diagnostic {
    let message = refusal.message.as_str();
    let help = if message.contains("cannot start any token") {
        "quote the text, or indent with spaces instead of tabs"
    } else if message.contains("control characters") {
        "take the character away, or write it in double quotes as `\\xNN`"
    } else if message.contains("mapping values are not allowed") {
        "quote the text if it holds `: `, or check the indentation"
    } else if message.contains("unknown anchor") {
        "define the anchor with `&name` before the alias, or quote the text if no alias is meant"
    } else if message.contains("text as mapping key") {
        "write the key as a plain text; objects and arrays cannot be keys"
    } else if message.contains("recursion limit") {
        "an alias must not stand inside the node that it names; use `$ref` for recursive schemas"
    } else {
        "check the indentation, quotes and brackets here and in the lines above"
    };
    Diagnostic::new(Code::YamlSyntax, format!("cannot parse: {message}"))
        .at(place, "parsing stopped here")
        .help(help)
}

/// The diagnostic for a file that is named as JSON and is neither JSON nor YAML.
pub(super) fn json_error(refusal: &Refusal, place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::JsonSyntax,
        format!("cannot parse as JSON: {}", refusal.message),
    )
    .at(place, "parsing stopped here")
    .help(json_remedy(&refusal.message))
}

/// The warning for a file that is named as JSON and was read as YAML.
pub(super) fn not_json(name: &str, refusal: &Refusal, place: Place) -> Diagnostic {
    let message = format!(
        "`{name}` is not JSON ({}); it is read as YAML",
        refusal.message
    );
    let remedy = json_remedy(&refusal.message);
    Diagnostic::new(Code::OffSpec, message)
        .at(place, "no JSON from here")
        .help(format!("{remedy}; or let the name end in `.yaml`"))
}

/// What to do about a complaint of the JSON parser.
fn json_remedy(message: &str) -> &'static str {
    const REMEDIES: [(&str, &str); 13] = [
        ("trailing comma", "take the comma before the bracket away"),
        (
            "trailing characters",
            "keep one value per file; nothing may follow its last bracket",
        ),
        ("EOF while parsing a string", "close the string with `\"`"),
        ("EOF while parsing", "close every bracket that was opened"),
        ("expected `:`", "write `:` between key and value"),
        (
            "expected `,`",
            "write a comma between entries, and close every bracket",
        ),
        (
            "key must be a string",
            "put the key in double quotes; comments are not allowed",
        ),
        (
            "expected ident",
            "only `true`, `false` and `null` stand without quotes",
        ),
        (
            "surrogate",
            "write the character itself instead of its `\\u` escape",
        ),
        // The second half of a pair of surrogates is missing.
        (
            "end of hex escape",
            "write the character itself instead of its `\\u` escape",
        ),
        ("escape", "write a backslash in a string as `\\\\`"),
        (
            "control character",
            "write a line end in a string as `\\n`, and a tab as `\\t`",
        ),
        (
            "number",
            "write the number in digits, as in `-1.5e3`, or quote it",
        ),
    ];
    let known = REMEDIES
        .iter()
        .find(|(sentence, _)| message.contains(sentence));
    known.map_or(
        "write a value of JSON here: texts in double quotes, no comments",
        |(_, remedy)| remedy,
    )
}

/// What is said about a file that cannot be read. `help` is for what has no remedy of its own.
pub(super) fn unreadable(
    path: &Path,
    why: &NotRead,
    place: Place,
    label: &str,
    help: &str,
) -> Diagnostic {
    let name = display_name(path);
    // Where other tools read standard input.
    if name == "-" && matches!(why, NotRead::Absent) {
        let message = "cannot read `-`: standard input is not read";
        return Diagnostic::new(Code::UnreadableFile, message)
            .at(place, label)
            .help("write it to a file, and give the path of that");
    }
    let given = path.to_string_lossy();
    if matches!(why, NotRead::Absent) && given.contains("://") {
        let message = format!("cannot read `{given}`: addresses are not fetched");
        return Diagnostic::new(Code::UnreadableFile, message)
            .at(place, label)
            .help(format!(
                "save it as a file, as with `curl -LO {given}`, and give the path of that"
            ));
    }
    let help = why.remedy().unwrap_or_else(|| help.to_owned());
    Diagnostic::new(Code::UnreadableFile, format!("cannot read `{name}`: {why}"))
        .at(place, label)
        .help(help)
}
