//! What is said about references that lead nowhere or in a circle.

use serde_json::Value;

use super::Resolver;
use crate::diagnostic::{Code, Diagnostic, Place, closest, did_you_mean};
use crate::place::{Location, Pointer};
use crate::source::Outside;

/// One reference under way: for the diagnostics.
pub(super) struct Journey<'r> {
    pub reference: &'r str,
    pub place: &'r Place,
    /// The `$ref` objects gone through, in order.
    pub passed: Vec<Location>,
}

impl Journey<'_> {
    /// A reference to something that is not there.
    pub(super) fn dangling(&self, why: &str) -> Diagnostic {
        let message = format!("`{}` names nothing: {why}", self.reference);
        self.broken(message, "nothing there")
    }

    /// A reference into a file that exists and cannot be used, whose own error is told.
    pub(super) fn unusable(&self, why: &str) -> Diagnostic {
        let message = format!("`{}` cannot be followed: {why}", self.reference);
        let diagnostic = self.broken(message, "leads into that file");
        Diagnostic {
            is_follower: true,
            ..diagnostic
        }
    }

    /// A reference to a file that is not to be read.
    pub(super) fn outside(&self, outside: &Outside) -> Diagnostic {
        self.by_way(outside.refusal(self.reference, self.place))
    }

    /// A reference to a document that is not on this machine: it may well be right, but nothing is
    /// fetched.
    pub(super) fn remote(&self) -> Diagnostic {
        let (what, help) = if self.reference.starts_with("file:") {
            (
                "is the address of a file, which is not followed",
                "refer to the file by its path from the folder of the file that holds the reference",
            )
        } else {
            (
                "is on another machine and is not fetched",
                "save that document beside this one and refer to the file",
            )
        };
        let message = format!(
            "`{}` {what}, so what it describes is taken as it comes",
            self.reference
        );
        let diagnostic = self.broken(message, "not followed");
        Diagnostic {
            code: Code::RemoteReference,
            ..diagnostic
        }
        .help(help)
    }

    fn broken(&self, message: String, label: &str) -> Diagnostic {
        self.by_way(Diagnostic::new(Code::DanglingReference, message).at(self.place, label))
    }

    fn by_way(&self, mut diagnostic: Diagnostic) -> Diagnostic {
        for passed in &self.passed {
            diagnostic = diagnostic.and(passed.child("$ref"), "the way leads through here");
        }
        diagnostic
    }
}

/// What kind of JSON value this is, with its article.
#[must_use]
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// References that lead back to a node already passed.
pub(super) fn cycle(passed: &[Location], back: &Location) -> Diagnostic {
    let start = passed.iter().position(|location| location == back);
    let ring = passed.get(start.unwrap_or(0)..).unwrap_or_default();
    let mut diagnostic = Diagnostic::new(
        Code::CyclicReference,
        "these references lead back to themselves and name nothing",
    )
    .help("let one of them name a schema that is written out");
    for (number, location) in ring.iter().enumerate() {
        let text = if number + 1 == ring.len() {
            "which leads back to the first"
        } else if number == 0 {
            "the first reference"
        } else {
            "leads on"
        };
        diagnostic = diagnostic.and(location.child("$ref"), text);
    }
    diagnostic
}

impl Resolver<'_> {
    /// What stands at a place, in words.
    pub(super) fn named(&self, location: &Location) -> String {
        if location.pointer.is_root() {
            let name = self.sources.file(location.file).map(|file| &file.name);
            name.map_or_else(|| "the file".to_owned(), |name| format!("`{name}`"))
        } else {
            format!("`#{}`", location.pointer)
        }
    }

    /// The whole reference with the wrong token put right, or the keys there are.
    pub(super) fn pointer_help(
        &self,
        path: &str,
        pointer: &Pointer,
        depth: usize,
        found: &Location,
    ) -> String {
        let token = pointer.tokens().nth(depth).unwrap_or_default();
        let object = match self.value(found) {
            Value::Object(object) => object,
            Value::Array(items) => {
                return format!("the array has {} items, counted from 0", items.len());
            }
            other => {
                return format!(
                    "{} is {}, which holds no keys",
                    self.named(found),
                    kind(other)
                );
            }
        };
        let Some(near) = closest(token, object.keys().map(String::as_str)) else {
            return did_you_mean(token, object.keys().map(String::as_str));
        };
        let corrected: Pointer = pointer
            .tokens()
            .enumerate()
            .map(|(number, old)| if number == depth { near } else { old })
            .collect();
        format!("did you mean `{path}#{corrected}`?")
    }
}
