//! The pipeline: a spec in, a crate out.
//!
//! In: what the command line asked for. Out: what to print and how to exit. Every phase lives in a
//! module of its own.

mod origin;
mod repair;
mod surroundings;

use std::fmt::Write;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::Instant;

use crate::allowed::Allowed;
use crate::characters::{printable, shown};
use crate::diagnostic::Diagnostics;
use crate::document::{ReadOptions, read_document};
use crate::lower::EventPlaceOption;
use crate::lower::LowerOptions;
use crate::lower::lower;
use crate::model::{EventNameSource, Model, Required};
pub use crate::outcome::{CodegenReport, Exit};
use crate::output::apply::{OutFolder, report_check, report_write};
use crate::output::format::rust_file;
use crate::output::{Mode, OutputError, OutputTree};
use crate::place::Location;
use crate::render::{RenderedFile, render};
use crate::report::{ReportFormat, report, undescribed_handshake};
use crate::resolve::Resolver;
use crate::runtime_choice::RuntimeChoice;
use crate::sample::{check_examples, deliveries};
use crate::signature_choice::SignatureChoice;
use crate::source::{FileRules, Sources};
use crate::workspace;
pub use repair::repair_command;

/// What codegen is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodegenOptions {
    /// The root document of the spec.
    pub spec: PathBuf,
    /// The folder of the generated crate.
    pub out: PathBuf,
    /// The name of the generated crate; without it, the spec settles it.
    pub crate_name: Option<String>,
    /// Where deliveries name their event; without it, the spec says it.
    pub event_place: EventPlaceOption,
    /// Who may deliver; without it, the spec says it.
    pub signature: Option<SignatureChoice>,
    /// Whether to write or to compare.
    pub mode: Mode,
    /// Whether the folder may have been made from another document.
    pub replace: bool,
    /// Which members a delivery must have.
    pub required: Required,
    /// Whether a warning stops the run as an error does.
    pub deny_warnings: bool,
    /// Whether to report what became of the document, and how.
    pub report: Option<ReportFormat>,
    /// Whether members that are absent and those that are `null` are told apart.
    pub distinct_null: bool,
    /// Whether diagnostics are coloured.
    pub color: bool,
    /// What of the document is events beside its webhooks.
    pub reading: ReadOptions,
    /// What of the disk may be read.
    pub files: FileRules,
    /// How the crate comes to its runtime.
    pub runtime: RuntimeChoice,
}

impl CodegenOptions {
    /// Writes the crate of a spec into a folder, with the defaults of the command line.
    #[must_use]
    pub fn new(spec: impl Into<PathBuf>, out: impl Into<PathBuf>) -> Self {
        Self {
            spec: spec.into(),
            out: out.into(),
            crate_name: None,
            event_place: EventPlaceOption::default(),
            signature: None,
            mode: Mode::Write,
            replace: false,
            required: Required::Document,
            distinct_null: false,
            deny_warnings: false,
            report: None,
            color: false,
            reading: ReadOptions::default(),
            files: FileRules::default(),
            runtime: RuntimeChoice::Copy,
        }
    }
}

/// Reads the spec, renders the crate and writes or compares it.
#[must_use]
pub fn codegen(options: &CodegenOptions) -> CodegenReport {
    let started = Instant::now();
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::read_by(&options.spec, &options.files, &mut diagnostics);
    let reading = reading(options, &mut sources, &mut diagnostics);
    let allowed = surroundings::check_runtime(&options.out, &options.runtime);
    let generated = allowed.map_err(Stopped::Argument);
    let generated = generated.and_then(|()| generate(&sources, reading, options, &mut diagnostics));
    let stdout = generated.and_then(|(model, tree)| {
        let (applied, exit) = apply(&model, &tree, options, started)?;
        let reported = |format| report(&model, &sources, format);
        let printed = match options.report {
            // What reads JSON reads nothing else.
            Some(format @ ReportFormat::Json) => reported(format),
            Some(format @ ReportFormat::Text) => printable(&(reported(format) + &applied)),
            None => printable(&applied),
        };
        Ok((printed, exit))
    });
    let mut complaints = complaints(&diagnostics, &sources, options.color, stdout.as_ref().err());
    if let Some(remark) = options.signature.as_ref().and_then(SignatureChoice::remark) {
        writeln!(complaints, "note: {}", printable(&remark)).unwrap_or_default();
    }
    if stdout.is_ok()
        && let Some(outsider) = surroundings::outsider(&options.out)
    {
        writeln!(complaints, "warning: {}", printable(&outsider)).unwrap_or_default();
    }
    let (stdout, exit) = stdout.unwrap_or((String::new(), Exit::Failed));
    CodegenReport {
        stdout,
        diagnostics: complaints,
        exit,
    }
}

