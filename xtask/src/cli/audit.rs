//! The arguments of `cargo xtask audit`.
//!
//! In: what was typed. Out: options for the audit. Pages are read later.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{EventArgs, FileArgs};
use crate::audit::{AuditOptions, Form};
use crate::workspace::SPEC;

pub(super) const AUDIT_ABOUT: &str = "\
Hold the spec against the vendor's reference pages.

A page documents one event, in flattened text: a title, `Endpoint:`, `Security:`, and a list of fields \
with dotted paths. Endpoint and method, media type and security are compared, and of every field: \
whether it is there, its types, whether it is required, its values and their order, its variants and \
their titles, its discriminator and its example. Prose is not compared, nor what only prose says, such \
as formats.

What only the spec has is a difference, unless it or a schema around it is marked `x-provenance: \
beyond-page`. A page is refused if a line of it is not understood.";

pub(super) const AUDIT_AFTER: &str = "\
Exit codes:
  0  the spec says what the pages say
  1  there are differences
  2  a page or the spec cannot be read

JSON: { version, agreed, pages: [{ page, title, event, summary, differences, documented, beyond }] }
  A difference has kind, finding (missing, beyond, changed, reordered), subject, page, spec, page_says, spec_says, message.
  A place has file, line, column and, in the spec, pointer. Keys are only ever added while version is 1.

Examples:
  cargo xtask audit pages/*.txt
      A line for each difference, with its place in the page and in the spec, and the counts of each page.
  cargo xtask audit pages/*.txt --report md > coverage.md
      Everything that the pages document, with its place in the spec.";

/// The arguments of `cargo xtask audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Reference pages in flattened text, one event each
    #[arg(value_name = "PAGE", required = true)]
    pub pages: Vec<PathBuf>,

    /// The root document, in YAML or JSON [default: spec/openapi.yaml in the workspace]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// What the document may refer to.
    #[command(flatten)]
    pub files: FileArgs,

    /// What is events beside the webhooks.
    #[command(flatten)]
    pub events: EventArgs,

    /// How differences and counts are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AuditFormat,

    /// Print a coverage table of the pages instead
    #[arg(long, value_name = "FORMAT", conflicts_with = "format")]
    pub report: Option<AuditReport>,
}

/// How `cargo xtask audit` prints what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// Lines for people
    Text,
    /// One JSON object for programs
    Json,
}

/// The tables of `cargo xtask audit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditReport {
    /// Markdown
    Md,
}

impl AuditArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> AuditOptions {
        AuditOptions {
            pages: self.pages.clone(),
            spec: self.spec.clone().unwrap_or_else(|| workspace.join(SPEC)),
            form: match (self.report, self.format) {
                (Some(AuditReport::Md), _) => Form::Coverage,
                (None, AuditFormat::Text) => Form::Text,
                (None, AuditFormat::Json) => Form::Json,
            },
            reading: self.events.reading(),
            files: self.files.rules(),
            color,
        }
    }
}
