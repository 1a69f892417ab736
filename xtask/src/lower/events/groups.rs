//! Which group an operation's event belongs to.
//!
//! In: operations. Out: the title of each operation's group.
//!
//! The group is the operation's first tag. Operations without one share a group, unless there are more than [`MANY_EVENTS`] of them:
//! then the part of the `operationId` before its last `/`, `.` or `:` names the group (`issues/opened` belongs to `issues`), else the
//! part of the webhook's key before its first. A part that equals a tag joins the tag's group; who has no such part stays with those
//! that share one.

use crate::document::{Document, Operation, Webhook};
use crate::lower::naming::MANY_EVENTS;

/// The group of operations that have no tag.
const UNTAGGED: &str = "Webhooks";

/// The group of callbacks that have no tag.
const UNTAGGED_CALLBACKS: &str = "Callbacks";

/// What divides the parts of an `operationId` or of a webhook's key.
const DIVIDERS: [char; 3] = ['/', '.', ':'];

/// How the operations of one document are grouped.
pub(crate) struct Grouping {
    by_part: bool,
}

impl Grouping {
    /// Counts the operations that have no tag.
    pub fn of(document: &Document) -> Self {
        let operations = document.operations();
        let untagged = operations.filter(|(_, operation)| operation.tags.is_empty());
        Self {
            by_part: untagged.count() > MANY_EVENTS,
        }
    }

    /// The title of the group that an operation's event belongs to.
    pub fn group<'d>(&self, webhook: &'d Webhook, operation: &'d Operation) -> &'d str {
        if let Some(tag) = operation.tags.first() {
            return tag;
        }
        let part = self.by_part.then(|| part(webhook, operation)).flatten();
        part.unwrap_or(match webhook.callback {
            Some(_) => UNTAGGED_CALLBACKS,
            None => UNTAGGED,
        })
    }
}

/// The part of an operation's name that it shares with others of its kind.
fn part<'d>(webhook: &'d Webhook, operation: &'d Operation) -> Option<&'d str> {
    let id = operation.operation_id.as_deref();
    let of_id = id.and_then(|id| id.rsplit_once(DIVIDERS));
    let of_key = || webhook.name.split_once(DIVIDERS);
    [of_id, of_key()]
        .into_iter()
        .flatten()
        .map(|(part, _)| part.trim())
        .find(|part| !part.is_empty())
}
