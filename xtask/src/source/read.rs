//! Reading the files of a run from disk, and saying what is wrong with them.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

use serde_json::Value;

use super::files::{
    absolute, cleaned, display_name, folder_around, outward_references, percent_decoded,
};
use super::value::{MAX_DEPTH, Problem, Reading, Refusal};
use super::{
    Allowance, Boundary, FileRules, NotRead, SourceFile, Sources, Unreadable, parse, syntax, text,
};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Half, Place};
use crate::disk::{self, Links};
use crate::place::{FileId, Location, Pointer};

impl Sources {
    /// Reads the root document and, through `$ref` and discriminator mappings, every file that it
    /// reaches below its folder. YAML and JSON are told apart by name and content. A file that a
    /// reference names and that does not exist, or lies elsewhere, is left to whoever follows the
    /// reference.
    ///
    /// # Errors
    /// None as a value: what is wrong with the root document lies in `diagnostics`, what is wrong
    /// with other files is told by [`report_faults`](Self::report_faults) once it is known which of
    /// them matter, and what could be read is returned.
    #[must_use]
    pub fn read(root: &Path, diagnostics: &mut Diagnostics) -> Self {
        Self::read_by(root, &FileRules::default(), diagnostics)
    }

    /// Like [`read`](Self::read), by rules that say which other folders may be referred into.
    ///
    /// # Errors
    /// As for [`read`](Self::read).
    #[must_use]
    pub fn read_by(root: &Path, rules: &FileRules, diagnostics: &mut Diagnostics) -> Self {
        let mut sources = Self {
            boundary: Boundary::around(root, rules, diagnostics),
            ..Self::none_by(rules)
        };
        let name = Place::Path(display_name(root));
        match sources.read_named(root) {
            Ok(bytes) => match sources.add(root, bytes, &name) {
                Ok(id) => {
                    let faults = sources.file(id).map(|file| file.faults.clone());
                    diagnostics.extend(faults.unwrap_or_default());
                    sources.lay_overlays(id, rules, diagnostics);
                }
                Err(fault) => diagnostics.push(fault),
            },
            Err(refusal) => {
                let help = "give the path of an OpenAPI document in YAML or JSON that you may read";
                diagnostics.push(syntax::unreadable(root, &refusal, name, "", help));
            }
        }
        let mut open: VecDeque<FileId> = sources.root().into_iter().collect();
        while let Some(id) = open.pop_front() {
            open.extend(sources.read_references(id));
        }
        sources
    }

    /// No files yet, and rules for those to come.
    #[must_use]
    pub fn none_by(rules: &FileRules) -> Self {
        Self {
            allowance: Allowance::of(rules.max_file_size),
            for_examples: Allowance::of(rules.max_file_size),
            instead: rules.instead.clone(),
            ..Self::default()
        }
    }

    /// Reads a file that somebody named on the command line, wherever it lies.
    pub(super) fn read_named(&self, path: &Path) -> Result<Vec<u8>, NotRead> {
        if let Some(text) = self.instead.get(&absolute(path)) {
            return Ok(text.clone().into_bytes());
        }
        self.allowance
            .spend(|limit| Ok(disk::read(path, Links::Followed, limit)?))
    }

    /// Keeps a file, with what its text says if it could be parsed.
    pub(super) fn hold(&mut self, path: &Path, text: String, value: Option<Value>) -> FileId {
        self.files.push(SourceFile {
            path: path.to_path_buf(),
            name: display_name(path),
            text,
            is_parsed: value.is_some(),
            json: value.unwrap_or(Value::Null),
            faults: Vec::new(),
            is_used: AtomicBool::new(false),
            spans: OnceLock::new(),
        });
        FileId(self.files.len() - 1)
    }

