//! What overlays do to a document, and what is said of them.

use serde_json::{Value, json};

use super::{Desk, overlay};

/// The document `a: …` as actions make it, and what is said.
fn laid(document: &Value, actions: &str) -> (Value, String) {
    Desk::new(&document.to_string(), &[&overlay(actions)]).laid()
}

#[test]
fn values_are_laid_over_nodes_by_the_rules_of_the_specification() {
    let document = json!({
        "object": { "kept": 1, "single": "old", "list": [1], "inner": { "kept": true } },
        "list": [{ "name": "a" }, { "name": "b" }],
        "single": "old",
    });
    for (rule, actions, pointer, expected) in [
        (
            "a single value replaces a single value",
            "- {target: $.object, update: {single: new}}",
            "/object/single",
            json!("new"),
        ),
        (
            "arrays are appended",
            "- {target: $.object, update: {list: [2, [3]]}}",
            "/object/list",
            json!([1, 2, [3]]),
        ),
        (
            "objects are merged, and what is new goes behind",
            "- {target: $, update: {object: {inner: {added: {a: 1}}}}}",
            "/object/inner",
            json!({ "kept": true, "added": { "a": 1 } }),
        ),
        (
            "an object is appended to an array",
            "- {target: $.list, update: {name: c}}",
            "/list",
            json!([{ "name": "a" }, { "name": "b" }, { "name": "c" }]),
        ),
        (
            "an array is appended to an array item by item",
            "- {target: $.list, update: [{name: c}, d]}",
            "/list",
            json!([{ "name": "a" }, { "name": "b" }, { "name": "c" }, "d"]),
        ),
        (
            "a single value that is the target is replaced",
            "- {target: $.single, update: null}",
            "/single",
            Value::Null,
        ),
        (
            "a filter selects items, and each is changed",
            "- {target: '$.list[?@.name]', update: {seen: true}}",
            "/list",
            json!([{ "name": "a", "seen": true }, { "name": "b", "seen": true }]),
        ),
        (
            "a function of RFC 9535 is one",
            "- {target: \"$.list[?match(@.name, '[b-z]')]\", remove: true}",
            "/list",
            json!([{ "name": "a" }]),
        ),
        (
            "removal beats update",
            "- {target: $.object.inner, update: {a: 1}, remove: true}",
            "/object",
            json!({ "kept": 1, "single": "old", "list": [1] }),
        ),
        (
            "what is inside of what goes may go too",
            "- {target: '$..*', remove: true}",
            "",
            json!({}),
        ),
        (
            "items and what is inside others go at once",
            "- {target: \"$.list['name', 1, 0]\", remove: true}\n- {target: $.list, update: 1}",
            "/list",
            json!([1]),
        ),
        (
            "one node is copied into another",
            "- {target: $, update: {other: {}}}\n- {target: $.other, copy: $.object.inner}",
            "/other",
            json!({ "kept": true }),
        ),
        (
            "an array is copied behind another",
            "- {target: $.object.list, copy: $.list}",
            "/object/list",
            json!([1, { "name": "a" }, { "name": "b" }]),
        ),
        (
            "each action sees what the one before it did",
            "- {target: $.object, remove: true}\n- {target: $, update: {object: {a: 1}}}",
            "/object",
            json!({ "a": 1 }),
        ),
    ] {
        let (laid, said) = laid(&document, actions);
        assert_eq!(laid.pointer(pointer), Some(&expected), "{rule}: {said}");
        assert!(!said.contains("error["), "{rule}: {said}");
    }
}

#[test]
fn what_cannot_be_laid_over_what_is_told_with_both_places() {
    let document = json!({ "object": { "inner": {} }, "list": [], "single": 1 });
    for (actions, sentence) in [
        (
            "- {target: $.object, update: {inner: 1}}",
            "a single value cannot be laid over an object",
        ),
        (
            "- {target: $.object, update: [1]}",
            "an array cannot be laid over an object",
        ),
        (
            "- {target: $, update: {list: {a: 1}}}",
            "an object cannot be laid over an array",
        ),
        (
            "- {target: $.single, update: {a: 1}}",
            "an object cannot be laid over a single value",
        ),
        (
            "- {target: $.*, update: 1}",
            "`$.*` selects arrays and objects",
        ),
        (
            "- {target: $.object, copy: $.*}",
            "`copy` selects 3 nodes, and one is copied",
        ),
        (
            "- {target: $.object, copy: $.objct}",
            "`$.objct` selects nothing",
        ),
        (
            "- {target: $.object, copy: $.list, update: {a: 1}}",
            "`update` and `copy` stand in one action",
        ),
        (
            "- {target: $.object, updat: {a: 1}}",
            "the action changes nothing",
        ),
        ("- {target: $, remove: true}", "selects the whole document"),
        (
            "- {target: object, remove: true}",
            "a query starts with `$`",
        ),
        (
            "- {target: '$.a[', remove: true}",
            "is not a JSONPath query",
        ),
        ("- {target: $.a-b, remove: true}", "stands in brackets"),
        ("- {target: 1, remove: true}", "`target` should be"),
        ("- {remove: true}", "the action has no `target`"),
        ("- {target: $.object, remove: 'yes'}", "`remove` should be"),
        ("- x", "this should be an action"),
    ] {
        let (_, said) = laid(&document, actions);
        assert!(said.contains("error["), "{actions}: {said}");
        assert!(said.contains(sentence), "{sentence}: {said}");
        assert!(said.contains("--> overlay-0.yaml:4:"), "{said}");
    }
    let (_, said) = laid(&document, "- {target: $.object, update: {inner: 1}}");
    assert!(said.contains("::: vendor.json:1:"), "{said}");
}