/// Reads the spec and renders the crate, and looks at nothing that is in the folder but the file of a
/// licence: the files that a write would make, and the text for standard error.
///
/// Without files, the text says why.
#[must_use]
pub fn codegen_in_memory(options: &CodegenOptions) -> (Option<OutputTree>, String) {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::read_by(&options.spec, &options.files, &mut diagnostics);
    let reading = reading(options, &mut sources, &mut diagnostics);
    let generated = generate(&sources, reading, options, &mut diagnostics);
    let stopped = generated.as_ref().err();
    let complaints = complaints(&diagnostics, &sources, options.color, stopped);
    (generated.ok().map(|(_, tree)| tree), complaints)
}

/// The text for standard error.
fn complaints(
    diagnostics: &Diagnostics,
    sources: &Sources,
    color: bool,
    stopped: Option<&Stopped>,
) -> String {
    let mut text = diagnostics.render(sources, color);
    let error = match stopped {
        Some(Stopped::Output(error)) => error.to_string(),
        Some(Stopped::Argument(error)) => error.clone(),
        Some(Stopped::Warnings) => {
            "warnings are denied (`--deny-warnings`), so nothing is written".to_owned()
        }
        Some(Stopped::Diagnostics) | None => return text,
    };
    writeln!(text, "error: {}", printable(&error)).unwrap_or_default();
    text
}

