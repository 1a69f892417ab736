//! The sister commands `sample` and `send`: the spec in, a delivery out.
//!
//! In: what the command line asked for. Out: what to print and how to exit. They read the spec as
//! codegen does and write no file.

use std::fmt::Write;
use std::path::PathBuf;

use crate::characters::{json_text, on_one_line, printable};
use crate::codegen::read_model;
use crate::diagnostic::Diagnostics;
use crate::document::ReadOptions;
use crate::lower::LowerOptions;
use crate::model::{Event, Model};
use crate::outcome::{CodegenReport, Exit};
use crate::sample::{find, remarks, sample};
use crate::send::{Credential, send};
use crate::source::{FileRules, Sources};

/// What delivery is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleOptions {
    /// The event: its key in the spec, a name that deliveries give it, or its handler method.
    pub event: String,
    /// Whether it is the shortest one that the spec shows, or has only required members.
    pub minimal: bool,
    /// The root document of the spec.
    pub spec: PathBuf,
    /// Whether the operations' callbacks are events too.
    pub callbacks: bool,
    /// What of the disk may be read.
    pub files: FileRules,
    /// Whether diagnostics are coloured.
    pub color: bool,
}

/// What is asked to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SendOptions {
    /// The delivery.
    pub sample: SampleOptions,
    /// Where the receiver listens.
    pub url: String,
    /// Credentials for security schemes of the spec, each as `SCHEME=VALUE`.
    pub auth: Vec<String>,
    /// What the receiver was told as its public origin.
    pub origin: Option<String>,
}

/// What a command says: standard output, remarks for standard error, and the exit code.
type Said = (String, Vec<String>, Exit);

/// Prints a delivery.
#[must_use]
pub fn show_sample(options: &SampleOptions) -> CodegenReport {
    with_delivery(options, |model, event, body| {
        let remarks = remarks(model, event, &options.event);
        Ok((json_text(body), remarks, Exit::Agreed))
    })
}

/// Posts a delivery and shows the answer.
#[must_use]
pub fn send_sample(options: &SendOptions) -> CodegenReport {
    with_delivery(&options.sample, |model, event, body| {
        let credentials = options
            .auth
            .iter()
            .map(|text| Credential::parse(model, text));
        let credentials = credentials.collect::<Result<Vec<_>, _>>();
        let credentials = credentials.map_err(|error| error.to_string())?;
        let answer = {
            let origin = options.origin.as_deref();
            send(model, event, body, &options.url, &credentials, origin)?
        };
        let mut shown = format!("{}\n", answer.status);
        for (name, value) in &answer.headers {
            writeln!(shown, "{name}: {}", on_one_line(value)).unwrap_or_default();
        }
        if !answer.body.is_empty() {
            writeln!(shown, "\n{}", printable(&answer.body)).unwrap_or_default();
        }
        let exit = if (200..300).contains(&answer.status) {
            Exit::Agreed
        } else {
            Exit::Drift
        };
        let remarks = remarks(model, event, &options.sample.event);
        Ok((shown, remarks, exit))
    })
}

/// Reads the spec and runs a command on a delivery. Only codegen shows warnings; errors are shown
/// here too.
fn with_delivery(
    options: &SampleOptions,
    run: impl FnOnce(&Model, &Event, &str) -> Result<Said, String>,
) -> CodegenReport {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::read_by(&options.spec, &options.files, &mut diagnostics);
    let reading = ReadOptions {
        callbacks: options.callbacks,
    };
    let model = read_model(
        &sources,
        reading,
        &LowerOptions::default(),
        &mut diagnostics,
    );
    let said = model.ok_or_else(|| diagnostics.render(&sources, options.color));
    let said = said.and_then(|model| {
        let name = &options.event;
        let event = find(&model, name).map_err(|error| error.to_string());
        let body = sample(&model, &sources, name, options.minimal);
        let body = body.map_err(|error| error.to_string());
        let said = event.and_then(|event| run(&model, event, &body?));
        said.map_err(|message| format!("error: {}\n", printable(&message)))
    });
    match said {
        Ok((stdout, remarks, exit)) => CodegenReport {
            stdout,
            diagnostics: remarks.iter().map(|one| format!("note: {one}\n")).collect(),
            exit,
        },
        Err(diagnostics) => CodegenReport {
            stdout: String::new(),
            diagnostics,
            exit: Exit::Failed,
        },
    }
}
