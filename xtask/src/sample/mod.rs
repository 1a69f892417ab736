//! `cargo xtask sample`: a delivery of an event.
//!
//! In: the model, the files that it was made from, and an event's name. Out: the text of a delivery
//! that the spec shows, or of one made from the event's types. It may not know how a delivery is
//! sent.

mod beside;
mod edits;
mod examples;
mod extent;
mod fits;
mod made;
mod named;
mod personal;
mod written;

use serde_json::Value;

pub use beside::{Beside, beside};
pub use edits::Edit;
pub(crate) use edits::value_of;
pub(crate) use examples::check_examples;
pub(crate) use made::at as value_at;
pub use named::{Found, find, find_in};
pub(crate) use personal::replace_personal;
pub(crate) use written::media_type;

use crate::characters::shown;
use crate::model::{Body, ByEvent, Event, Model, Sample, SampleBody};
use crate::resolve::Resolver;
use crate::schema::Schemas;
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
    /// A change leads nowhere: which, why, and what to do.
    Edit(String),
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
            Self::Edit(said) => f.write_str(said),
        }
    }
}

impl std::error::Error for SampleError {}

/// The body of a delivery of the event: the first example that the spec shows, or with `minimal`
/// the shortest. Where the spec shows none, it is made from the event's types. JSON is indented
/// and has a final newline; a form is written as one.
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
    let found = find_in(model, sources, event)?;
    sample_of(model, sources, found, minimal, &[])
}

/// The same for an event that was found, with changes: of one example, where that was asked for.
///
/// # Errors
///
/// An example that cannot be read, or a change that leads nowhere.
pub fn sample_of(
    model: &Model,
    sources: &Sources,
    found: Found<'_>,
    minimal: bool,
    edits: &[Edit],
) -> Result<String, SampleError> {
    let event = found.event;
    let examples = event.samples.iter();
    let examples = examples.filter(|own| found.sample.is_none_or(|one| one.name == own.name));
    let examples = examples.map(|sample| body(sample, sources));
    let examples = examples.collect::<Result<Vec<Value>, SampleError>>()?;
    let chosen = if minimal {
        examples
            .into_iter()
            .min_by_key(|body| body.to_string().len())
    } else {
        examples.into_iter().next()
    };
    let mut body = chosen.unwrap_or_else(|| {
        let resolver = Resolver::new(sources);
        made::delivery(model, &Schemas::new(&resolver), event, minimal)
    });
    for edit in edits {
        if event.body == Body::Nothing {
            let name = shown(&event.name.wire);
            let said = format!("a delivery of `{name}` has no body to change");
            return Err(SampleError::Edit(said));
        }
        edit.apply(&mut body).map_err(SampleError::Edit)?;
    }
    Ok(written::body(&event.body, &body))
}

/// A delivery as the generated crate has it for tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// What the spec calls the example; `None` for a delivery that is made from the event's types.
    pub example: Option<String>,
    /// The text of the body.
    pub text: String,
}

/// Every delivery that the spec shows of each event, in its order; where it shows none, the
/// shortest that is made from the event's types. A file that cannot be read was reported where it
/// is named.
#[must_use]
pub fn deliveries(model: &Model, sources: &Sources) -> ByEvent<Vec<Delivered>> {
    let resolver = Resolver::new(sources);
    let schemas = Schemas::new(&resolver);
    ByEvent::new(model, |event| {
        let shown = event.samples.iter().filter_map(|sample| {
            Some(Delivered {
                example: Some(sample.name.clone()),
                text: written::body(&event.body, &body(sample, sources).ok()?),
            })
        });
        let mut deliveries: Vec<Delivered> = shown.collect();
        if deliveries.is_empty() {
            let body = made::delivery(model, &schemas, event, true);
            deliveries.push(Delivered {
                example: None,
                text: written::body(&event.body, &body),
            });
        }
        deliveries
    })
}

/// What a reader may not expect of the delivery of an event that was asked for by this name.
#[must_use]
pub fn remarks(model: &Model, event: &Event, asked: &str) -> Vec<String> {
    let name = shown(&event.name.wire);
    let mut remarks = Vec::new();
    let others = model
        .events()
        .filter(|other| other.name.wire == event.name.wire && other.method != event.method);
    let others: Vec<String> = others.map(|other| format!("`{}`", other.method)).collect();
    if !others.is_empty() && asked != event.method {
        remarks.push(format!(
            "several events are called `{name}`, and this is the one that is sent by {}; \
             ask for another by its handler method: {}",
            event.http_method,
            others.join(", ")
        ));
    }
    if event.body == Body::Nothing {
        remarks.push(format!("a delivery of `{name}` has no body"));
    }
    remarks
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
