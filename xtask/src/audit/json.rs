//! The outcome for programs.
//!
//! In: outcomes. Out: one JSON object. Keys are only ever added to it; a change of what is there changes `version`.
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

use serde_json::{Value, json};

use super::outcome::{PageOutcome, Spot};

/// The object, indented, with a final newline.
pub(super) fn text(outcomes: &[PageOutcome]) -> String {
    let agreed = outcomes
        .iter()
        .all(|outcome| outcome.differences.is_empty());
    let pages: Vec<Value> = outcomes.iter().map(page).collect();
    let object = json!({ "version": 1, "agreed": agreed, "pages": pages });
    format!("{object:#}\n")
}

fn page(outcome: &PageOutcome) -> Value {
    let summary = outcome.summary();
    let differences = outcome.differences.iter().map(|one| {
        json!({
            "kind": one.kind.as_str(),
            "finding": one.finding.as_str(),
            "subject": one.subject,
            "page": place(&one.page),
            "spec": place(&one.spec),
            "page_says": one.page_says,
            "spec_says": one.spec_says,
            "message": one.message,
        })
    });
    let documented = outcome.entries.iter().map(|one| {
        json!({
            "kind": one.kind.as_str(),
            "subject": one.subject,
            "says": one.says,
            "page": place(&one.page),
            "spec": one.spec.as_ref().map(place),
            "verdict": one.verdict.as_str(),
        })
    });
    let beyond = outcome.beyond.iter().map(|one| {
        json!({
            "kind": one.kind.as_str(),
            "subject": one.subject,
            "spec": place(&one.spec),
            "marked": one.is_marked,
        })
    });
    json!({
        "page": outcome.page,
        "title": outcome.title,
        "event": outcome.event,
        "summary": {
            "documented": summary.documented,
            "agreed": summary.agreed,
            "different": summary.different,
            "missing": summary.missing,
            "beyond": summary.beyond,
            "unmarked": summary.unmarked,
        },
        "differences": differences.collect::<Vec<_>>(),
        "documented": documented.collect::<Vec<_>>(),
        "beyond": beyond.collect::<Vec<_>>(),
    })
}

fn place(spot: &Spot) -> Value {
    let mut place = json!({ "file": spot.file, "line": spot.line, "column": spot.column });
    if let (Some(pointer), Some(object)) = (&spot.pointer, place.as_object_mut()) {
        object.insert("pointer".to_owned(), Value::from(pointer.as_str()));
    }
    place
}
