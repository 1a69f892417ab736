//! The events of the spec as requests: where they are named, how they are sent, and what they are answered.
//!
//! In: the model. Out: the implementation of the runtime's `HttpEvents`. What most specifications have alike is the runtime's default
//! and left out.

use indexmap::IndexMap;
use proc_macro2::TokenStream;
use quote::quote;
use webhook_runtime::handshake::HandshakePlace;

use crate::model::{
    AuthenticatorKind, Body, DeliveryIdPlace, Event, EventNamePlace, EventNameSource, KeyPlace,
    Model, NamePlace,
};
use crate::render::syntax::ident;

/// The implementation of `HttpEvents`; `handshakes` is the method that shows the handshakes, if there
/// are any.
pub(crate) fn render_http_events(model: &Model, handshakes: Option<TokenStream>) -> TokenStream {
    let place = render_place(model);
    let inferred = (model.event_name_source == EventNameSource::Inferred).then(|| {
        quote!(
            const IS_INFERRED: bool = true;
        )
    });
    let alone = model.events().filter(|event| event.by_path_alone);
    let alone: Vec<&str> = alone.map(|event| event.name.wire.as_str()).collect();
    let by_path_alone = (!alone.is_empty()).then(|| {
        quote!(
            const BY_PATH_ALONE: &'static [&'static str] = &[#(#alone),*];
        )
    });
    let json_alone = (model.event_name.reads_body() && !model.is_json_alone()).then(|| {
        quote!(
            const JSON_ALONE: bool = false;
        )
    });
    let credentials = render_credential_headers(model);
    let delivery_id = render_delivery_id(model);
    let methods = (model.methods != ["POST"]).then(|| {
        let methods = model.methods.iter().map(|method| ident(method));
        quote!(const METHODS: &'static [Method] = &[#(Method::#methods),*];)
    });
    let methods_of = render_methods_of(model);
    let by_method = render_by_method(model);
    let accepts = render_accepts(model);
    let status = render_status(model);
    let is_answered = render_is_answered(model);
    quote!(
        impl HttpEvents for Event {
            type Keys = Keys;
            type Builder = ReceiverBuilder;

            const PLACE: EventPlace<EventName> = #place;
            #inferred
            #by_path_alone
            #json_alone
            #credentials
            const PACKAGE: (&'static str, &'static str) =
                (env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
            #methods

            fn listed() -> &'static [(EventName, &'static str)] {
                EventName::KNOWN
            }

            #handshakes

            #delivery_id

            fn unlisted() -> EventName {
                EventName::Unknown(String::new())
            }

            #methods_of
            #by_method
            #accepts
            #status
            #is_answered
        }
    )
}

