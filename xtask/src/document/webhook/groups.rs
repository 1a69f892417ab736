//! `x-webhooks` as `APIMatic` writes it: not webhooks, but what groups of them have in common. One
//! group stands under the key itself, several stand under their names.
//!
//! In: the value of `x-webhooks`. Out: whether it is about groups, and those that have names.

use serde_json::Value;

use super::entry::has_operation;

/// The members by which a group is known: how requests are signed, by the newer and by the older
/// name, and how webhooks are told apart.
const MEMBERS: [&str; 3] = [
    "signatureVerification",
    "payloadVerification",
    "discriminator",
];

/// Whether `x-webhooks` is about groups, so that nothing in it is a webhook.
pub(in crate::document) fn is_about_groups(value: &Value) -> bool {
    is_group(value) || named_groups(value).next().is_some()
}

/// Whether this is one group. A webhook may be called as a member of a group is, and has an
/// operation in it then.
pub(in crate::document) fn is_group(value: &Value) -> bool {
    let is_member = |one: &Value| one.is_object() && !has_operation(one);
    let mut members = MEMBERS.into_iter();
    members.any(|key| value.get(key).is_some_and(is_member)) && !has_operation(value)
}

/// The groups under their names.
pub(in crate::document) fn named_groups(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let named = value.as_object().into_iter().flatten();
    named.filter(|(_, group)| is_group(group))
}