/// What of the document is read. A file that was named beside it is read here.
fn reading(
    options: &CodegenOptions,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> ReadOptions {
    let signature = options.signature.as_ref();
    ReadOptions {
        signature: signature.map(|choice| choice.load(sources, diagnostics)),
        ..options.reading.clone()
    }
}

/// Source, document, model; `None` if the diagnostics hold an error.
pub(crate) fn read_model(
    sources: &Sources,
    reading: ReadOptions,
    lowering: &LowerOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Model> {
    let resolver = Resolver::new(sources);
    let model = read_document(&resolver, reading, diagnostics)
        .map(|document| lower(&document, &resolver, lowering, diagnostics));
    // Faults of files that no reference led into do not matter.
    sources.report_faults(diagnostics);
    diagnostics.leave_out_followers();
    let model = model?;
    (!diagnostics.has_errors()).then_some(model)
}

/// Model, rendered files, output tree: nothing of it touches the disk. Warnings that the document
/// allows are left out.
fn generate(
    sources: &Sources,
    reading: ReadOptions,
    options: &CodegenOptions,
    diagnostics: &mut Diagnostics,
) -> Result<(Model, OutputTree), Stopped> {
    let allowed = Allowed::of(sources);
    let made = rendered(sources, reading, options, &allowed, diagnostics);
    allowed.apply(made.is_ok(), diagnostics);
    match made {
        Ok(_) if options.deny_warnings && diagnostics.has_warnings() => Err(Stopped::Warnings),
        made => made,
    }
}

fn rendered(
    sources: &Sources,
    reading: ReadOptions,
    options: &CodegenOptions,
    allowed: &Allowed,
    diagnostics: &mut Diagnostics,
) -> Result<(Model, OutputTree), Stopped> {
    let lowering = LowerOptions {
        crate_name: options.crate_name.clone(),
        event_place: options.event_place.clone(),
        required: options.required,
        distinct_null: options.distinct_null,
    };
    let model = read_model(sources, reading, &lowering, diagnostics).ok_or(Stopped::Diagnostics)?;
    check_examples(&model, sources, allowed, diagnostics);
    if let Some(root) = sources.root() {
        let place = Location::root(root).child("x-crate").child("license-file");
        let license = &model.manifest.license;
        diagnostics.extend(surroundings::missing_license(&options.out, license, &place));
    }
    let runtime = options.runtime.runtime(&options.out, &workspace::root());
    let mut tree = OutputTree::new();
    let mut formatted = Ok(());
    let rendered = render(
        &model,
        &deliveries(&model, sources),
        &runtime,
        &mut |path, file| {
            if formatted.is_ok() {
                formatted = format(file).and_then(|text| tree.insert(path, text));
            }
        },
    );
    rendered.map_err(|diagnostic| {
        diagnostics.push(diagnostic);
        Stopped::Diagnostics
    })?;
    formatted?;
    Ok((model, tree))
}

fn format(file: RenderedFile) -> Result<String, OutputError> {
    match file {
        RenderedFile::Rust(file) => rust_file(&file),
        RenderedFile::Text(text) => Ok(printable(&text)),
    }
}

/// One comparison with the folder, then either the writing or the verdict.
fn apply(
    model: &Model,
    tree: &OutputTree,
    options: &CodegenOptions,
    started: Instant,
) -> Result<(String, Exit), Stopped> {
    let folder = OutFolder::hold(&options.out, options.mode, || {
        // Printed now, and not with the report at the end of the run.
        let out = options.out.display();
        let said = writeln!(
            io::stderr(),
            "waiting for another run of codegen to be done with {out}"
        );
        said.unwrap_or_default();
    })?;
    let other = origin::other_origin(options, tree).filter(|_| !options.replace);
    if let (Mode::Write, Some(other)) = (options.mode, &other) {
        return Err(Stopped::Argument(other.refusal(options)));
    }
    let comparison = folder.compare(tree, options.files.max_file_size)?;
    let (mut stdout, exit) = match options.mode {
        Mode::Write => {
            folder.write(tree, &comparison, &repair_command(options))?;
            let mut report = report_write(&comparison);
            if !comparison.changes.is_empty() {
                writeln!(report, "{}", told_apart(model)).unwrap_or_default();
                for name in &model.undescribed_handshakes {
                    writeln!(report, "{}", undescribed_handshake(name)).unwrap_or_default();
                }
            }
            (report, Exit::Agreed)
        }
        Mode::Check => {
            let exit = if comparison.agrees() {
                Exit::Agreed
            } else {
                Exit::Drift
            };
            let repair = CodegenOptions {
                replace: other.is_some(),
                ..options.clone()
            };
            (report_check(&comparison, &repair_command(&repair)), exit)
        }
    };
    let counts = format!(
        "{}: {}, {}, {}",
        model.crate_name,
        counted(model.events().count(), "event"),
        counted(model.reached_types().count(), "type"),
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
        started.elapsed().as_millis(),
    )
    .unwrap_or_default();
    Ok((stdout, exit))
}

/// How the receiver knows which event a delivery is, and who says so.
fn told_apart(model: &Model) -> String {
    let place = model
        .event_name
        .in_words(|text| format!("`{}`", shown(text)));
    match model.event_name_source {
        EventNameSource::Declared => {
            format!("events are told apart by {place} (`x-webhook-event`)")
        }
        EventNameSource::Option => format!("events are told apart by {place} (as asked)"),
        EventNameSource::Inferred => format!("events are told apart by {place} (inferred)"),
        EventNameSource::Path => match model.events_by_one_method() {
            1 => match model.events().count() {
                1 => "there is one event, which every delivery is for".to_owned(),
                _ => "events are told apart by the method".to_owned(),
            },
            _ => format!("events are told apart by {place}"),
        },
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Why a run ended early.
enum Stopped {
    /// The diagnostics say it all.
    Diagnostics,
    /// An argument asks for what cannot be; the reason, and the remedy.
    Argument(String),
    /// There are warnings, which are denied.
    Warnings,
    /// The output could not be made, compared or written.
    Output(OutputError),
}

impl From<OutputError> for Stopped {
    fn from(error: OutputError) -> Self {
        Self::Output(error)
    }
}
