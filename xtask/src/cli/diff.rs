//! The arguments of `cargo xtask diff`.
//!
//! In: what was typed. Out: options for the comparison. Documents and revisions are read later.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::codegen::{RequiredRule, event_pointer, header_name};
use super::{EventArgs, FileArgs, SignatureArgs};
use crate::diff::{DiffFormat, DiffOptions, Step};
use crate::lower::EventPlaceOption;
use crate::place::Pointer;
use crate::workspace::SPEC;

pub(super) const DIFF_ABOUT: &str = "\
Say what a change of the spec does to the users of the crate.

Each change is told once: its place in both documents, what becomes of Rust code that uses the crate \
(compiles, needs a change, cannot be received any more), what becomes of deliveries, and the version \
step that it asks for. Models are compared, not texts: what changes nothing in the crate is no change.

Each of OLD and NEW is a document or a Git revision. A revision is asked for --spec, with the files \
that it refers to and its own state of each --overlay; the work tree is not touched.";

pub(super) const DIFF_AFTER: &str = "\
Steps:
  major  code that uses the crate needs a change, or deliveries that were in order are not any more
  minor  the crate has more, or more deliveries are in order
  patch  documentation, examples, and what the sender sees of answers
  While the first number of the version is 0, a major step is one of the second number.

Exit codes:
  0  the documents were compared, whether anything changed or not
  1  --deny names a step that a change asks for
  2  a document, a revision or an argument stood in the way

JSON: { version, step, counts: { major, minor, patch }, changes: [{ what, how, subject, message, old, new, code, deliveries, events, types_renamed, types_removed, types_added, step, rule }] }
  code has effect (compiles, needs-change, gone) and advice. A delivery has which, before, now and events; before and now are \
accepted, unknown (kept in `Unknown`), defects, unknown-event, undecodable or refused.
  A place has file, line, column and pointer, or is null. Keys are only ever added while version is 1.

Examples:
  cargo xtask diff HEAD~1
      What the last commit changed, and what is not committed yet.
  cargo xtask diff v1.4.0 v1.5.0 --format md
      Two releases, as a comment of at most some 12,000 characters, the most severe first.
  cargo xtask diff origin/main --deny major
      Fail where the work tree breaks users of what is on the main branch.
  cargo xtask diff old.yaml new.yaml --format json
      Two documents, for programs.";

/// The arguments of `cargo xtask diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// What was: a document in YAML or JSON, or a Git revision
    #[arg(value_name = "OLD")]
    pub old: String,

    /// What is: a document, or a Git revision [default: the document --spec as it is]
    #[arg(value_name = "NEW")]
    pub new: Option<String>,

    /// The document that revisions are asked for [default: spec/openapi.yaml in the workspace]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// How the changes are printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value = "text")]
    pub format: DiffFormatRule,

    /// Exit with 1 where a change asks for this step or a larger one
    #[arg(long, value_name = "STEP", value_enum)]
    pub deny: Option<StepRule>,

    /// What the documents may refer to.
    #[command(flatten)]
    pub files: FileArgs,

    /// The request header that names a delivery's event, as for codegen
    #[arg(long, value_name = "NAME", value_parser = header_name)]
    pub event_header: Option<String>,

    /// Where the body names its event, as for codegen
    #[arg(long, value_name = "POINTER", value_parser = event_pointer)]
    pub event_pointer: Option<Pointer>,

    /// How deliveries are signed.
    #[command(flatten)]
    pub signature: SignatureArgs,

    /// What is events beside the webhooks.
    #[command(flatten)]
    pub events: EventArgs,

    /// Which members a delivery must have: those that the documents require, or none
    #[arg(long, value_name = "RULE", value_enum, default_value_t)]
    pub required: RequiredRule,

    /// Tell members that are absent from those that are `null`, where the documents allow both
    #[arg(long)]
    pub distinct_null: bool,
}

/// The values of `--format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormatRule {
    /// Lines for people.
    Text,
    /// One JSON object for programs.
    Json,
    /// A comment in Markdown, of a bounded length.
    Md,
}

/// The values of `--deny`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StepRule {
    /// Any change.
    Patch,
    /// What is more than a patch.
    Minor,
    /// What breaks users.
    Major,
}

impl DiffArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> DiffOptions {
        DiffOptions {
            old: self.old.clone(),
            new: self.new.clone(),
            spec: self.spec.clone().unwrap_or_else(|| workspace.join(SPEC)),
            format: match self.format {
                DiffFormatRule::Text => DiffFormat::Text,
                DiffFormatRule::Json => DiffFormat::Json,
                DiffFormatRule::Md => DiffFormat::Markdown,
            },
            deny: self.deny.map(|step| match step {
                StepRule::Patch => Step::Patch,
                StepRule::Minor => Step::Minor,
                StepRule::Major => Step::Major,
            }),
            event_place: EventPlaceOption {
                header: self.event_header.clone(),
                pointer: self.event_pointer.clone(),
            },
            signature: self.signature.signature.clone(),
            required: self.required.rule(),
            distinct_null: self.distinct_null,
            reading: self.events.reading(),
            files: self.files.rules(),
            color,
        }
    }
}
