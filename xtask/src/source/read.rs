//! Reading the files of a run from disk, and saying what is wrong with them.

use std::collections::{BTreeSet, VecDeque};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::OnceLock;

use serde_json::Value;

use super::files::{absolute, cleaned, display_name, outward_references, percent_decoded};
use super::value::{MAX_DEPTH, Problem, Reading};
use super::{FileId, Location, Pointer, SourceFile, Sources, parse, text};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Part, Place};

impl Sources {
    /// Reads the root document and, through `$ref` and discriminator mappings, every file that it reaches. YAML and JSON are
    /// told apart by their content. A file that a reference names and that does not exist is left to whoever follows the
    /// reference.
    ///
    /// # Errors
    /// None as a value: what is wrong lies in `diagnostics`, and what could be read is returned.
    #[must_use]
    pub fn read(root: &Path, diagnostics: &mut Diagnostics) -> Self {
        let mut sources = Self::default();
        let name = Place::Path(display_name(root));
        match fs::read(root) {
            Ok(bytes) => {
                sources.add(root, bytes, &name, diagnostics);
            }
            Err(error) => diagnostics.push(
                Diagnostic::new(
                    Code::UnreadableFile,
                    format!("cannot read `{}`: {}", display_name(root), reason(&error)),
                )
                .at(name, "")
                .help("give the path of an OpenAPI document in YAML or JSON that you may read"),
            ),
        }
        let mut open: VecDeque<FileId> = sources.root().into_iter().collect();
        while let Some(id) = open.pop_front() {
            open.extend(sources.read_references(id, diagnostics));
        }
        sources
    }

    /// Reads the files that one file refers to; returns those that are new.
    fn read_references(&mut self, id: FileId, diagnostics: &mut Diagnostics) -> Vec<FileId> {
        let Some(file) = self.file(id) else {
            return Vec::new();
        };
        let folder = file.path.parent().unwrap_or(Path::new("")).to_path_buf();
        let references: Vec<(Pointer, String)> = outward_references(&file.json)
            .into_iter()
            .filter_map(|(pointer, part)| Some((pointer, percent_decoded(part)?)))
            .collect();
        let mut new = Vec::new();
        for (pointer, part) in references {
            let path = cleaned(&folder.join(&part));
            let full = absolute(&path);
            if self.paths.contains_key(&full)
                || self.unreadable.contains(&full)
                || self.add_synonym(&path)
            {
                continue;
            }
            let place = Place::from(Location { file: id, pointer });
            match fs::read(&path) {
                Ok(bytes) => new.extend(self.add(&path, bytes, &place, diagnostics)),
                // Dangling: whoever follows the reference says so, with the names that do exist.
                Err(error) if is_absent(&error) || path.is_dir() => {}
                Err(error) => {
                    diagnostics.push(
                        Diagnostic::new(
                            Code::UnreadableFile,
                            format!("cannot read `{}`: {}", display_name(&path), reason(&error)),
                        )
                        .at(place, "referred to here")
                        .help("make the file readable, or change the reference"),
                    );
                    self.unreadable.insert(absolute(&path));
                }
            }
        }
        new
    }

    /// Notes another path of a file already read (a symbolic link); false if the path is no such thing.
    fn add_synonym(&mut self, path: &Path) -> bool {
        let known = fs::canonicalize(path)
            .ok()
            .and_then(|real| self.paths.get(&real).copied());
        if let Some(id) = known {
            self.paths.insert(absolute(path), id);
        }
        known.is_some()
    }

