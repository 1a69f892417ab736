//! Documents that describe webhooks as something else: as operations under `paths`, or by the
//! schemas of their bodies alone.

use xtask::codegen::{CodegenOptions, codegen_in_memory};
use xtask::document::{Glob, ReadOptions};
use xtask::output::OutputTree;

use super::Desk;

fn made(document: &str, paths: &[&str], schemas: &[&str]) -> (Option<OutputTree>, String) {
    let desk = Desk::new(document, &[]);
    let globs = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| Glob::parse(text).unwrap())
            .collect()
    };
    let (tree, said) = codegen_in_memory(&CodegenOptions {
        reading: ReadOptions {
            paths: globs(paths),
            schemas: globs(schemas),
            ..ReadOptions::default()
        },
        ..desk.options()
    });
    (tree, desk.portable(&said))
}

fn files(made: (Option<OutputTree>, String)) -> OutputTree {
    let (tree, said) = made;
    assert_eq!(said, "");
    tree.unwrap()
}

/// The first three columns of the README's tables of events: name, what deliveries call it where
/// that is said, method and payload.
fn events(tree: &OutputTree) -> Vec<String> {
    let readme = tree.get("README.md").unwrap();
    let (events, _) = readme.split_once("\n## Use it").unwrap_or((readme, ""));
    let rows = events.lines().filter(|line| line.starts_with("| `"));
    let rows = rows.map(|row| row.split(" | ").take(3).collect::<Vec<_>>().join(" "));
    rows.map(|row| row.trim_start_matches("| ").to_owned())
        .take_while(|row| !row.contains("(default)"))
        .collect()
}

const PATHS: &str = "\
openapi: 3.0.3
info: {title: Messages, version: '1'}
security: [{Key: []}]
paths:
  /callback:
    summary: Called for every message.
    parameters:
      - {name: X-Trace, in: header, schema: {type: string}}
    post:
      operationId: messageArrived
      requestBody: {$ref: '#/components/requestBodies/Message'}
      responses: {'200': {description: OK}}
  /hooks/{kind}/sent:
    parameters:
      - {name: kind, in: path, required: true, schema: {type: string}}
    post:
      tags: [parcels]
      security: []
      requestBody: {$ref: '#/components/requestBodies/Message'}
      responses: {'200': {description: OK}}
    put:
      requestBody: {$ref: '#/components/requestBodies/Message'}
      responses: {'200': {description: OK}}
  /messages:
    get: {operationId: listMessages, parameters: 7}
components:
  requestBodies:
    Message:
      content:
        application/json:
          schema: {type: object, properties: {text: {type: string}}}
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
";

#[test]
fn operations_under_paths_are_events_with_their_names_parameters_and_security() {
    // What is no event is left out of the document, so that its security is that of the events.
    let (alone, _) = PATHS.split_once("  /messages:").unwrap();
    let (_, components) = PATHS.split_once("components:").unwrap();
    let alone = format!("{alone}components:{components}");
    let tree = files(made(&alone, &["/callback", "/hooks/**"], &[]));
    assert_eq!(
        events(&tree),
        [
            "`messageArrived` `message_arrived` `Message`",
            "`/hooks/{kind}/sent` by `PUT` `put_hooks_kind_sent` `Message`",
            "`/hooks/{kind}/sent` by `POST` `post_hooks_kind_sent` `Message`",
        ]
    );
    let file = |path: &str| tree.get(path).unwrap_or_else(|| panic!("{path}"));
    assert!(
        file("src/headers.rs").contains("trace"),
        "parameters of the path"
    );
    assert!(
        file("src/security.rs").contains("X-Key"),
        "security of the document"
    );
    assert!(file("src/handlers/parcels.rs").contains("post_hooks_kind_sent"));
    let (one, said) = made(PATHS, &["/callback"], &[]);
    assert_eq!(
        events(&one.unwrap()),
        ["`messageArrived` `message_arrived` `Message`"]
    );
    assert!(said.contains("warning[inherited-security]"), "{said}");
    assert_eq!(said.matches("warning[").count(), 1, "{said}");
    // What is not asked for may be as it likes.
    let (_, said) = made(PATHS, &["/messages"], &[]);
    assert!(said.contains("vendor.yaml:25:"), "{said}");
}

const SCHEMAS: &str = "\
openapi: 3.1.0
info: {title: Orders, version: '1'}
components:
  schemas:
    OrderPaidEvent:
      description: An order was paid.
      type: object
      required: [type]
      properties: {type: {const: order.paid}, order: {$ref: '#/components/schemas/Order'}}
    OrderLostEvent:
      type: object
      required: [type]
      properties: {type: {const: order.lost}, order: {$ref: '#/components/schemas/Order'}}
    Order: {type: object, properties: {id: {type: integer}}}
    'internal/Event': {type: objct}
";

#[test]
fn component_schemas_are_bodies_of_events_that_are_named_by_their_constants() {
    let tree = files(made(SCHEMAS, &[], &["*Event"]));
    assert_eq!(
        events(&tree),
        [
            "`OrderPaidEvent` `order.paid` `order_paid_event`",
            "`OrderLostEvent` `order.lost` `order_lost_event`",
        ]
    );
    assert!(
        tree.get("README.md")
            .unwrap()
            .contains("`/type` in the body")
    );
    let events = tree.get("src/event.rs").unwrap();
    assert!(events.contains("\"order.paid\"") && events.contains("\"order.lost\""));
}

#[test]
fn a_schema_that_is_the_body_of_a_webhook_is_no_further_event() {
    let webhooks = "\
webhooks:
  order.paid: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/OrderPaidEvent'}}}}}}
";
    let tree = files(made(&format!("{SCHEMAS}{webhooks}"), &[], &["*Event"]));
    assert_eq!(
        events(&tree),
        [
            "`order.paid` `order.paid` `order_paid`",
            "`OrderLostEvent` `order.lost` `order_lost_event`",
        ]
    );
}

#[test]
fn names_that_are_taken_get_longer() {
    let document = format!(
        "{SCHEMAS}paths:\n  /order/lost: {{post: {{operationId: OrderLostEvent}}}}\nwebhooks:\n  OrderPaidEvent: {{post: {{}}}}\n"
    );
    let tree = files(made(&document, &["/**"], &["Order*Event"]));
    let names: Vec<String> = events(&tree)
        .iter()
        .map(|row| row.split(' ').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        names,
        [
            "`OrderPaidEvent`",
            "`post-order-lost`",
            "`OrderPaidEvent-body`",
            "`OrderLostEvent-body`"
        ]
    );
}

#[test]
fn a_glob_that_fits_nothing_is_an_error_with_the_nearest_names() {
    for (paths, schemas, sentences) in [
        (
            &["/callbak"][..],
            &[][..],
            &[
                "`--paths /callbak` fits no path",
                "did you mean `/callback`?",
                "--> vendor.yaml:4:1",
            ][..],
        ),
        (
            &["/hooks/*"],
            &[],
            &["`--paths /hooks/*` fits no path", "`/hooks/{kind}/sent`"],
        ),
        (
            &["/callback"],
            &["Message"],
            &[
                "`--schemas Message` fits no schema",
                "there is nothing to choose from here",
            ],
        ),
        (
            &[],
            &[],
            &[
                "the document has no `webhooks`",
                "`--paths GLOB` takes operations",
            ],
        ),
    ] {
        let (tree, said) = made(PATHS, paths, schemas);
        assert!(tree.is_none());
        assert!(said.contains("error[no-webhooks]"), "{said}");
        for sentence in sentences {
            assert!(said.contains(sentence), "{sentence}: {said}");
        }
    }
}
