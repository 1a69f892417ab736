//! Which group an operation's event belongs to, and which groups are compiled by features.
//!
//! In: operations, and the groups that are made of them. Out: the title of each operation's group, and the cargo feature of each
//! group where a document has so many events that a team will not want all of them.
//!
//! The group is the operation's first tag. Operations without one share a group, unless there are more than [`MANY_EVENTS`] of them:
//! then the part of the `operationId` before its last `/`, `.` or `:` names the group (`issues/opened` belongs to `issues`), else the
//! part of the webhook's key before its first. A part that equals a tag joins the tag's group; who has no such part stays with those
//! that share one.

use std::collections::BTreeSet;

use crate::document::{Document, Operation, Webhook};
use crate::model::EventGroup;

/// How many events are taken as one: how many untagged ones share a group, and how many a crate has without a feature for each
/// group.
const MANY_EVENTS: usize = 32;

/// The group of operations that have no tag.
const UNTAGGED: &str = "Webhooks";

/// The group of callbacks that have no tag.
const UNTAGGED_CALLBACKS: &str = "Callbacks";

/// What divides the parts of an `operationId` or of a webhook's key.
const DIVIDERS: [char; 3] = ['/', '.', ':'];

/// The features that a crate has whatever its groups are called, those of `templates/Cargo.toml`.
const FEATURES_RESERVED: [&str; 11] = [
    "axum",
    "default",
    "dispatcher",
    "hmac",
    "jwt",
    "jwt-ecdsa",
    "jwt-eddsa",
    "jwt-rsa",
    "receiver",
    "security",
    "tracing",
];

/// How the operations of one document are grouped.
pub(super) struct Grouping {
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

/// Gives every group a feature, where more than [`MANY_EVENTS`] events are in several groups.
///
/// It is the name of the group's module with hyphens. One that a crate has anyway, or another group, gets `-events` behind it.
pub(super) fn settle_features(groups: &mut [EventGroup]) {
    let events: usize = groups.iter().map(|group| group.events.len()).sum();
    if groups.len() < 2 || events <= MANY_EVENTS {
        return;
    }
    let mut taken: BTreeSet<String> = FEATURES_RESERVED.map(str::to_owned).into();
    // A group that has to yield must not take the name of one that need not.
    taken.extend(groups.iter().map(own_feature));
    for group in groups {
        let mut feature = own_feature(group);
        if FEATURES_RESERVED.contains(&feature.as_str()) {
            while taken.contains(&feature) {
                feature.push_str("-events");
            }
            taken.insert(feature.clone());
        }
        group.feature = Some(feature);
    }
}

/// The feature that a group has unless every crate has one of that name.
pub(super) fn own_feature(group: &EventGroup) -> String {
    group.name.ident.trim_matches('_').replace('_', "-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::FEATURES_RESERVED;

    #[test]
    fn no_group_can_take_a_feature_that_every_crate_has() {
        let manifest = include_str!("../../../templates/Cargo.toml");
        let manifest: toml_edit::DocumentMut = manifest.parse().unwrap();
        let features = manifest["features"].as_table().unwrap();
        let features: BTreeSet<&str> = features.iter().map(|(name, _)| name).collect();
        assert_eq!(features, BTreeSet::from(FEATURES_RESERVED));
    }
}
