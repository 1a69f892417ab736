//! What tests of a team's handlers need of a spec.
//!
//! In: the model, and the deliveries that the spec shows. Out: the module `testing`: a constant for each delivery, a function for
//! each payload, how the schemes are shown, and a recorder for every group. How a request is made and signed is the runtime's.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ident::{Style, identifier_of};
use crate::model::{AuthenticatorKind, Body, ByEvent, Docs, Event, EventGroup, Model, NameInHead};
use crate::render::events::{answer_type, is_boxed, payload_type};
use crate::render::rust_types::RustTypes;
use crate::render::security::{key_place, scheme_variant, signature_const};
use crate::render::syntax::{Imports, doc_text, gate, ident, inner_doc};
use crate::sample::{Delivered, media_type};

/// Names that the module takes for itself; a payload type of the same name is written with its path.
const OWN: [&str; 12] = [
    "Credential",
    "Delivery",
    "Event",
    "EventName",
    "HandlerError",
    "NamedIn",
    "RawBody",
    "Recorder",
    "RequestError",
    "Sample",
    "SampleRequest",
    "SecurityScheme",
];

/// The constant that holds every sample.
const SAMPLES: &str = "SAMPLES";

/// The constants of an event.
pub(crate) struct Constants<'d> {
    /// The constant that is named after the event alone: its first delivery.
    pub first: String,
    /// Those that are named after examples too.
    examples: Vec<(String, &'d Delivered)>,
}

/// The constants of each event. Those of events alone are settled first, so that no example takes
/// the name of an event.
pub(crate) fn constants<'d>(
    model: &Model,
    deliveries: &'d ByEvent<Vec<Delivered>>,
) -> ByEvent<Constants<'d>> {
    let plain = |method: &str| method.trim_start_matches("r#").to_owned();
    // Letters without case make a constant and a function alike.
    let mut taken: BTreeSet<String> = model.events().map(|event| plain(&event.method)).collect();
    taken.insert(SAMPLES.to_owned());
    let mut settle = |mut wanted: String| {
        if taken.contains(&wanted) {
            wanted.push_str("_SAMPLE");
        }
        let mut name = wanted.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        name
    };
    let upper = |method: &str| plain(method).to_uppercase();
    let firsts = ByEvent::new(model, |event| settle(upper(&event.method)));
    ByEvent::new(model, |event| {
        let first = firsts[event.id].clone();
        let shown = deliveries[event.id].iter().filter_map(|one| {
            let example = identifier_of(one.example.as_ref()?, Style::Snake);
            Some((format!("{first}_{}", upper(&example)), one))
        });
        let examples = shown.map(|(wanted, one)| (settle(wanted), one)).collect();
        Constants { first, examples }
    })
}

