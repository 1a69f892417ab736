//! `cargo xtask promote`: a recorded delivery becomes an example of the spec.
//!
//! In: the file of a delivery, and the spec. Out: the spec with one example more, in which nothing
//! is said of people; or the difference that it would make. The example is held against the types of
//! its event before anything is written. It renders no code.

mod body;
mod edit;
mod place;
mod yaml;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use diffy::DiffOptions;
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use self::edit::{Insertion, Side, insertion};
use crate::allowed::Allowed;
use crate::characters::{printable, shown};
use crate::diagnostic::{Diagnostics, Place};
use crate::model::{Event, Model};
use crate::outcome::{CodegenReport, Exit};
use crate::place::{Location, Pointer};
use crate::recording::{Recorded, SpecOptions, event_of};
use crate::resolve::Resolver;
use crate::sample::{check_examples, find, replace_personal};
use crate::source::{SourceFile, Sources, cleaned};

/// What becomes an example, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromoteOptions {
    /// The file of the delivery.
    pub file: PathBuf,
    /// The name of the example; without it, one that is free.
    pub name: Option<String>,
    /// The event, where the delivery does not name it.
    pub event: Option<String>,
    /// Whether the difference is shown, and nothing is written.
    pub dry_run: bool,
    /// The spec.
    pub spec: SpecOptions,
}

/// An example that can be written.
struct Promotion {
    path: PathBuf,
    /// The path as people read it.
    name: String,
    /// The text of the file before and after.
    old: String,
    new: String,
    /// For standard output, where it is written; and standard error.
    said: String,
    remarks: String,
}

/// Makes a recorded delivery an example of the spec.
#[must_use]
pub fn promote(options: &PromoteOptions) -> CodegenReport {
    let failed = |message: String| format!("error: {}\n", printable(&message));
    let promoted = options.spec.read().and_then(|(model, sources)| {
        let promotion = prepare(options, &model, &sources)?;
        let stdout = if options.dry_run {
            difference(&promotion)
        } else {
            replace(&promotion).map_err(failed)?;
            promotion.said
        };
        Ok((stdout, promotion.remarks))
    });
    match promoted {
        Ok((stdout, diagnostics)) => CodegenReport {
            stdout: printable(&stdout),
            diagnostics,
            exit: Exit::Agreed,
        },
        Err(diagnostics) => CodegenReport {
            stdout: String::new(),
            diagnostics,
            exit: Exit::Failed,
        },
    }
}

/// Makes the example and the new text of the document. Errors are text for standard error.
fn prepare(
    options: &PromoteOptions,
    model: &Model,
    sources: &Sources,
) -> Result<Promotion, String> {
    let failed = |message: String| format!("error: {}\n", printable(&message));
    let delivery = Recorded::read(&options.file, options.spec.files.max_file_size);
    let delivery = delivery.map_err(failed)?;
    let event = event(options, model, &delivery).map_err(failed)?;
    let mut body = body::body(&delivery, event).map_err(failed)?;
    let replaced = replace_personal(model, sources, event, &mut body);

    let resolver = Resolver::new(sources);
    let content_type = delivery.header("content-type");
    let place = place::media_type(&resolver, event, content_type).map_err(failed)?;
    let media_type = resolver.value(&place);
    let name = match &options.name {
        Some(name) if place::example(media_type, name).is_some() => {
            return Err(failed(format!(
                "there is an example `{}` of `{}` already\nhelp: choose another name with `--name`",
                shown(name),
                shown(&event.name.wire)
            )));
        }
        Some(name) => name.clone(),
        None => place::free_name(media_type),
    };
    let example = json!({ "value": body });
    let change = Change {
        options,
        sources,
        place: &place,
        name: &name,
        example: &example,
    };
    let (new, after, tried) = change.tried().map_err(failed)?;
    let file = sources.file(place.file);
    let file = file.ok_or_else(|| failed("the spec has no text".to_owned()))?;
    let old = raw_text(file).map_err(failed)?;
    let example = place.child("examples").child(&name);
    let mut remarks = complaints(options, &tried, &after, &example)?;
    if place.below(&event.place).is_none() {
        remarks += "note: the body is described outside the event, and other events may have the example too\n";
    }
    remarks += &told(&replaced);
    let line = after.position(&Place::key(&example));
    let line = line.map_or(1, |(line, _)| line);
    let said = format!(
        "added the example `{}` of `{}` at {}:{line}\n",
        shown(&name),
        shown(&event.name.wire),
        file.name
    );
    Ok(Promotion {
        path: file.path.clone(),
        name: file.name.clone(),
        old,
        new,
        said,
        remarks,
    })
}

/// The event that was named, or that the delivery names.
fn event<'m>(
    options: &PromoteOptions,
    model: &'m Model,
    delivery: &Recorded,
) -> Result<&'m Event, String> {
    match &options.event {
        Some(name) => find(model, name).map_err(|error| error.to_string()),
        None => event_of(model, delivery).map_err(|error| {
            let file = shown(&options.file.display().to_string());
            let more = match error.to_string().contains("\nhelp: ") {
                true => "",
                false => "\nhelp: say which event it is with `--event`",
            };
            format!("{file}: {error}{more}")
        }),
    }
}

/// An example that is to be added.
struct Change<'c> {
    options: &'c PromoteOptions,
    sources: &'c Sources,
    place: &'c Location,
    name: &'c str,
    example: &'c Value,
}

