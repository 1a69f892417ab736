//! What holds for the crate as a whole.
//!
//! In: two models. Out: changes of the crate's name, its documentation, and the place where
//! deliveries name their event.

use super::{Comparison, code, names};
use crate::diff::change::{Change, CodeEffect, Fate, How, What};
use crate::diff::step::Rule;
use crate::model::{EventNamePlace, Model};

pub(super) fn compare(comparison: &mut Comparison<'_>) {
    let (old, new) = (comparison.old.model, comparison.new.model);
    let Model {
        crate_name,
        manifest,
        title,
        docs,
        event_name,
        delivery_id,
        // The place itself counts.
        event_name_source: _,
        // Compared in `security`.
        authenticators: _,
        security: _,
        // These follow from the events.
        methods: _,
        shared_names: _,
        handshakes,
        // A warning of codegen.
        undescribed_handshakes: _,
        // Compared in `events` and `types`.
        parameter_sets: _,
        groups: _,
        groups_by_part: _,
        types: _,
        // An option of the command, alike for both.
        required: _,
        // For the report of codegen.
        ledger: _,
    } = old;
    let is_renamed = *crate_name != new.crate_name;
    if is_renamed {
        let advice = format!(
            "depend on {} and name it in every `use`",
            code(&new.crate_name)
        );
        let change = Change::new(
            What::Crate,
            How::Renamed,
            crate_name.as_str(),
            Rule::ItemRemove,
        );
        comparison.push(
            change
                .said(format!("the crate is {} now", code(&new.crate_name)))
                .code(CodeEffect::NeedsChange, advice),
        );
    }
    // A crate that is named after the title has another name with it.
    if *docs != new.docs || (*title != new.title && !is_renamed) {
        let change = Change::new(
            What::Crate,
            How::Documented,
            crate_name.as_str(),
            Rule::NoEffect,
        );
        comparison.push(change.said("the title or the description of the document is another"));
    }
    if *manifest != new.manifest {
        let change = Change::new(
            What::Crate,
            How::Documented,
            crate_name.as_str(),
            Rule::NoEffect,
        );
        comparison
            .push(change.said("the manifest has another version, licence, repository or keywords"));
    }
    if *handshakes != new.handshakes {
        comparison.push(
            Change::new(What::Handshake, How::Changed, "handshakes", Rule::NoEffect)
                .said("handshakes are answered otherwise"),
        );
    }
    if *delivery_id != new.delivery_id {
        comparison.push(
            Change::new(What::Crate, How::Changed, "delivery id", Rule::NoEffect)
                .said("deliveries are numbered elsewhere: what `delivery.id()` gives is another"),
        );
    }
    let words = |place: &EventNamePlace| place.in_words(code);
    if *event_name != new.event_name {
        let is_in_path = new.event_name == EventNamePlace::Path;
        let change = Change::new(What::EventName, How::Moved, "event name", Rule::TypeChange);
        let change = change
            .said(format!(
                "deliveries name their event by {}, and did so by {}",
                words(&new.event_name),
                words(event_name)
            ))
            .code(
                CodeEffect::NeedsChange,
                "only where it calls `event_name` or `decode` itself",
            )
            .of_events(names(new.events()));
        let lost = if is_in_path {
            Fate::Refused
        } else {
            Fate::UnknownEvent
        };
        let old_words = format!("that name their event by {} alone", words(event_name));
        let new_words = format!("that name their event by {} alone", words(&new.event_name));
        comparison.push(change.delivered(old_words, Fate::Accepted, lost).delivered(
            new_words,
            lost,
            Fate::Accepted,
        ));
    } else if *event_name == EventNamePlace::Path {
        let (before, now) = (old.events_by_one_method(), new.events_by_one_method());
        if before == 1 && now > 1 {
            let change = Change::new(What::EventName, How::Required, "event name", Rule::NoEffect);
            comparison.push(
                change
                    .said("there are several events now, which the path tells apart")
                    .of_events(names(old.events()))
                    .delivered(
                        "whose path does not end with the event's name",
                        Fate::Accepted,
                        Fate::Refused,
                    ),
            );
        }
    }
}
