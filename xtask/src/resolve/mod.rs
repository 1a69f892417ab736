//! References: from the text of a `$ref` to the node that it names.
//!
//! In: the files of a run and a location. Out: another location, or a diagnostic that says where
//! the way ends and what was probably meant. Knows JSON pointers, URI fragments, `$id` and anchors;
//! does not judge what the node found is good for.

mod files;
mod identifiers;
mod layers;
mod report;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::Path;
use std::rc::Rc;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Place, did_you_mean};
use crate::place::{FileId, Location, Pointer};
use crate::source::{Sources, child, is_remote, member, percent_decoded, split_reference};
use crate::vocabulary::is_annotation;

use identifiers::Identifiers;
pub use layers::LayeredNode;
pub use report::kind;
use report::{Journey, cycle};

/// Follows references among the files of a run.
#[derive(Debug, Clone)]
pub struct Resolver<'a> {
    sources: &'a Sources,
    /// Looked up when the first reference needs it.
    identifiers: Rc<OnceCell<Identifiers>>,
    /// The files that references named so far, by the file that holds the reference.
    files: Rc<RefCell<BTreeMap<FileId, BTreeMap<String, FileId>>>>,
}

impl<'a> Resolver<'a> {
    /// A resolver over all files that were read.
    #[must_use]
    pub fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            identifiers: Rc::default(),
            files: Rc::default(),
        }
    }

    fn identifiers(&self) -> &Identifiers {
        self.identifiers
            .get_or_init(|| Identifiers::of(self.sources))
    }

    /// The files.
    #[must_use]
    pub fn sources(&self) -> &'a Sources {
        self.sources
    }

    /// The node at a location; `null` if there is none.
    #[must_use]
    pub fn value(&self, location: &Location) -> &'a Value {
        self.sources.value(location).unwrap_or(&Value::Null)
    }

    /// One step: the node that the text of a `$ref` names, where `from` is the object that holds
    /// the `$ref`. The fragment is a percent-encoded JSON pointer, whose way may lead through
    /// further references, or an anchor. What stands before the fragment is the `$id` of a schema,
    /// or else a file, which may be named by the address that `$self` gives its folder.
    ///
    /// # Errors
    /// `dangling-reference` if there is no such file or node, `outside-reference` if the file lies
    /// outside the folders that the document may refer into, `cyclic-reference` if the way leads
    /// back to itself, and the warning `remote-reference` if it leads to another machine.
    pub fn target(&self, reference: &str, from: &Location) -> Result<Location, Diagnostic> {
        let place = Place::from(from.child("$ref"));
        self.target_at(reference, from.file, &place)
    }

    /// Like [`target`](Self::target), for a reference that is not the value of a `$ref`: `place` is
    /// labelled, and file parts are relative to `base`.
    ///
    /// # Errors
    /// As for [`target`](Self::target).
    pub fn target_at(
        &self,
        reference: &str,
        base: FileId,
        place: &Place,
    ) -> Result<Location, Diagnostic> {
        let mut journey = Journey {
            reference,
            place,
            passed: Vec::new(),
        };
        self.travel(reference, base, &mut journey)
    }

    /// Follows references from a node until one that is more than a reference: not an object with
    /// `$ref`, or one whose other keys are more than annotations. A node without `$ref` is its own
    /// answer.
    ///
    /// # Errors
    /// As for [`target`](Self::target), the reference at fault being labelled.
    pub fn follow(&self, location: &Location) -> Result<Location, Diagnostic> {
        Ok(self.way(location)?.1)
    }

    /// Like [`follow`](Self::follow), with the references that are passed on the way, in their order.
    ///
    /// # Errors
    /// As for [`follow`](Self::follow).
    pub fn way(&self, location: &Location) -> Result<(Vec<Location>, Location), Diagnostic> {
        let mut passed: Vec<Location> = Vec::new();
        let mut current = location.clone();
        while let Some(reference) = pure_reference(self.value(&current)) {
            if passed.contains(&current) {
                return Err(cycle(&passed, &current));
            }
            let next = self.target(reference, &current)?;
            passed.push(current);
            current = next;
        }
        Ok((passed, current))
    }

    /// Whether a `$dynamicRef` that leads to a schema may lead to others of the same
    /// `$dynamicAnchor`, or a `$recursiveRef` to others with a `$recursiveAnchor`, on other ways.
    #[must_use]
    pub fn has_rivals(&self, target: &Location) -> bool {
        let value = self.value(target);
        if value.get("$recursiveAnchor") == Some(&Value::Bool(true)) {
            return true;
        }
        let anchor = value.get("$dynamicAnchor").and_then(Value::as_str);
        let files = self.sources.files();
        let anchored = files.flat_map(|(file, _)| self.identifiers().anchors(file));
        anchor.is_some_and(|anchor| {
            let mut others = anchored.filter(|(name, place)| *name == anchor && *place != target);
            others.any(|(_, place)| self.value(place).get("$dynamicAnchor").is_some())
        })
    }

    /// The text at a location, or the one that a `$ref` there names: a text of a document, or a
    /// whole file of prose, such as `description.md`. `None` if it is anything else.
    #[must_use]
    pub fn text(&self, location: &Location) -> Option<&'a str> {
        let value = self.value(location);
        let Some(reference) = reference(value) else {
            return value.as_str();
        };
        let (path, fragment) = split_reference(reference);
        if fragment.is_empty()
            && let Some((base, path)) = self.sources.local(path, location.file)
            && let Some(path) = percent_decoded(path)
            && let Some(prose) = self.sources.prose(Path::new(&path), base)
        {
            return Some(prose);
        }
        let target = self.target(reference, location).ok()?;
        let target = self.follow(&target).ok()?;
        self.value(&target).as_str()
    }

    /// What is to be said where a text refers to one that lies outside the folders that the
    /// document may refer into.
    #[must_use]
    pub fn refused_text(&self, location: &Location) -> Option<Diagnostic> {
        let reference = reference(self.value(location))?;
        // What is found is not looked at as a document: prose need not be one.
        if self.text(location).is_some() {
            return None;
        }
        let target = self.target(reference, location);
        let refusal = target.and_then(|target| self.follow(&target)).err()?;
        (refusal.code == Code::OutsideReference).then_some(refusal)
    }

    fn travel(
        &self,
        reference: &str,
        base: FileId,
        journey: &mut Journey<'_>,
    ) -> Result<Location, Diagnostic> {
        let (path, fragment) = split_reference(reference);
        let from = match journey.passed.last() {
            Some(passed) => Some(passed),
            None => match journey.place {
                Place::Node { location, .. } => Some(location),
                _ => None,
            },
        };
        // A schema with an `$id` is a document of its own: references inside it start at its root.
        let identifiers = self.identifiers();
        let start = if path.is_empty() {
            let around = from.and_then(|from| identifiers.around(from));
            around.filter(|around| around.file == base).cloned()
        } else {
            identifiers.named(path, from).cloned()
        };
        let file = match &start {
            Some(start) => start.file,
            None => self.file_seen_from(path, from, base, journey)?,
        };
        let Some(fragment) = percent_decoded(fragment) else {
            return Err(journey
                .dangling("its percent-encoding is broken")
                .help("write each `%` as `%25`, or follow it by two hexadecimal digits"));
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            return self.anchor(&fragment, path, file, start.as_ref(), journey);
        }
        let Some(pointer) = Pointer::parse(&fragment) else {
            return Err(journey
                .dangling("its fragment is not a JSON pointer")
                .help("write `~` inside a key as `~0`, and `/` as `~1`"));
        };
        let root = Location::root(file);
        let start = start.filter(|start| *start != root);
        match start {
            Some(start) => {
                let inside = self.sources.value(&start.descendant(pointer.as_tokens()));
                // Many who write `$id` for its own sake go on writing pointers from the root of the
                // file.
                let is_meant = inside.is_some() || !path.is_empty();
                self.walk(path, if is_meant { start } else { root }, &pointer, journey)
            }
            None => self.walk(path, root, &pointer, journey),
        }
    }

    /// The file that a reference's file part names where it is written at a node: below an `$id` it
    /// is seen from that (JSON Schema 2020-12, Core §8.2.1), and from the file itself by those who
    /// write `$id` for its own sake.
    fn file_seen_from(
        &self,
        path: &str,
        from: Option<&Location>,
        base: FileId,
        journey: &Journey<'_>,
    ) -> Result<FileId, Diagnostic> {
        let id = from.and_then(|from| self.identifiers().seen_from(path, from));
        let plainly = || self.file(path, base, journey);
        match id {
            None => plainly(),
            Some(id) if is_remote(&id) => plainly().map_err(|fault| match fault.code {
                Code::DanglingReference => journey.remote(),
                _ => fault,
            }),
            Some(id) => self.file(&id, base, journey).or_else(|_| plainly()),
        }
    }

    fn anchor(
        &self,
        name: &str,
        path: &str,
        file: FileId,
        within: Option<&Location>,
        journey: &Journey<'_>,
    ) -> Result<Location, Diagnostic> {
        let identifiers = self.identifiers();
        if let Some(location) = identifiers.anchored(name, file, within) {
            return Ok(location);
        }
        let anchors: Vec<&str> = identifiers
            .anchors(file)
            .map(|(anchor, _)| anchor)
            .collect();
        let at = |pointer: &Pointer| Location {
            file,
            pointer: pointer.clone(),
        };
        let help = match Pointer::parse(&format!("/{name}")) {
            Some(pointer) if self.sources.value(&at(&pointer)).is_some() => {
                format!("did you mean `{path}#{pointer}`?")
            }
            _ if anchors.is_empty() => "a JSON pointer starts with `#/`".to_owned(),
            _ => did_you_mean(name, anchors.iter().copied()),
        };
        Err(journey
            .dangling(&format!("no schema has the `$anchor` `{name}`"))
            .help(help))
    }

    fn walk(
        &self,
        path: &str,
        start: Location,
        pointer: &Pointer,
        journey: &mut Journey<'_>,
    ) -> Result<Location, Diagnostic> {
        let mut current = start;
        let mut value = self.value(&current);
        for (depth, token) in pointer.tokens().enumerate() {
            let inside = loop {
                if let Some(inside) = child(value, token) {
                    break inside;
                }
                let Some(inner) = reference(value) else {
                    let help = self.pointer_help(path, pointer, depth, &current);
                    let why = format!("{} has no `{token}`", self.named(&current));
                    return Err(journey.dangling(&why).help(help));
                };
                if journey.passed.contains(&current) {
                    return Err(cycle(&journey.passed, &current));
                }
                journey.passed.push(current.clone());
                current = self.travel(inner, current.file, journey)?;
                value = self.value(&current);
            };
            current = current.child(token);
            value = inside;
        }
        Ok(current)
    }
}

/// The text of a `$ref`.
fn reference(value: &Value) -> Option<&str> {
    member(value.as_object()?, "$ref")?.as_str()
}

/// The reference of an object that is nothing but a reference, annotations aside.
fn pure_reference(value: &Value) -> Option<&str> {
    let reference = reference(value)?;
    let mut keys = value.as_object()?.keys();
    keys.all(|key| key == "$ref" || is_annotation(key))
        .then_some(reference)
}