    /// Reads the files that one file refers to; returns those that are new.
    fn read_references(&mut self, id: FileId) -> Vec<FileId> {
        let Some(file) = self.file(id) else {
            return Vec::new();
        };
        let references: Vec<(Pointer, PathBuf)> = outward_references(&file.json)
            .into_iter()
            .filter_map(|(pointer, part)| {
                let (base, part) = self.local(part, id)?;
                let folder = self.file(base)?.path.parent().unwrap_or(Path::new(""));
                let part = percent_decoded(part)?;
                let plain = (pointer.clone(), cleaned(&folder.join(&part)));
                let within = folder_around(&file.json, &pointer);
                let seen = within.map(|id| (pointer, cleaned(&folder.join(id).join(&part))));
                Some(std::iter::once(plain).chain(seen))
            })
            .flatten()
            .collect();
        let mut new = Vec::new();
        let mut seen = BTreeSet::new();
        for (pointer, path) in references {
            let full = absolute(&path);
            if !seen.insert(full.clone())
                || self.paths.contains_key(&full)
                || self.unreadable.contains_key(&full)
                || self.add_synonym(&path)
            {
                continue;
            }
            let place = Place::from(Location { file: id, pointer });
            let read = match self.instead.get(&full) {
                Some(text) => Ok(text.clone().into_bytes()),
                None => self
                    .allowance
                    .spend(|limit| self.boundary.read(&path, limit)),
            };
            let added = match read {
                Ok(bytes) => self.add(&path, bytes, &place),
                // Whoever follows the reference says so; of one that dangles, with the names that
                // do exist.
                Err(NotRead::Outside(_) | NotRead::Absent) => continue,
                Err(refusal) => {
                    let help = "make the file readable, or change the reference";
                    Err(syntax::unreadable(
                        &path,
                        &refusal,
                        place,
                        "referred to here",
                        help,
                    ))
                }
            };
            match added {
                Ok(file) => new.push(file),
                Err(fault) => {
                    let is_used = AtomicBool::new(false);
                    self.unreadable.insert(full, Unreadable { fault, is_used });
                }
            }
        }
        new
    }

    /// Notes another path of a file already read (a symbolic link); false if the path is no such
    /// thing.
    fn add_synonym(&mut self, path: &Path) -> bool {
        let known = fs::canonicalize(path)
            .ok()
            .and_then(|real| self.paths.get(&real).copied());
        if let Some(id) = known {
            self.paths.insert(absolute(path), id);
        }
        known.is_some()
    }

    /// Parses a file and keeps it, to be found by its path; a diagnostic if it is not text.
    pub(super) fn add(
        &mut self,
        path: &Path,
        bytes: Vec<u8>,
        named_at: &Place,
    ) -> Result<FileId, Diagnostic> {
        let id = self.parse(path, bytes, named_at)?;
        self.paths.insert(absolute(path), id);
        if let Ok(real) = fs::canonicalize(path) {
            self.paths.entry(real).or_insert(id);
        }
        Ok(id)
    }

    /// Parses a file and keeps it; a diagnostic if it is not text.
    pub(super) fn parse(
        &mut self,
        path: &Path,
        bytes: Vec<u8>,
        named_at: &Place,
    ) -> Result<FileId, Diagnostic> {
        let text = decoded(bytes, &display_name(path), named_at)?;
        let named_json = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let Reading { value, problems } = parse::read(&text, named_json);
        let id = self.hold(path, text, value);
        let mut faults = self.merge_keys(id, &problems);
        faults.extend(self.restore_texts(id));
        let mut told = BTreeSet::new();
        for problem in problems {
            for diagnostic in self.describe(id, problem) {
                // Aliases lead to one text by many pointers.
                let place = diagnostic.labels.first().map(|label| &label.place);
                let span = place.and_then(|place| self.span(place));
                let text = span.map(|(_, span)| (span.start, span.end));
                if told.insert((diagnostic.code, text)) {
                    faults.push(diagnostic);
                }
            }
        }
        if let Some(file) = self.files.get_mut(id.0) {
            file.faults = faults;
        }
        Ok(id)
    }

