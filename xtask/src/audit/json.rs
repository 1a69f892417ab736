//! The outcome for programs.
//!
//! In: outcomes. Out: one JSON object. Keys are only ever added to it; a change of what is there
//! changes `version`.
//!
//! ```text
//! {
//!   "version": 1,
//!   "agreed": false,                  whether there is no difference at all: exit code 0
//!   "pages": [{
//!     "page": "parcel-sent.txt",      the file
//!     "title": "Parcel sent",
//!     "event": "parcel-sent",
//!     "summary": { "documented", "agreed", "different", "missing", "beyond", "unmarked": counts },
//!     "differences": [{
//!       "kind": "type",               endpoint, method, media-type, security, response, field, type, items, required, enum,
//!                                     variant, discriminator, example or provenance
//!       "finding": "changed",         missing (only the page has it), beyond (only the spec), changed or reordered
//!       "subject": "lines.weight",
//!       "page": PLACE, "spec": PLACE,
//!       "page_says": ["integer"],     any JSON; null where nothing is said
//!       "spec_says": ["string"],
//!       "message": "the page says integer, the spec string"
//!     }],
//!     "documented": [{ "kind", "subject", "says", "page": PLACE, "spec": PLACE or null, "verdict": agreed, different or missing }],
//!     "beyond": [{ "kind", "subject", "spec": PLACE, "marked": true or false }]
//!   }]
//! }
//! PLACE: { "file": text, "line": number, "column": number, "pointer": text, in the spec alone }
//! ```

use serde::Serialize;

use super::outcome::{Beyond, Difference, Entry, PageOutcome, Summary};

#[derive(Serialize)]
struct AuditReport<'o> {
    version: u8,
    agreed: bool,
    pages: Vec<PageReport<'o>>,
}

#[derive(Serialize)]
struct PageReport<'o> {
    page: &'o str,
    title: &'o str,
    event: &'o str,
    summary: Summary,
    differences: &'o [Difference],
    documented: &'o [Entry],
    beyond: &'o [Beyond],
}

/// The object, indented, with a final newline.
pub(super) fn text(outcomes: &[PageOutcome]) -> String {
    let pages = outcomes.iter().map(|outcome| PageReport {
        page: &outcome.page,
        title: &outcome.title,
        event: &outcome.event,
        summary: outcome.summary(),
        differences: &outcome.differences,
        documented: &outcome.entries,
        beyond: &outcome.beyond,
    });
    let report = AuditReport {
        version: 1,
        agreed: outcomes.iter().all(|one| one.differences.is_empty()),
        pages: pages.collect(),
    };
    // Texts, numbers and flags can always be written.
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}
