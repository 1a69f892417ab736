//! The arguments of `cargo xtask codegen`.
//!
//! In: what was typed. Out: options for the pipeline, or why a value is refused. It knows what
//! Cargo, HTTP and JSON take for a name, and nothing of the document.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{EventArgs, FileArgs, SignatureArgs};
use crate::codegen::CodegenOptions;
use crate::document::{HeaderUse, header_fault};
use crate::lower::EventPlaceOption;
use crate::lower::package_name_fault;
use crate::model::Required;
use crate::output::Mode;
use crate::place::Pointer;
use crate::report::ReportFormat;
use crate::runtime_choice::RuntimeChoice;
use crate::workspace::{OUT, SPEC};

pub(super) const CODEGEN_ABOUT: &str = "\
Generate the receiver crate from the spec, or check that it is up to date.

Reads the root document and the files that it refers to; what no webhook reaches is not looked at. \
Writes a whole crate: manifest, README and sources. Files that agree are not touched, and files that \
an earlier run wrote and that are no longer needed are removed. A file that codegen did not write is \
never replaced or removed. Either everything is written or nothing is; a run that is killed in the \
middle leaves a crate that does not compile until codegen runs again. Runs on one folder wait for \
each other.";

pub(super) const CODEGEN_AFTER: &str = "\
Exit codes:
  0  the crate agrees with the spec, or was made to
  1  --check found a difference
  2  the spec, an argument or the file system stood in the way, or a warning with --deny-warnings

Examples:
  cargo xtask codegen
      Write generated/ from spec/openapi.yaml.
  cargo xtask codegen --check
      Show what that would change, and change nothing.
  cargo xtask codegen --spec shop.yaml --out ../shop-webhooks
      Make a crate from another document.
  cargo xtask codegen --spec shop.yaml --out ../shop-webhooks --runtime crate
      The same, as one of several crates that share the runtime in this workspace.
  cargo xtask codegen --spec acme.yaml --overlay acme.overlay.yaml --out ../acme
      The same, with what the vendor's document lacks laid over it.
  cargo xtask codegen --spec forge.json --out ../forge --event-header X-Event --event-pointer /type
      The same, where a header and a member of the body name the event together.";

/// The arguments of `cargo xtask codegen`.
#[derive(Debug, Args)]
pub struct CodegenArgs {
    /// The root document, in YAML or JSON; needs --out [default: spec/openapi.yaml in the
    /// workspace]
    #[arg(long, value_name = "FILE", requires = "out")]
    pub spec: Option<PathBuf>,

    /// The folder of the crate; new, empty or written by codegen [default: generated in the
    /// workspace]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// Make the crate in the folder anew from another document than the one that it was made from
    ///
    /// Documents are told apart by their titles.
    #[arg(long)]
    pub replace: bool,

    /// What the document may refer to.
    #[command(flatten)]
    pub files: FileArgs,

    /// The name of the crate, in lower case [default: made of the document's title]
    #[arg(long, value_name = "NAME", value_parser = package_name)]
    pub crate_name: Option<String>,

    /// The request header that names a delivery's event, whatever the document says; with
    /// --event-pointer, the first half of the name
    #[arg(long, value_name = "NAME", value_parser = header_name)]
    pub event_header: Option<String>,

    /// Where the body names its event, as a JSON pointer; with --event-header, the second half of
    /// the name
    #[arg(long, value_name = "POINTER", value_parser = event_pointer)]
    pub event_pointer: Option<Pointer>,

    /// How deliveries are signed.
    #[command(flatten)]
    pub signature: SignatureArgs,

    /// What is events beside the webhooks.
    #[command(flatten)]
    pub events: EventArgs,

    /// Which members a delivery must have: those that the document requires, or none
    #[arg(long, value_name = "RULE", value_enum, default_value_t)]
    pub required: RequiredRule,

    /// Tell members that are absent from those that are `null`, where the document allows both
    ///
    /// Such a field is a `Nullable`, which is `Absent`, `Null` or a `Value`, and not an `Option`.
    /// `x-webhook-distinct-null` says it of single members and schemas, or of the document.
    #[arg(long)]
    pub distinct_null: bool,

