//! The outcome as a table: how much of each page the spec covers.
//!
//! In: outcomes. Out: Markdown with the counts of all pages, then for each page everything that it
//! documents with its verdict, its differences, and what only the spec has.

use std::fmt::Write;

use super::outcome::{Kind, PageOutcome, Spot, Verdict};

/// The document.
pub(super) fn markdown(outcomes: &[PageOutcome]) -> String {
    let mut text = String::from("# Coverage of the reference pages\n\n");
    text.push_str(
        "| Page | Event | Documented | Agreed | Different | Missing | Beyond the page |\n",
    );
    text.push_str("|---|---|--:|--:|--:|--:|--:|\n");
    for outcome in outcomes {
        let summary = outcome.summary();
        writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} |",
            cell(&outcome.title),
            code(&outcome.event),
            summary.documented,
            summary.agreed,
            summary.different,
            summary.missing,
            summary.beyond,
        )
        .unwrap_or_default();
    }
    for outcome in outcomes {
        text.push_str(&page(outcome));
    }
    text
}

fn page(outcome: &PageOutcome) -> String {
    let mut text = format!("\n## {}\n\n", outcome.title);
    text.push_str(
        "| Documented | The page says | Page | Spec | Verdict |\n|---|---|--:|---|---|\n",
    );
    for entry in &outcome.entries {
        writeln!(
            text,
            "| {} | {} | {} | {} | {} |",
            subject(entry.kind, &entry.subject),
            cell(&entry.says),
            entry.page.line,
            entry.spec.as_ref().map_or_else(String::new, place),
            verdict(entry.verdict),
        )
        .unwrap_or_default();
    }
    if !outcome.differences.is_empty() {
        text.push_str("\nDifferences:\n\n");
    }
    for one in &outcome.differences {
        let (page, spec) = (one.page.line, place(&one.spec));
        let subject = code(&one.subject);
        let message = cell(&one.message);
        writeln!(text, "- {subject} (page {page}, {spec}): {message}").unwrap_or_default();
    }
    if !outcome.beyond.is_empty() {
        text.push_str("\nBeyond the page, each with all that is in it:\n\n");
    }
    for one in &outcome.beyond {
        let unmarked = if one.is_marked { "" } else { " **not marked**" };
        let subject = subject(one.kind, &one.subject);
        writeln!(text, "- {subject} ({}){unmarked}", place(&one.spec)).unwrap_or_default();
    }
    text
}

fn subject(kind: Kind, subject: &str) -> String {
    match kind {
        Kind::Field | Kind::Variant => code(subject),
        _ => cell(subject),
    }
}

fn verdict(verdict: Verdict) -> String {
    match verdict {
        Verdict::Agreed => verdict.as_str().to_owned(),
        other => format!("**{}**", other.as_str()),
    }
}

fn place(spot: &Spot) -> String {
    cell(&format!("{}:{}", spot.file, spot.line))
}

/// Text that does not end its cell or its line.
fn cell(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('|', "\\|")
        .replace('\n', " ")
}

/// Text in backticks, more of them than it holds in a row.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|").replace('\n', " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest == 0 {
        format!("{fence}{text}{fence}")
    } else {
        format!("{fence} {text} {fence}")
    }
}
