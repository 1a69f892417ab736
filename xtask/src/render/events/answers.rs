//! What handlers answer with.
//!
//! In: how events are accepted. Out: the type that a handler's method returns, what is said of it,
//! and the module `answers` with a struct for each answer whose headers the spec describes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::event::imported;
use crate::model::{
    Acceptance, Answer, AnswerContent, AnswerHeader, AnswerHeaders, Docs, Event, Model,
    ParameterForm,
};
use crate::render::rust_types::{RustTypes, Slot};
use crate::render::syntax::{Imports, doc_text, gate_any, ident, inner_doc, paragraphs};

/// The type of what an event is answered with, its names imported or, where the module has that name already, with their path;
/// `None` if it is answered by a status alone.
pub(crate) fn answer_type(
    event: &Event,
    model: &Model,
    types: &RustTypes,
    own: &[&str],
    imports: &mut Imports,
) -> Option<TokenStream> {
    if let Some(headers) = &event.acceptance.headers {
        imports.add(&format!("crate::answers::{}", headers.ident));
        let name = ident(&headers.ident);
        return Some(quote!(#name));
    }
    let answer = event.acceptance.answer.as_ref()?;
    Some(content_type(answer, event, model, types, own, imports))
}

/// The type of what is read of an answer beside its headers.
fn content_type(
    answer: &Answer,
    event: &Event,
    model: &Model,
    types: &RustTypes,
    own: &[&str],
    imports: &mut Imports,
) -> TokenStream {
    match answer.shape() {
        Some(_) => imported(model, types.get(Slot::Answer(event.id)), own, imports),
        None => quote!(Vec<u8>),
    }
}

/// What becomes of the value that a handler's method returns.
pub(super) fn answer_docs(acceptance: &Acceptance) -> String {
    let Some(answer) = &acceptance.answer else {
        let headers = acceptance.headers.as_ref().map(|headers| {
            format!(
                "The sender reads the headers that are returned, with status {}; with `None` it is sent none.",
                headers.status
            )
        });
        return headers.unwrap_or_default();
    };
    let media_type = Docs::code(&answer.media_type);
    let (json, text, bytes) = match &acceptance.headers {
        None => ("value", "text", "bytes"),
        Some(_) => (
            "headers and the value",
            "headers and the text",
            "headers and the bytes",
        ),
    };
    let returned = match &answer.content {
        AnswerContent::Json(_) if answer.media_type == "application/json" => {
            format!("the {json} that is returned, as JSON")
        }
        AnswerContent::Json(_) => {
            format!("the {json} that is returned, as JSON in {media_type}")
        }
        AnswerContent::Text => format!("the {text} that is returned, as {media_type}"),
        AnswerContent::Bytes => format!("the {bytes} that are returned, as {media_type}"),
    };
    let status = answer.status;
    format!("The sender reads {returned}\nwith status {status}; with `None` it is sent no body.")
}

/// Renders the module `answers`; `None` if the spec describes no headers of answers.
pub(crate) fn render_answers(model: &Model, types: &RustTypes) -> Option<TokenStream> {
    let answers = || {
        let events = model.groups.iter().flat_map(|group| {
            let events = group.events.iter();
            events.map(move |event| (group.feature.as_deref(), event))
        });
        events.filter_map(|(feature, event)| {
            let headers = event.acceptance.headers.as_ref()?;
            Some((feature, event, headers))
        })
    };
    let mut own: Vec<&str> = answers().map(|(.., headers)| &*headers.ident).collect();
    own.push("AnswerHeaders");
    let mut imports = Imports::default();
    let mut structs = Vec::new();
    for (feature, event, headers) in answers() {
        let mut needed = Imports::default();
        needed.add("crate::delivery::Arrival");
        needed.add("crate::runtime::HandlerError");
        needed.add("crate::runtime::generated::AnswerHeaders");
        let fields = headers.fields.iter().enumerate().map(|(at, header)| {
            let rust_type = types.get(Slot::AnswerHeader(event.id, at));
            (header, imported(model, rust_type, &own, &mut needed))
        });
        let fields: Vec<(&AnswerHeader, TokenStream)> = fields.collect();
        let answer = event.acceptance.answer.as_ref();
        let content =
            answer.map(|answer| content_type(answer, event, model, types, &own, &mut needed));
        structs.push(render_answer(
            event,
            headers,
            content.as_ref(),
            &fields,
            feature,
        ));
        imports.add_gated(feature, needed);
    }
    if structs.is_empty() {
        return None;
    }
    imports.add_named(model, None);
    let uses = imports.render();
    let module = inner_doc("Answers whose headers the spec describes.");
    Some(quote!(#module #uses #(#structs)*))
}

fn render_answer(
    event: &Event,
    headers: &AnswerHeaders,
    content: Option<&TokenStream>,
    rendered: &[(&AnswerHeader, TokenStream)],
    feature: Option<&str>,
) -> TokenStream {
    let name = ident(&headers.ident);
    let gate = gate_any(feature);
    let docs = doc_text(&format!(
        "What {} is answered with.\n\nA value that HTTP does not allow in a header makes the handler fail.",
        Docs::code(&event.name.wire)
    ));
    let content_field = content.map(|content| {
        quote!(
            /// What is read beside the headers.
            pub content: #content,
        )
    });
    let is_default = content.is_none() && headers.fields.iter().all(|header| !header.required);
    let default = is_default.then(|| quote!(Default,));
    let mut fields = Vec::new();
    let mut values = Vec::new();
    for (header, rust_type) in rendered {
        let (field, wire) = (ident(&header.field.name.ident), &header.field.name.wire);
        let docs = doc_text(&paragraphs([
            header.field.docs.text.as_str(),
            &Docs::code(wire),
        ]));
        let (rust_type, value) = if header.required {
            (quote!(#rust_type), quote!(Some(&self.#field)))
        } else {
            (quote!(Option<#rust_type>), quote!(self.#field.as_ref()))
        };
        fields.push(quote!(#docs pub #field: #rust_type,));
        values.push(match &header.field.form {
            ParameterForm::List(_) => quote!(headers.list(#wire, #value);),
            ParameterForm::Json => quote!(headers.json(#wire, #value)?;),
            _ => quote!(headers.text(#wire, #value);),
        });
    }
    let answered = match &event.acceptance.answer {
        None => {
            let status = Literal::u16_unsuffixed(headers.status);
            quote!(headers.answer(arrival, #status))
        }
        Some(answer) => {
            let (status, media_type) = (Literal::u16_unsuffixed(answer.status), &answer.media_type);
            let content = match &answer.content {
                AnswerContent::Json(_) => quote!(serde_json::to_vec(&self.content)?),
                AnswerContent::Text | AnswerContent::Bytes => quote!(self.content),
            };
            quote!(headers.answer_with(arrival, #status, #media_type, #content))
        }
    };
    quote!(
        #docs
        #gate
        #[derive(Clone, Debug, #default PartialEq)]
        pub struct #name {
            #content_field
            #(#fields)*
        }

        #gate
        impl #name {
            /// Chooses this answer.
            pub(crate) fn choose(self, arrival: &Arrival) -> Result<(), HandlerError> {
                let mut headers = AnswerHeaders::default();
                #(#values)*
                #answered
            }
        }
    )
}
