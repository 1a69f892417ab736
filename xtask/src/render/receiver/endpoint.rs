//! What the receiver asks of the events before it knows a delivery: methods and media types; and what it answers.
//!
//! In: the model's events. Out: methods of the endpoint, and functions that they use. Each is left out where the runtime's own answer
//! will do.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Body, Event, Model};
use crate::render::syntax::ident;

/// `methods_of` and `accepts` of the endpoint.
pub(crate) fn render_expectations(model: &Model) -> TokenStream {
    let methods = render_methods_of(model);
    let accepts = render_accepts(model);
    quote!(#methods #accepts)
}

/// Whether every event is delivered by every method.
fn has_one_method(model: &Model) -> bool {
    model.methods.len() == 1
}

/// Whether events share a name on the wire and are told apart by their methods.
pub(crate) fn is_by_method(model: &Model) -> bool {
    model
        .events()
        .any(|event| model.is_shared(&event.name.wire))
}

fn render_methods_of(model: &Model) -> Option<TokenStream> {
    if has_one_method(model) {
        return None;
    }
    let mut by_name: IndexMap<&str, Vec<&str>> = IndexMap::new();
    for event in model.events() {
        let methods = by_name.entry(&event.name.wire).or_default();
        methods.push(&event.http_method);
    }
    let mut by_methods: IndexMap<Vec<&str>, Vec<&str>> = IndexMap::new();
    for (name, methods) in by_name {
        by_methods.entry(methods).or_default().push(name);
    }
    let arms = by_methods.iter().map(|(methods, names)| {
        let methods = methods.iter().map(|method| ident(method));
        quote!(#(#names)|* => &[#(Method::#methods),*],)
    });
    Some(quote!(
        fn methods_of(&self, event: &'static str) -> &[Method] {
            match event {
                #(#arms)*
                _ => self.methods(),
            }
        }
    ))
}

/// A value of the runtime's `Media`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Media {
    /// One that has no more to say.
    Plain(&'static str),
    /// One media type by its name.
    Named(String),
    /// All media types of one kind.
    Range(String),
}

impl Media {
    fn tokens(&self) -> TokenStream {
        match self {
            Self::Plain(name) => {
                let name = ident(name);
                quote!(Media::#name)
            }
            Self::Named(name) => quote!(Media::Named(#name)),
            Self::Range(name) => quote!(Media::Range(#name)),
        }
    }
}

/// What a decoded body may be written in, or any other.
fn medium(body: &Body) -> Media {
    Media::Plain(match body {
        Body::Json => "Json",
        Body::Form(_) => "Form",
        Body::Multipart(_) => "Multipart",
        Body::Raw => "Any",
        Body::Nothing => "Nothing",
    })
}

/// The media that an event's body may be written in.
fn media(event: &Event) -> Vec<Media> {
    let mut media = vec![medium(&event.body)];
    for further in &event.further {
        let one = match &further.body {
            Body::Json if further.is_range() => continue,
            Body::Json | Body::Raw if further.is_usual_json() => Media::Plain("Json"),
            Body::Json => Media::Named(further.media_type.clone()),
            Body::Raw if !further.is_range() => Media::Named(further.media_type.clone()),
            Body::Raw if further.media_type != "*/*" => Media::Range(further.media_type.clone()),
            body => medium(body),
        };
        if !media.contains(&one) {
            media.push(one);
        }
    }
    if event.optional {
        media.push(Media::Plain("Nothing"));
    }
    media
}

fn render_accepts(model: &Model) -> Option<TokenStream> {
    let mut all: Vec<Media> = Vec::new();
    for name in model.events().flat_map(media) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    if all == [Media::Plain("Json")] {
        return None;
    }
    let list = |media: &[Media]| {
        let media = media.iter().map(Media::tokens);
        quote!(&[#(#media),*])
    };
    let mut by_media: IndexMap<Vec<Media>, Vec<_>> = IndexMap::new();
    for event in model.events() {
        let names = by_media.entry(media(event)).or_default();
        names.push(ident(&event.name.ident));
    }
    let arms = by_media
        .iter()
        .filter(|(media, _)| **media != all)
        .map(|(media, names)| {
            let media = list(media);
            quote!(Some(#(EventName::#names)|*) => #media,)
        });
    let arms: Vec<TokenStream> = arms.collect();
    let all = list(&all);
    let named = render_named_by_path(model, &quote!(method));
    let unused = (!is_by_method(model)).then(|| quote!(let _ = method;));
    let body = if arms.is_empty() {
        quote!(let _ = (method, path_event); #all)
    } else {
        quote!(#unused match #named { #(#arms)* _ => #all })
    };
    Some(quote!(
        fn accepts(&self, method: &Method, path_event: Option<&'static str>) -> &'static [Media] {
            #body
        }
    ))
}

/// The event that a path names, for a request by this method.
pub(crate) fn render_named_by_path(model: &Model, method: &TokenStream) -> TokenStream {
    if is_by_method(model) {
        quote!(path_event.map(|name| by_method(EventName::from(name), #method)))
    } else {
        quote!(path_event.map(EventName::from))
    }
}

/// Whether the endpoint speaks of [`render_accepts`]'s media.
pub(crate) fn speaks_of_media(model: &Model) -> bool {
    render_accepts(model).is_some()
}

/// The function that tells events of one name apart by the method; nothing where no name is shared.
pub(crate) fn render_by_method(model: &Model) -> Option<TokenStream> {
    let shared = model
        .events()
        .filter(|event| model.is_shared(&event.name.wire));
    let arms = shared.map(|event| {
        let (wire, method, name) = (
            &event.name.wire,
            &event.http_method,
            ident(&event.name.ident),
        );
        quote!((#wire, #method) => EventName::#name,)
    });
    let arms: Vec<TokenStream> = arms.collect();
    (!arms.is_empty()).then(|| {
        quote!(
            /// The event of this name that is delivered by this method.
            fn by_method(name: EventName, method: &Method) -> EventName {
                match (name.as_str(), method.as_str()) {
                    #(#arms)*
                    _ => name,
                }
            }
        )
    })
}

/// The function that says with which status an event is accepted; nothing where it is `204 No Content` for all.
pub(crate) fn render_acceptance(model: &Model) -> Option<TokenStream> {
    let mut by_status: IndexMap<u16, Vec<_>> = IndexMap::new();
    for event in model
        .events()
        .filter(|event| event.acceptance.status != 204)
    {
        let names = by_status.entry(event.acceptance.status).or_default();
        names.push(ident(&event.name.ident));
    }
    let constant = |status: u16| match status {
        200 => Some("OK"),
        201 => Some("CREATED"),
        202 => Some("ACCEPTED"),
        203 => Some("NON_AUTHORITATIVE_INFORMATION"),
        205 => Some("RESET_CONTENT"),
        206 => Some("PARTIAL_CONTENT"),
        _ => None,
    };
    let arms = by_status.iter().filter_map(|(status, names)| {
        let status = ident(constant(*status)?);
        Some(quote!(#(EventName::#names)|* => StatusCode::#status,))
    });
    let arms: Vec<TokenStream> = arms.collect();
    (!arms.is_empty()).then(|| {
        quote!(
            /// The status that the spec asks for when a delivery of an event is accepted.
            fn accepted(name: &EventName) -> StatusCode {
                match name {
                    #(#arms)*
                    _ => StatusCode::NO_CONTENT,
                }
            }
        )
    })
}
