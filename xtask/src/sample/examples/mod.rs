//! Examples of deliveries that the spec shows, held against the types of their events.
//!
//! In: the model and the files that it was made from. Out: a warning for each member that is
//! missing, or unknown as after a rename, for each value that does not fit, and for the name of
//! another event, with what such a delivery would come to; and a note for each other member that is
//! unknown.

mod named;
mod search;
mod shapes;
mod variants;
mod words;

use indexmap::IndexMap;

use self::named::misnamed;
use self::search::{Fault, Finding, Search};
pub(super) use self::variants::{object_of, settled};
use self::words::{code, complaint, place};
use super::body;
use crate::allowed::Allowed;
use crate::diagnostic::Diagnostics;
use crate::model::{Body, Model};
use crate::source::Sources;

/// Complains about every example that does not fit its event, but for what the document allows.
pub(crate) fn check_examples(
    model: &Model,
    sources: &Sources,
    allowed: &Allowed,
    diagnostics: &mut Diagnostics,
) {
    let mut by_fault: IndexMap<Fault, Vec<Finding<'_>>> = IndexMap::new();
    for event in model.events().filter(|event| event.body.decodes()) {
        for sample in &event.samples {
            // A file that cannot be read was reported where it is named.
            let Ok(body) = body(sample, sources) else {
                continue;
            };
            if let Some(complaint) = misnamed(model, event, sample, &body)
                && let Some(label) = complaint.labels.first()
                && !allowed.covers(complaint.code, &label.place)
            {
                diagnostics.push(complaint);
            }
            // The fields of a form are all text.
            let mut search = Search::new(model, sample, event.body == Body::Json);
            search.look(&event.payload, &body);
            for finding in search.found {
                if !allowed.covers(code(&finding.fault.what), &place(&finding)) {
                    by_fault
                        .entry(finding.fault.clone())
                        .or_default()
                        .push(finding);
                }
            }
        }
    }
    for findings in by_fault.into_values() {
        diagnostics.extend(complaint(model, &findings));
    }
}
