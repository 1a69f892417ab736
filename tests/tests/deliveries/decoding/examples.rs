//! The examples of the spec: each decodes into its own event, and comes out as it went in.

use std::collections::BTreeSet;
use std::fs;

use rebilly_kyc_webhooks::{EventName, event_name};
use serde_json::to_value;
use tests::receiving::{Sample, json, samples, spec_folder};

use super::in_order;

#[test]
fn the_spec_names_every_file_of_its_examples_once() {
    let mut named: Vec<String> = samples().iter().map(Sample::name).collect();
    named.sort();
    let mut present: Vec<String> = fs::read_dir(spec_folder().join("examples"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    present.sort();
    assert_eq!(named, present);
}

#[test]
fn every_event_has_an_example() {
    let with_example: BTreeSet<String> = samples()
        .iter()
        .map(|sample| sample.webhook.clone())
        .collect();
    let events = EventName::KNOWN.iter().map(|(_, text)| (*text).to_owned());
    assert_eq!(with_example, events.collect());
}

#[test]
fn an_example_names_the_event_of_its_webhook() {
    for sample in samples() {
        let name = event_name(&sample.body).unwrap();
        assert_eq!(name.as_str(), sample.webhook, "{}", sample.name());
        assert!(EventName::is_known(name.as_str()), "{}", sample.name());
    }
}

#[test]
fn an_example_decodes_into_the_variant_of_its_webhook() {
    for sample in samples() {
        let event = in_order(&sample.body);
        let variant: String = sample
            .webhook
            .split('-')
            .flat_map(|word| [word[..1].to_uppercase(), word[1..].to_owned()])
            .collect();
        let shown = format!("{event:?}");
        assert_eq!(
            shown.split('(').next(),
            Some(variant.as_str()),
            "{}",
            sample.name()
        );
        assert_eq!(event.name().as_str(), sample.webhook, "{}", sample.name());
    }
}

/// The one test that fails where a member is renamed in the spec and not in the examples.
#[test]
fn nothing_of_an_example_is_defective_or_dropped() {
    let stale = samples().iter().flat_map(|sample| {
        let name = sample.name();
        let lines = sample.stale.iter();
        lines.map(move |fault| format!("spec/examples/{name}: {fault}"))
    });
    let stale: Vec<String> = stale.collect();
    assert!(
        stale.is_empty(),
        "the spec has changed and its examples have not:\n{}\nRename or remove these members in the examples, or mend spec/ and run `cargo xtask codegen`.",
        stale.join("\n")
    );
}

#[test]
fn nothing_is_added_to_an_example() {
    for sample in samples() {
        let kept = to_value(in_order(&sample.body)).unwrap();
        let added = json::dropped(&kept, &sample.json());
        assert!(added.is_empty(), "{}: {added:?}", sample.name());
    }
}

#[test]
fn what_was_serialised_decodes_to_the_same_value() {
    for sample in samples() {
        let event = in_order(&sample.body);
        let again = in_order(&serde_json::to_vec(&event).unwrap());
        assert_eq!(again, event, "{}", sample.name());
    }
}

#[test]
fn the_comparison_of_these_tests_sees_what_is_dropped_and_what_is_changed() {
    for sample in samples() {
        let value = sample.json();
        for pointer in json::pointers(&value) {
            let original = value.pointer(&pointer).unwrap();
            if pointer.is_empty() || original.is_null() {
                continue;
            }
            let changed = json::with(&value, &pointer, "changed".into());
            assert_eq!(
                json::dropped(&value, &changed),
                [pointer],
                "{}",
                sample.name()
            );
        }
    }
    let one = serde_json::json!({"a": 1998, "b": null, "c": [1, {}]});
    let same = serde_json::json!({"c": [1.0, {"d": null}], "a": 1998.0});
    assert!(json::dropped(&one, &same).is_empty() && json::dropped(&same, &one).is_empty());
}
