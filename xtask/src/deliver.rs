//! The sister commands `sample` and `send`: the spec in, a delivery out.
//!
//! In: what the command line asked for. Out: what to print and how to exit. They read the spec as codegen does and write no file.

use std::fmt::Write;
use std::path::Path;

use crate::characters::{json_text, on_one_line, printable};
use crate::cli::{SampleArgs, SendArgs};
use crate::codegen::read_model;
use crate::diagnostic::Diagnostics;
use crate::document::ReadOptions;
use crate::lower::LowerOptions;
use crate::model::Model;
use crate::outcome::{CodegenReport, Exit};
use crate::sample::{find, sample};
use crate::send::{Credential, send};
use crate::source::Sources;

/// Prints a delivery.
#[must_use]
pub fn show_sample(arguments: &SampleArgs, workspace: &Path, color: bool) -> CodegenReport {
    with_model(arguments, workspace, color, |model, sources| {
        let body = sample(model, sources, &arguments.event, arguments.minimal)
            .map_err(|error| error.to_string())?;
        Ok((json_text(&body), Exit::Agreed))
    })
}

/// Posts a delivery and shows the answer.
#[must_use]
pub fn send_sample(arguments: &SendArgs, workspace: &Path, color: bool) -> CodegenReport {
    with_model(&arguments.sample, workspace, color, |model, sources| {
        let name = &arguments.sample.event;
        let event = find(model, name).map_err(|error| error.to_string())?;
        let body = sample(model, sources, name, arguments.sample.minimal)
            .map_err(|error| error.to_string())?;
        let mut credentials = Vec::new();
        for text in &arguments.auth {
            credentials.push(Credential::parse(model, text).map_err(|error| error.to_string())?);
        }
        let answer = send(model, event, &body, &arguments.url, &credentials)?;
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
    arguments: &SampleArgs,
    workspace: &Path,
    color: bool,
    run: impl FnOnce(&Model, &Sources) -> Result<(String, Exit), String>,
) -> CodegenReport {
    let mut diagnostics = Diagnostics::default();
    let rules = arguments.files.rules();
    let sources = Sources::read_by(&arguments.spec(workspace), &rules, &mut diagnostics);
    let reading = ReadOptions {
        callbacks: arguments.callbacks,
    };
    let lowering = LowerOptions::default();
    let Some(model) = read_model(&sources, reading, &lowering, &mut diagnostics) else {
        let diagnostics = diagnostics.render(&sources, color);
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
