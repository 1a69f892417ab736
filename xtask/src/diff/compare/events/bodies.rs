//! Bodies of an event: what they are written in, what they decode into, and the answer.
//!
//! In: an event of both models. Out: the changes of its payload, of its media types and of how it
//! is answered. Types that payloads and answers name are compared later.

use std::collections::BTreeMap;

use super::pairs::Pair;
use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::compare::shapes::Of;
use crate::diff::compare::{Comparison, code};
use crate::diff::step::Rule;
use crate::model::{
    Acceptance, Answer, AnswerContent, AnswerHeader, AnswerHeaders, Body, Event, FormField,
    FurtherBody, Model, Shape,
};

pub(super) fn compare(comparison: &mut Comparison<'_>, pair: &Pair<'_>) {
    let (old, new) = (pair.old.1, pair.new.1);
    payload(comparison, old, new);
    written(comparison, old, new);
    answer(comparison, old, new);
}

fn change(what: What, how: How, rule: Rule, old: &Event, new: &Event) -> Change {
    let name = new.name.wire.as_str();
    Change::new(what, how, name, rule)
        .at(&old.place, &new.place)
        .of_events(vec![name.to_owned()])
}

/// The type that the handler is given.
fn rust_payload(model: &Model, event: &Event) -> String {
    match event.body {
        Body::Raw => "RawBody".to_owned(),
        Body::Nothing => "()".to_owned(),
        Body::Json | Body::Form(_) | Body::Multipart(_) => Of(model, &event.payload).rust(),
    }
}

/// What the handler is given, in words.
fn given(comparison: &Comparison<'_>, old: &Event, new: &Event) -> String {
    let was = rust_payload(comparison.old.model, old);
    let is = rust_payload(comparison.new.model, new);
    format!(
        "the handler is given {}, and was given {}",
        code(&is),
        code(&was)
    )
}

fn payload(comparison: &mut Comparison<'_>, old: &Event, new: &Event) {
    let (before, now) = (comparison.old.model, comparison.new.model);
    let advice = given(comparison, old, new);
    let needs = |change: Change| change.code(CodeEffect::NeedsChange, advice.as_str());
    // What it is written in is another then, of which this is a part.
    if !(old.body.decodes() && new.body.decodes()) {
        return;
    }
    let (plain, plain_now) = (old.payload.without_null(), new.payload.without_null());
    if comparison.is_same(plain, plain_now) {
        if old.optional != new.optional {
            let how = if new.optional {
                How::Optional
            } else {
                How::Required
            };
            let fates = if new.optional {
                (Fate::Undecodable, Fate::Accepted)
            } else {
                (Fate::Accepted, Fate::Undecodable)
            };
            let said = if new.optional {
                "a delivery may come without its body"
            } else {
                "a delivery must have its body"
            };
            let changed = change(What::Payload, how, Rule::TypeChange, old, new).said(said);
            comparison.push(needs(changed).delivered("without a body", fates.0, fates.1));
        } else if old.payload != Shape::Json && is_nullable(old) != is_nullable(new) {
            let changed = change(What::Payload, How::Changed, Rule::TypeChange, old, new)
                .said("`null` for a body is taken otherwise");
            let fate = |event| {
                if is_nullable(event) {
                    Fate::Accepted
                } else {
                    Fate::Undecodable
                }
            };
            comparison.push(needs(changed).delivered("that are `null`", fate(old), fate(new)));
        }
        return;
    }
    let changed = change(What::Payload, How::Changed, Rule::TypeChange, old, new)
        .said("the payload has another type")
        .leaving(&old.payload)
        .bringing(&new.payload);
    let mut changed = needs(changed);
    let (was, is) = (Of(before, &old.payload), Of(now, &new.payload));
    if !is.covers(was) {
        let which = format!("that are {}", was.words());
        changed = changed.delivered(which, Fate::Accepted, Fate::Undecodable);
    }
    if !was.covers(is) {
        let which = format!("that are {}", is.words());
        changed = changed.delivered(which, Fate::Undecodable, Fate::Accepted);
    }
    comparison.push(changed);
}

fn is_nullable(event: &Event) -> bool {
    matches!(event.payload, Shape::Nullable(_))
}

