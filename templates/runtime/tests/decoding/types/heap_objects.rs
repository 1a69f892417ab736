//! Structs whose members are gathered on the heap: they are read and written as serde's derived
//! code does it, and take little of the stack however deeply they nest.

use std::fmt::Debug;
use std::thread;

use crate::stand_in::{DerivedFolder, Entry, Folder, Label};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use webhook_runtime::generated::decode_in_place;
use webhook_runtime::{DecodeError, Decoded, Strictness, decode_payload};

/// What came of a body: what is written again, with the defects, or the error.
fn outcome<T: DeserializeOwned + Serialize>(body: &str, strictness: Strictness) -> String {
    let decoded: Result<Decoded<T>, DecodeError> = decode_payload(body.as_bytes(), strictness);
    match decoded {
        Ok(Decoded { value, defects, .. }) => {
            let written = serde_json::to_string(&value).unwrap();
            format!("{written} {defects:?}")
        }
        Err(error) => error.to_string(),
    }
}

#[test]
fn whatever_comes_is_read_as_by_derived_code() {
    let bodies = [
        r#"{"name":"inbox"}"#,
        r#"{"count":3,"name":"inbox","owner":null,"link":{"href":"/","relName":"self"}}"#,
        r#"{"name":"a","copyOf":{"name":"b","folders":[{"name":"c"},{"name":"d"}]},"folders":[]}"#,
        r#"{"name":"a","copyOf":null,"folders":null,"first":"subject"}"#,
        r#"{"name":"a","archive":{"name":"b","old":{"name":"c"}},"spam":{"name":"d"}}"#,
        r#"{"name":"\u0061\n","folders":[{"n\u0061me":"b"}]}"#,
        // Members that are missing, of another type, or there twice.
        "{}",
        r#"{"count":3}"#,
        r#"{"name":7}"#,
        r#"{"name":null}"#,
        r#"{"name":"a","count":"3"}"#,
        r#"{"name":"a","count":3.0,"owner":7,"link":[]}"#,
        r#"{"name":"a","copyOf":"b"}"#,
        r#"{"name":"a","copyOf":{"count":1}}"#,
        r#"{"name":"a","copyOf":[]}"#,
        r#"{"name":"a","folders":{}}"#,
        r#"{"name":"a","folders":[{"name":"b"},7,{"count":1},null,{"name":"c","count":"1"}]}"#,
        r#"{"name":"a","name":"b"}"#,
        r#"{"name":"a","count":1,"count":2,"folders":[{"name":"b","name":"c"}]}"#,
        r#"{"name":"a","copyOf":{"name":"b"},"copyOf":{"name":"c"}}"#,
        r#"{"name":"a","archive":7}"#,
        r#"{"name":"a","archive":{"name":"b","old":{"count":1}},"spam":{"name":7}}"#,
        // No object, and no JSON.
        "[]",
        r#"["a",1]"#,
        "7",
        "null",
        r#"{"name":"a""#,
        r#"{"name":"a","copyOf":{"name":}}"#,
        r#"{"name":"\ud800"}"#,
    ];
    for body in bodies {
        for strictness in [Strictness::Strict, Strictness::Tolerant] {
            assert_eq!(
                outcome::<Folder>(body, strictness),
                outcome::<DerivedFolder>(body, strictness),
                "{body} {strictness:?}"
            );
        }
    }
}

#[test]
fn members_that_are_not_listed_are_kept_or_skipped() {
    let label: Label = serde_json::from_value(json!({ "text": "a", "x": [1], "y": null })).unwrap();
    assert_eq!(label.text.as_deref(), Some("a"));
    assert_eq!(Value::from(label.further), json!({ "x": [1], "y": null }));
    let nothing: Label = serde_json::from_str("{}").unwrap();
    assert_eq!(nothing, Label::default());
}

fn folder(name: &str) -> Folder {
    serde_json::from_value(json!({ "name": name })).unwrap()
}

