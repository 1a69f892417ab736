//! What comes beside bodies: in headers, in queries and in paths.
//!
//! In: the model's parameter sets. Out: a module for each part of a request that some are in, with
//! one struct for each set.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::decoding::form_fields;
use super::event::imported;
use crate::model::{
    Docs, Model, ObjectForm, ParameterField, ParameterForm, ParameterPlace, ParameterSet, Shape,
};
use crate::render::rust_types::{RustTypes, Slot};
use crate::render::stack::Stack;
use crate::render::syntax::{Imports, doc_text, gate_any, ident, inner_doc, paragraphs};

/// The module with the parameters of one part of a request.
pub(crate) fn parameter_module(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Headers => "headers",
        ParameterPlace::Path => "path",
        ParameterPlace::Query => "query",
    }
}

/// Renders the modules, each with the path of its file.
pub(crate) fn render_parameters(
    model: &Model,
    types: &RustTypes,
    stack: &Stack,
) -> Vec<(&'static str, TokenStream)> {
    let rendered = [
        (
            ParameterPlace::Headers,
            "src/headers.rs",
            "What comes in headers beside a body: metadata, which is absent rather than wrong.",
        ),
        (
            ParameterPlace::Path,
            "src/path.rs",
            "What comes in the path of a request: text that is absent rather than wrong.",
        ),
        (
            ParameterPlace::Query,
            "src/query.rs",
            "What comes in the query of a request: parameters that are absent rather than wrong.",
        ),
    ]
    .map(|(place, path, docs)| Some((path, render_place(place, docs, model, types, stack)?)));
    rendered.into_iter().flatten().collect()
}

