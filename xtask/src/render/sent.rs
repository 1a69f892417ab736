//! Decoding by the `Content-Type`, where events come in bodies of several media types.
//!
//! In: the model's events. Out: `decode_sent` of the module `event`, and what it stands on; nothing where every event comes in one media
//! type.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::events::decoded;
use super::gates::gate;
use super::imports::Imports;
use super::tokens::ident;
use crate::model::{Body, Event, Model};

/// Whether the `Content-Type` says how some event is decoded.
pub(super) fn is_by_content_type(model: &Model) -> bool {
    model.events().any(Event::is_by_content_type)
}

/// `decode_sent`.
pub(super) fn render_sent(model: &Model, imports: &mut Imports) -> Option<TokenStream> {
    if !is_by_content_type(model) {
        return None;
    }
    imports.add("crate::runtime::essence");
    let mut arms = Vec::new();
    for group in &model.groups {
        let gate = gate(group);
        for event in &group.events {
            let name = ident(&event.name.ident);
            for (body, media_types) in otherwise(event) {
                let mut needed = Imports::default();
                let decoded = decoded(event, body, &name, &mut needed);
                imports.add_gated(group.feature.as_deref(), needed);
                arms.push(quote!(#gate (EventName::#name, #(#media_types)|*) => #decoded,));
            }
        }
    }
    let undecoded = render_is_undecoded(model);
    let refusal = undecoded.as_ref().map(|_| {
        quote!(if is_undecoded(&name, &media_type) {
            return Err(DecodeError::NotDecoded { media_type });
        })
    });
    let decoding = if arms.is_empty() {
        quote!(decode_as(name, body, strictness))
    } else {
        quote!(
            let decoded = match (&name, media_type.as_str()) {
                #(#arms)*
                _ => decode_as(name, body, strictness)?,
            };
            Ok(decoded)
        )
    };
    Some(quote!(
        /// Decodes the body of an event whose name is known from elsewhere, written as its `Content-Type` says.
        ///
        /// Without one, and where the spec has nothing to say of it, this is [`decode_as`].
        ///
        /// # Errors
        ///
        /// Those of [`decode_as`], and [`DecodeError::NotDecoded`] for a media type that the spec lists beside the one that the
        /// payload's type is made from.
        pub fn decode_sent(
            name: EventName,
            content_type: Option<&str>,
            body: &[u8],
            strictness: Strictness,
        ) -> Result<Decoded<Event>, DecodeError> {
            let media_type = content_type.map(essence).unwrap_or_default();
            #refusal
            #decoding
        }

        #undecoded
    ))
}

/// The media types in which an event is decoded otherwise than by itself, by what they are written in.
fn otherwise(event: &Event) -> IndexMap<&Body, Vec<&str>> {
    let mut otherwise: IndexMap<&Body, Vec<&str>> = IndexMap::new();
    for further in &event.further {
        if further.body == event.body {
            continue;
        }
        let media_type = match &further.body {
            Body::Raw | Body::Nothing => continue,
            // A range of these has one member that is decoded.
            Body::Multipart(_) => "multipart/form-data",
            Body::Json | Body::Form(_) => further.media_type.as_str(),
        };
        let media_types = otherwise.entry(&further.body).or_default();
        if !media_types.contains(&media_type) {
            media_types.push(media_type);
        }
    }
    otherwise
}

/// The function that knows the media types that are not decoded; nothing where all are.
fn render_is_undecoded(model: &Model) -> Option<TokenStream> {
    let mut by_media_types: IndexMap<Vec<&str>, Vec<_>> = IndexMap::new();
    for event in model.events() {
        let raw = event.further.iter();
        let raw = raw.filter(|further| further.body == Body::Raw && !further.is_range());
        let media_types: Vec<&str> = raw.map(|further| further.media_type.as_str()).collect();
        if !media_types.is_empty() {
            let names = by_media_types.entry(media_types).or_default();
            names.push(ident(&event.name.ident));
        }
    }
    let patterns = by_media_types
        .iter()
        .map(|(media_types, names)| quote!((#(EventName::#names)|*, #(#media_types)|*)));
    let patterns: Vec<TokenStream> = patterns.collect();
    (!patterns.is_empty()).then(|| {
        quote!(
            /// Whether the spec lists this media type for the event and the payload's type is made from another.
            fn is_undecoded(name: &EventName, media_type: &str) -> bool {
                matches!((name, media_type), #(#patterns)|*)
            }
        )
    })
}