impl Change<'_> {
    /// The new text of the file, and the spec as it is then: it says the same as before and has the
    /// example, or there is an error.
    fn tried(&self) -> Result<(String, Sources, Model), String> {
        let file = self.sources.file(self.place.file);
        let file = file.ok_or("the spec has no text")?;
        let raw = raw_text(file)?;
        for side in [Side::Behind, Side::Before] {
            let insertion = insertion(self.sources, self.place, self.name, self.example, side)?;
            let new = inserted(&raw, &file.text, &insertion);
            let mut spec = self.options.spec.clone();
            let path = std::path::absolute(&file.path).unwrap_or_else(|_| file.path.clone());
            spec.files.instead.insert(cleaned(&path), new.clone());
            if let Ok((model, sources)) = spec.read()
                && self.is_as_meant(&sources)
            {
                return Ok((new, sources, model));
            }
        }
        Err(format!(
            "the example cannot be put into {} so that all else stays as it is\n\
             help: write it by hand",
            file.name
        ))
    }

    /// Whether the file says what it said, and has the example.
    fn is_as_meant(&self, after: &Sources) -> bool {
        let root = Location::root(self.place.file);
        let mut expected = self.sources.value(&root).cloned().unwrap_or(Value::Null);
        let pointer = self.place.pointer.to_string();
        let Some(media_type) = expected.pointer_mut(&pointer) else {
            return false;
        };
        if media_type.is_null() {
            *media_type = json!({});
        }
        if let Some(members) = media_type.as_object_mut() {
            let examples = members.entry("examples").or_insert(Value::Null);
            if examples.is_null() {
                *examples = json!({});
            }
            if let Some(examples) = examples.as_object_mut() {
                examples.insert(self.name.to_owned(), self.example.clone());
            }
        }
        after.value(&root) == Some(&expected)
    }
}

/// What is said of the new example where it does not fit the types of its event.
fn complaints(
    options: &PromoteOptions,
    model: &Model,
    sources: &Sources,
    example: &Location,
) -> Result<String, String> {
    let mut alone = model.clone();
    let mut found = false;
    for event in alone.groups.iter_mut().flat_map(|group| &mut group.events) {
        event
            .samples
            .retain(|sample| sample.place.below(example).is_some());
        found |= !event.samples.is_empty();
    }
    let mut diagnostics = Diagnostics::default();
    check_examples(&alone, sources, &Allowed::of(sources), &mut diagnostics);
    let mut text = diagnostics.render(sources, options.spec.color);
    if !found {
        text += "note: the body is described in another media type too, whose examples are the ones that are used\n";
    }
    Ok(text)
}

/// What was replaced, in words.
fn told(replaced: &[Pointer]) -> String {
    let places = replaced
        .iter()
        .map(|pointer| format!("  {}\n", shown(&pointer.to_string())));
    match replaced.len() {
        0 => "note: nothing in it was replaced\n".to_owned(),
        1 => format!(
            "note: 1 value was replaced by a made-up one:\n{}",
            places.collect::<String>()
        ),
        count => format!(
            "note: {count} values were replaced by made-up ones:\n{}",
            places.collect::<String>()
        ),
    }
}

/// The text of a file as it is on the disk, byte for byte.
fn raw_text(file: &SourceFile) -> Result<String, String> {
    let bytes =
        fs::read(&file.path).map_err(|error| format!("cannot read {}: {error}", file.name))?;
    let raw = String::from_utf8(bytes)
        .map_err(|_| format!("{} is not UTF-8\nhelp: save it as UTF-8", file.name))?;
    let lines = raw.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    match lines.replace('\r', "\n") == file.text {
        true => Ok(raw),
        false => Err(format!(
            "{} was changed while it was read\nhelp: run the command again",
            file.name
        )),
    }
}

/// A text with something inserted, whose place is told in the text with ends of lines made alike.
fn inserted(raw: &str, text: &str, insertion: &Insertion) -> String {
    let is_crlf = raw.contains("\r\n");
    let mark = raw.len() - raw.trim_start_matches('\u{feff}').len();
    let ends = text
        .get(..insertion.at)
        .unwrap_or_default()
        .matches('\n')
        .count();
    let returns = match is_crlf {
        true => {
            let rest = raw.get(mark..).unwrap_or_default();
            let mut lines = rest.split_inclusive('\n');
            let before = lines.by_ref().take(ends);
            before.filter(|line| line.ends_with("\r\n")).count()
        }
        false => 0,
    };
    let (before, after) = raw
        .split_at_checked(insertion.at + mark + returns)
        .unwrap_or((raw, ""));
    let added = match is_crlf {
        true => insertion.text.replace('\n', "\r\n"),
        false => insertion.text.clone(),
    };
    [before, &added, after].concat()
}

/// The difference that a promotion makes, as `patch` reads it.
fn difference(promotion: &Promotion) -> String {
    let name = promotion.name.trim_start_matches('/');
    let mut options = DiffOptions::new();
    options.set_original_filename(format!("a/{name}"));
    options.set_modified_filename(format!("b/{name}"));
    let patch = options.create_patch(&promotion.old, &promotion.new);
    patch.to_string()
}

/// Writes the document anew: whole, or not at all.
fn replace(promotion: &Promotion) -> Result<(), String> {
    let failed = |error: std::io::Error| {
        let name = shown(&promotion.path.display().to_string());
        format!("cannot write {name}: {error}")
    };
    // A link stays one.
    let path = fs::canonicalize(&promotion.path).map_err(failed)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let permissions = fs::metadata(&path).map_err(failed)?.permissions();
    let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(promotion.new.as_bytes()).map_err(failed)?;
    file.as_file()
        .set_permissions(permissions)
        .map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    if fs::read(&path).map_err(failed)? != promotion.old.as_bytes() {
        let changed = std::io::Error::other("it was changed while the example was made");
        return Err(failed(changed));
    }
    file.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
}
