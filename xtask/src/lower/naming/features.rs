//! The cargo features of groups.
//!
//! In: the groups of events. Out: a feature for each, where a document has so many events that a
//! team will not want all of them.

use std::collections::BTreeSet;

use crate::model::EventGroup;

/// How many events are taken as one: how many untagged ones share a group, and how many a crate has
/// without a feature for each group.
pub(crate) const MANY_EVENTS: usize = 32;

/// The groups of operations, and of callbacks, that have no tag. Nobody named them.
pub(crate) const UNTAGGED: [&str; 2] = ["Webhooks", "Callbacks"];

/// The features that a crate has whatever its groups are called, those of
/// `templates/runtime/Cargo.toml`.
const FEATURES_RESERVED: [&str; 21] = [
    "axum",
    "decompression",
    "default",
    "dispatcher",
    "forms",
    "handshakes",
    "hmac",
    "inspect",
    "jwt",
    "jwt-ecdsa",
    "jwt-eddsa",
    "jwt-rsa",
    "multipart",
    "receiver",
    "security",
    "signature-ecdsa",
    "signature-ed25519",
    "signature-rsa",
    "testing",
    "timestamps",
    "tracing",
];

/// Gives every group a feature, where more than [`MANY_EVENTS`] events are in several groups.
///
/// It is the name of the group's module with hyphens. One that a crate has anyway, or another
/// group, gets `-events` behind it.
pub(crate) fn settle_features(groups: &mut [EventGroup]) {
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
pub(crate) fn own_feature(group: &EventGroup) -> String {
    group.name.ident.trim_matches('_').replace('_', "-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::FEATURES_RESERVED;

    #[test]
    fn no_group_can_take_a_feature_that_every_crate_has() {
        let manifest = include_str!("../../../../templates/runtime/Cargo.toml");
        let manifest: toml_edit::DocumentMut = manifest.parse().unwrap();
        let features = manifest["features"].as_table().unwrap();
        let features: BTreeSet<&str> = features.iter().map(|(name, _)| name).collect();
        assert_eq!(features, BTreeSet::from(FEATURES_RESERVED));
    }
}
