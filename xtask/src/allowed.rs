//! The warnings that a document says it means: `x-allow: [code, …]`.
//!
//! In: the files of a run, and what is said about them. Out: the same without the warnings that an
//! object allows for itself and what stands in it, and a warning for each entry of an `x-allow` that
//! allows nothing. It knows places and codes, and nothing of what a warning is about.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Severity, did_you_mean};
use crate::place::Location;
use crate::source::Sources;

/// The extension.
pub(crate) const ALLOW: &str = "x-allow";

/// Keys under which values stand that are no part of the description, so that an `x-allow` in them
/// is nothing but a member.
const OF_VALUES: [&str; 6] = ["example", "value", "dataValue", "default", "const", "enum"];

/// What the files of a run allow.
pub(crate) struct Allowed {
    /// The codes that each object allows, each with the place of its entry.
    by_object: BTreeMap<Location, Vec<(Code, Location)>>,
    /// What is wrong with entries.
    faults: Vec<Diagnostic>,
    /// The entries that allowed something.
    used: RefCell<BTreeSet<Location>>,
}

impl Allowed {
    /// Looks for every `x-allow` of the files.
    pub fn of(sources: &Sources) -> Self {
        let mut found = Self {
            by_object: BTreeMap::new(),
            faults: Vec::new(),
            used: RefCell::default(),
        };
        // What an overlay says is in the document, and not in its text.
        let is_said = sources.files().any(|(_, file)| file.text.contains(ALLOW));
        for (file, source) in sources.files().filter(|_| is_said) {
            found.gather(&source.json, &Location::root(file));
        }
        found
    }

    fn gather(&mut self, root: &Value, place: &Location) {
        let mut waiting = vec![(root, place.clone())];
        while let Some((value, place)) = waiting.pop() {
            let is_member = place.pointer.last() == Some("properties");
            let inside: Vec<(&Value, Location)> = match value {
                Value::Object(members) => members
                    .iter()
                    .filter(|(key, _)| is_member || !OF_VALUES.contains(&key.as_str()))
                    .map(|(key, value)| (value, place.child(key)))
                    .collect(),
                Value::Array(items) => items
                    .iter()
                    .enumerate()
                    .map(|(index, item)| (item, place.child(&index.to_string())))
                    .collect(),
                _ => continue,
            };
            if let Some(said) = value.get(ALLOW).filter(|_| !is_member) {
                self.read(&place, said);
            }
            waiting.extend(inside);
        }
    }

    fn read(&mut self, object: &Location, said: &Value) {
        let place = object.child(ALLOW);
        let entries = match said {
            Value::Array(entries) => entries.iter().enumerate().collect(),
            _ => Vec::new(),
        };
        if entries.is_empty() {
            let diagnostic = Diagnostic::new(
                Code::NeedlessAllow,
                "`x-allow` is a list of the codes of warnings, and allows nothing here",
            );
            let help = "name the codes that are shown in brackets, as in `x-allow: [likely-slip]`";
            self.faults
                .push(diagnostic.at(&place, "allows nothing").help(help));
        }
        for (index, entry) in entries {
            let place = place.child(&index.to_string());
            let name = entry.as_str().unwrap_or_default();
            match Code::ALL.iter().find(|code| code.as_str() == name) {
                Some(code) if code.severity() != Severity::Error => {
                    let codes = self.by_object.entry(object.clone()).or_default();
                    codes.push((*code, place));
                }
                Some(_) => {
                    let message = format!("`{name}` is an error, which cannot be allowed");
                    let diagnostic = Diagnostic::new(Code::NeedlessAllow, message);
                    self.faults.push(
                        diagnostic
                            .at(place, "allows nothing")
                            .help("mend what it is about, and take the entry away"),
                    );
                }
                None => {
                    let known = Code::ALL.iter();
                    let known = known.filter(|code| code.severity() != Severity::Error);
                    let known: Vec<&str> = known.map(|code| code.as_str()).collect();
                    let shown = entry.as_str().map(|name| format!("`{name}`"));
                    let shown = shown.unwrap_or_else(|| entry.to_string());
                    let message = format!("no warning has the code {shown}");
                    let diagnostic = Diagnostic::new(Code::NeedlessAllow, message);
                    self.faults.push(
                        diagnostic
                            .at(place, "allows nothing")
                            .help(did_you_mean(name, known)),
                    );
                }
            }
        }
    }

    /// Whether an object at a place, or one around it, allows a warning.
    pub fn covers(&self, code: Code, place: &Place) -> bool {
        if self.by_object.is_empty() {
            return false;
        }
        let location = match place {
            Place::Node { location, .. } => location.clone(),
            Place::Offset { file, .. } | Place::Span { file, .. } | Place::File(file) => {
                Location::root(*file)
            }
            Place::Path(_) => return false,
        };
        let around = std::iter::successors(Some(location), Location::parent);
        let mut entries = around
            .filter_map(|object| self.by_object.get(&object))
            .flatten()
            .filter(|(allowed, _)| *allowed == code);
        let Some((_, entry)) = entries.next() else {
            return false;
        };
        self.used.borrow_mut().insert(entry.clone());
        true
    }

    /// Leaves out what is allowed. Where the run is `whole`, entries that allowed nothing are told:
    /// after an error, not all that there is to warn of was looked at.
    pub fn apply(self, whole: bool, diagnostics: &mut Diagnostics) {
        diagnostics.retain(|diagnostic| {
            let place = diagnostic.labels.first().map(|label| &label.place);
            diagnostic.severity() == Severity::Error
                || !place.is_some_and(|place| self.covers(diagnostic.code, place))
        });
        diagnostics.extend(self.faults);
        if !whole {
            return;
        }
        let used = self.used.into_inner();
        for (code, place) in self.by_object.into_values().flatten() {
            if !used.contains(&place) {
                let message = format!("`x-allow` names `{code}`, which nothing here is warned of");
                diagnostics.push(
                    Diagnostic::new(Code::NeedlessAllow, message)
                        .at(place, "allows nothing")
                        .help("take the entry away; it holds for the object and what stands in it, and not for what a `$ref` leads to"),
                );
            }
        }
    }
}
