//! From `x-webhook-handshake` to the handshakes that a receiver answers.
//!
//! In: the value of `x-webhook-handshake` at the document's root: the name of a preset, an object in
//! the words of `presets.yaml`, or a list of both; and the security schemes, whose keys an answer may
//! be computed with. Out: descriptions for the runtime, or complaints. What is not understood is an
//! error: a receiver that answers too much gives something away, and one that answers too little is
//! not subscribed.

mod answer;
mod description;
mod places;
mod webhooks;

use serde_json::{Map, Value};
use webhook_runtime::handshake::{Handshake, HandshakeCondition};

use super::description::{Description, Fault, Read, complaint, or_describe};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, did_you_mean};
use crate::document::Document;
use crate::model::{Authenticator, AuthenticatorKind};
use crate::place::Location;

/// The descriptions, which a person could write into a document as they stand.
const PRESETS: &str = include_str!("presets.yaml");

const KEY: &str = "x-webhook-handshake";

fn presets() -> Map<String, Value> {
    // A test holds that the file is in order.
    serde_yaml::from_str(PRESETS).unwrap_or_default()
}

/// The handshakes of a document, in its order.
pub(crate) fn lower_handshakes(
    document: &Document,
    authenticators: &[Authenticator],
    diagnostics: &mut Diagnostics,
) -> Vec<Handshake> {
    let Some(value) = &document.handshake else {
        return Vec::new();
    };
    let location = document.location.child(KEY);
    let described: Vec<(&Value, Location)> = match value {
        Value::Array(values) => {
            let places = (0..values.len()).map(|index| location.child(&index.to_string()));
            values.iter().zip(places).collect()
        }
        one => vec![(one, location)],
    };
    let mut handshakes: Vec<(Handshake, Location)> = Vec::new();
    for (value, place) in described {
        let read = read(value, &place, authenticators).and_then(|handshake| {
            webhooks::check_swallowing(document, &handshake, &place)?;
            webhooks::check_forging(document, &handshake, authenticators, &place)?;
            check_reachable(&handshake, &place, &handshakes)?;
            Ok(handshake)
        });
        match read {
            Ok(handshake) => {
                diagnostics.extend(webhooks::handled(document, &handshake, &place));
                handshakes.push((handshake, place));
            }
            Err(complaint) => diagnostics.push(*complaint),
        }
    }
    handshakes.into_iter().map(|(one, _)| one).collect()
}

/// The presets by whose name a scheme is signed, and which have a handshake that the document does
/// not describe.
pub(crate) fn undescribed_handshakes(
    document: &Document,
    authenticators: &[Authenticator],
) -> Vec<String> {
    if document.handshake.is_some() {
        return Vec::new();
    }
    let signed = authenticators.iter().filter_map(|one| match &one.kind {
        AuthenticatorKind::Signature(signature) => signature.preset.as_ref(),
        _ => None,
    });
    let presets = presets();
    signed
        .filter(|name| presets.contains_key(*name))
        .cloned()
        .collect()
}

fn read(value: &Value, place: &Location, authenticators: &[Authenticator]) -> Read<Handshake> {
    let describe = |fields, preset| {
        let described = Description {
            fields,
            place,
            preset,
            of: "a handshake",
        };
        described.read_handshake(authenticators)
    };
    match value {
        Value::Object(fields) => describe(fields, None),
        Value::String(name) => match presets().get(name) {
            Some(Value::Object(fields)) => describe(fields, Some(name.as_str())),
            _ => Err(complaint(place.clone(), unknown_preset(name))),
        },
        _ => Err(complaint(
            place.clone(),
            Fault::new(
                format!("`{KEY}` is neither text nor an object"),
                "name a preset, such as `meta`, or say `{ method: GET, when: { 'query:challenge': true }, signed: false, answer: { body: '{query:challenge}' } }`",
            ),
        )),
    }
}

fn unknown_preset(name: &str) -> Fault {
    if name == "sns" || name.contains("aws") {
        return Fault::new(
            "a confirmation of AWS SNS is an event, since an answer does not confirm it",
            "describe a webhook of the name `SubscriptionConfirmation`, and say `x-webhook-event: { header: x-amz-sns-message-type }`; its handler decides whether to call `SubscribeURL`",
        );
    }
    let help = did_you_mean(name, presets().keys().map(String::as_str));
    Fault::new(
        format!("the handshake `{name}` is not known"),
        or_describe(&help, "handshake"),
    )
}

/// Refuses a handshake that an earlier one always answers, and a second one of a name.
fn check_reachable(
    handshake: &Handshake,
    place: &Location,
    earlier: &[(Handshake, Location)],
) -> Read<()> {
    let holds = |condition: &HandshakeCondition| {
        handshake.when.iter().any(|own| match condition {
            HandshakeCondition::There(place) => {
                own.place() == *place && !matches!(own, HandshakeCondition::Absent(_))
            }
            condition => own == condition,
        })
    };
    for (known, known_place) in earlier {
        let (message, help) = if known.name == handshake.name {
            let message = format!("two handshakes have the name `{}`", known.name);
            (message, "say another `name` in one of them")
        } else if known.method == handshake.method && known.when.iter().all(holds) {
            let (known, own) = (known.name, handshake.name);
            (
                format!("every request that is the handshake `{own}` is answered as `{known}`"),
                "leave one of them out, or let `when` tell them apart, the narrower one first",
            )
        } else {
            continue;
        };
        return Err(Box::new(
            Diagnostic::new(Code::InvalidValue, message)
                .at(place.clone(), "never answered")
                .and(known_place.clone(), "answered first")
                .help(help),
        ));
    }
    Ok(())
}
