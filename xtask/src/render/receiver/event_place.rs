//! Where a request over HTTP names its event.
//!
//! In: the place that the model settled on. Out: the function of the receiver that looks there, and its calls. What stands in the
//! body is found by the function of the module `event`, whose arguments are all that this one knows of it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{EventNamePlace, EventNameSource, Model};
use crate::render::events::nameless;

/// The call of the function that finds an event's name in a request, with as much of the request as it looks at.
pub(crate) fn name_of(
    model: &Model,
    parts: &TokenStream,
    body: &TokenStream,
    path_event: &TokenStream,
) -> TokenStream {
    match &model.event_name {
        EventNamePlace::Body(_) => quote!(named(#body, #path_event)),
        EventNamePlace::Header(_) => quote!(named(#parts, #path_event)),
        EventNamePlace::HeaderAndBody { .. } => quote!(named(#parts, #body, #path_event)),
        EventNamePlace::Path => quote!(named(#path_event)),
    }
}

/// The function that finds an event's name in a request.
pub(crate) fn render_named(model: &Model) -> TokenStream {
    let (parts, body) = (quote!(parts: &Parts,), quote!(body: &Bytes,));
    let looked_at = match &model.event_name {
        EventNamePlace::Body(_) => body,
        EventNamePlace::Header(_) => parts,
        EventNamePlace::HeaderAndBody { .. } => quote!(#parts #body),
        EventNamePlace::Path => quote!(),
    };
    let signature = quote!(fn named(
        #looked_at
        path_event: Option<&'static str>,
    ) -> Result<Result<EventName, DecodeError>, Failure>);
    let body = match &model.event_name {
        EventNamePlace::Body(_) => quote!(
            let found = event_name(body);
        ),
        EventNamePlace::Header(header) => {
            let place = format!("the header `{header}`");
            quote!(
                let found = parts.headers.get(#header).and_then(|value| value.to_str().ok());
                let found = match (found.filter(|name| !name.is_empty()), path_event) {
                    (Some(name), _) | (None, Some(name)) => Ok(EventName::from(name)),
                    (None, None) => return Err(Failure::NoEventName { place: #place.to_owned() }),
                };
            )
        }
        EventNamePlace::HeaderAndBody { header, .. } => {
            let place = format!("the header `{header}`");
            quote!(
                let first = parts.headers.get(#header).and_then(|value| value.to_str().ok());
                let found = match (first.filter(|name| !name.is_empty()), path_event) {
                    (Some(first), _) => event_name(first, body),
                    (None, Some(name)) => Ok(EventName::from(name)),
                    (None, None) => return Err(Failure::NoEventName { place: #place.to_owned() }),
                };
            )
        }
        EventNamePlace::Path => {
            return quote!(
                /// The event's name, which the path ends with.
                #signature {
                    let name = path_event.ok_or(Failure::UnknownPath)?;
                    Ok(Ok(EventName::from(name)))
                }
            );
        }
    };
    // What was inferred may be a member that grows other values: where the path names the event, they contradict nothing.
    let nameless = nameless(model);
    let silent = if model.event_name_source == EventNameSource::Inferred {
        quote!(Ok(EventName::Unknown(_)) | Err(#nameless))
    } else {
        quote!(Err(#nameless))
    };
    quote!(
        /// The event's name, or why the body that should tell it does not.
        #signature {
            #body
            match (found, path_event) {
                (#silent, Some(path_event)) => Ok(Ok(EventName::from(path_event))),
                (Ok(name), Some(path_event)) if name.as_str() != path_event => {
                    Err(Failure::EventMismatch { path_event })
                }
                (found, _) => Ok(found),
            }
        }
    )
}
