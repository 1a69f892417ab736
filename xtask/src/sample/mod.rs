//! `cargo xtask sample`: a delivery of an event.
//!
//! In: the model, the files that it was made from, and an event's name. Out: the JSON text of a delivery that the spec shows, or one made from the event's types. It
//! may not know how a delivery is sent.

mod made;
mod written;

use serde_json::Value;

pub(crate) use written::media_type;

use crate::characters::shown;
use crate::diagnostic::did_you_mean;
use crate::model::{Event, Model, Sample, SampleBody};
use crate::source::Sources;

/// Why there is no sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SampleError {
    /// The spec has no event of this name.
    UnknownEvent {
        /// The name that was asked for.
        name: String,
        /// What to do, with the nearest name if one is near.
        help: String,
    },
    /// A file that the spec names cannot be read.
    Unreadable {
        /// The file.
        path: String,
        /// Why.
        reason: String,
    },
}

impl std::fmt::Display for SampleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownEvent { name, help } => {
                write!(f, "the spec has no event `{}`\nhelp: {help}", shown(name))
            }
            Self::Unreadable { path, reason } => write!(
                f,
                "cannot read {}: {reason}\nhelp: mend the file, or the example that names it",
                shown(path)
            ),
        }
    }
}

impl std::error::Error for SampleError {}

/// The body of a delivery of the event: the first example that the spec shows, or with `minimal` the shortest; where the spec shows
/// none, one made from the event's types. JSON is indented and has a final newline; a form is written as one.
///
/// # Errors
///
/// An unknown event, or an example that cannot be read.
pub fn sample(
    model: &Model,
    sources: &Sources,
    event: &str,
    minimal: bool,
) -> Result<String, SampleError> {
    let event = find(model, event)?;
    let mut shown = Vec::new();
    for sample in &event.samples {
        shown.push(body(sample, sources)?);
    }
    let chosen = if minimal {
        shown.into_iter().min_by_key(|body| body.to_string().len())
    } else {
        shown.into_iter().next()
    };
    let body = chosen.unwrap_or_else(|| made::delivery(model, event, minimal));
    Ok(written::body(&event.body, &body))
}

/// The event of this name.
///
/// # Errors
///
/// An unknown event.
pub fn find<'m>(model: &'m Model, name: &str) -> Result<&'m Event, SampleError> {
    // Where several events share a name, the handler's method tells which is meant.
    model
        .events()
        .find(|event| event.name.wire == name)
        .or_else(|| model.events().find(|event| event.method == name))
        .ok_or_else(|| {
            let names: Vec<&str> = model
                .events()
                .map(|event| event.name.wire.as_str())
                .collect();
            let help = did_you_mean(name, names.iter().copied());
            SampleError::UnknownEvent {
                name: name.to_owned(),
                help,
            }
        })
}

fn body(sample: &Sample, sources: &Sources) -> Result<Value, SampleError> {
    match &sample.body {
        SampleBody::Inline(value) => Ok(value.clone()),
        SampleBody::File(path) => {
            let unreadable = |reason: String| SampleError::Unreadable {
                path: path.display().to_string(),
                reason,
            };
            let read = sources.read_example(path);
            let bytes = read.map_err(|error| unreadable(error.to_string()))?;
            serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))
        }
    }
}