/// Renders the module of one part of a request; `None` if nothing comes in it.
fn render_place(
    place: ParameterPlace,
    docs: &str,
    model: &Model,
    types: &RustTypes,
    stack: &Stack,
) -> Option<TokenStream> {
    let of_place = || {
        let sets = model.parameter_sets.iter().enumerate();
        sets.filter(|(_, set)| set.place == place)
    };
    let own: Vec<&str> = of_place()
        .map(|(_, set)| set.ident.as_str())
        .chain(["Whole"])
        .collect();
    let mut imports = Imports::default();
    let mut sets = Vec::new();
    for (index, set) in of_place() {
        let mut needed = Imports::default();
        if place == ParameterPlace::Headers {
            needed.add("http::HeaderMap");
        }
        needed.add("crate::delivery::Arrival");
        let fields = set.fields.iter().enumerate().map(|(at, field)| {
            let rust_type = types.get(Slot::Parameter(index, at));
            let tokens = imported(model, rust_type, &own, &mut needed);
            (field, tokens, stack.most_nested_in_parameter(index, at))
        });
        let fields: Vec<Rendered<'_>> = fields.collect();
        let feature = feature(model, place, index);
        let set = render_set(set, &fields, feature, &mut needed);
        imports.add_gated(feature, needed);
        sets.push(set);
    }
    if sets.is_empty() {
        return None;
    }
    imports.add_named(model, None);
    let uses = imports.render();
    let module = inner_doc(docs);
    Some(quote!(#module #uses #(#sets)*))
}

/// A parameter, its type, and how deeply its JSON may nest where that must be checked.
type Rendered<'m> = (&'m ParameterField, TokenStream, Option<usize>);

/// The feature that compiles the only group which has a set, and with it the types that the set is made of.
fn feature(model: &Model, place: ParameterPlace, set: usize) -> Option<&str> {
    let has_it = |group: &&crate::model::EventGroup| {
        let mut events = group.events.iter();
        events.any(|event| event.parameters.get(&place) == Some(&set))
    };
    let mut owners = model.groups.iter().filter(has_it);
    match (owners.next(), owners.next()) {
        (Some(only), None) => only.feature.as_deref(),
        _ => None,
    }
}

/// What is said of a set, the function that reads it, and what that is given.
struct Source {
    docs: String,
    read: &'static str,
    read_docs: String,
    name: &'static str,
    given: TokenStream,
    of_arrival: TokenStream,
}

impl Source {
    fn of(set: &ParameterSet) -> Self {
        let ident = &set.ident;
        match set.place {
            ParameterPlace::Headers => Self {
                docs: format!(
                    "Metadata in headers: `{ident}::from(&delivery.arrival)`.\n\nA header that is absent, or whose text is not what it should be, is `None`."
                ),
                read: "from_headers",
                read_docs: "Reads the headers of a request.".to_owned(),
                name: "headers",
                given: quote!(&HeaderMap),
                of_arrival: quote!(&arrival.headers),
            },
            ParameterPlace::Path => Self {
                docs: format!(
                    "Parameters of a path: `{ident}::from(&delivery.arrival)`.\n\nOne whose text is not what it should be is `None`, and so is each where the path is another."
                ),
                read: "from_path",
                read_docs: format!(
                    "Reads the path of a request, which ends as {} does.",
                    Docs::code(set.path.trim_matches('/'))
                ),
                name: "path",
                given: quote!(&str),
                of_arrival: quote!(arrival.uri.path()),
            },
            ParameterPlace::Query => Self {
                docs: format!(
                    "Parameters of the query: `{ident}::from(&delivery.arrival)`.\n\nOne that is absent, or whose text is not what it should be, is `None`."
                ),
                read: "from_query",
                read_docs: "Reads the query of a request, as it was sent and without `?`."
                    .to_owned(),
                name: "query",
                given: quote!(&str),
                of_arrival: quote!(arrival.uri.query().unwrap_or_default()),
            },
        }
    }
}

fn render_set(
    set: &ParameterSet,
    rendered: &[Rendered<'_>],
    feature: Option<&str>,
    imports: &mut Imports,
) -> TokenStream {
    let name = ident(&set.ident);
    let gate = gate_any(feature);
    let mut fields = Vec::new();
    let mut values = Vec::new();
    for (parameter, rust_type, most_nested) in rendered {
        let (field, wire) = (ident(&parameter.name.ident), &parameter.name.wire);
        let docs = doc_text(&paragraphs([
            parameter.docs.text.as_str(),
            &Docs::code(wire),
        ]));
        fields.push(quote!(#docs pub #field: Option<#rust_type>,));
        let whole = (parameter.shape.is_of_integers() && parameter.form == ParameterForm::Json)
            .then(|| {
                imports.add("crate::runtime::generated::Whole");
                quote!(.map(|Whole(value)| value))
            });
        let value = match set.place {
            ParameterPlace::Headers => in_header(parameter, *most_nested, imports),
            _ => in_url(set, parameter, *most_nested, imports),
        };
        values.push(quote!(#field: #value #whole,));
    }
    let Source {
        docs,
        read,
        read_docs,
        name: source,
        given,
        of_arrival,
    } = Source::of(set);
    let (docs, read_docs) = (doc_text(&docs), doc_text(&read_docs));
    let (read, source) = (ident(read), ident(source));
    quote!(
        #docs
        #gate
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }

        #gate
        impl #name {
            #read_docs
            #[must_use]
            pub fn #read(#source: #given) -> Self {
                Self { #(#values)* }
            }
        }

        #gate
        impl From<&Arrival> for #name {
            fn from(arrival: &Arrival) -> Self {
                Self::#read(#of_arrival)
            }
        }
    )
}

/// A function of the runtime, imported.
fn function(name: &str, imports: &mut Imports) -> Ident {
    imports.add(&format!("crate::runtime::generated::{name}"));
    ident(name)
}

/// How the value of a header is read.
fn in_header(
    header: &ParameterField,
    most_nested: Option<usize>,
    imports: &mut Imports,
) -> TokenStream {
    let wire = &header.name.wire;
    let of_integers = header.shape.is_of_integers();
    let read = match (&header.form, &header.shape) {
        (ParameterForm::Scalar, Shape::Text) => "header_text",
        (ParameterForm::Scalar, _) if of_integers => "header_integer",
        (ParameterForm::Scalar, _) => "header_value",
        (ParameterForm::Json, _) if most_nested.is_some() => "header_json_within",
        (ParameterForm::Json, _) => "header_json",
        _ if of_integers => "header_integers",
        _ => "header_list",
    };
    let read = function(read, imports);
    let most = most_nested.filter(|_| header.form == ParameterForm::Json);
    let most = most.map(Literal::usize_unsuffixed);
    let most = most.map(|most| quote!(, #most));
    quote!(#read(headers, #wire #most))
}

/// How the value of a parameter in a query or a path is read.
fn in_url(
    set: &ParameterSet,
    parameter: &ParameterField,
    most_nested: Option<usize>,
    imports: &mut Imports,
) -> TokenStream {
    let wire = &parameter.name.wire;
    let of_integers = parameter.shape.is_of_integers();
    let one = |imports: &mut Imports| match set.place {
        ParameterPlace::Path => {
            let (read, path) = (function("path_text", imports), &set.path);
            quote!(#read(path, #path, #wire))
        }
        _ => {
            let read = function("query_text", imports);
            quote!(#read(query, #wire))
        }
    };
    let (texts, read) = match (&parameter.form, &parameter.shape) {
        (ParameterForm::Scalar, Shape::Text) => return one(imports),
        (ParameterForm::Scalar, _) if of_integers => (one(imports), "parsed_integer"),
        (ParameterForm::Scalar, _) => (one(imports), "parsed"),
        (ParameterForm::Json, _) => {
            let text = one(imports);
            return match most_nested.map(Literal::usize_unsuffixed) {
                Some(most) => {
                    let read = function("parsed_json_within", imports);
                    quote!(#read(#text, #most))
                }
                None => {
                    let read = function("parsed_json", imports);
                    quote!(#read(#text))
                }
            };
        }
        (ParameterForm::Object(form, fields), _) => {
            let fields = form_fields(fields, imports);
            let read = match form {
                ObjectForm::Deep => "deep_object",
                ObjectForm::Members => "object_of_members",
                ObjectForm::Pairs(_) => "object_of_pairs",
            };
            let read = function(read, imports);
            return match form {
                ObjectForm::Deep => quote!(#read(query, #wire, &[#(#fields),*])),
                ObjectForm::Members => quote!(#read(query, &[#(#fields),*])),
                ObjectForm::Pairs(separator) => {
                    quote!(#read(query, #wire, #separator, &[#(#fields),*]))
                }
            };
        }
        (form @ (ParameterForm::List(_) | ParameterForm::Repeated), _) => {
            let texts = match (set.place, form) {
                (ParameterPlace::Path, _) => {
                    let (read, path) = (function("path_texts", imports), &set.path);
                    quote!(#read(path, #path, #wire))
                }
                (_, ParameterForm::List(separator)) => {
                    let read = function("query_texts_between", imports);
                    quote!(#read(query, #wire, #separator))
                }
                _ => {
                    let read = function("query_texts", imports);
                    quote!(#read(query, #wire))
                }
            };
            match &parameter.shape {
                Shape::List(item) if **item == Shape::Text => return texts,
                _ if of_integers => (texts, "parsed_integers"),
                _ => (texts, "parsed_list"),
            }
        }
    };
    let read = function(read, imports);
    quote!(#read(#texts))
}
