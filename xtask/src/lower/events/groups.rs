//! Which group an event belongs to.
//!
//! In: operations. Out: the operations of each group, and warnings about tags that are not declared,
//! where others are.
//!
//! The group is the operation's first tag. Operations without one share a group, unless there are
//! more than [`MANY_EVENTS`] of them or the document asks for more groups: then the part of the `operationId` before its last `/`, `.`
//! or `:` names the group (`issues/opened` belongs to `issues`), else the part of the webhook's key
//! before its first. A part that equals a tag joins the tag's group. An operation that has no such
//! part stays with those that share a group.

use indexmap::IndexMap;

use super::operations::EventOperation;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, closest};
use crate::document::{Document, Grouping};
use crate::lower::naming::{MANY_EVENTS, UNTAGGED};

/// What divides the parts of an `operationId` or of a webhook's key.
const DIVIDERS: [char; 3] = ['/', '.', ':'];

/// The operations by the titles of their groups: in the order of the document's tags, then of first
/// use.
pub(super) fn by_group(document: &Document) -> IndexMap<&str, Vec<EventOperation<'_>>> {
    let [webhooks, callbacks] = UNTAGGED;
    let by_part = is_by_part(document);
    let tags = document.tags.iter().map(|tag| tag.name.as_str());
    let mut groups: IndexMap<&str, Vec<_>> = tags.map(|tag| (tag, Vec::new())).collect();
    for event in EventOperation::all(document) {
        let tag = event.operation.tags.first().map(String::as_str);
        let part = || part(&event).filter(|_| by_part);
        let title = tag.or_else(part).unwrap_or(match event.webhook.callback {
            Some(_) => callbacks,
            None => webhooks,
        });
        groups.entry(title).or_default().push(event);
    }
    groups.retain(|_, events| !events.is_empty());
    groups
}

/// Whether the names of events without a tag say their groups.
pub(crate) fn is_by_part(document: &Document) -> bool {
    match document.grouping {
        Some(grouping) => grouping == Grouping::ByName,
        None => {
            let operations = document.operations();
            let untagged = operations.filter(|(_, operation)| operation.tags.is_empty());
            untagged.count() > MANY_EVENTS
        }
    }
}

/// The part of an operation's name that it shares with others of its kind.
fn part<'d>(event: &EventOperation<'d>) -> Option<&'d str> {
    let id = event.operation.operation_id.as_deref();
    let of_id = id.and_then(|id| id.rsplit_once(DIVIDERS));
    let of_key = event.webhook.name.split_once(DIVIDERS);
    let parts = of_id.into_iter().chain(of_key).map(|(part, _)| part.trim());
    parts.into_iter().find(|part| !part.is_empty())
}

/// Warns about each tag of a webhook that the document does not declare. A document that declares
/// none has a mind to.
pub(super) fn warn_of_undeclared_tags(document: &Document, diagnostics: &mut Diagnostics) {
    let declared = || document.tags.iter().map(|tag| tag.name.as_str());
    let Some(first) = document.tags.first() else {
        return;
    };
    for (_, operation) in document.operations() {
        let tags = operation.tags.iter().enumerate();
        for (index, tag) in tags.filter(|(_, tag)| declared().all(|name| name != *tag)) {
            let place = operation.location.child("tags").child(&index.to_string());
            let help = match closest(tag, declared()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "declare it under `tags`, with a description of the group".to_owned(),
            };
            diagnostics.push(
                Diagnostic::new(
                    Code::UndeclaredTag,
                    format!("the tag `{tag}` is not declared, and others are"),
                )
                .at(place, "not among the document's `tags`")
                .and(&first.location, "the first that is declared")
                .help(help),
            );
        }
    }
}