    /// How the crate comes to its runtime: copy, crate, path:DIR, git:URL#COMMIT or version:VERSION
    ///
    /// With `copy` it carries a copy, so that it stands alone. Otherwise it depends on the crate
    /// `webhook-runtime`, so that several generated crates share its types: on the one in this
    /// workspace (`crate`), in another folder, in a Git repository, or on a published version. The
    /// generated code is the same, but for one line. [default: crate for generated in the
    /// workspace, copy for any other --out]
    #[arg(long, value_name = "HOW", value_parser = runtime_choice)]
    pub runtime: Option<RuntimeChoice>,

    /// Take every warning for an error: exit with 2, and write nothing
    ///
    /// The document may allow what it means with `x-allow: [CODE, …]` at an object, which counts for
    /// all that stands in it; CODE is what is shown in brackets behind `warning`.
    #[arg(long)]
    pub deny_warnings: bool,

    /// Report events, security, types, keywords, unions and names on standard output, as text or
    /// JSON
    #[arg(long, value_name = "FORMAT", value_enum, num_args = 0..=1, default_missing_value = "text")]
    pub report: Option<ReportRule>,

    /// Write nothing; show what differs, and exit with 1 if anything does
    #[arg(long)]
    pub check: bool,
}

/// The values of `--required`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum RequiredRule {
    /// Those that the document requires.
    #[default]
    Document,
    /// None but the tags that tell the variants of a union apart.
    Optional,
}

impl RequiredRule {
    /// What it stands for.
    #[must_use]
    pub fn rule(self) -> Required {
        match self {
            Self::Document => Required::Document,
            Self::Optional => Required::Optional,
        }
    }
}

/// The values of `--report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportRule {
    /// For people.
    Text,
    /// For programs: one JSON object, and nothing else on standard output.
    Json,
}

impl CodegenArgs {
    /// The options that the arguments stand for. Paths that were given are taken as they are,
    /// relative to the current folder; the others lie in `workspace`.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> CodegenOptions {
        let of_workspace = workspace.join(OUT);
        let out = self.out.clone().unwrap_or_else(|| of_workspace.clone());
        let usual = || RuntimeChoice::of_folder(&out, &of_workspace);
        CodegenOptions {
            runtime: self.runtime.clone().unwrap_or_else(usual),
            spec: self.spec.clone().unwrap_or_else(|| workspace.join(SPEC)),
            out,
            crate_name: self.crate_name.clone(),
            event_place: EventPlaceOption {
                header: self.event_header.clone(),
                pointer: self.event_pointer.clone(),
            },
            replace: self.replace,
            signature: self.signature.signature.clone(),
            mode: if self.check { Mode::Check } else { Mode::Write },
            required: self.required.rule(),
            distinct_null: self.distinct_null,
            deny_warnings: self.deny_warnings,
            report: self.report.map(|format| match format {
                ReportRule::Text => ReportFormat::Text,
                ReportRule::Json => ReportFormat::Json,
            }),
            color,
            reading: self.events.reading(),
            files: self.files.rules(),
        }
    }
}

/// A name that the generated package can have.
fn package_name(name: &str) -> Result<String, String> {
    package_name_fault(name).map_or_else(|| Ok(name.to_owned()), Err)
}

/// A way to the runtime. A folder without a crate is refused: what depends on it does not build.
fn runtime_choice(text: &str) -> Result<RuntimeChoice, String> {
    let choice = RuntimeChoice::parse(text)?;
    match &choice {
        RuntimeChoice::Path(folder) if !folder.join("Cargo.toml").is_file() => {
            Err("no Cargo.toml is in this folder; name the folder of `webhook-runtime`".to_owned())
        }
        _ => Ok(choice),
    }
}

/// A header that can name an event.
pub(super) fn header_name(name: &str) -> Result<String, String> {
    match header_fault(name, HeaderUse::EventName) {
        None => Ok(name.to_owned()),
        Some(fault) => Err(format!("{}; {}", fault.message, fault.help)),
    }
}

/// A JSON pointer (RFC 6901) to something inside the body.
pub(super) fn event_pointer(text: &str) -> Result<Pointer, String> {
    if let Some(remedy) = Pointer::remedy(text) {
        return Err(format!("this is not a JSON pointer to a member; {remedy}"));
    }
    Pointer::parse(text).ok_or_else(String::new)
}
