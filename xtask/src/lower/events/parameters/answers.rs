//! From the headers of a response to those of an answer.
//!
//! In: the response that says how a delivery is accepted (OpenAPI 3.1 §4.8.17, §4.8.21). Out: the
//! headers that a handler gives beside what is read of its answer. Those of other responses are
//! counted.

use super::values::{lower_value, parameter_docs};
use crate::diagnostic::Diagnostics;
use crate::document::{Operation, Parameter, Response, is_of_the_message};
use crate::ident::{Style, followed_by, identifiers};
use crate::lower::naming::{Claim, Origin, Rank, settle};
use crate::lower::types::TypeBuilder;
use crate::model::{AnswerHeader, AnswerHeaders, EventGroup, Name, ParameterField, Treatment};
use crate::place::Location;

/// What a module of answers uses for something else.
const RESERVED: [&str; 9] = [
    "AnswerHeaders",
    "Arrival",
    "HandlerError",
    "Map",
    "NaiveDate",
    "Option",
    "Timestamp",
    "Value",
    "Vec",
];

/// The field that holds what is read of an answer beside its headers.
pub(crate) const CONTENT: &str = "content";

/// The headers of the response that was chosen. Their struct has no name yet.
pub(crate) fn lower_answer_headers(
    operation: &Operation,
    chosen: Option<&Response>,
    event: &str,
    types: &mut TypeBuilder<'_, '_>,
) -> Vec<AnswerHeader> {
    let is_chosen = |one: &&Response| chosen.is_some_and(|chosen| chosen.location == one.location);
    for response in &operation.responses {
        for header in &response.headers {
            if !is_chosen(&response) || is_of_the_message(&header.name) {
                give_up(header, types);
            }
        }
    }
    let headers = chosen.iter().flat_map(|response| &response.headers);
    let headers = headers.filter(|header| !is_of_the_message(&header.name));
    let headers: Vec<&Parameter> = headers.collect();
    let claims = headers.iter().map(|header| {
        let candidates = identifiers(&header.name, Style::Snake);
        let suffixed = candidates.first().map(|name| followed_by(name, "_header"));
        Claim {
            rank: Rank::of(&header.name, &candidates),
            candidates: candidates.into_iter().chain(suffixed).collect(),
            place: header.location.clone(),
            remedy: "give the headers names that differ in more than punctuation",
        }
    });
    let claims: Vec<Claim> = claims.collect();
    let idents = settle(&claims, &[CONTENT], types.diagnostics);
    let fields = headers.into_iter().zip(idents).map(|(header, ident)| {
        let origin = Origin::parameter(&header.name, event);
        let (shape, form) = lower_value(header, &origin, types);
        // What is said of a delivery's headers is not meant here.
        let described = Parameter {
            required: false,
            ..header.clone()
        };
        let docs = parameter_docs(&described, &shape, types);
        AnswerHeader {
            field: ParameterField {
                name: Name::of_wire(&header.name, ident),
                docs,
                shape,
                form,
                place: header.location.clone(),
            },
            required: header.required,
        }
    });
    fields.collect()
}

/// Counts what is said of a header that no answer has.
fn give_up(header: &Parameter, types: &mut TypeBuilder<'_, '_>) {
    let content = header.content.as_ref();
    let described = content.and_then(|media| media.location.parent());
    for keyword in header.schema.iter().chain(&described) {
        types.ledger.count(keyword.clone(), Treatment::NotExpressed);
    }
}

/// Gives the structs their names, each after its event.
pub(crate) fn name_answers(
    groups: &mut [EventGroup],
    places: &[Location],
    diagnostics: &mut Diagnostics,
) {
    let mut claims = Vec::new();
    let mut answers: Vec<&mut AnswerHeaders> = Vec::new();
    let events = groups.iter_mut().flat_map(|group| &mut group.events);
    for (event, place) in events.zip(places) {
        if let Some(headers) = &mut event.acceptance.headers {
            let name = followed_by(&event.name.ident, "Answer");
            claims.push(Claim {
                candidates: vec![name.clone(), followed_by(&name, "Headers")],
                rank: Rank::Own,
                place: place.clone(),
                remedy: "give the operation another `x-rust-name`",
            });
            answers.push(headers);
        }
    }
    let idents = settle(&claims, &RESERVED, diagnostics);
    for (answer, ident) in answers.into_iter().zip(idents) {
        answer.ident = ident;
    }
}