/// What bodies are written in: the event's own, and further media types.
fn written(comparison: &mut Comparison<'_>, old: &Event, new: &Event) {
    let further = |event: &Event| -> BTreeMap<String, &'static str> {
        let bodies = event.further.iter().map(|further| {
            let FurtherBody { media_type, body } = further;
            (media_type.clone(), words(body))
        });
        bodies.collect()
    };
    let (old_words, new_words) = (words(&old.body), words(&new.body));
    let (before, now) = (further(old), further(new));
    let mut changed = change(What::MediaType, How::Changed, Rule::NoEffect, old, new);
    if old.body.decodes() != new.body.decodes() || old_words != new_words && !old.body.decodes() {
        changed = change(What::MediaType, How::Changed, Rule::TypeChange, old, new)
            .code(CodeEffect::NeedsChange, given(comparison, old, new))
            .leaving(&old.payload)
            .bringing(&new.payload);
    }
    let mut said = Vec::new();
    if old_words != new_words {
        said.push(format!("bodies are {new_words}, and were {old_words}"));
        if !now.values().any(|words| *words == old_words) {
            let which = format!("whose body is {}", told(&old.body));
            changed = changed.delivered(which, Fate::Accepted, Fate::Undecodable);
        }
        if !before.values().any(|words| *words == new_words) {
            let which = format!("whose body is {}", told(&new.body));
            changed = changed.delivered(which, Fate::Undecodable, Fate::Accepted);
        }
    } else if let (Body::Form(before), Body::Form(now))
    | (Body::Multipart(before), Body::Multipart(now)) = (&old.body, &new.body)
    {
        said.extend(fields(before, now));
    }
    let fate = |words: Option<&&str>| match words {
        Some(&RAW) | None => Fate::Undecodable,
        Some(_) => Fate::Accepted,
    };
    let media_types = before
        .keys()
        .chain(now.keys().filter(|one| !before.contains_key(*one)));
    for media_type in media_types {
        let (was, is) = (before.get(media_type), now.get(media_type));
        // The event's own media type has no name here.
        let swapped = old_words != new_words
            && (was.is_none() && is == Some(&old_words) || is.is_none() && was == Some(&new_words));
        if was != is && !swapped {
            said.push(match (was, is) {
                (_, None) => format!("{} is not listed any more", code(media_type)),
                (None, Some(_)) => format!("{} is listed", code(media_type)),
                (Some(_), Some(is)) => format!("{} is {is}", code(media_type)),
            });
            let which = format!("in {}", code(media_type));
            changed = changed.delivered(which, fate(was), fate(is));
        }
    }
    if !said.is_empty() {
        comparison.push(changed.said(said.join("; ")));
    }
}

/// A body that is not decoded, in words.
const RAW: &str = "raw";

fn words(body: &Body) -> &'static str {
    match body {
        Body::Json => "JSON",
        Body::Form(_) => "a form",
        Body::Multipart(_) => "`multipart/form-data`",
        Body::Raw => RAW,
        Body::Nothing => "empty",
    }
}

/// What a body is written in, where it is told from others.
fn told(body: &Body) -> &'static str {
    match body {
        Body::Raw => "in another form",
        other => words(other),
    }
}

/// How lists in forms are written. What the fields are is compared as members of the payload.
fn fields(old: &[FormField], new: &[FormField]) -> Vec<String> {
    let changed = old.iter().flat_map(|field| {
        let FormField {
            name,
            kind: _,
            list,
            separator,
            inside,
            others,
            in_brackets,
        } = field;
        let Some(now) = new.iter().find(|now| now.name == *name) else {
            return Vec::new();
        };
        let mut said = fields(inside, &now.inside);
        if let (Some(others), Some(now)) = (others, &now.others) {
            said.extend(fields(&others.inside, &now.inside));
        }
        if *list == now.list && *separator != now.separator {
            said.push(match now.separator {
                Some(c) => {
                    let separator = code(&c.to_string());
                    format!("items of {} have {separator} between them", code(name))
                }
                None => format!("items of {} are given one by one", code(name)),
            });
        }
        if *in_brackets != now.in_brackets {
            let how = if now.in_brackets {
                "with brackets"
            } else {
                "as JSON"
            };
            said.push(format!("what is in {} is written {how}", code(name)));
        }
        said
    });
    changed.collect()
}

