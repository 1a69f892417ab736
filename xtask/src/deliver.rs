//! The sister commands `sample` and `send`: the spec in, a delivery out.
//!
//! In: what the command line asked for. Out: what to print and how to exit. They read the spec as codegen does and write no file.

use std::fmt::Write;
use std::path::PathBuf;

use crate::characters::{json_text, on_one_line, printable};
use crate::codegen::read_model;
use crate::diagnostic::Diagnostics;
use crate::document::ReadOptions;
use crate::lower::LowerOptions;
use crate::model::Model;
use crate::outcome::{CodegenReport, Exit};
use crate::sample::{find, sample};
use crate::send::{Credential, send};
use crate::source::{FileRules, Sources};

/// What delivery is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleOptions {
    /// The event's name, as deliveries have it.
    pub event: String,
    /// Whether it is the shortest one.
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
}

/// Prints a delivery.
#[must_use]
pub fn show_sample(options: &SampleOptions) -> CodegenReport {
    with_model(options, |model, sources| {
        let body = sample(model, sources, &options.event, options.minimal)
            .map_err(|error| error.to_string())?;
        Ok((json_text(&body), Exit::Agreed))
    })
}

/// Posts a delivery and shows the answer.
#[must_use]
pub fn send_sample(options: &SendOptions) -> CodegenReport {
    with_model(&options.sample, |model, sources| {
        let name = &options.sample.event;
        let event = find(model, name).map_err(|error| error.to_string())?;
        let body = sample(model, sources, name, options.sample.minimal)
            .map_err(|error| error.to_string())?;
        let mut credentials = Vec::new();
        for text in &options.auth {
            credentials.push(Credential::parse(model, text).map_err(|error| error.to_string())?);
        }
        let answer = send(model, event, &body, &options.url, &credentials)?;
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
        Ok((shown, exit))
    })
}

/// Reads the spec and runs a command on its model. Warnings are codegen's to show; errors are shown here too.
fn with_model(
    options: &SampleOptions,
    run: impl FnOnce(&Model, &Sources) -> Result<(String, Exit), String>,
) -> CodegenReport {
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::read_by(&options.spec, &options.files, &mut diagnostics);
    let reading = ReadOptions {
        callbacks: options.callbacks,
    };
    let lowering = LowerOptions::default();
    let Some(model) = read_model(&sources, reading, &lowering, &mut diagnostics) else {
        let diagnostics = diagnostics.render(&sources, options.color);
        return CodegenReport {
            stdout: String::new(),
            diagnostics,
            exit: Exit::Failed,
        };
    };
    match run(&model, &sources) {
        Ok((stdout, exit)) => CodegenReport {
            stdout,
            diagnostics: String::new(),
            exit,
        },
        Err(message) => {
            let diagnostics = format!("error: {}\n", printable(&message));
            CodegenReport {
                stdout: String::new(),
                diagnostics,
                exit: Exit::Failed,
            }
        }
    }
}
