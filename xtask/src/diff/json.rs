//! The outcome for programs.
//!
//! In: an outcome. Out: one JSON object. Keys are only ever added to it; a change of what is there
//! changes `version`.
//!
//! ```text
//! {
//!   "version": 1,
//!   "step": "major",                    major, minor, patch, or null where nothing changed
//!   "counts": { "major": 1, "minor": 0, "patch": 0 },
//!   "changes": [{
//!     "what": "member",                 crate, event-name, group, event, payload, media-type, answer, example, type,
//!                                       member, value, variant, union-test, parameters, parameter, handshake,
//!                                       scheme, security, feature
//!     "how": "required",                added, removed, renamed, moved, required, optional, changed, deprecated,
//!                                       documented
//!     "subject": "Parcel::weight",
//!     "message": "a delivery must have the member `weight`",
//!     "old": PLACE or null, "new": PLACE or null,
//!     "code": { "effect": "needs-change", "advice": text },      compiles, needs-change or gone
//!     "deliveries": [{
//!       "which": "without `weight`",
//!       "before": "accepted", "now": "undecodable",              accepted, unknown (kept in `Unknown`), defects,
//!                                                                unknown-event, undecodable or refused
//!       "events": ["parcel-sent"]
//!     }],
//!     "events": ["parcel-sent"],        the events that it concerns; empty for the whole crate
//!     "types_renamed": [[old, new]],    types that have other names with it
//!     "types_removed": [text], "types_added": [text],            types that go or come with it
//!     "step": "major", "rule": "type-change"
//!   }]
//! }
//! PLACE: { "file": text, "line": number, "column": number, "pointer": text }
//! ```

use serde::Serialize;

use super::change::{CodeEffect, DeliveryEffect, How, What};
use super::outcome::Outcome;
use super::side::ShownPlace;
use super::step::Step;
use crate::characters::json_text;

#[derive(Serialize)]
struct DiffReport<'o> {
    version: u8,
    step: Option<Step>,
    counts: Counts,
    changes: Vec<ChangeReport<'o>>,
}

#[derive(Serialize)]
struct Counts {
    major: usize,
    minor: usize,
    patch: usize,
}

#[derive(Serialize)]
struct ChangeReport<'o> {
    what: What,
    how: How,
    subject: &'o str,
    message: &'o str,
    old: &'o Option<ShownPlace>,
    new: &'o Option<ShownPlace>,
    code: CodeReport<'o>,
    deliveries: &'o [DeliveryEffect],
    events: &'o [String],
    types_renamed: &'o [(String, String)],
    types_removed: &'o [String],
    types_added: &'o [String],
    step: Step,
    rule: &'static str,
}

#[derive(Serialize)]
struct CodeReport<'o> {
    effect: CodeEffect,
    advice: &'o str,
}

/// The object, indented, with a final newline.
pub(super) fn text(outcome: &Outcome<'_>) -> String {
    let changes = outcome.changes.iter().map(|shown| {
        let change = shown.change;
        ChangeReport {
            what: change.what,
            how: change.how,
            subject: &change.subject,
            message: &change.message,
            old: &shown.old,
            new: &shown.new,
            code: CodeReport {
                effect: change.code,
                advice: &change.advice,
            },
            deliveries: &change.deliveries,
            events: &change.events,
            types_renamed: &change.types_renamed,
            types_removed: &change.types_removed,
            types_added: &change.types_added,
            step: change.step(),
            rule: change.rule.name(),
        }
    });
    let report = DiffReport {
        version: 1,
        step: outcome.step,
        counts: Counts {
            major: outcome.count(Step::Major),
            minor: outcome.count(Step::Minor),
            patch: outcome.count(Step::Patch),
        },
        changes: changes.collect(),
    };
    let text = serde_json::to_string_pretty(&report).unwrap_or_default();
    json_text(&text) + "\n"
}
