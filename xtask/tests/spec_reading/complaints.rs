//! Every complaint about a document: its code, its place and its remedy.

use crate::document::{WHOLE, read};
use crate::folder::Folder;

/// What is said about the whole document with one part replaced.
fn complaint(old: &str, new: &str) -> String {
    assert!(WHOLE.contains(old), "{old}");
    let text = WHOLE.replacen(old, new, 1);
    let folder = Folder::with(&[
        ("openapi.yaml", &text),
        ("samples/thing 1.json", "{}"),
        ("samples/bad.json", "{\"id\": }"),
    ]);
    read(&folder, "openapi.yaml").1
}

const BODY: &str = "requestBody: {$ref: '#/components/requestBodies/Thing', description: Nearer}";

/// A part of the whole document, what stands in its stead, and what is then said: code, position and words.
const COMPLAINTS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "openapi: 3.1.0",
        "swagger: '2.0'",
        "error[unsupported-version]",
        "2:10",
        "convert the document to 3.1",
    ),
    (
        "openapi: 3.1.0",
        "swagger: 2.0",
        "error[unsupported-version]",
        "2:10",
        "Swagger 2.0",
    ),
    (
        "openapi: 3.1.0",
        "openapi: 3.0.3",
        "error[unsupported-version]",
        "2:10",
        "convert the document to 3.1",
    ),
    (
        "openapi: 3.1.0",
        "openapi: 3.1",
        "error[wrong-type]",
        "2:10",
        "quote it: `\"3.1\"`",
    ),
    (
        "openapi: 3.1.0",
        "",
        "error[unsupported-version]",
        "3:1",
        "start the document with `openapi: 3.1.0`",
    ),
    (
        "  title: Things\n",
        "",
        "error[missing-field]",
        "3:1",
        "`info` has no `title`",
    ),
    (
        "webhooks:\n",
        "x-webhooks:\n",
        "error[no-webhooks]",
        "14:1",
        "rename `x-webhooks` to `webhooks`",
    ),
    (
        "  - {name: things, description: All about things}",
        "  - {description: d}",
        "error[missing-field]",
        "8:5",
        "the tag has no `name`",
    ),
    (
        "tags: [things]",
        "tags: things",
        "error[wrong-type]",
        "19:13",
        "write it as an array: `[things]`",
    ),
    (
        "tags: [things]",
        "tags: [1]",
        "error[wrong-type]",
        "19:14",
        "quote it: `\"1\"`",
    ),
    (
        "deprecated: true",
        "deprecated: 'yes'",
        "error[wrong-type]",
        "20:19",
        "`true` or `false`",
    ),
    (
        BODY,
        "",
        "error[missing-request-body]",
        "17:5",
        "`post` of the webhook `thing-created` has no `requestBody`",
    ),
    (
        BODY,
        "requestBody: {content: {}}",
        "error[missing-request-body]",
        "24:20",
        "the `content` of the request body is empty",
    ),
    (
        BODY,
        "requestBody: {description: d}",
        "error[missing-request-body]",
        "24:20",
        "has no `content`",
    ),
    (
        BODY,
        "requestBody: {$ref: '#/components/requestBodies/Thong'}",
        "error[dangling-reference]",
        "24:27",
        "did you mean `#/components/requestBodies/Thing`?",
    ),
    (
        BODY,
        "requestBody: []",
        "error[wrong-type]",
        "24:20",
        "`requestBody` is an array; expected a Request Body Object",
    ),
    (
        "  - key: []",
        "  - kei: []",
        "error[unknown-security-scheme]",
        "11:5",
        "did you mean `key`?",
    ),
    (
        "      operationId:",
        "      operationID:",
        "warning[unknown-key]",
        "18:7",
        "did you mean `operationId`?",
    ),
    (
        "  schemas:",
        "  schemes: {}\n  schemas:",
        "warning[unknown-key]",
        "45:3",
        "did you mean `schemas`?",
    ),
    (
        "in: header",
        "in: head",
        "error[invalid-value]",
        "48:42",
        "did you mean `header`?",
    ),
    (
        "type: mutualTLS",
        "type: mutual",
        "error[invalid-value]",
        "52:17",
        "is no value of `type`",
    ),
    (
        "type: http, scheme: bearer",
        "type: http",
        "error[missing-field]",
        "49:10",
        "the security scheme `jwt` has no `scheme`",
    ),
    (
        "externalValue: samples/thing%201.json",
        "externalValue: samples/none.json",
        "error[unreadable-example]",
        "41:38",
        "there is no such file",
    ),
    (
        "externalValue: samples/thing%201.json",
        "externalValue: samples/bad.json",
        "error[unreadable-example]",
        "41:38",
        "is not JSON: expected value",
    ),
    (
        "externalValue: samples/thing%201.json",
        "externalValue: https://example.com/x",
        "warning[remote-example]",
        "41:38",
        "save it beside the document",
    ),
    (
        "value: {id: 2}",
        "serializedValue: '{'",
        "error[unreadable-example]",
        "40:53",
        "is not JSON",
    ),
    (
        "{summary: One, value: {id: 2}}",
        "{summary: One}",
        "error[missing-field]",
        "40:21",
        "the example `inline` has no value",
    ),
    (
        "pointer: /event~1type",
        "pointer: $.type",
        "error[invalid-value]",
        "9:28",
        "start it with `/`: `/type`",
    ),
    (
        "header: X-Event",
        "header: X Event",
        "error[invalid-value]",
        "9:50",
        "no header name",
    ),
    (
        "{pointer: /event~1type, header: X-Event}",
        "{}",
        "error[missing-field]",
        "9:18",
        "name the body field",
    ),
    (
        "    post:\n",
        "    query:\n",
        "warning[unsupported-operation]",
        "17:5",
        "not generated",
    ),
    (
        "  thing-gone: {$ref: '#/components/pathItems/Gone'}",
        "  thing-gone: {}",
        "error[missing-field]",
        "26:3",
        "the webhook `thing-gone` has no operation",
    ),
];

