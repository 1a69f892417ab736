//! Overlays that ask for too much, or are none.

use std::fmt::Write;
use std::fs;

use serde_json::json;
use xtask::source::FileRules;

use super::{Desk, overlay};

#[test]
fn overlays_do_not_multiply_a_document_without_bound() {
    let document = json!({ "list": vec![json!({}); 2000] }).to_string();
    let mut update = String::from("- target: $.list[*]\n  update:\n");
    for number in 0..1000 {
        writeln!(update, "    k{number}: 1").unwrap();
    }
    let (_, said) = Desk::new(&document, &[&overlay(&update)]).laid();
    let told = "error[nesting-limit]: overlays multiply";
    assert!(said.contains(told), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "{said}");
    assert!(said.contains("--> overlay-0.yaml:4:11"), "{said}");
}

#[test]
fn overlays_do_not_nest_a_document_without_bound() {
    let deep = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    let document = format!("{{\"a\": {}, \"b\": {{}}}}", deep(100));
    for actions in [
        format!("- {{target: $.b, update: {{c: {}}}}}", deep(119)),
        format!("- {{target: '$.a{}', copy: $.a}}", "[0]".repeat(99)),
        format!("- {{target: $.b, update: {{c: {}}}}}", deep(300)),
    ] {
        let (_, said) = Desk::new(&document, &[&overlay(&actions)]).laid();
        assert!(said.contains("error[nesting-limit]"), "{said}");
    }
    let actions = format!("- {{target: $.b, update: {{c: {}}}}}", deep(110));
    let (_, said) = Desk::new(&document, &[&overlay(&actions)]).laid();
    assert_eq!(said, "");
}

#[test]
fn queries_are_bounded() {
    for (query, told) in [
        (
            format!("$[?{}@.a{}]", "(".repeat(5000), ")".repeat(5000)),
            "more than 4096 bytes",
        ),
        (
            format!("${}", "..*".repeat(4)),
            "more than 3 segments with `..`",
        ),
        (
            format!("$[?{}@.a{}]", "@[?".repeat(30), "]".repeat(30)),
            "more than 8 brackets inside one another",
        ),
    ] {
        let actions = format!("- {{target: '{query}', remove: true}}");
        let (_, said) = Desk::new("{\"a\": 1}", &[&overlay(&actions)]).laid();
        assert!(said.contains("error[overlay-action]"), "{said}");
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[test]
fn an_overlay_is_a_regular_file_of_a_bounded_size() {
    let desk = Desk::new("openapi: 3.1.0\n", &[]);
    let folder = desk.put("folder/a", "").parent().unwrap().to_owned();
    let large = desk.put("large.yaml", &"#".repeat(2000));
    let absent = desk.document.with_file_name("absent.yaml");
    let binary = desk.put("binary.yaml", "");
    fs::write(&binary, [0xff, 0xfe]).unwrap();
    for (path, told) in [
        (folder, "it is a folder, and only regular files are read"),
        (large, "it has more than 1000 bytes"),
        (absent, "cannot read `absent.yaml`"),
        (binary, "`binary.yaml` is not UTF-8 text"),
    ] {
        let desk = Desk {
            rules: FileRules {
                overlays: vec![path],
                max_file_size: 1000,
                ..FileRules::default()
            },
            ..Desk::new("openapi: 3.1.0\n", &[])
        };
        let (_, said) = desk.laid();
        assert!(said.contains("error[unreadable-file]"), "{said}");
        let name = told.split('`').nth(1).unwrap_or_default();
        let told = told.split('`').next_back().unwrap_or_default();
        assert!(
            said.contains(name) && said.contains(told.trim()),
            "{told}: {said}"
        );
    }
}