#[test]
fn an_overlay_says_its_version_and_what_it_is_for() {
    let document = json!({ "a": {} }).to_string();
    let action = "actions: [{target: $.a, update: {b: 1}}]\n";
    let head = "info: {title: x, version: '1'}\n";
    for (overlay, code, sentence) in [
        (
            format!("{head}{action}"),
            "error[unsupported-version]",
            "`overlay` is missing",
        ),
        (
            format!("openapi: 3.1.0\n{head}"),
            "error[unsupported-version]",
            "no overlay",
        ),
        (
            format!("overlay: 2.0.0\n{head}{action}"),
            "error[unsupported-version]",
            "version `2.0.0` of overlays",
        ),
        (
            format!("overlay: 1.2.0\n{head}{action}"),
            "error[unsupported-version]",
            "version `1.2.0` of overlays",
        ),
        (
            format!("overlay: 1.0\n{head}{action}"),
            "warning[off-spec]",
            "is a number",
        ),
        (
            format!("overlay: 1.0.0\n{head}"),
            "error[missing-field]",
            "no `actions`",
        ),
        (
            format!("overlay: 1.0.0\n{head}actions: []"),
            "warning[off-spec]",
            "no actions",
        ),
        (
            format!("overlay: 1.0.0\n{action}"),
            "warning[off-spec]",
            "no `info`",
        ),
        (
            format!("overlay: 1.0.0\n{head}{action}extnds: vendor.json\n"),
            "warning[unknown-key]",
            "did you mean `extends`?",
        ),
        (
            format!("overlay: 1.0.0\n{head}{action}extends: other.yaml\n"),
            "warning[off-spec]",
            "the overlay is for `other.yaml`, and is laid over `vendor.json`",
        ),
        (
            format!("overlay: 1.0.0\n{head}{action}extends: https://a.test/other.json\n"),
            "warning[off-spec]",
            "the overlay is for `https://a.test/other.json`",
        ),
        (
            format!("overlay: 1.0.0\n{head}actions: [{{target: $.a, copy: $.a}}]"),
            "warning[off-spec]",
            "`copy` came with version 1.1",
        ),
        (
            "[]".to_owned(),
            "error[wrong-type]",
            "an overlay, which is an object",
        ),
        ("a: [".to_owned(), "error[yaml-syntax]", "cannot parse"),
    ] {
        let (_, said) = Desk::new(&document, &[&overlay]).laid();
        assert!(said.contains(code), "{overlay}: {said}");
        assert!(said.contains(sentence), "{sentence}: {said}");
        assert!(said.contains("--> overlay-0.yaml"), "{said}");
    }
    for extends in [
        "vendor.json",
        "./x/../vendor.json",
        "https://a.test/v1/vendor.json",
    ] {
        let overlay = format!("overlay: 1.0.3\n{head}{action}extends: {extends}\nx-a: 1\n");
        let (laid, said) = Desk::new(&document, &[&overlay]).laid();
        assert_eq!((laid, said.as_str()), (json!({ "a": { "b": 1 } }), ""));
    }
}

