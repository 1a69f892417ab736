//! Conditions on the cargo features of groups.
//!
//! In: the feature of a group, if it has one. Out: the attribute that compiles an item, a field or an arm with that feature alone. A
//! group without a feature gives nothing, so that its code reads as if there were no features.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{EventGroup, Model};

/// `#[cfg(feature = "…")]`.
pub(crate) fn gate(group: &EventGroup) -> Option<TokenStream> {
    gate_any(group.feature.iter().map(String::as_str))
}

/// Compiles with any of these features; with none given, always.
pub(crate) fn gate_any<'a>(features: impl IntoIterator<Item = &'a str>) -> Option<TokenStream> {
    let features: Vec<&str> = features.into_iter().collect();
    match features.as_slice() {
        [] => None,
        [one] => Some(quote!(#[cfg(feature = #one)])),
        several => Some(quote!(#[cfg(any(#(feature = #several),*))])),
    }
}

/// Compiles with any group; always, where one of them is always compiled.
pub(crate) fn gate_all(model: &Model) -> Option<TokenStream> {
    let is_always = model.groups.iter().any(|group| group.feature.is_none());
    (!is_always).then(|| gate_any(features(model))).flatten()
}

/// Whether groups are compiled by features.
pub(crate) fn is_gated(model: &Model) -> bool {
    features(model).next().is_some()
}

/// The features of all groups, in the order of the groups.
pub(crate) fn features(model: &Model) -> impl Iterator<Item = &str> {
    model
        .groups
        .iter()
        .filter_map(|group| group.feature.as_deref())
}