/// What differs in the headers of an answer, which are fields of the struct that a handler makes.
fn answer_headers(
    comparison: &mut Comparison<'_>,
    old: Option<&AnswerHeaders>,
    new: Option<&AnswerHeaders>,
) -> Option<String> {
    let (old, new) = match (old, new) {
        (None, None) => return None,
        (None, Some(_)) => return Some("the answer has headers now".to_owned()),
        (Some(_), None) => return Some("the answer has no headers any more".to_owned()),
        (Some(old), Some(new)) => (old, new),
    };
    let AnswerHeaders {
        ident,
        status: _,
        fields,
    } = old;
    let mut is_same = *ident == new.ident && fields.len() == new.fields.len();
    for (was, is) in fields.iter().zip(&new.fields) {
        let AnswerHeader { field, required } = was;
        is_same &= field.name == is.field.name
            && *required == is.required
            && comparison.is_same(&field.shape, &is.field.shape);
    }
    (!is_same).then(|| "the headers of the answer are others".to_owned())
}

fn answer(comparison: &mut Comparison<'_>, old: &Event, new: &Event) {
    let Acceptance {
        status,
        answer,
        headers,
    } = &old.acceptance;
    let (before, now) = (comparison.old.model, comparison.new.model);
    let rust = |model, answer: &Option<Answer>| match answer {
        None => "()".to_owned(),
        Some(answer) => match &answer.content {
            AnswerContent::Json(shape) => Of(model, shape).rust(),
            AnswerContent::Text => "String".to_owned(),
            AnswerContent::Bytes => "Bytes".to_owned(),
        },
    };
    let (was, is) = (rust(before, answer), rust(now, &new.acceptance.answer));
    let mut is_same = was == is;
    let mut shapes = (None, None);
    if let (Some(old), Some(new)) = (answer, &new.acceptance.answer) {
        let Answer {
            content,
            media_type: _,
            status: _,
        } = old;
        is_same = match (content, &new.content) {
            (AnswerContent::Json(old), AnswerContent::Json(new)) => comparison.is_same(old, new),
            (old, new) => old == new,
        };
    }
    let with = answer_headers(
        comparison,
        headers.as_ref(),
        new.acceptance.headers.as_ref(),
    );
    if let Some(said) = with {
        let changed = change(What::Answer, How::Changed, Rule::TypeChange, old, new).said(said);
        let advice = format!("the method {} returns another struct", code(&new.method));
        comparison.push(changed.code(CodeEffect::NeedsChange, advice));
    }
    if is_same {
        let sent = |acceptance: &Acceptance| {
            let answer = acceptance.answer.as_ref();
            let answer = answer.map(|one| (one.media_type.clone(), one.status));
            answer.map_or_else(
                || acceptance.status.to_string(),
                |(media_type, status)| format!("{status} and {}", code(&media_type)),
            )
        };
        let (was, is) = (sent(&old.acceptance), sent(&new.acceptance));
        if was != is || *status != new.acceptance.status && answer.is_none() {
            let changed = change(What::Answer, How::Changed, Rule::NoEffect, old, new);
            comparison.push(changed.said(format!(
                "the sender is answered with {is}, and was with {was}"
            )));
        }
        return;
    }
    shapes.0 = answer.as_ref().and_then(Answer::shape);
    shapes.1 = new.acceptance.answer.as_ref().and_then(Answer::shape);
    let mut changed = change(What::Answer, How::Changed, Rule::TypeChange, old, new)
        .said(format!(
            "a handler answers with {}, and did with {}",
            code(&is),
            code(&was)
        ))
        .code(
            CodeEffect::NeedsChange,
            format!("the method {} returns {}", code(&new.method), code(&is)),
        );
    if let Some(shape) = shapes.0 {
        changed = changed.leaving(shape);
    }
    if let Some(shape) = shapes.1 {
        changed = changed.bringing(shape);
    }
    comparison.push(changed);
}