#[test]
fn an_action_that_selects_nothing_is_told_with_the_step_that_is_missing() {
    let document = json!({ "paths": { "/things/{id}": {} }, "tags": [{ "name": "a" }],
        "webhooks": { "a": { "$ref": "a.yaml" } } });
    for (target, told, help) in [
        (
            "$.paths['/thing/{id}'].post",
            "`$.paths` has no `/thing/{id}`",
            "did you mean `/things/{id}`?",
        ),
        ("$.tag[0]", "`$` has no `tag`", "did you mean `tags`?"),
        (
            "$.webhooks.a.post",
            "`$.webhooks.a` has no `post`",
            "a `$ref` to `a.yaml` stands there",
        ),
        ("$.tags[3]", "`$.tags` has no `3`", "there is `0` alone"),
        (
            "$.paths.*.post",
            "nothing in the document fits this",
            "hold the query against",
        ),
    ] {
        let action = format!("- {{target: \"{target}\", update: {{a: 1}}}}");
        let (laid, said) = laid(&document, &action);
        assert_eq!(laid, document);
        for part in [
            "warning[unmatched-action]",
            told,
            help,
            "overlay-0.yaml:4:12",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}

const VENDOR: &str = "\
openapi: 3.1.0
info: {title: Parcels, version: '1'}
tags: [{name: old}, {nme: b}]
webhooks:
  parcelSent:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                type: {type: string, const: sent}
                id: {type: string}
  parcelLost:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                type: {type: string, const: lost}
                id: {type: string}
";

#[test]
fn what_a_document_lacks_is_laid_over_it_and_the_crate_has_it() {
    let lacking = overlay(
        "- target: $
  update:
    x-webhook-event: {pointer: /type}
    security: [{Signature: []}]
    components:
      securitySchemes:
        Signature: {type: apiKey, in: header, name: X-Hub-Signature-256, x-signature: github}
- {target: $.webhooks.parcelSent.post, update: {x-webhook-event-name: sent}}
",
    );
    let second = overlay(
        "- {target: $.tags, remove: true}
- {target: $.webhooks.parcelLost.post, update: {x-webhook-event-name: lost}}
- {target: $.webhooks..id, update: {format: date-time}}
",
    );
    let desk = Desk::new(VENDOR, &[&lacking, &second]);
    let (tree, said) = desk.made();
    assert_eq!(said, "");
    let tree = tree.unwrap();
    let file = |path: &str| tree.get(path).unwrap_or_else(|| panic!("{path}"));
    assert!(file("src/types/webhooks.rs").contains("Timestamp"));
    assert!(file("src/security.rs").contains("X-Hub-Signature-256"));
    assert!(file("README.md").contains("A delivery names its event at `/type`"));
    assert_eq!(std::fs::read_to_string(&desk.document).unwrap(), VENDOR);
}

#[test]
fn a_complaint_about_what_an_overlay_says_points_into_the_overlay() {
    let actions = "- target: $.webhooks..properties.id
  update:
    formt: uuid
- target: $.tags[0]
  remove: true
";
    let (_, said) = Desk::new(VENDOR, &[&overlay(actions)]).made();
    let pointer = "/webhooks/parcelSent/post/requestBody/content/application~1json/schema";
    for part in [
        "--> overlay-0.yaml:6:5",
        "6 |     formt: uuid",
        &format!("at #{pointer}/properties/id/formt"),
        // What moved up stands where the vendor wrote it.
        "--> vendor.yaml:3:22",
        "at #/tags/0/nme",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn what_is_copied_stands_where_it_was_written() {
    let actions =
        "- {target: $, update: {components: {schemas: {A: {type: object, propertis: {}}, B: {}}}}}
- {target: $.components.schemas.B, copy: $.components.schemas.A}
- target: $.webhooks.parcelSent.post.requestBody.content.*.schema.properties
  update: {b: {$ref: '#/components/schemas/B'}}
";
    let (_, said) = Desk::new(VENDOR, &[&overlay(actions)]).made();
    assert!(said.contains("--> overlay-0.yaml:4:65"), "{said}");
    assert!(
        said.contains("at #/components/schemas/B/propertis"),
        "{said}"
    );
}

#[test]
fn texts_that_yaml_takes_for_numbers_are_read_as_in_the_document() {
    let actions = "- {target: $.a, update: {enum: [1e3]}}";
    let document = json!({ "a": { "type": "string" } }).to_string();
    let (laid, said) = Desk::new(&document, &[&overlay(actions)]).laid();
    assert_eq!(laid, json!({ "a": { "type": "string", "enum": ["1e3"] } }));
    assert!(said.contains("overlay-0.yaml:4:33"), "{said}");
}

#[test]
fn references_of_an_overlay_start_at_the_document_and_other_files_stay_as_they_are() {
    let actions = "- target: $.webhooks..properties.id
  update: {$ref: 'schemas/id.yaml'}
";
    let desk = Desk::new(VENDOR, &[]);
    desk.put("schemas/id.yaml", "type: string\nformat: date-time\n");
    let overlay = desk.put("elsewhere/fixes.yaml", &overlay(actions));
    let desk = Desk {
        rules: xtask::source::FileRules {
            overlays: vec![overlay],
            ..desk.rules.clone()
        },
        ..desk
    };
    let (tree, said) = desk.made();
    let tree = tree.unwrap_or_else(|| panic!("{said}"));
    assert!(
        tree.get("src/types/webhooks.rs")
            .unwrap()
            .contains("Timestamp")
    );
}

#[test]
fn what_an_overlay_means_it_says_beside_it() {
    let allowed = "- target: $.webhooks.parcelGone
  remove: true
  x-allow: [unmatched-action]
- target: $
  update: {tags: [{name: c, colour: red, x-allow: [unknown-key]}]}
- {target: '$.tags[1]', remove: true}
";
    let (_, said) = Desk::new(VENDOR, &[&overlay(allowed)]).made();
    assert_eq!(said, "");
    let (_, said) = Desk::new(VENDOR, &[&overlay(&allowed.replace("Gone", "Sent"))]).made();
    assert!(said.contains("warning[needless-allow]"), "{said}");
    assert!(said.contains("--> overlay-0.yaml:6:"), "{said}");
}
