//! Decodes bodies that nest as deeply as they are decoded, on threads with half the stack that threads have, and uses what came of them;
//! and bodies that nest more deeply, which are not decoded. Prints for each way to nest how many levels are decoded.

use std::thread;

use wide_and_deep::{DecodeError, Decoded, Event, Strictness, decode, decode_with};

/// Half of what a thread of Tokio has.
const STACK: usize = 1 << 20;

/// The ways in which a value holds another: what is before it, what is behind it, and how many levels that is.
const WAYS: [(&str, &str, usize); 7] = [
    (r#"{"child":"#, "}", 1),
    (r#"{"relative299":"#, "}", 1),
    (r#"{"children":["#, "]}", 2),
    (r#"{"byName":{"name":"#, "}}", 2),
    (r#"{"either":"#, "}", 1),
    (r#"{"guess":"#, "}", 1),
    (r#"{"name":"#, "}", 1),
];

/// So many values around an innermost one.
fn body((before, behind, _): (&str, &str, usize), values: usize, innermost: &str) -> String {
    let (before, behind) = (before.repeat(values), behind.repeat(values));
    format!(r#"{{"type":"nodes","node":{before}{innermost}{behind}}}"#)
}

/// Does something on a thread with half a stack.
fn on_half_a_stack(act: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(STACK);
    thread.spawn(act).unwrap().join().unwrap();
}

/// Clones an event, compares, shows, writes and drops it.
fn use_it(event: Event) {
    let clone = event.clone();
    assert!(clone == event);
    assert_eq!(format!("{clone:?}"), format!("{event:?}"));
    assert!(!format!("{event:#?}").is_empty());
    assert!(!serde_json::to_string(&clone).unwrap().is_empty());
    drop(clone);
    drop(serde_json::to_value(&event).unwrap());
}

fn main() {
    for way in WAYS {
        let innermost = r#"{"text0":"a","text399":"z"}"#;
        let wrong = r#"{"text0":"a","text399":7}"#;
        let most = match decode(body(way, 1_000, innermost).as_bytes()) {
            Err(DecodeError::TooDeep { most, .. }) => most,
            other => panic!("{other:?}"),
        };
        println!("{}: {most}", way.0);
        // The body and the innermost value are levels too.
        let values = (most - 2) / way.2;
        let in_order = body(way, values, innermost);
        on_half_a_stack(move || {
            use_it(
                decode_with(in_order.as_bytes(), Strictness::Strict)
                    .unwrap()
                    .value,
            );
        });
        let with_a_defect = body(way, values, wrong);
        on_half_a_stack(move || {
            match decode(with_a_defect.as_bytes()) {
                Ok(Decoded { value, .. }) => use_it(value),
                // Unions inside one another are read again so often that the body is given up on.
                Err(DecodeError::Payload { pointer, .. }) => assert!(pointer.ends_with("/text399")),
                Err(error) => panic!("{error}"),
            }
        });
        let too_deep = body(way, values + 1, innermost);
        on_half_a_stack(move || {
            for strictness in [Strictness::Strict, Strictness::Tolerant] {
                let error = decode_with(too_deep.as_bytes(), strictness).unwrap_err();
                assert!(matches!(error, DecodeError::TooDeep { .. }), "{error}");
            }
        });
    }
}
