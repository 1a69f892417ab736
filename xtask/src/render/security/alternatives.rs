//! Which security schemes an event asks for, as code.
//!
//! In: each event's alternatives, as indices of the model's authenticators. Out: the function `alternatives` and the constant `ANY` of
//! the module `security`. How a scheme is checked is not its matter.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::model::{Event, Model};
use crate::render::syntax::ident;

type Alternatives = Vec<Vec<usize>>;

/// The alternatives of every event, as constants.
pub(crate) fn render_alternatives(model: &Model, variants: &[Ident]) -> TokenStream {
    let list = |alternatives: &Alternatives| {
        let each = alternatives.iter().map(|all| {
            let all = all.iter().filter_map(|index| variants.get(*index));
            quote!(&[#(SecurityScheme::#all),*])
        });
        quote!(&[#(#each),*])
    };
    let mut any: Alternatives = Vec::new();
    for alternatives in distinct(model) {
        for alternative in alternatives {
            if !any.contains(&alternative) {
                any.push(alternative);
            }
        }
    }
    let any_list = list(&any);
    let unknown = for_unknown(model, &any);
    let events: Vec<&Event> = model.events().collect();
    let mut arms = Vec::new();
    let mut seen = BTreeSet::new();
    for event in &events {
        let own = event.security.clone().unwrap_or_default();
        if !seen.insert(own.clone()) {
            continue;
        }
        let same = events
            .iter()
            .filter(|other| other.security.clone().unwrap_or_default() == own);
        let names = same.map(|event| ident(&event.name.ident));
        let or_unknown = (own == unknown).then(|| quote!(| EventName::Unknown(_)));
        let own = list(&own);
        arms.push(quote!(#(EventName::#names)|* #or_unknown => #own,));
    }
    if !seen.contains(&unknown) {
        let unknown = list(&unknown);
        arms.push(quote!(EventName::Unknown(_) => #unknown,));
    }
    let (event, body) = if is_uniform(model) {
        (quote!(_), quote!(ANY))
    } else {
        (quote!(event), quote!(match event { #(#arms)* }))
    };
    quote!(
        /// Every alternative of any event.
        const ANY: &[&[SecurityScheme]] = #any_list;

        /// The alternatives of an event; one of them must hold, and of it every scheme.
        #[must_use]
        pub fn alternatives(#event: &EventName) -> &'static [&'static [SecurityScheme]] { #body }
    )
}

/// The alternatives of an event that the document does not list: the document's own. Without these, one of any event's, yet not that
/// an event asks for nothing, which is said of that event alone.
fn for_unknown(model: &Model, any: &[Vec<usize>]) -> Alternatives {
    if let Some(own) = &model.security {
        return own.clone();
    }
    let asking = any.iter().filter(|all| !all.is_empty()).cloned();
    let asking: Alternatives = asking.collect();
    if asking.is_empty() {
        any.to_vec()
    } else {
        asking
    }
}

/// Whether all events, unknown ones too, ask for the same credentials.
pub(crate) fn is_uniform(model: &Model) -> bool {
    let lists = distinct(model);
    match lists.as_slice() {
        [] => true,
        [one] => for_unknown(model, one) == *one,
        _ => false,
    }
}

/// The different lists of alternatives that events have, and the document's own.
fn distinct(model: &Model) -> Vec<Alternatives> {
    let mut lists: Vec<Alternatives> = Vec::new();
    let of_events = model
        .events()
        .map(|event| event.security.clone().unwrap_or_default());
    for list in of_events.chain(model.security.clone()) {
        if !lists.contains(&list) {
            lists.push(list);
        }
    }
    lists
}
