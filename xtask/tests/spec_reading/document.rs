//! Reading documents: what they hold, and every complaint about them.

use super::folder::Folder;
use serde_json::json;
use xtask::document::{
    ApiKeyIn, Document, ExampleValue, Method, ReadOptions, SecuritySchemeKind, read_document,
};
use xtask::resolve::Resolver;

/// A document without fault, with every object that is read.
pub const WHOLE: &str = r#"
openapi: 3.1.0
info:
  title: Things
  version: "1"
  license: {name: MIT, identifier: MIT}
tags:
  - {name: things, description: All about things}
x-webhook-event: {pointer: /event~1type, header: X-Event}
security:
  - key: []
  - {jwt: [], oauth: ['things:read'], oidc: [], tls: []}
  - {}
webhooks:
  thing-created:
    summary: A thing
    post:
      operationId: thingCreated
      tags: [things]
      deprecated: true
      x-webhook-event-name: thing.created
      x-rust-name: ThingMade
      security: []
      requestBody: {$ref: '#/components/requestBodies/Thing', description: Nearer}
      responses: {"204": {description: ok}}
  thing-gone: {$ref: '#/components/pathItems/Gone'}
components:
  pathItems:
    Gone:
      put: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
  requestBodies:
    Thing:
      description: Farther
      required: true
      content:
        application/json:
          schema: {$ref: '#/components/schemas/Thing'}
          example: {id: 1}
          examples:
            inline: {summary: One, value: {id: 2}}
            outside: {externalValue: samples/thing%201.json}
            shared: {$ref: '#/components/examples/Shared'}
  examples:
    Shared: {value: null}
  schemas:
    Thing: {type: object}
  securitySchemes:
    key: {type: apiKey, name: X-Key, in: header, x-signature: {algorithm: sha256}}
    jwt: {type: http, scheme: bearer, bearerFormat: JWT}
    oauth: {type: oauth2, flows: {}}
    oidc: {type: openIdConnect, openIdConnectUrl: https://example.com}
    tls: {type: mutualTLS}
    unused: {type: mutualTLS}
"#;

/// Reads a document; what it holds and what is said about it.
pub fn read(folder: &Folder, name: &str) -> (Option<Document>, String) {
    read_as(folder, name, ReadOptions::default())
}

fn read_as(folder: &Folder, name: &str, options: ReadOptions) -> (Option<Document>, String) {
    let (sources, mut diagnostics) = folder.read(name);
    let resolver = Resolver::new(&sources);
    let document = read_document(&resolver, options, &mut diagnostics);
    (
        document,
        folder.relative(&diagnostics.render(&sources, false)),
    )
}

#[test]
fn a_whole_document_is_read() {
    let folder = Folder::with(&[
        ("openapi.yaml", WHOLE),
        ("samples/thing 1.json", "{\"id\": 3}"),
    ]);
    let (document, text) = read(&folder, "openapi.yaml");
    assert_eq!(text, "");
    let document = document.unwrap();
    assert_eq!(
        (document.version.as_str(), document.info.title.as_str()),
        ("3.1.0", "Things")
    );
    assert_eq!(
        document.info.license.unwrap().identifier.as_deref(),
        Some("MIT")
    );
    assert_eq!(document.tags[0].name, "things");
    let [selector] = document.event_selectors.as_slice() else {
        panic!("{:?}", document.event_selectors);
    };
    assert_eq!(
        selector
            .pointer
            .as_ref()
            .unwrap()
            .tokens()
            .collect::<Vec<_>>(),
        ["event/type"]
    );
    assert_eq!(selector.header.as_deref(), Some("X-Event"));

    let security = document.security.unwrap();
    assert_eq!(security.len(), 3);
    assert_eq!(
        security[1].schemes[1],
        ("oauth".to_owned(), vec!["things:read".to_owned()])
    );
    assert!(security[2].schemes.is_empty());
    let kinds: Vec<_> = document
        .security_schemes
        .values()
        .map(|scheme| &scheme.kind)
        .collect();
    assert_eq!(
        kinds[0],
        &SecuritySchemeKind::ApiKey {
            name: "X-Key".to_owned(),
            location_in: ApiKeyIn::Header
        }
    );
    assert_eq!(
        kinds[3],
        &SecuritySchemeKind::OpenIdConnect {
            url: "https://example.com".to_owned()
        }
    );
    assert_eq!(kinds[4], &SecuritySchemeKind::MutualTls);
    assert_eq!(kinds.len(), 5);
    let unused = document.unused_security_schemes.iter();
    let unused: Vec<String> = unused.map(|place| place.pointer.to_string()).collect();
    assert_eq!(unused, ["/components/securitySchemes/unused"]);
    assert_eq!(
        document.security_schemes["key"].extensions["x-signature"],
        json!({"algorithm": "sha256"})
    );
}

#[test]
fn the_webhooks_of_a_whole_document_are_read() {
    let folder = Folder::with(&[
        ("openapi.yaml", WHOLE),
        ("samples/thing 1.json", "{\"id\": 3}"),
    ]);
    let document = read(&folder, "openapi.yaml").0.unwrap();
    let names: Vec<_> = document
        .webhooks
        .iter()
        .map(|webhook| webhook.name.as_str())
        .collect();
    assert_eq!(names, ["thing-created", "thing-gone"]);
    let item = &document.webhooks[0].path_item;
    assert_eq!(item.summary.as_deref(), Some("A thing"));
    let operation = &item.operations[0];
    assert_eq!(operation.method, Method::Post);
    assert!(operation.deprecated);
    assert_eq!(operation.event_name.as_deref(), Some("thing.created"));
    assert_eq!(operation.rust_name.as_deref(), Some("ThingMade"));
    assert_eq!(operation.security.as_ref().unwrap().len(), 0);
    let body = operation.request_body.as_ref().unwrap();
    assert_eq!(body.description.as_deref(), Some("Nearer"));
    assert_eq!(body.required, Some(true));
    assert_eq!(
        body.location.pointer.to_string(),
        "/components/requestBodies/Thing"
    );
    let schema = body.content[0].schema.as_ref().unwrap();
    assert_eq!(schema.pointer.last(), Some("schema"));
    let examples: Vec<_> = body.content[0]
        .examples
        .iter()
        .map(|e| (e.name.as_str(), &e.value))
        .collect();
    assert_eq!(
        examples[0],
        ("example", &ExampleValue::Inline(json!({"id": 1})))
    );
    assert_eq!(
        examples[1],
        ("inline", &ExampleValue::Inline(json!({"id": 2})))
    );
    assert_eq!(
        examples[2],
        (
            "outside",
            &ExampleValue::File(folder.path("samples/thing 1.json"))
        )
    );
    assert_eq!(examples[3], ("shared", &ExampleValue::Inline(json!(null))));

    let gone = &document.webhooks[1];
    assert_eq!(gone.location.pointer.to_string(), "/webhooks/thing-gone");
    assert_eq!(
        gone.path_item.location.pointer.to_string(),
        "/components/pathItems/Gone"
    );
    assert_eq!(gone.path_item.operations[0].method, Method::Put);
}

#[test]
fn operations_beside_a_reference_add_to_those_it_names() {
    let folder = Folder::with(&[(
        "a.yaml",
        "openapi: 3.2.0\ninfo: {title: t, version: '1'}\nwebhooks:\n  a: {$ref: '#/components/pathItems/P', post: {operationId: own, requestBody: {$ref: '#/components/requestBodies/B'}}}\ncomponents:\n  requestBodies: {B: {content: {application/json: {}}}}\n  pathItems: {P: {put: {requestBody: {$ref: '#/components/requestBodies/B'}}, post: {requestBody: {$ref: '#/components/requestBodies/B'}}}}\n",
    )]);
    let (document, text) = read(&folder, "a.yaml");
    assert_eq!(text, "");
    let operations = &document.unwrap().webhooks[0].path_item.operations;
    let found: Vec<_> = operations
        .iter()
        .map(|o| (o.method.as_str(), o.operation_id.as_deref()))
        .collect();
    assert_eq!(found, [("put", None), ("post", Some("own"))]);
}

#[test]
fn names_that_look_like_extensions_are_names_where_a_map_takes_none() {
    let folder = Folder::with(&[(
        "a.yaml",
        "openapi: 3.1.0
info: {title: t, version: '1'}
security: [{x-key: []}]
paths:
  /a: {post: {security: [], callbacks: {x-called: {'{$url}': {post: {requestBody: {$ref: '#/components/requestBodies/x-scene'}}}, x-note: {post: {}}}}}}
webhooks:
  x-ray-finished: {post: {requestBody: {content: {x-world/x-vrml: {}, x-internal: {}}}}}
  x-note: told elsewhere
x-webhooks: {x-ray-lost: {put: {}}}
components:
  requestBodies: {x-scene: {content: {x-world/x-vrml: {}}}}
  securitySchemes: {x-key: {type: apiKey, in: header, name: X-Key}, x-note: told elsewhere}
",
    )]);
    let (document, said) = read_as(
        &folder,
        "a.yaml",
        ReadOptions {
            callbacks: true,
            ..ReadOptions::default()
        },
    );
    assert_eq!(said, "");
    let document = document.unwrap();
    let found: Vec<_> = document
        .operations()
        .map(|(webhook, operation)| {
            let body = operation.request_body.as_ref();
            let content = body.into_iter().flat_map(|body| &body.content);
            let content: Vec<_> = content.map(|media| media.name.as_str()).collect();
            (webhook.name.as_str(), content.join(" "))
        })
        .collect();
    let expected = [
        ("x-ray-finished", "x-world/x-vrml"),
        ("x-ray-lost", ""),
        ("x-called", "x-world/x-vrml"),
    ];
    assert_eq!(found, expected.map(|(name, body)| (name, body.to_owned())));
    let schemes: Vec<_> = document.security_schemes.keys().collect();
    assert_eq!(schemes, ["x-key"]);
}

#[test]
fn webhooks_in_an_array_are_called_by_the_names_in_them() {
    let folder = Folder::with(&[(
        "a.yaml",
        "openapi: 3.0.3
info: {title: t, version: '1'}
x-webhooks:
  - {name: sent, post: {operationId: send}}
  - {lost: {post: {}}, found: {put: {}}, note: lost and found}
  - {event: moved, payload: {type: object}}
  - $ref: '#/x-webhook-entries/seen'
  - {post: {operationId: unnamed}}
  - a text
x-webhook-entries:
  seen: {name: seen, get: {}}
",
    )]);
    let (document, said) = read(&folder, "a.yaml");
    let document = document.unwrap();
    let names: Vec<_> = document
        .operations()
        .map(|(webhook, operation)| (webhook.name.as_str(), operation.method.as_str()))
        .collect();
    let expected = [
        ("sent", "post"),
        ("lost", "post"),
        ("found", "put"),
        ("moved", "post"),
        ("seen", "get"),
    ];
    assert_eq!(names, expected);
    for left_out in [
        "`note` is a string where a webhook, which is an object, should be",
        "entry 5 of `x-webhooks` has no name",
        "entry 6 of `x-webhooks` is a string",
    ] {
        assert!(said.contains(left_out), "{said}");
    }
    assert!(!said.contains("error["), "{said}");
    assert!(!said.contains("unknown-key"), "{said}");
}

#[test]
fn webhooks_of_old_versions_that_are_no_map_are_left_out() {
    for odd in ["described elsewhere", "true", "[]", "[1]"] {
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: '1'}}\nwebhooks: {{a: {{post: {{}}}}}}\nx-webhooks: {odd}\n"
        );
        let folder = Folder::with(&[("a.yaml", &text)]);
        let (document, said) = read(&folder, "a.yaml");
        assert_eq!(document.unwrap().webhooks.len(), 1, "{odd}");
        assert!(said.contains("warning[off-spec]"), "{odd}: {said}");
        assert!(said.contains("--> a.yaml:4:"), "{odd}: {said}");
        assert!(!said.contains("error["), "{odd}: {said}");
    }
}

#[test]
fn a_document_in_json_reads_alike() {
    let folder = Folder::with(&[("openapi.yaml", WHOLE), ("samples/thing 1.json", "{}")]);
    let (sources, _) = folder.read("openapi.yaml");
    let json =
        serde_json::to_string_pretty(&sources.file(sources.root().unwrap()).unwrap().json).unwrap();
    std::fs::write(folder.path("openapi.json"), json).unwrap();
    let (ours, _) = read(&folder, "openapi.yaml");
    let (theirs, text) = read(&folder, "openapi.json");
    assert_eq!(text, "");
    assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
}