/// Where a request names its event.
fn render_place(model: &Model) -> TokenStream {
    match &model.event_name {
        EventNamePlace::Body(_) => quote!(EventPlace::Body(event_name)),
        EventNamePlace::Header(header) => quote!(EventPlace::Header(#header)),
        EventNamePlace::HeaderAndBody { header, .. } => {
            quote!(EventPlace::HeaderAndBody(#header, event_name))
        }
        EventNamePlace::Query(query) => quote!(EventPlace::Query(#query)),
        EventNamePlace::Several(_) if model.event_name.is_in_body() => {
            quote!(EventPlace::Body(event_name))
        }
        EventNamePlace::Several(places) => {
            let mut rendered = Vec::new();
            let mut has_body = false;
            for place in places {
                rendered.push(match place {
                    // One function looks for all pointers.
                    NamePlace::Pointer(_) if std::mem::replace(&mut has_body, true) => continue,
                    NamePlace::Pointer(_) => quote!(EventPlace::Body(event_name)),
                    NamePlace::Header(header) => quote!(EventPlace::Header(#header)),
                    NamePlace::Query(query) => quote!(EventPlace::Query(#query)),
                });
            }
            quote!(EventPlace::Several(&[#(#rendered),*]))
        }
        EventNamePlace::Path => quote!(EventPlace::Path),
    }
}

/// Where a request is numbered; nothing where the specification does not say.
fn render_delivery_id(model: &Model) -> Option<TokenStream> {
    let places = model.delivery_id.iter().map(|place| match place {
        DeliveryIdPlace::Header(names) => quote!(DeliveryIdPlace::Header(&[#(#names),*])),
        DeliveryIdPlace::Query(name) => quote!(DeliveryIdPlace::Query(#name)),
        DeliveryIdPlace::Body(pointers) => {
            let pointers = pointers.iter().map(ToString::to_string);
            quote!(DeliveryIdPlace::Body(&[#(#pointers),*]))
        }
    });
    let places: Vec<TokenStream> = places.collect();
    (!places.is_empty()).then(|| {
        quote!(
            fn delivery_id(request: &Parts, body: &[u8]) -> Option<String> {
                delivery_id(&[#(#places),*], request, body)
            }
        )
    })
}

/// The headers that credentials come in, where the specification says so.
fn render_credential_headers(model: &Model) -> Option<TokenStream> {
    let mut headers: Vec<&str> = Vec::new();
    let own = model.authenticators.iter().flat_map(|one| match &one.kind {
        AuthenticatorKind::ApiKey(KeyPlace::Header(header)) => vec![header.as_str()],
        AuthenticatorKind::Signature(signature) => signature.headers().collect(),
        _ => Vec::new(),
    });
    let tokens = model.handshakes.iter().filter_map(|one| match one.token? {
        HandshakePlace::Header(header) => Some(header),
        _ => None,
    });
    for header in own.chain(tokens) {
        // The receiver knows this one anyway.
        let mut known = headers.iter().chain(&["Authorization"]);
        if !known.any(|known| known.eq_ignore_ascii_case(header)) {
            headers.push(header);
        }
    }
    let is_any = !headers.is_empty();
    is_any.then(|| quote!(const CREDENTIAL_HEADERS: &'static [&'static str] = &[#(#headers),*];))
}

fn render_methods_of(model: &Model) -> Option<TokenStream> {
    // Every event is delivered by it.
    if model.methods.len() == 1 {
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
        fn methods_of(event: &'static str) -> &'static [Method] {
            match event {
                #(#arms)*
                _ => Self::METHODS,
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
    Some(if arms.is_empty() {
        quote!(
            fn accepts(_: Option<EventName>) -> &'static [Media] {
                #all
            }
        )
    } else {
        quote!(
            fn accepts(event: Option<EventName>) -> &'static [Media] {
                match event {
                    #(#arms)*
                    _ => #all,
                }
            }
        )
    })
}

/// Whether bodies may be anything but JSON.
pub(crate) fn speaks_of_media(model: &Model) -> bool {
    render_accepts(model).is_some()
}

/// Tells events of one name apart by the method; nothing where no name is shared.
fn render_by_method(model: &Model) -> Option<TokenStream> {
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
            fn by_method(name: EventName, method: &Method) -> EventName {
                match (name.as_str(), method.as_str()) {
                    #(#arms)*
                    _ => name,
                }
            }
        )
    })
}

/// Which events are answered with what their handlers say; nothing where none is.
fn render_is_answered(model: &Model) -> Option<TokenStream> {
    let answered = model.events().filter(|one| one.acceptance.is_answered());
    let names: Vec<_> = answered.map(|one| ident(&one.name.ident)).collect();
    (!names.is_empty()).then(|| {
        quote!(
            fn is_answered(event: &EventName) -> bool {
                matches!(event, #(EventName::#names)|*)
            }
        )
    })
}

/// With which status an event is accepted; nothing where it is `204 No Content` for all.
fn render_status(model: &Model) -> Option<TokenStream> {
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
            fn status(event: &EventName) -> StatusCode {
                match event {
                    #(#arms)*
                    _ => StatusCode::NO_CONTENT,
                }
            }
        )
    })
}
