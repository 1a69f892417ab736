//! The outcome as lines for people.
//!
//! In: outcomes. Out: one line for each difference, with its place in the page and in the spec as
//! editors follow them, and after the lines of all pages one line of counts for each page.

use std::fmt::Write;

use super::outcome::{Difference, PageOutcome, Summary};

/// The lines.
pub(super) fn text(outcomes: &[PageOutcome]) -> String {
    let mut text = String::new();
    for difference in outcomes.iter().flat_map(|outcome| &outcome.differences) {
        text.push_str(&line(difference));
        text.push('\n');
    }
    if !text.is_empty() {
        text.push('\n');
    }
    for outcome in outcomes {
        let counts = counts(&outcome.summary());
        writeln!(text, "{}: {counts}", outcome.page).unwrap_or_default();
    }
    text
}

fn line(difference: &Difference) -> String {
    let (page, spec) = (&difference.page, &difference.spec);
    format!(
        "{}:{} {}:{} {} {}: `{}`: {}",
        page.file,
        page.line,
        spec.file,
        spec.line,
        difference.kind.as_str(),
        difference.finding.as_str(),
        difference.subject,
        difference.message
    )
}

/// The counts of a page in words.
pub(super) fn counts(summary: &Summary) -> String {
    let unmarked = match summary.unmarked {
        0 => String::new(),
        some => format!(" ({some} unmarked)"),
    };
    format!(
        "{} documented, {} agreed, {} different, {} missing, {} beyond the page{unmarked}",
        summary.documented, summary.agreed, summary.different, summary.missing, summary.beyond
    )
}
