//! One of the two documents that are compared.
//!
//! In: a path or a revision. Out: the model that the document becomes, and its places as people
//! read them. A document of a revision is read from a folder of its own, and shown as
//! `REVISION:path`.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use super::DiffOptions;
use super::git::Checkout;
use crate::characters::printable;
use crate::codegen::read_model;
use crate::diagnostic::{Diagnostics, Place};
use crate::document::ReadOptions;
use crate::lower::LowerOptions;
use crate::model::{Model, SampleBody};
use crate::place::Location;
use crate::source::{FileRules, Sources};

/// A document that was read.
pub(super) struct Side {
    /// The model that it becomes.
    pub model: Model,
    sources: Sources,
    shown: Shown,
}

/// A place in one of the documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ShownPlace {
    /// The file; of a revision, `REVISION:path`.
    pub file: String,
    /// The line, 1-based.
    pub line: usize,
    /// The column, 1-based, in characters.
    pub column: usize,
    /// The JSON pointer in the file.
    pub pointer: String,
}

/// How paths are shown.
struct Shown {
    /// The folder of a revision's files, and the revision.
    checkout: Option<(String, String)>,
    /// Keeps the folder while it is read.
    _kept: Option<Checkout>,
}

impl Side {
    /// Reads a document.
    ///
    /// # Errors
    /// The text for standard error: what is wrong with the argument or with the document.
    pub fn read(argument: Option<&str>, options: &DiffOptions) -> Result<Self, String> {
        let failed = |error: String| format!("error: {}\n", printable(&error));
        let (path, files, shown) = located(argument, options).map_err(failed)?;
        let mut diagnostics = Diagnostics::default();
        let mut sources = Sources::read_by(&path, &files, &mut diagnostics);
        let signature = options.signature.as_ref();
        let reading = ReadOptions {
            signature: signature.map(|choice| choice.load(&mut sources, &mut diagnostics)),
            ..options.reading.clone()
        };
        let lowering = LowerOptions {
            event_place: options.event_place.clone(),
            required: options.required,
            distinct_null: options.distinct_null,
            ..LowerOptions::default()
        };
        match read_model(&sources, reading, &lowering, &mut diagnostics) {
            Some(mut model) => {
                read_samples(&mut model, &sources);
                Ok(Self {
                    model,
                    sources,
                    shown,
                })
            }
            None => Err(shown.text(&diagnostics.render(&sources, options.color))),
        }
    }

    /// A place as people and programs read it.
    pub fn place(&self, location: &Location) -> Option<ShownPlace> {
        let (file, (line, column)) = self.sources.spot(&Place::key(location))?;
        Some(ShownPlace {
            file: self.shown.text(&file.name),
            line,
            column,
            pointer: location.pointer.to_string(),
        })
    }
}

/// Puts what example files hold in place of their paths, which differ between two folders.
fn read_samples(model: &mut Model, sources: &Sources) {
    let events = model.groups.iter_mut().flat_map(|group| &mut group.events);
    for sample in events.flat_map(|event| &mut event.samples) {
        if let SampleBody::File(path) = &sample.body
            && let Ok(bytes) = sources.read_example(path)
        {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let value = serde_json::from_str(&text).unwrap_or(Value::String(text));
            sample.body = SampleBody::Inline(value);
        }
    }
}

/// The document that an argument names, what may be read with it, and how its paths are shown.
fn located(
    argument: Option<&str>,
    options: &DiffOptions,
) -> Result<(PathBuf, FileRules, Shown), String> {
    let plain = |path: PathBuf| {
        let shown = Shown {
            checkout: None,
            _kept: None,
        };
        Ok((path, options.files.clone(), shown))
    };
    let Some(argument) = argument else {
        return plain(options.spec.clone());
    };
    if is_document(argument) {
        return plain(PathBuf::from(argument));
    }
    let checkout = Checkout::of(argument, &options.spec, &options.files)?;
    let files = checkout.files.clone();
    let root = checkout.root().to_string_lossy().replace('\\', "/") + "/";
    let shown = (root, format!("{argument}:"));
    Ok((
        checkout.document.clone(),
        files,
        Shown {
            checkout: Some(shown),
            _kept: Some(checkout),
        },
    ))
}

/// Whether an argument names a file: one that is there, or one by its ending. All else is a
/// revision.
fn is_document(argument: &str) -> bool {
    let path = Path::new(argument);
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.map(str::to_ascii_lowercase);
    let by_name = matches!(ending.as_deref(), Some("yaml" | "yml" | "json"));
    path.is_file() || by_name
}

impl Shown {
    /// A text with the names of a revision's files in place of the paths from which they were read.
    fn text(&self, text: &str) -> String {
        match &self.checkout {
            Some((folder, revision)) => text.replace(folder.as_str(), revision),
            None => text.to_owned(),
        }
    }
}
