//! Events of groups that are not compiled.
//!
//! In: groups with features. Out: what the module `event` says of an event whose group's feature is off: its name is known, and its
//! body is taken as that of an event that the spec does not list. Nothing where groups have no features.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Model;
use crate::render::syntax::{ident, is_gated};

/// `EventName::is_enabled`.
pub(crate) fn render_is_enabled(model: &Model) -> Option<TokenStream> {
    let arms = model.groups.iter().filter_map(|group| {
        let feature = group.feature.as_deref()?;
        let events = group.events.iter().map(|event| ident(&event.name.ident));
        Some(quote!(#(Self::#events)|* => cfg!(feature = #feature),))
    });
    is_gated(model).then(|| {
        quote!(
            impl EventName {
                /// Whether the feature of the event's group is on; an event that the spec does not list has no group.
                ///
                /// The body of an event that is not enabled is taken as that of an unknown event.
                #[must_use]
                pub fn is_enabled(&self) -> bool {
                    match self {
                        #(#arms)*
                        Self::Unknown(_) => false,
                    }
                }
            }
        )
    })
}

/// The arms of `decode_as` for events whose group is left out.
pub(crate) fn left_out_arms(model: &Model) -> Vec<TokenStream> {
    let arms = model.groups.iter().filter_map(|group| {
        let feature = group.feature.as_deref()?;
        let events: Vec<_> = group
            .events
            .iter()
            .map(|event| ident(&event.name.ident))
            .collect();
        let pattern = match events.as_slice() {
            [one] => quote!(EventName::#one),
            several => quote!((#(EventName::#several)|*)),
        };
        Some(quote!(
            #[cfg(not(feature = #feature))]
            name @ #pattern => {
                decode_event(body, strictness, |payload| Event::Unknown { name: name.to_string(), payload })
            }
        ))
    });
    arms.collect()
}
