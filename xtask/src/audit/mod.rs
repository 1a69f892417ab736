//! `cargo xtask audit`: the spec held against the vendor's reference pages.
//!
//! In: pages and a spec. Out: every difference with both places, the counts of each page, and the
//! exit code. A page is parsed whole or refused; the spec is read as codegen reads it, and its
//! schemas as raw JSON, before anything is lowered.
//!
//! Prose is not compared, nor what pages say in prose alone: formats, limits, versions. Nor are the
//! spec's sample deliveries.

mod compare;
mod coverage;
mod findings;
mod json;
mod outcome;
pub(crate) mod page;
mod schema;

use std::path::PathBuf;

use outcome::PageOutcome;
use page::{Page, read_page};

use crate::characters::{json_text, printable};
use crate::diagnostic::Diagnostics;
use crate::document::{ReadOptions, read_document};
use crate::outcome::{CodegenReport, Exit};
use crate::resolve::Resolver;
use crate::schema::Schemas;
use crate::source::{FileRules, Sources};

/// How the outcome is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A line for each difference, and the counts.
    Text,
    /// The whole outcome for programs.
    Json,
    /// A table of all that the pages document, in Markdown.
    Coverage,
}

/// What audit is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditOptions {
    /// The pages.
    pub pages: Vec<PathBuf>,
    /// The root document of the spec.
    pub spec: PathBuf,
    /// How the outcome is shown.
    pub form: Form,
    /// What of the document is events beside its webhooks.
    pub reading: ReadOptions,
    /// What of the disk may be read.
    pub files: FileRules,
    /// Whether diagnostics are coloured.
    pub color: bool,
}

/// Holds the spec against the pages. Nothing is compared unless the spec and every page can be
/// read.
#[must_use]
pub fn audit(options: &AuditOptions) -> CodegenReport {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::read_by(&options.spec, &options.files, &mut diagnostics);
    let has_spec = sources.root().is_some();
    let pages = read_pages(&options.pages, &mut sources, &mut diagnostics);
    let outcomes = if has_spec {
        compared(&pages, &sources, &options.reading, &mut diagnostics)
    } else {
        None
    };
    let Some(outcomes) = outcomes else {
        return CodegenReport {
            stdout: String::new(),
            diagnostics: diagnostics.render(&sources, options.color),
            exit: Exit::Failed,
        };
    };
    let agreed = outcomes
        .iter()
        .all(|outcome| outcome.differences.is_empty());
    CodegenReport {
        stdout: match options.form {
            Form::Text => printable(&findings::text(&outcomes)),
            Form::Json => json_text(&json::text(&outcomes)),
            Form::Coverage => printable(&coverage::markdown(&outcomes)),
        },
        // Warnings are codegen's to show.
        diagnostics: String::new(),
        exit: if agreed { Exit::Agreed } else { Exit::Drift },
    }
}

/// The pages that can be read; the diagnostics tell of the others.
pub(crate) fn read_pages(
    paths: &[PathBuf],
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<Page> {
    let mut pages = Vec::new();
    for path in paths {
        if let Some(file) = sources.read_text(path, diagnostics) {
            pages.extend(read_page(file, sources, diagnostics));
        }
    }
    pages
}

/// `None` if the diagnostics hold an error.
fn compared(
    pages: &[Page],
    sources: &Sources,
    reading: &ReadOptions,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<PageOutcome>> {
    let resolver = Resolver::new(sources);
    let document = read_document(&resolver, reading.clone(), diagnostics)?;
    if diagnostics.has_errors() {
        return None;
    }
    let schemas = Schemas::new(&resolver);
    let compare = |page| compare::compare(page, &document, &schemas);
    let outcomes = pages.iter().map(compare).collect();
    diagnostics.extend(schemas.into_faults());
    sources.report_faults(diagnostics);
    diagnostics.leave_out_followers();
    (!diagnostics.has_errors()).then_some(outcomes)
}