    fn add(
        &mut self,
        path: &Path,
        bytes: Vec<u8>,
        named_at: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        let name = display_name(path);
        let text = match String::from_utf8(bytes) {
            Ok(text) => text::normalised(&text),
            Err(error) => {
                let offset = error.utf8_error().valid_up_to();
                diagnostics.push(
                    Diagnostic::new(
                        Code::UnreadableFile,
                        format!("`{name}` is not UTF-8 text: byte {offset} fits no character"),
                    )
                    .at(named_at.clone(), "referred to here")
                    .help("save the file as UTF-8"),
                );
                self.unreadable.insert(absolute(path));
                return None;
            }
        };
        let named_json = path
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        let Reading { value, problems } = parse::read(&text, named_json);
        let id = FileId(self.files.len());
        self.files.push(SourceFile {
            path: path.to_path_buf(),
            name,
            text,
            is_parsed: value.is_some(),
            json: value.unwrap_or(Value::Null),
            spans: OnceLock::new(),
        });
        self.paths.insert(absolute(path), id);
        if let Ok(real) = fs::canonicalize(path) {
            self.paths.entry(real).or_insert(id);
        }
        let mut told = BTreeSet::new();
        for problem in problems {
            let Some(diagnostic) = self.describe(id, problem, diagnostics) else {
                continue;
            };
            // Aliases lead to one text by many pointers.
            let place = diagnostic.labels.first().map(|label| &label.place);
            let span = place.and_then(|place| self.span(place));
            let text = span.map(|(_, span)| (span.start, span.end));
            if told.insert((diagnostic.code, text)) {
                diagnostics.push(diagnostic);
            }
        }
        Some(id)
    }

    /// What is to be said about a problem. Repeated keys, of which there may be several, are told to `diagnostics` at once.
    fn describe(
        &self,
        file: FileId,
        problem: Problem,
        diagnostics: &mut Diagnostics,
    ) -> Option<Diagnostic> {
        let node = |pointer: &Pointer, part| Place::Node {
            location: Location {
                file,
                pointer: pointer.clone(),
            },
            part,
        };
        let diagnostic = match problem {
            Problem::DuplicateKeys => {
                self.report_duplicates(file, diagnostics);
                return None;
            }
            Problem::MergeKey(pointer) => {
                let place = node(&pointer, Part::Key);
                // Quoted, it is a key like any other.
                if self.written(&place).starts_with(['"', '\'']) {
                    return None;
                }
                Diagnostic::new(
                    Code::UnsupportedYaml,
                    "merge keys `<<` are no part of YAML 1.2, so nothing is merged here",
                )
                .at(place, "merge key")
                .help("write the keys out, or use `$ref` or `allOf`; quote the key if `<<` is meant as text")
            }
            Problem::NonFinite(pointer) => {
                let place = node(&pointer, Part::Value);
                let written = self.written(&place);
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
            .at(node(&pointer, Part::Value), "tagged value")
            .help("take the tag away; only the types of JSON are allowed"),
            Problem::TooDeep(pointer) => {
                let place = node(&pointer, Part::Value);
                let help = if self.written(&place).starts_with('*') {
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
            Problem::Syntax { message, position } => {
                let place = position.map_or(Place::File(file), |(line, column)| Place::Offset {
                    file,
                    line,
                    column,
                });
                syntax_error(&message, place)
            }
        };
        Some(diagnostic)
    }

    fn report_duplicates(&self, file: FileId, diagnostics: &mut Diagnostics) {
        let Some(source) = self.file(file) else {
            return;
        };
        let place = |offset| {
            let (line, column) = text::line_column(&source.text, offset);
            Place::Offset { file, line, column }
        };
        let found = source.spans().duplicates();
        for duplicate in found {
            diagnostics.push(
                duplicate_key(&duplicate.key, place(duplicate.second.start))
                    .and(place(duplicate.first.start), "first given here"),
            );
        }
        if found.is_empty() {
            diagnostics.push(
                Diagnostic::new(Code::DuplicateKey, "an object of this file has a key twice")
                    .at(Place::File(file), "")
                    .help("keep one of them"),
            );
        }
    }

    /// The text that a place stands for.
    fn written(&self, place: &Place) -> &str {
        self.span(place)
            .and_then(|(file, span)| self.file(file)?.text.get(span))
            .unwrap_or_default()
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

fn syntax_error(message: &str, place: Place) -> Diagnostic {
    let help = if message.contains("cannot start any token") {
        "quote the text, or indent with spaces instead of tabs"
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

fn is_absent(error: &std::io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput
    )
}

/// The reason of an I/O error, worded alike on every system.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}