    /// What is to be said about a problem.
    fn describe(&self, file: FileId, problem: Problem) -> Vec<Diagnostic> {
        let node = |pointer: &Pointer, half| Place::Node {
            location: Location {
                file,
                pointer: pointer.clone(),
            },
            half,
        };
        let diagnostic = match problem {
            Problem::DuplicateKeys => return self.duplicates(file),
            Problem::MergeKey(pointer) => {
                let place = node(&pointer, Half::Key);
                // What could be merged is gone; quoted, it is a key like any other.
                let location = Location { file, pointer };
                if self.value(&location).is_none() || self.is_quoted(&place) {
                    return Vec::new();
                }
                Diagnostic::new(
                    Code::UnsupportedYaml,
                    "only an object, or an array of objects, can be merged by `<<`",
                )
                .at(place, "merge key")
                .help("write the keys out, or use `$ref` or `allOf`; quote the key if `<<` is meant as text")
            }
            Problem::NonFinite(pointer) => {
                let place = node(&pointer, Half::Value);
                let written = self.text_at(&place);
                Diagnostic::new(
                    Code::UnsupportedYaml,
                    format!("`{written}` is a number that JSON does not have"),
                )
                .at(place, "not a finite number")
                .help("write a finite number, or quote it if a text is meant")
            }
            Problem::Tag(pointer, tag) => Diagnostic::new(
                Code::UnsupportedYaml,
                format!("the tag `!{tag}` has no meaning in an OpenAPI document"),
            )
            .at(node(&pointer, Half::Value), "tagged value")
            .help("take the tag away; only the types of JSON are allowed"),
            Problem::TooDeep(pointer) => {
                let place = node(&pointer, Half::Value);
                let help = if self.text_at(&place).starts_with('*') {
                    "an alias must not stand inside the node that it names; use `$ref` for recursive schemas"
                } else {
                    "move inner schemas to `components` and refer to them with `$ref`"
                };
                Diagnostic::new(
                    Code::NestingLimit,
                    format!("objects and arrays are nested more than {MAX_DEPTH} deep"),
                )
                .at(place, "this one is too deep")
                .help(help)
            }
            Problem::TooLarge => Diagnostic::new(
                Code::NestingLimit,
                "the aliases of this file multiply it beyond what can be read",
            )
            .at(Place::File(file), "")
            .help("use `$ref` instead of YAML aliases for what is used often"),
            Problem::SeveralDocuments => {
                let start = self.file(file).and_then(|source| {
                    let offset = source.spans().second_document()?;
                    Some(text::line_column(&source.text, offset))
                });
                let place = start.map_or(Place::File(file), |(line, column)| Place::Offset {
                    file,
                    line,
                    column,
                });
                Diagnostic::new(
                    Code::YamlSyntax,
                    "the file holds more than one YAML document",
                )
                .at(place, "the second document starts here")
                .help("keep one document per file; remove the `---` between them")
            }
            Problem::NotJson(refusal) => {
                let name = self.file(file).map_or("", |source| source.name.as_str());
                syntax::not_json(name, &refusal, place_of(file, &refusal))
            }
            Problem::JsonSyntax(refusal) => syntax::json_error(&refusal, place_of(file, &refusal)),
            Problem::YamlSyntax(refusal) => syntax::yaml_error(&refusal, place_of(file, &refusal)),
        };
        vec![diagnostic]
    }

    fn duplicates(&self, file: FileId) -> Vec<Diagnostic> {
        let Some(source) = self.file(file) else {
            return Vec::new();
        };
        let place = |offset| {
            let (line, column) = text::line_column(&source.text, offset);
            Place::Offset { file, line, column }
        };
        let found = source.spans().duplicates();
        if found.is_empty() {
            return vec![
                Diagnostic::new(Code::DuplicateKey, "an object of this file has a key twice")
                    .at(Place::File(file), "")
                    .help("keep one of them"),
            ];
        }
        let repeated = found.iter().map(|duplicate| {
            duplicate_key(&duplicate.key, place(duplicate.second.start))
                .and(place(duplicate.first.start), "first given here")
        });
        repeated.collect()
    }

    /// Whether a key or value is written in quotes.
    pub(super) fn is_quoted(&self, place: &Place) -> bool {
        self.text_at(place).starts_with(['"', '\''])
    }

    /// The text that a place stands for.
    fn text_at(&self, place: &Place) -> &str {
        self.span(place)
            .and_then(|(file, span)| self.file(file)?.text.get(span))
            .unwrap_or_default()
    }
}

/// The text of a file with its line ends made alike.
pub(super) fn decoded(bytes: Vec<u8>, name: &str, named_at: &Place) -> Result<String, Diagnostic> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text::normalised(&text)),
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            Err(Diagnostic::new(
                Code::UnreadableFile,
                format!("`{name}` is not UTF-8 text: byte {offset} fits no character"),
            )
            .at(named_at.clone(), "referred to here")
            .help("save the file as UTF-8"))
        }
    }
}

fn duplicate_key(key: &str, place: Place) -> Diagnostic {
    Diagnostic::new(
        Code::DuplicateKey,
        format!("the key `{key}` is given twice"),
    )
    .at(place, "given again here")
    .help("keep one of them; keys of an object are unique")
}

/// Where a parser stopped.
fn place_of(file: FileId, refusal: &Refusal) -> Place {
    refusal
        .position
        .map_or(Place::File(file), |(line, column)| Place::Offset {
            file,
            line,
            column,
        })
}
