//! Match arms that do the same.
//!
//! In: patterns, each with the type that it binds. Out: one pattern for all that bind the same type, since a person would write
//! them as one arm.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

/// Joins the patterns that bind the same type, in the order of the first of each.
pub(crate) fn joined(
    patterns: impl IntoIterator<Item = (TokenStream, TokenStream)>,
) -> Vec<TokenStream> {
    let mut by_type: IndexMap<String, Vec<TokenStream>> = IndexMap::new();
    for (bound, pattern) in patterns {
        by_type.entry(bound.to_string()).or_default().push(pattern);
    }
    by_type
        .into_values()
        .map(|patterns| quote!(#(#patterns)|*))
        .collect()
}
