//! Files beside a document, which somebody named on the command line.
//!
//! In: a path. Out: the file, kept among the others so that complaints can show it. Nothing in it is
//! followed.

use std::path::Path;

use super::Sources;
use super::files::display_name;
use super::read::decoded;
use super::syntax::unreadable;
use crate::diagnostic::{Diagnostics, Place};
use crate::place::FileId;

impl Sources {
    /// Reads a file that is no document of the specification, such as a reference page: its text
    /// alone, as `null`. Nothing in it is followed. `None` if it cannot be read, which
    /// `diagnostics` tell.
    pub fn read_text(&mut self, path: &Path, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let name = Place::Path(display_name(path));
        let bytes = match self.read_named(path) {
            Ok(bytes) => bytes,
            Err(refusal) => {
                let help = "give the path of a text file that you may read";
                diagnostics.push(unreadable(path, &refusal, name, "", help));
                return None;
            }
        };
        let text = diagnostics.keep(decoded(bytes, &display_name(path), &name))?;
        Some(self.hold(path, text, None))
    }

    /// Reads a file in YAML or JSON that is no part of the document. Nothing in it is followed.
    /// `None` if it cannot be read or parsed, which `diagnostics` tell.
    pub fn read_beside(&mut self, path: &Path, diagnostics: &mut Diagnostics) -> Option<FileId> {
        let name = Place::Path(display_name(path));
        let read = self.read_named(path).map_err(|refusal| {
            let help = "give the path of a file in YAML or JSON that you may read";
            unreadable(path, &refusal, name.clone(), "", help)
        });
        let added = read.and_then(|bytes| self.add(path, bytes, &name));
        let id = diagnostics.keep(added)?;
        let file = self.file(id)?;
        diagnostics.extend(file.faults.iter().cloned());
        file.is_parsed.then_some(id)
    }
}