/// Renders the module `testing`.
pub(crate) fn render_testing(
    model: &Model,
    deliveries: &ByEvent<Vec<Delivered>>,
    types: &RustTypes,
) -> TokenStream {
    let mut imports = Imports::default();
    for path in [
        "crate::event::Event",
        "crate::runtime::testing::Shown",
        "crate::runtime::testing::ShownScheme",
        "crate::scheme::SecurityScheme",
    ] {
        imports.add(path);
    }
    let mut own = OWN.to_vec();
    own.extend(model.groups.iter().map(|group| group.handler.as_str()));
    let answers = model.events();
    let answers = answers.filter_map(|event| event.acceptance.headers.as_ref());
    own.extend(answers.map(|answer| answer.ident.as_str()));
    let shown = render_shown(model, &mut imports);
    let constants = constants(model, deliveries);
    let mut samples = Vec::new();
    let mut all = Vec::new();
    let mut recorders = Vec::new();
    for group in &model.groups {
        let mut needed = Imports::default();
        needed.add(&format!("crate::handlers::{}", group.handler));
        needed.add("crate::delivery::Delivery");
        needed.add("crate::runtime::HandlerError");
        needed.add("crate::runtime::testing::NamedIn");
        if group.events.iter().any(|event| event.body != Body::Nothing) {
            needed.add("crate::event::EventName");
        }
        for event in &group.events {
            let (code, names) = render_event(
                model,
                (group, event),
                (&constants[event.id], &deliveries[event.id]),
                &mut |event| payload_type(model, types, event, &own, &mut needed),
            );
            samples.push(code);
            let gate = gate(group);
            let names = names.iter().map(|name| ident(name));
            all.extend(names.map(|name| quote!(#gate #name)));
        }
        recorders.push(render_recorder(model, group, types, &own, &mut needed));
        imports.add_gated(group.feature.as_deref(), needed);
    }
    imports.add_named(model, None);
    let uses = imports.render();
    let module = inner_doc(
        "What tests of your own handlers are made of: the deliveries that the spec shows, as constants and as payloads to change;\n\
         requests with the credentials that the spec asks for; and a handler that records.\n\n\
         A constant is named after its event, and after its example: the first example of an event has both names. Where the spec\n\
         shows no delivery of an event, the constant is one that codegen made of the event's types, as short as it can be.",
    );
    let list = ident(SAMPLES);
    quote!(
        #module
        #uses

        pub use crate::runtime::testing::{Credential, RequestError, Sample, SampleRequest};

        /// Keeps every delivery, as the handler of each group and as a fallback.
        pub type Recorder = crate::runtime::testing::Recorder<Event>;

        #(#samples)*

        /// Every sample, in the order of the spec.
        pub const #list: &[Sample] = &[#(#all),*];

        #shown

        #(#recorders)*
    )
}

/// The constants and the function of one event, and the constants that are its samples.
fn render_event(
    model: &Model,
    (group, event): (&EventGroup, &Event),
    (constants, deliveries): (&Constants<'_>, &[Delivered]),
    payload: &mut dyn FnMut(&Event) -> TokenStream,
) -> (TokenStream, Vec<String>) {
    let gate = gate(group);
    let called = Docs::code(&event.name.wire);
    let first = ident(&constants.first);
    let made = deliveries.first().filter(|_| constants.examples.is_empty());
    let made = made.map(|one| sample(model, event, one));
    let same = constants.examples.first().map(|(name, _)| ident(name));
    let same = same.map(|name| quote!(#name));
    let value = made.or(same);
    let docs = doc_text(&if constants.examples.is_empty() {
        format!("A delivery of {called}, made of its types.")
    } else {
        format!("The first delivery of {called} that the spec shows.")
    });
    let examples = constants.examples.iter().map(|(name, one)| {
        let (name, value) = (ident(name), sample(model, event, one));
        let example = Docs::code(one.example.as_deref().unwrap_or_default());
        let docs = doc_text(&format!("The example {example} of {called}."));
        quote!(#docs #gate pub const #name: Sample = #value;)
    });
    let examples: Vec<TokenStream> = examples.collect();
    let function = (event.body != Body::Nothing).then(|| {
        let payload = payload(event);
        let docs = doc_text(&format!(
            "The payload of [`{}`], for a test to change.\n\n\
             # Panics\n\n\
             If the sample cannot be decoded.",
            constants.first
        ));
        let (method, variant) = (ident(&event.method), ident(&event.name.ident));
        let inner = if is_boxed(event) {
            quote!(*payload)
        } else {
            quote!(payload)
        };
        quote!(
            #docs
            #gate
            #[must_use]
            pub fn #method() -> #payload {
                #first.payload(EventName::#variant, |event| match event {
                    Event::#variant(payload) => Some(#inner),
                    _ => None,
                })
            }
        )
    });
    let code = quote!(
        #docs
        #gate
        pub const #first: Sample = #value;
        #(#examples)*
        #function
    );
    let names: Vec<String> = constants
        .examples
        .iter()
        .map(|(name, _)| name.clone())
        .collect();
    if names.is_empty() {
        (code, vec![constants.first.clone()])
    } else {
        (code, names)
    }
}

/// A sample as code.
fn sample(model: &Model, event: &Event, delivered: &Delivered) -> TokenStream {
    let name = &event.name.wire;
    let example = match &delivered.example {
        Some(example) => quote!(Some(#example)),
        None => quote!(None),
    };
    let method = &event.http_method;
    let content_type = match media_type(event) {
        Some(media_type) => quote!(Some(#media_type)),
        None => quote!(None),
    };
    let named = match model.name_in_head(event) {
        None => quote!(NamedIn::Body),
        Some(NameInHead::Header(header, name)) => quote!(NamedIn::Header(#header, #name)),
        Some(NameInHead::Query(query, name)) => quote!(NamedIn::Query(#query, #name)),
        Some(NameInHead::Path(name)) => quote!(NamedIn::Path(#name)),
    };
    let body = text_literal(&delivered.text);
    quote!(Sample {
        event: #name,
        example: #example,
        method: #method,
        content_type: #content_type,
        named: #named,
        body: #body,
    })
}

/// A text as people write it, if it has nothing that a reader of the source would not see.
fn text_literal(text: &str) -> Literal {
    let is_seen = |c: char| c == '\n' || c == '"' || c == '\'' || c.escape_debug().count() == 1;
    let is_plain = text.chars().all(|c| is_seen(c) || c == '\\');
    let mut hashes = "#".to_owned();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let raw = ["r", &hashes, "\"", text, "\"", &hashes].concat();
    let raw = raw.parse().ok().filter(|_| is_plain && text.contains('"'));
    raw.unwrap_or_else(|| Literal::string(text))
}

/// How each scheme is shown.
fn render_shown(model: &Model, imports: &mut Imports) -> TokenStream {
    let arms = model.authenticators.iter().map(|one| {
        let variant = scheme_variant(one);
        let shown = match &one.kind {
            AuthenticatorKind::ApiKey(place) => {
                imports.add("crate::runtime::security::ApiKeyPlace");
                let place = key_place(place);
                quote!(ApiKey(#place))
            }
            AuthenticatorKind::Basic => quote!(Basic),
            AuthenticatorKind::Jwt => quote!(Jwt),
            AuthenticatorKind::Bearer => quote!(Bearer),
            AuthenticatorKind::Signature(_) => {
                let constant = signature_const(one);
                quote!(Signature(&crate::security::#constant))
            }
            AuthenticatorKind::Custom => quote!(Own),
        };
        (quote!(Shown::#shown), quote!(Self::#variant))
    });
    let arms: IndexMap<String, (TokenStream, Vec<TokenStream>)> =
        arms.fold(IndexMap::new(), |mut arms, (shown, variant)| {
            let (_, variants) = arms.entry(shown.to_string()).or_insert((shown, Vec::new()));
            variants.push(variant);
            arms
        });
    let arms = arms.into_values();
    let arms = arms.map(|(shown, variants)| quote!(#(#variants)|* => #shown,));
    quote!(
        impl ShownScheme for SecurityScheme {
            fn shown(self) -> Shown {
                match self { #(#arms)* }
            }
        }
    )
}

/// The recorder as the handler of a group.
fn render_recorder(
    model: &Model,
    group: &EventGroup,
    types: &RustTypes,
    own: &[&str],
    imports: &mut Imports,
) -> TokenStream {
    let methods = group.events.iter().map(|event| {
        let payload = payload_type(model, types, event, own, imports);
        let answer = answer_type(event, model, types, own, imports);
        let (method, variant) = (ident(&event.method), ident(&event.name.ident));
        let wrapped = if is_boxed(event) {
            quote!(|payload| Event::#variant(Box::new(payload)))
        } else {
            quote!(Event::#variant)
        };
        match answer {
            None => quote!(
                async fn #method(&self, delivery: Delivery<#payload>) -> Result<(), HandlerError> {
                    self.keep(delivery.map(#wrapped))
                }
            ),
            Some(answer) => quote!(
                async fn #method(&self, delivery: Delivery<#payload>) -> Result<Option<#answer>, HandlerError> {
                    self.keep(delivery.map(#wrapped)).map(|()| None)
                }
            ),
        }
    });
    let methods: Vec<TokenStream> = methods.collect();
    let (gate, handler) = (gate(group), ident(&group.handler));
    quote!(
        #gate
        impl #handler for Recorder {
            #(#methods)*
        }
    )
}
