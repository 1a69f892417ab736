//! Decodes bodies that nest as deeply as they are decoded, on threads with half the stack that
//! threads have, and uses what came of them; and bodies that nest more deeply, which are not
//! decoded. Prints for each way to nest how many levels are decoded.

use std::fmt::{self, Write};
use std::thread;

use wide_and_deep::{DecodeError, Decoded, Event, Strictness, decode, decode_with};

/// Half of what a thread of Tokio has.
const STACK: usize = 1 << 20;

/// The ways in which a value holds another: what is before it, what is behind it, and how many
/// levels that is.
const WAYS: [(&str, &str, usize); 7] = [
    (r#"{"child":"#, "}", 1),
    (r#"{"relative0":"#, "}", 1),
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

/// The text in the innermost value.
const INNERMOST: &str = "innermost";

/// Takes what is shown of a value until the innermost text, which is as deep as it becomes.
struct UntilInnermost;

impl Write for UntilInnermost {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if text.contains(INNERMOST) {
            return Err(fmt::Error);
        }
        Ok(())
    }
}

/// Clones an event, compares, shows, writes and drops it.
fn use_it(event: Event) {
    let clone = event.clone();
    assert!(clone == event);
    assert_eq!(format!("{clone:?}"), format!("{event:?}"));
    // Each line passes through as many indentations as there are levels around it, so no more of
    // them are shown than it takes to come to the deepest.
    assert!(write!(UntilInnermost, "{event:#?}").is_err());
    assert!(!serde_json::to_string(&clone).unwrap().is_empty());
    drop(clone);
    drop(serde_json::to_value(&event).unwrap());
}

fn main() {
    for way in WAYS {
        let innermost = format!(r#"{{"text0":"{INNERMOST}","text399":"z"}}"#);
        let wrong = format!(r#"{{"text0":"{INNERMOST}","text399":7}}"#);
        let most = match decode(body(way, 1_000, &innermost).as_bytes()) {
            Err(DecodeError::TooDeep { most, .. }) => most,
            other => panic!("{other:?}"),
        };
        println!("{}: {most}", way.0);
        // The body and the innermost value are levels too.
        let values = (most - 2) / way.2;
        let in_order = body(way, values, &innermost);
        on_half_a_stack(move || {
            use_it(
                decode_with(in_order.as_bytes(), Strictness::Strict)
                    .unwrap()
                    .value,
            );
        });
        let with_a_defect = body(way, values, &wrong);
        on_half_a_stack(move || {
            match decode(with_a_defect.as_bytes()) {
                Ok(Decoded { value, .. }) => use_it(value),
                // Unions inside one another are read again so often that the body is given up on.
                Err(DecodeError::Payload { pointer, .. }) => assert!(pointer.ends_with("/text399")),
                Err(error) => panic!("{error}"),
            }
        });
        let too_deep = body(way, values + 1, &innermost);
        on_half_a_stack(move || {
            for strictness in [Strictness::Strict, Strictness::Tolerant] {
                let error = decode_with(too_deep.as_bytes(), strictness).unwrap_err();
                assert!(matches!(error, DecodeError::TooDeep { .. }), "{error}");
            }
        });
    }
}
