use serde_json::json;

use super::*;

#[test]
fn every_keyword_stands_in_the_table_once() {
    assert_eq!(BY_NAME.len(), KEYWORDS.len());
}

#[test]
fn keywords_that_are_named_here_have_the_form_that_they_are_named_for() {
    let all_have = |names: &[&str], wanted: Form| names.iter().all(|name| form(name) == wanted);
    assert!(all_have(&ALTERNATIVES, Form::Schemas));
    assert!(all_have(&FURTHER_MEMBERS, Form::Schema));
    assert!(all_have(&EXCLUSIVE_BOUNDS, Form::ExclusiveBound));
    assert!(
        DYNAMIC_REFERENCES
            .iter()
            .all(|name| BY_NAME.contains_key(name))
    );
}

#[test]
fn extensions_and_annotations_admit_every_value() {
    for name in ["x-anything", "description", "default"] {
        assert!(is_annotation(name), "{name}");
    }
    for name in ["type", "format", "example", "unknown"] {
        assert!(!is_annotation(name), "{name}");
    }
}

#[test]
fn a_value_that_is_empty_or_null_is_not_asked_to_be_something_else() {
    let cases = [
        ("properties", json!([]), None),
        ("properties", json!(["a"]), Some("a map of schemas")),
        ("enum", json!(null), None),
        ("enum", json!({}), Some("a list of values")),
        ("oneOf", json!("a"), Some("a list of schemas")),
        ("format", json!(1), None),
    ];
    for (name, value, wanted) in cases {
        assert_eq!(wanted_instead(name, &value), wanted, "{name}: {value}");
    }
}

#[test]
fn a_number_in_quotes_is_a_number() {
    assert!(!is_misshapen("minLength", &json!("3")));
    assert!(is_misshapen("minLength", &json!(-1)));
    assert!(is_misshapen("multipleOf", &json!(0)));
    assert!(is_misshapen("pattern", &json!(3)));
    assert!(!is_misshapen("pattern", &json!(null)));
}
