//! The pipeline: a spec in, a crate out.
//!
//! In: what the command line asked for. Out: what to print and how to exit. Every phase lives in a module of its own.

use std::fmt::Write;
use std::path::PathBuf;
use std::time::Instant;

use crate::cli::repair_command;
use crate::diagnostic::Diagnostics;
use crate::document::read_document;
use crate::lower::lower;
use crate::model::Model;
use crate::output::apply::{compare, report_check, report_write, write};
use crate::output::format::rust_file;
use crate::output::{Mode, OutputError, OutputTree};
use crate::render::{RenderedFile, render};
use crate::resolve::Resolver;
use crate::source::Sources;

/// What codegen is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodegenOptions {
    /// The root document of the spec.
    pub spec: PathBuf,
    /// The folder of the generated crate.
    pub out: PathBuf,
    /// The name of the generated crate; without it, the spec settles it.
    pub crate_name: Option<String>,
    /// Whether to write or to compare.
    pub mode: Mode,
    /// Whether diagnostics are coloured.
    pub color: bool,
}

/// How a run ended, as the exit code of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The folder agrees with the spec, or was made to.
    Agreed = 0,
    /// A check found differences.
    Drift = 1,
    /// The spec, an argument or the file system stood in the way.
    Failed = 2,
}

/// What a run has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodegenReport {
    /// For standard output.
    pub stdout: String,
    /// For standard error.
    pub diagnostics: String,
    /// The exit code.
    pub exit: Exit,
}

/// Reads the spec, renders the crate and writes or compares it.
#[must_use]
pub fn codegen(options: &CodegenOptions) -> CodegenReport {
    let started = Instant::now();
    let mut diagnostics = Diagnostics::default();
    let sources = Sources::read(&options.spec, &mut diagnostics);
    let stdout = generate(&sources, options, &mut diagnostics)
        .and_then(|(model, tree)| apply(&model, &tree, options, started));
    let mut report = CodegenReport {
        stdout: String::new(),
        diagnostics: diagnostics.render(&sources, options.color),
        exit: Exit::Failed,
    };
    match stdout {
        Ok((stdout, exit)) => (report.stdout, report.exit) = (stdout, exit),
        Err(Stopped::ByDiagnostics) => {}
        Err(Stopped::ByOutput(error)) => {
            writeln!(report.diagnostics, "error: {error}").unwrap_or_default()
        }
    }
    report
}

/// Source, document, model; `None` if the diagnostics hold an error.
pub(crate) fn read_model(
    sources: &Sources,
    crate_name: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Option<Model> {
    let resolver = Resolver::new(sources);
    let document = read_document(&resolver, diagnostics)?;
    let model = lower(&document, &resolver, crate_name, diagnostics);
    (!diagnostics.has_errors()).then_some(model)
}

/// Model, rendered files, output tree: nothing of it touches the disk.
fn generate(
    sources: &Sources,
    options: &CodegenOptions,
    diagnostics: &mut Diagnostics,
) -> Result<(Model, OutputTree), Stopped> {
    let model = read_model(sources, options.crate_name.as_deref(), diagnostics)
        .ok_or(Stopped::ByDiagnostics)?;
    let rendered = render(&model).map_err(|diagnostic| {
        diagnostics.push(diagnostic);
        Stopped::ByDiagnostics
    })?;
    let mut tree = OutputTree::new();
    for (path, file) in rendered {
        let text = match file {
            RenderedFile::Rust(file) => rust_file(&file)?,
            RenderedFile::Text(text) => text,
        };
        tree.insert(path, text)?;
    }
    Ok((model, tree))
}

/// One comparison with the folder, then either the writing or the verdict.
fn apply(
    model: &Model,
    tree: &OutputTree,
    options: &CodegenOptions,
    started: Instant,
) -> Result<(String, Exit), Stopped> {
    let comparison = compare(tree, &options.out)?;
    let (mut stdout, exit) = match options.mode {
        Mode::Write => {
            write(tree, &comparison, &options.out)?;
            (report_write(&comparison), Exit::Agreed)
        }
        Mode::Check => {
            let exit = if comparison.agrees() {
                Exit::Agreed
            } else {
                Exit::Drift
            };
            (report_check(&comparison, &repair_command(options)), exit)
        }
    };
    let types = model
        .types
        .iter()
        .filter(|definition| !definition.module.is_empty());
    let counts = format!(
        "{}: {}, {}, {}",
        model.crate_name,
        counted(model.events().count(), "event"),
        counted(types.count(), "type"),
        counted(tree.len(), "file"),
    );
    let verdict = match (options.mode, exit) {
        (Mode::Write, _) => format!("{} changed", comparison.changes.len()),
        (Mode::Check, Exit::Agreed) => "up to date".to_owned(),
        (Mode::Check, _) => "not up to date".to_owned(),
    };
    writeln!(
        stdout,
        "{counts}; {verdict} in {} ms",
        started.elapsed().as_millis()
    )
    .unwrap_or_default();
    Ok((stdout, exit))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Why a run ended early.
enum Stopped {
    /// The diagnostics say it all.
    ByDiagnostics,
    /// The output could not be made, compared or written.
    ByOutput(OutputError),
}

impl From<OutputError> for Stopped {
    fn from(error: OutputError) -> Self {
        Self::ByOutput(error)
    }
}