#[test]
fn it_is_shown_as_by_derived_code() {
    let shown = r#"{"name":"a","copyOf":{"name":"b","folders":[]},"old":{"name":"c"}}"#;
    let derived: DerivedFolder = serde_json::from_str(shown).unwrap();
    let folder: Folder = serde_json::from_str(shown).unwrap();
    let as_folder = |text: String| text.replace("DerivedFolder", "Folder");
    assert_eq!(format!("{folder:?}"), as_folder(format!("{derived:?}")));
    assert_eq!(format!("{folder:#?}"), as_folder(format!("{derived:#?}")));
}

#[test]
fn a_clone_is_equal_and_has_nothing_in_common() {
    let mut one = folder("a");
    one.copy_of = Some(Box::new(folder("b")));
    one.folders = Some(vec![folder("c"), folder("d")]);
    one.first = Some(Entry::Folder(Box::new(folder("e"))));
    one.by_name.insert("x".to_owned(), folder("f"));
    let mut clone = one.clone();
    assert_eq!(clone, one);
    clone.by_name.clear();
    clone.folders = None;
    assert_eq!(one.by_name.len(), 1);
    assert_eq!(one.folders.map(|folders| folders.len()), Some(2));
}

/// Puts a folder around one.
type Around = fn(&str) -> String;

/// Folders in folders: so many around the innermost, each in the next by what `around` puts around
/// it.
fn nested(innermost: &str, levels: usize, around: Around) -> String {
    (1..levels).fold(innermost.to_owned(), |inner, _| around(&inner))
}

/// Runs something on a thread with half the stack that threads have.
fn on_half_a_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = thread::Builder::new().stack_size(1 << 20);
    thread.spawn(run).unwrap().join().unwrap()
}

#[test]
fn as_many_levels_as_can_be_read_leave_half_of_the_stack() {
    let kinds: [(Around, usize); 5] = [
        (|inner| format!(r#"{{"name":"a","copyOf":{inner}}}"#), 1),
        (|inner| format!(r#"{{"name":"a","folders":[{inner}]}}"#), 2),
        (|inner| format!(r#"{{"name":"a","first":{inner}}}"#), 1),
        (|inner| format!(r#"{{"name":"a","by":{inner}}}"#), 1),
        (
            |inner| format!(r#"{{"name":"a","copyOf":{{"name":"b","folders":[{inner}]}}}}"#),
            3,
        ),
    ];
    for (around, levels_each) in kinds {
        let levels = 126 / levels_each;
        let body = nested(r#"{"name":"innermost","count":3}"#, levels, around);
        // What is wrong is at the very end, so the place is tracked down to there.
        let faulty = nested(r#"{"name":"innermost","count":"3"}"#, levels, around);
        on_half_a_stack(move || {
            let decoded: Decoded<Box<Folder>> =
                decode_in_place(body.as_bytes(), Strictness::Strict).unwrap();
            same_when_used(&*decoded.value);
            let place =
                match decode_in_place::<Box<Folder>>(faulty.as_bytes(), Strictness::Tolerant) {
                    Ok(Decoded { defects, .. }) => defects[0].pointer.to_string(),
                    // Unions inside one another are read again so often that the body is given up
                    // on.
                    Err(DecodeError::Payload { pointer, .. }) => pointer,
                    Err(error) => panic!("{error}"),
                };
            assert!(place.ends_with("/count"), "{place}");
        });
    }
}

/// Clones a value, compares it, shows it, writes it and drops the clone.
fn same_when_used<T: Clone + Debug + PartialEq + Serialize>(value: &T) {
    let clone = value.clone();
    assert_eq!(clone, *value);
    assert_eq!(format!("{clone:#?}").len(), format!("{value:#?}").len());
    let written: Value = serde_json::from_str(&serde_json::to_string(&clone).unwrap()).unwrap();
    drop(clone);
    assert!(serde_json::to_value(value).unwrap() == written);
}
