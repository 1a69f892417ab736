//! Complaints about a document: the code, the place and the remedy of each. Those of which
//! `tests/diagnostics` has the whole message are not repeated here.

use super::document::{WHOLE, read};
use super::folder::Folder;

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

/// A part of the whole document, what stands in its stead, and what is then said: code, position
/// and words.
const COMPLAINTS: &[(&str, &str, &str, &str, &str)] = &[
    (
        "openapi: 3.1.0",
        "swagger: 2.0",
        "error[unsupported-version]",
        "2:10",
        "Swagger 2.0",
    ),
    (
        "openapi: 3.1.0",
        "openapi: 3.10.2",
        "warning[off-spec]",
        "2:10",
        "OpenAPI version `3.10.2` is read as 3.2",
    ),
    (
        "summary: A thing\n    post:",
        "summary: A thing\n    put: {$ref: '#/absent'}\n    post:",
        "error[dangling-reference]",
        "17:17",
        "`#/absent` names nothing",
    ),
    (
        "summary: A thing\n    post:",
        "summary: A thing\n    put: {$ref: '#/webhooks/thing-created/put'}\n    post:",
        "error[cyclic-reference]",
        "17:17",
        "let one of them name a schema",
    ),
    (
        "put: {requestBody: {content",
        "put: {$ref: '#/webhooks/thing-created/post', requestBody: {content",
        "warning[off-spec]",
        "30:13",
        "an operation is no place for `$ref`",
    ),
    (
        "openapi: 3.1.0",
        "openapi: 3.0.3",
        "warning[off-spec]",
        "14:1",
        "`webhooks` came with version 3.1",
    ),
    (
        "  title: Things\n",
        "",
        "warning[off-spec]",
        "3:1",
        "`info` has no `title`",
    ),
    (
        "  - {name: things, description: All about things}",
        "  - {description: d}",
        "warning[off-spec]",
        "8:5",
        "the tag has no `name`",
    ),
    (
        "tags: [things]",
        "tags: things",
        "warning[off-spec]",
        "19:13",
        "write it as an array: `[things]`",
    ),
    (
        "tags: [things]",
        "tags: [1]",
        "warning[off-spec]",
        "19:14",
        "quote it: `\"1\"`",
    ),
    (
        BODY,
        "parameters: [{in: head, name: a}]",
        "warning[off-spec]",
        "24:20",
        "the parameter does not say where it comes",
    ),
    (
        BODY,
        "requestBody: {content: {}}",
        "warning[missing-request-body]",
        "24:20",
        "has no `content`",
    ),
    (
        BODY,
        "requestBody: {description: d}",
        "warning[missing-request-body]",
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
        "type: oauth2",
        "type: oauth",
        "error[invalid-value]",
        "50:19",
        "did you mean `oauth2`?",
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
        "externalValue: samples/bad.json",
        "error[unreadable-example]",
        "41:38",
        "is not JSON: expected value",
    ),
    (
        "{summary: One, value: {id: 2}}",
        "{summary: One}",
        "warning[off-spec]",
        "40:21",
        "the example `inline` has no value",
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
        "  title: Things\n",
        "  title: [Things]\n",
        "warning[off-spec]",
        "4:10",
        "it is left out",
    ),
    (
        "value: {id: 2}",
        "values: {id: 2}",
        "warning[off-spec]",
        "40:21",
        "has no value",
    ),
    (
        "  thing-gone: {$ref: '#/components/pathItems/Gone'}",
        "  thing-gone: {}",
        "warning[off-spec]",
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
    assert!(text.ends_with("\n1 error, 5 warnings\n"), "{text}");
    let order: Vec<&str> = text.lines().filter(|line| line.contains("]: ")).collect();
    let codes: Vec<&str> = order
        .iter()
        .filter_map(|line| line.split(['[', ']']).nth(1))
        .collect();
    assert_eq!(
        codes,
        [
            "off-spec",
            "off-spec",
            "off-spec",
            "unknown-security-scheme",
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
    assert!(text.ends_with("\n2 warnings\n"), "{text}");
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

#[test]
fn what_no_webhook_reaches_may_be_as_it_likes() {
    let folder = Folder::with(&[
        (
            "a.yaml",
            "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {parameters: {$ref: absent.yaml}, security: [{none: []}]}, post: 5}}\nsecurity: {none: []}\nservers: x\nwebhooks: {a: {post: {security: [{key: []}], responses: {}, callbacks: 4}}}\ncomponents:\n  securitySchemes: {key: {type: http, scheme: basic}, odd: {type: odd}, far: {$ref: broken.yaml}}\n  schemas: {X: {$ref: broken.yaml}, Y: {$ref: bytes.yaml}, Z: {$ref: '#/nowhere'}}\n  parameters: 7\n",
        ),
        ("broken.yaml", "a: [\n"),
    ]);
    std::fs::write(folder.path("bytes.yaml"), b"a: \xff\n").unwrap();
    let (sources, mut diagnostics) = folder.read("a.yaml");
    let resolver = xtask::resolve::Resolver::new(&sources);
    let options = xtask::document::ReadOptions::default();
    let document = xtask::document::read_document(&resolver, options, &mut diagnostics);
    sources.report_faults(&mut diagnostics);
    assert_eq!(diagnostics.render(&sources, false), "");
    assert_eq!(document.unwrap().webhooks.len(), 1);
}

#[test]
fn what_would_be_reached_and_is_nothing_to_walk_through_is_left_out() {
    for components in ["5", "{securitySchemes: 5}", "{$ref: absent.yaml}"] {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\nwebhooks: {{a: {{post: {{responses: {{}}}}}}}}\ncomponents: {components}\n"
        );
        let folder = Folder::with(&[("a.yaml", &text)]);
        let (document, said) = read(&folder, "a.yaml");
        assert_eq!(document.unwrap().webhooks.len(), 1, "{components}");
        assert!(!said.contains("error["), "{components}: {said}");
    }
}

#[test]
fn a_fault_that_explains_what_follows_is_told_alone() {
    for (webhooks, fault) in [
        ("{a: {post: [1]}}", "`post` is an array"),
        (
            "{a: {post: {requestBody: {content: [1]}}}}",
            "`content` is an array",
        ),
        (
            "{a: {post: {requestBody: {content: {application/json: x}}}}}",
            "`application/json` is a string",
        ),
        (
            "{a: {post: {security: {key: []}}}}",
            "`security` is an object",
        ),
        ("{a: {post: {requestBody: x}}}", "`requestBody` is a string"),
    ] {
        let text =
            format!("openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\nwebhooks: {webhooks}\n");
        let folder = Folder::with(&[("a.yaml", &text)]);
        let (_, said) = read(&folder, "a.yaml");
        assert!(
            said.starts_with(&format!("error[wrong-type]: {fault}; expected ")),
            "{said}"
        );
        assert!(said.contains("--> a.yaml:3:"), "{said}");
        assert!(said.contains("at #/webhooks/a/post"), "{said}");
        assert!(said.contains("= help: write a"), "{said}");
        assert!(said.ends_with("\n1 error\n"), "{said}");
    }
}

#[test]
fn an_entry_of_a_list_is_named_by_its_place() {
    let folder = Folder::with(&[(
        "a.yaml",
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\ntags: [{name: b}, 3]\nwebhooks: {a: {post: {responses: {}}}}\n",
    )]);
    let (_, said) = read(&folder, "a.yaml");
    assert!(
        said.starts_with("warning[off-spec]: entry 2 of `tags` is a number"),
        "{said}"
    );
}