#[test]
fn every_complaint_names_its_code_its_place_and_a_remedy() {
    for (old, new, code, place, words) in COMPLAINTS {
        let text = complaint(old, new);
        assert!(text.starts_with(code), "{new}: {text}");
        assert!(
            text.contains(&format!("--> openapi.yaml:{place}\n")),
            "{new}: {text}"
        );
        assert!(text.contains(words), "{new}: {text}");
        assert!(text.contains("= help: "), "{new}: {text}");
        assert!(
            text.ends_with("\n1 error\n") || text.ends_with("\n1 warning\n"),
            "{new}: {text}"
        );
    }
}

#[test]
fn all_complaints_of_a_document_are_collected() {
    let folder = Folder::with(&[(
        "a.yaml",
        "openapi: 3.1.0\ninfo: {}\ntags: x\nsecurity: [{none: []}]\nwebhooks: {a: {post: {}, put: {requestBody: {}}}}\nzzz: 1\n",
    )]);
    let (document, text) = read(&folder, "a.yaml");
    assert!(document.is_some());
    assert!(text.ends_with("\n6 errors, 1 warning\n"), "{text}");
    let order: Vec<&str> = text.lines().filter(|line| line.contains("]: ")).collect();
    let codes: Vec<&str> = order
        .iter()
        .filter_map(|line| line.split(['[', ']']).nth(1))
        .collect();
    assert_eq!(
        codes,
        [
            "missing-field",
            "missing-field",
            "wrong-type",
            "unknown-security-scheme",
            "missing-request-body",
            "missing-request-body",
            "unknown-key"
        ]
    );
}

#[test]
fn a_shared_fault_is_told_once() {
    let folder = Folder::with(&[(
        "a.yaml",
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\nwebhooks:\n  a: {post: {requestBody: {$ref: '#/components/requestBodies/B'}}}\n  b: {post: {requestBody: {$ref: '#/components/requestBodies/B'}}}\ncomponents: {requestBodies: {B: {contents: 1}}}\n",
    )]);
    let (_, text) = read(&folder, "a.yaml");
    assert!(text.ends_with("\n1 error, 1 warning\n"), "{text}");
}

#[test]
fn what_is_no_document_at_all_is_an_error() {
    for (content, words) in [
        ("[]\n", "the document is an array"),
        ("", "the document is null"),
        ("webhooks\n", "the document is a string"),
    ] {
        let folder = Folder::with(&[("a.yaml", content)]);
        let (document, text) = read(&folder, "a.yaml");
        assert!(document.is_none());
        assert!(text.contains(words), "{text}");
    }
    let folder = Folder::with(&[("a.yaml", "a: [\n")]);
    let (document, text) = read(&folder, "a.yaml");
    assert!(document.is_none());
    assert!(text.ends_with("\n1 error\n"), "{text}");
}
