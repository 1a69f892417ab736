//! Handshakes in words, for the README and the example.

use serde_json::{Value, json};
use webhook_runtime::handshake::{Handshake, HandshakeCondition, HandshakePlace};

use crate::model::{Docs, Model};

/// What the templates say of each handshake.
pub(crate) fn handshakes_context(model: &Model) -> Value {
    let handshakes = model.handshakes.iter().map(|one| {
        json!({
            "name": Docs::code(one.name),
            "request": request(one),
            "shows": shows(one),
            "answer": answer(one),
            "has_token": one.token.is_some(),
        })
    });
    handshakes.collect()
}

/// Which requests are the handshake.
fn request(handshake: &Handshake) -> String {
    let conditions = handshake.when.iter().map(|condition| {
        let place = place(condition.place());
        match condition {
            HandshakeCondition::Is(_, text) => format!("{place} is {}", Docs::code(text)),
            HandshakeCondition::There(_) => format!("{place} is there"),
            HandshakeCondition::Absent(_) => format!("{place} is not there"),
        }
    });
    let conditions: Vec<String> = conditions.collect();
    let method = Docs::code(handshake.method.as_str());
    if conditions.is_empty() {
        return method;
    }
    format!("{method} where {}", conditions.join(" and "))
}

/// What its sender shows.
fn shows(handshake: &Handshake) -> String {
    let token = handshake
        .token
        .map(|own| format!("a token in {}", place(own)));
    let credential = handshake.signed.then(|| "what a delivery shows".to_owned());
    let shown: Vec<String> = credential.into_iter().chain(token).collect();
    if shown.is_empty() {
        return "nothing".to_owned();
    }
    shown.join(" and ")
}

fn answer(handshake: &Handshake) -> String {
    let answer = &handshake.answer;
    match answer.media_type {
        Some(media_type) => format!("{}, {}", answer.status, Docs::code(media_type)),
        None => answer.status.to_string(),
    }
}

fn place(place: HandshakePlace) -> String {
    match place {
        HandshakePlace::Header(name) => format!("the header {}", Docs::code(name)),
        HandshakePlace::Query(name) => format!("the query parameter {}", Docs::code(name)),
        HandshakePlace::Body(pointer) => format!("{} in the body", Docs::code(pointer)),
    }
}
