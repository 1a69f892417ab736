//! `cargo xtask distill`: a first draft of a spec, from the vendor's reference pages.
//!
//! In: pages, read as audit reads them. Out: an OpenAPI 3.1 document in YAML that says what the
//! pages say and no more. Descriptions are empty, for a person to write. It knows nothing of the
//! spec that there may be already.

mod document;
mod naming;
mod schema;
mod security;

use std::fmt::Write;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::audit::page::Page;
use crate::audit::read_pages;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::outcome::{CodegenReport, Exit};
use crate::source::{FileRules, Sources};

const HEADER: &str = "\
# A first draft, distilled from reference pages: structure and facts are theirs, descriptions are still to be written.
# How a security scheme sends its credential is guessed from its name.

";

/// What distill is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistillOptions {
    /// The pages.
    pub pages: Vec<PathBuf>,
    /// The file to write; without it, the draft is printed.
    pub out: Option<PathBuf>,
    /// What of the disk may be read.
    pub files: FileRules,
    /// Whether diagnostics are coloured.
    pub color: bool,
}

/// Drafts a spec from pages. Nothing is written unless every page can be read, and no file is ever
/// overwritten: a person may have worked on it.
#[must_use]
pub fn distill(options: &DistillOptions) -> CodegenReport {
    let mut diagnostics = Diagnostics::default();
    let mut sources = Sources::none_by(&options.files);
    let pages = read_pages(&options.pages, &mut sources, &mut diagnostics);
    refuse_twins(&pages, &mut diagnostics);
    let mut report = CodegenReport {
        stdout: String::new(),
        diagnostics: diagnostics.render(&sources, options.color),
        exit: Exit::Failed,
    };
    if diagnostics.has_errors() {
        return report;
    }
    let outcome = draft(&pages).and_then(|draft| match &options.out {
        Some(path) => write_new(path, &draft)
            .map(|()| format!("drafted {} from {}\n", path.display(), counted(pages.len()))),
        None => Ok(draft),
    });
    match outcome {
        Ok(stdout) => (report.stdout, report.exit) = (stdout, Exit::Agreed),
        Err(message) => writeln!(report.diagnostics, "error: {message}").unwrap_or_default(),
    }
    report
}

fn counted(pages: usize) -> String {
    format!("{pages} page{}", if pages == 1 { "" } else { "s" })
}

fn draft(pages: &[Page]) -> Result<String, String> {
    let document = document::document(pages);
    let yaml = serde_yaml::to_string(&document)
        .map_err(|error| format!("the draft cannot be written as YAML: {error}"))?;
    Ok(format!("{HEADER}{yaml}"))
}

/// Two pages must not be about one event.
fn refuse_twins(pages: &[Page], diagnostics: &mut Diagnostics) {
    let event = |page: &Page| (page.endpoint.method.value, page.endpoint.name.value.clone());
    let place = |page: &Page| Place::Span {
        file: page.file,
        span: page.endpoint.span(),
    };
    for (number, page) in pages.iter().enumerate() {
        let mut earlier = pages.iter().take(number);
        if let Some(twin) = earlier.find(|twin| event(twin) == event(page)) {
            let message = format!("two pages document `{}`", page.endpoint.name.value);
            diagnostics.push(
                Diagnostic::new(Code::PageSyntax, message)
                    .at(place(page), "this one")
                    .and(place(twin), "and this one")
                    .help("give each page once"),
            );
        }
    }
}

fn write_new(path: &Path, text: &str) -> Result<(), String> {
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    let written = file.and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes()));
    written.map_err(|error| {
        let path = path.display();
        if error.kind() == ErrorKind::AlreadyExists {
            format!("{path} exists already\nhelp: choose another file, or remove that one by hand")
        } else {
            format!("cannot write {path}: {error}")
        }
    })
}
