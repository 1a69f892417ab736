//! The sister command `diff`: two documents in, what the change does to the crate's users out.
//!
//! In: what the command line asked for. Out: what to print and how to exit. Both documents become
//! models, as for codegen; the models are compared, not the texts. Nothing is written.

mod change;
mod compare;
mod git;
mod json;
mod markdown;
mod outcome;
mod side;
mod step;
mod text;

use std::path::PathBuf;

use self::outcome::Outcome;
use self::side::Side;
pub use self::step::Step;
use crate::characters::printable;
use crate::document::ReadOptions;
use crate::lower::EventPlaceOption;
use crate::model::Required;
use crate::outcome::{CodegenReport, Exit};
use crate::signature_choice::SignatureChoice;
use crate::source::FileRules;

/// What is asked to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffOptions {
    /// The old document: the path of one, or a Git revision.
    pub old: String,
    /// The new one; without it, the document `spec` as it lies in the work tree.
    pub new: Option<String>,
    /// The document that revisions are asked for.
    pub spec: PathBuf,
    /// How the outcome is printed.
    pub format: DiffFormat,
    /// The smallest step that makes the command fail.
    pub deny: Option<Step>,
    /// Where deliveries name their event; without it, the documents say it.
    pub event_place: EventPlaceOption,
    /// Who may deliver; without it, the documents say it.
    pub signature: Option<SignatureChoice>,
    /// Which members a delivery must have.
    pub required: Required,
    /// Whether members that are absent and those that are `null` are told apart.
    pub distinct_null: bool,
    /// What of the documents is events beside their webhooks.
    pub reading: ReadOptions,
    /// What of the disk may be read.
    pub files: FileRules,
    /// Whether diagnostics are coloured.
    pub color: bool,
}

/// How the outcome is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiffFormat {
    /// Lines for people.
    Text,
    /// One JSON object for programs.
    Json,
    /// Markdown of a bounded length, for a comment.
    Markdown,
}

/// Compares two documents.
#[must_use]
pub fn diff(options: &DiffOptions) -> CodegenReport {
    let old = Side::read(Some(&options.old), options);
    let new = Side::read(options.new.as_deref(), options);
    let (old, new) = match (old, new) {
        (Ok(old), Ok(new)) => (old, new),
        (old, new) => {
            let said = [old.err(), new.err()];
            return CodegenReport {
                stdout: String::new(),
                diagnostics: said.into_iter().flatten().collect(),
                exit: Exit::Failed,
            };
        }
    };
    let changes = compare::compare(&old.model, &new.model);
    let outcome = Outcome::of(&old, &new, &changes);
    let is_denied = options.deny.is_some_and(|deny| outcome.step >= Some(deny));
    CodegenReport {
        stdout: match options.format {
            DiffFormat::Text => printable(&text::text(&outcome)),
            DiffFormat::Json => json::text(&outcome),
            DiffFormat::Markdown => printable(&markdown::text(&outcome)),
        },
        diagnostics: String::new(),
        exit: if is_denied { Exit::Drift } else { Exit::Agreed },
    }
}
