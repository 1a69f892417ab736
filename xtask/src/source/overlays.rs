//! The overlays of a run, laid over its root document.
//!
//! In: the root document as parsed, and the files that were named as overlays. Out: the document as
//! the overlays make it. What they mean is decided elsewhere.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

use super::files::{absolute, display_name, percent_decoded};
use super::value::{MAX_ALIASED_NODES, MAX_DEPTH};
use super::{FileRules, Sources, is_remote, split_reference, syntax};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::overlay::{Laying, Limits, apply};
use crate::place::{FileId, Location};

impl Sources {
    /// Lays the overlays over the root document, in their order. The files that others refer to
    /// stay as they are.
    pub(super) fn lay_overlays(
        &mut self,
        root: FileId,
        rules: &FileRules,
        diagnostics: &mut Diagnostics,
    ) {
        let mut limits = Limits {
            nodes: MAX_ALIASED_NODES,
            depth: MAX_DEPTH,
        };
        for path in &rules.overlays {
            let Some((file, overlay)) = self.read_overlay(path, diagnostics) else {
                continue;
            };
            diagnostics.extend(self.other_target(root, file, &overlay));
            let Some(document) = self.files.get_mut(root.0).filter(|file| file.is_parsed) else {
                continue;
            };
            let mut laying = Laying {
                file: root,
                value: &mut document.json,
                origins: &mut self.origins,
            };
            apply(&mut laying, &overlay, file, &mut limits, diagnostics);
        }
        if !rules.overlays.is_empty() {
            diagnostics.extend(self.restore_texts(root));
        }
    }

    /// Where the text of a node stands.
    pub(super) fn standing<'l>(&self, location: &'l Location) -> Cow<'l, Location> {
        if self.origins.is_empty() || Some(location.file) != self.root() {
            return Cow::Borrowed(location);
        }
        Cow::Owned(self.origins.standing(location))
    }

    /// Reads a file that was named as an overlay, wherever it lies. References do not see it: it is
    /// no part of the document.
    fn read_overlay(
        &mut self,
        path: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Option<(FileId, Value)> {
        let help = "give the path of an OpenAPI overlay in YAML or JSON that you may read";
        let name = Place::Path(display_name(path));
        let bytes = self.read_named(path);
        let bytes =
            bytes.map_err(|refusal| syntax::unreadable(path, &refusal, name.clone(), "", help));
        let bytes = diagnostics.keep(bytes)?;
        let file = diagnostics.keep(self.parse(path, bytes, &name))?;
        let source = self.files.get_mut(file.0)?;
        diagnostics.extend(std::mem::take(&mut source.faults));
        let kept = extensions(&source.json);
        let overlay = std::mem::replace(&mut source.json, kept);
        source.is_parsed.then_some((file, overlay))
    }

    /// A warning where the overlay says that it is for another document (`extends`, section 4.4.1).
    fn other_target(&self, root: FileId, file: FileId, overlay: &Value) -> Option<Diagnostic> {
        let extends = overlay.get("extends")?;
        let place = Location::root(file).child("extends");
        let (document, own) = (self.file(root)?, self.file(file)?);
        let help = "take `extends` away if the overlay is meant for this document too";
        let Some(extends) = extends.as_str() else {
            let message = "`extends` is no text, so it is left out";
            let told = Diagnostic::new(Code::OffSpec, message);
            return Some(told.at(place, "").help(help));
        };
        let (part, _) = split_reference(extends);
        let is_meant = if is_remote(part) {
            // A document that was fetched has its name, most often.
            let last = part.rsplit('/').next().and_then(percent_decoded);
            let name = document.path.file_name().and_then(|name| name.to_str());
            document.json.get("$self").is_some_and(|own| own == extends) || last.as_deref() == name
        } else {
            let folder = own.path.parent().unwrap_or(Path::new(""));
            let named = folder.join(percent_decoded(part)?);
            let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| absolute(path));
            real(&named) == real(&document.path)
        };
        let message = format!(
            "the overlay is for `{extends}`, and is laid over `{}`",
            document.name
        );
        let told = Diagnostic::new(Code::OffSpec, message);
        (!is_meant).then(|| told.at(place, "another document").help(help))
    }
}

/// What is kept of an overlay, each at its place: the extensions of it and of its actions. All else
/// is in the document once it is laid.
fn extensions(overlay: &Value) -> Value {
    let kept = |value: &Value| -> Map<String, Value> {
        let members = value.as_object().into_iter().flatten();
        let members = members.filter(|(key, _)| key.starts_with("x-"));
        members
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    let mut extensions = kept(overlay);
    if let Some(actions) = overlay.get("actions").and_then(Value::as_array) {
        let actions = actions.iter().map(|action| Value::Object(kept(action)));
        extensions.insert("actions".to_owned(), actions.collect());
    }
    Value::Object(extensions)
}
