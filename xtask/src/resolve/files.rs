//! The files that references name.
//!
//! In: the file part of a reference, and the file that holds it. Out: the file, or why there is none and
//! which was probably meant. What was found is kept: a document names the same few files again and
//! again.

use std::path::Path;

use super::Resolver;
use super::report::Journey;
use crate::diagnostic::{Diagnostic, closest};
use crate::disk::names_in;
use crate::place::FileId;
use crate::source::{cleaned, is_remote, percent_decoded};

impl Resolver<'_> {
    /// The file that a reference's file part names, and `base` where it names none.
    pub(super) fn file(
        &self,
        path: &str,
        base: FileId,
        journey: &Journey<'_>,
    ) -> Result<FileId, Diagnostic> {
        if path.is_empty() {
            return Ok(base);
        }
        let known = self
            .files
            .borrow()
            .get(&base)
            .and_then(|files| files.get(path))
            .copied();
        if let Some(file) = known {
            return Ok(file);
        }
        let file = self.unknown_file(path, base, journey)?;
        let mut files = self.files.borrow_mut();
        files.entry(base).or_default().insert(path.to_owned(), file);
        Ok(file)
    }

    fn unknown_file(
        &self,
        path: &str,
        base: FileId,
        journey: &Journey<'_>,
    ) -> Result<FileId, Diagnostic> {
        let Some((base, local)) = self.sources.local(path, base) else {
            return Err(journey.remote());
        };
        let decoded = percent_decoded(local).unwrap_or_else(|| local.to_owned());
        let target = Path::new(&decoded);
        let unusable = |why| Err(journey.unusable(&format!("`{path}` could not be {why}")));
        match self.sources.find(target, base) {
            Some(file) if self.sources.file(file).is_some_and(|file| file.is_parsed) => Ok(file),
            Some(_) => unusable("parsed"),
            None if self.sources.is_unreadable(target, base) => unusable("read"),
            None => Err(match self.sources.outside(target, base) {
                Some(outside) => journey.outside(&outside),
                None if is_remote(path) => journey.remote(),
                None => journey
                    .dangling(&format!("there is no readable file `{path}`"))
                    .help(self.file_help(path, &decoded, base)),
            }),
        }
    }

    /// Names files beside the missing one, but for the file that holds the reference. The folder
    /// that is looked into is the one in which the file was looked for: by its text, `link/..`
    /// leads back from wherever the link leads.
    fn file_help(&self, path: &str, local: &str, base: FileId) -> String {
        if path.contains('\\') {
            return "write the path with `/`, relative to the file that holds the reference"
                .to_owned();
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let here = self.sources.file(base).and_then(|file| file.path.parent());
        let wanted = cleaned(&here.unwrap_or(Path::new("")).join(local));
        let directory = match wanted.parent() {
            Some(directory) if !directory.as_os_str().is_empty() => directory,
            _ => Path::new("."),
        };
        let mut names = names_in(directory);
        let own = self
            .sources
            .file(base)
            .and_then(|file| file.path.file_name());
        names.retain(|name| !(folder.is_empty() && own.is_some_and(|own| own == name.as_str())));
        match closest(name, names.iter().map(String::as_str)) {
            Some(near) if folder.is_empty() => format!("did you mean `{near}`?"),
            Some(near) => format!("did you mean `{folder}/{near}`?"),
            None => "the path is relative to the file that holds the reference".to_owned(),
        }
    }
}
