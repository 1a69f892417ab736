//! Handler traits, one for each group.
//!
//! In: groups. Out: the module `handlers` and one module below it for each group.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::answers::{answer_docs, answer_type};
use super::event::{is_boxed, payload_type, title};
use super::parameters::parameter_module;
use crate::model::{Acceptance, AnswerContent, Body, EventGroup, Model, ParameterPlace};
use crate::render::rust_types::RustTypes;
use crate::render::syntax::{Imports, doc_text, gate, ident, inner_doc, paragraphs};

/// Names that a handler module takes for itself, those of the prelude included.
const OWN: [&str; 10] = [
    "Arc",
    "Call",
    "Event",
    "Delivery",
    "Handling",
    "HandlerError",
    "Future",
    "RawBody",
    "Send",
    "Sync",
];

/// Renders the module `handlers`.
pub(crate) fn render_handlers(model: &Model) -> TokenStream {
    let modules: Vec<_> = model
        .groups
        .iter()
        .map(|group| ident(&group.name.ident))
        .collect();
    let gates: Vec<_> = model.groups.iter().map(gate).collect();
    let traits = model.groups.iter().map(|group| ident(&group.handler));
    let module = inner_doc("Handler traits: what a team implements.");
    quote!(
        #module

        #(#gates pub(crate) mod #modules;)*

        #(#gates pub use #modules::#traits;)*
    )
}

/// Renders the module of one group.
pub(crate) fn render_group(model: &Model, group: &EventGroup, types: &RustTypes) -> TokenStream {
    let mut imports = Imports::default();
    for path in [
        "std::sync::Arc",
        "crate::event::Event",
        "crate::delivery::Delivery",
        "crate::runtime::HandlerError",
        "crate::runtime::generated::Call",
        "crate::runtime::generated::Handling",
        "crate::runtime::generated::method",
    ] {
        imports.add(path);
    }
    let common = group.payload().and_then(|_| group.events.first());
    let mut methods = Vec::new();
    let mut arms = Vec::new();
    let mut own = OWN.to_vec();
    own.push(&group.handler);
    let answers = group.events.iter();
    let answers = answers.filter_map(|event| event.acceptance.headers.as_ref());
    own.extend(answers.map(|answer| answer.ident.as_str()));
    for event in &group.events {
        let payload = payload_type(model, types, event, &own, &mut imports);
        let variant = ident(&event.name.ident);
        let method = ident(&event.method);
        let sets = event.parameters.values();
        let sets = sets.filter_map(|place| model.parameter_sets.get(*place));
        let parameters = sets.map(|set| {
            let what = match set.place {
                ParameterPlace::Headers => "headers are",
                ParameterPlace::Path => "path has",
                ParameterPlace::Query => "query has",
            };
            format!(
                "Its {what} `{}::from(&delivery.arrival)`, of the module `{}`.",
                set.ident,
                parameter_module(set.place)
            )
        });
        let parameters: Vec<String> = parameters.collect();
        let parameters = parameters.join("\n\n");
        let answer = answer_type(event, model, types, &own, &mut imports);
        let answered = answer_docs(&event.acceptance);
        let docs = doc_text(&paragraphs([
            event.docs.text.as_str(),
            &format!(
                "{} By default it goes to [`unhandled`](Self::unhandled).",
                title(model, event)
            ),
            &event.beside.text,
            &parameters,
            &answered,
            "# Errors",
            "What the implementation returns; the delivery then counts as not handled.",
        ]));
        // What all events of the group have in common is handed on as it is.
        let wrapped = common.is_none().then(|| {
            let wrapped = if is_boxed(event) {
                quote!(|payload| Event::#variant(Box::new(payload)))
            } else {
                quote!(Event::#variant)
            };
            quote!(let delivery = delivery.map(#wrapped);)
        });
        methods.push(match &answer {
            None => quote!(
                #docs
                fn #method(&self, delivery: Delivery<#payload>) -> impl Future<Output = Result<(), HandlerError>> + Send {
                    #wrapped
                    self.unhandled(delivery)
                }
            ),
            Some(answer) => quote!(
                #docs
                fn #method(&self, delivery: Delivery<#payload>) -> impl Future<Output = Result<Option<#answer>, HandlerError>> + Send {
                    #wrapped
                    async { self.unhandled(delivery).await.map(|()| None) }
                }
            ),
        });
        let (pattern, payload) = match event.body {
            Body::Nothing => (quote!(()), quote!(())),
            _ => (quote!(payload), quote!(payload)),
        };
        let with = ident(if is_boxed(event) {
            "with_boxed"
        } else {
            "with"
        });
        let call = match &event.acceptance {
            Acceptance {
                headers: Some(_), ..
            } => quote!(method!(#method, described)),
            Acceptance { answer: None, .. } => quote!(method!(#method)),
            Acceptance {
                answer: Some(answer),
                ..
            } => {
                let status = Literal::u16_unsuffixed(answer.status);
                let media_type = &answer.media_type;
                let sent = ident(match &answer.content {
                    AnswerContent::Json(_) => "json",
                    AnswerContent::Text | AnswerContent::Bytes => "as_it_is",
                });
                quote!(method!(#method, #sent(#status, #media_type)))
            }
        };
        arms.push(quote!(Event::#variant(#pattern) => call.#with(#payload, #call),));
    }
    let unhandled = match common {
        Some(first) => payload_type(model, types, first, &own, &mut imports),
        None => quote!(Event),
    };
    let other = match common {
        Some(_) => quote!(_ => call.of_another_group(),),
        None => quote!(other => call.with(other, method!(unhandled)),),
    };
    let told = common.map(|_| doc_text("The delivery's `event` says which of them it is."));
    imports.add_named(model, None);
    let uses = imports.render();
    let handler = ident(&group.handler);
    let title = format!("Handles the events of the group \"{}\".", group.title);
    let docs = doc_text(&paragraphs([
        title.as_str(),
        &group.docs.text,
        "Every method has a default, so an implementation names only the events that it cares for,\n\
         and a new event in a later version breaks no implementation.",
    ]));
    let module = inner_doc(&format!("The handler of the group \"{}\".", group.title));
    quote!(
        #module
        #uses

        #docs
        pub trait #handler: Send + Sync {
            #(#methods)*

            /// Every event of the group whose own method is not implemented. Accepted by default.
            #told
            ///
            /// # Errors
            ///
            /// What the implementation returns; the delivery then counts as not handled.
            fn unhandled(&self, delivery: Delivery<#unhandled>) -> impl Future<Output = Result<(), HandlerError>> + Send {
                delivery.leave_unhandled()
            }
        }

        /// Calls the method that belongs to the event.
        pub(crate) fn route<H: #handler + 'static>(handler: Arc<H>, delivery: Delivery<Event>) -> Handling {
            let (payload, call) = Call::new(handler, delivery);
            match payload {
                #(#arms)*
                #other
            }
        }
    )
}
