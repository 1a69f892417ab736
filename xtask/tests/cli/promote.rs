//! `promote`, run as a user runs it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::desk::{Desk, Ran};

/// A document with comments, in which one event has examples and others have none.
const SPEC: &str = "\
# All about parcels.
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0} # the first
x-webhook-event: {pointer: /event}
webhooks:
  parcel-sent: # on its way
    post:
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Parcel'} # see below
            # Nobody has shown one yet.

  parcel-lost:
    post:
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Parcel'}
            examples:
                found-again:
                    value: {event: parcel-lost, id: p1} # by chance
                # More to come.
      responses: {'204': {description: Thanks.}}
  parcel-billed:
    post:
      requestBody: {$ref: 'bodies.yaml#/Bill'}
  parcel-flat:
    post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}}}
components:
  schemas:
    Parcel:
      type: object
      required: [event, id]
      properties:
        event: {type: string}
        id: {type: string}
        state: {type: string, enum: [packed, sent]}
        kind: {const: parcel}
        born: {type: string, format: date}
        sent: {type: string, format: date-time}
        count: {type: integer}
        price: {type: number}
        fragile: {type: boolean}
        note: {type: [string, 'null']}
        sender: {$ref: '#/components/schemas/Person'}
        receiver: {$ref: '#/components/schemas/Person'}
        labels: {type: object, additionalProperties: {type: string}}
        payer:
          oneOf: [{$ref: '#/components/schemas/Card'}, {$ref: '#/components/schemas/Bank'}]
          discriminator: {propertyName: by, mapping: {card: '#/components/schemas/Card', bank: '#/components/schemas/Bank'}}
    Person:
      type: object
      properties:
        name: {type: string}
        email: {type: string, format: email}
        city: {type: string, examples: [Bern]}
    Card: {type: object, properties: {by: {type: string}, number: {type: string}}}
    Bank: {type: object, properties: {by: {type: string}, iban: {type: string}}}
";

const BODIES: &str = "\
Bill:
  content:
    application/json: {schema: {type: object, properties: {event: {type: string}, sum: {type: number}}}}
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    desk.put("bodies.yaml", BODIES);
    desk
}

/// Puts a recorded delivery with this body onto the desk.
fn record(desk: &Desk, content_type: &str, body: &str) {
    let delivery = json!({
        "version": 1, "received": "2026-01-02T00:00:00.000000Z", "method": "POST",
        "target": "/hooks", "headers": [format!("Content-Type: {content_type}")],
        "removed": [], "body": body,
    });
    desk.put("one.json", &delivery.to_string());
}

fn promote(desk: &Desk, more: &[&str]) -> Ran {
    let arguments = ["promote", "one.json", "--spec", "parcels.yaml"];
    desk.run(&[&arguments[..], more].concat())
}

fn text(desk: &Desk, name: &str) -> String {
    std::fs::read_to_string(desk.path(name)).unwrap()
}

/// The examples of an event, as `sample` prints the only one.
fn sample(desk: &Desk, event: &str) -> Value {
    let ran = desk.run(&["sample", event, "--spec", "parcels.yaml"]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).unwrap()
}

const BODY: &str = r#"{
    "event": "parcel-sent", "id": "cus_8F3a", "state": "sent", "kind": "parcel",
    "born": "1984-05-06", "sent": "2026-11-30T17:01:02Z", "count": 4711, "price": 12.5,
    "fragile": true, "note": null,
    "sender": {"name": "Anna Meier", "email": "anna@meier.ch", "city": "Chur"},
    "receiver": {"name": "Anna Meier", "email": "bert@meier.ch", "city": "Thun", "phone": "+41 44 668"},
    "labels": {"anna": "x-ray"},
    "payer": {"by": "card", "number": "4111 1111"}
}"#;

#[test]
fn a_delivery_becomes_an_example_that_says_nothing_of_people() {
    let desk = desk();
    record(&desk, "application/json", BODY);
    let ran = promote(&desk, &[]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "added the example `recorded` of `parcel-sent` at parcels.yaml:13\n"
    );
    for secret in [
        "Meier", "meier", "Anna", "anna", "8F3a", "1984", "4711", "4111", "668",
    ] {
        let text = text(&desk, "parcels.yaml");
        assert!(
            !text.contains(secret) && !ran.stderr.contains(secret),
            "{text}{}",
            ran.stderr
        );
    }
    let sample = sample(&desk, "parcel-sent");
    assert_eq!(
        sample,
        json!({
            "event": "parcel-sent", "id": "lor_1E2m", "state": "sent", "kind": "parcel",
            "born": "2026-01-01", "sent": "2026-01-31T12:00:00Z", "count": 1234, "price": 12.3,
            "fragile": true, "note": null,
            "sender": {"name": "Lore Mipsu", "email": "person1@example.com", "city": "Bern"},
            "receiver": {
                "name": "Lore Mipsu", "email": "person2@example.com", "city": "Lore",
                "phone": "+12 34 567",
            },
            "labels": {"lore": "l-ore"},
            "payer": {"by": "card", "number": "1234 5678"},
        })
    );
    assert!(
        ran.stderr
            .contains("the example `recorded` has a member `phone`"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("14 values were replaced"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("\n  /receiver/email\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn all_else_stays_byte_for_byte_and_a_dry_run_writes_nothing() {
    let desk = desk();
    record(
        &desk,
        "application/json",
        r#"{"event": "parcel-sent", "id": "a1", "fragile": true}"#,
    );
    let ran = promote(&desk, &["--name", "whole", "--dry-run"]);
    let added = "            examples:\n              whole:\n                value:\n                  \
                 event: parcel-sent\n                  id: l1\n                  fragile: true\n";
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout
            .starts_with("--- a/parcels.yaml\n+++ b/parcels.yaml\n@@ "),
        "{}",
        ran.stdout
    );
    let lines: Vec<&str> = ran
        .stdout
        .lines()
        .filter(|line| line.starts_with('+'))
        .skip(1)
        .collect();
    let wanted: Vec<String> = added.lines().map(|line| format!("+{line}")).collect();
    assert_eq!(lines, wanted);
    assert_eq!(text(&desk, "parcels.yaml"), SPEC);
    let ran = promote(&desk, &["--name", "whole"]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    let line = "            schema: {$ref: '#/components/schemas/Parcel'} # see below\n";
    assert_eq!(
        text(&desk, "parcels.yaml"),
        SPEC.replace(line, &format!("{line}{added}"))
    );
}

#[test]
fn an_example_goes_behind_those_that_are_there_and_takes_no_name_that_is_taken() {
    let desk = desk();
    record(
        &desk,
        "application/json",
        r#"{"event": "parcel-lost", "id": "a1"}"#,
    );
    let ran = promote(&desk, &["--name", "found-again"]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.starts_with(
            "error: there is an example `found-again` of `parcel-lost` already\nhelp: "
        ),
        "{}",
        ran.stderr
    );
    for _ in 0..2 {
        let ran = promote(&desk, &[]);
        assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    }
    let line = "                    value: {event: parcel-lost, id: p1} # by chance\n";
    let added = |name: &str| {
        format!(
            "                {name}:\n                  value:\n                    event: parcel-lost\n                    id: l1\n"
        )
    };
    let added = [line, &added("recorded"), &added("recorded-2")].concat();
    assert_eq!(text(&desk, "parcels.yaml"), SPEC.replace(line, &added));
}

#[test]
fn a_body_in_braces_or_in_another_file_gets_its_example_there() {
    let desk = desk();
    record(
        &desk,
        "application/json",
        r#"{"event": "parcel-flat", "id": "a1"}"#,
    );
    let ran = promote(&desk, &[]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    let added = r#", "examples": {"recorded":{"value":{"event":"parcel-flat","id":"l1"}}}"#;
    let schema = "{schema: {$ref: '#/components/schemas/Parcel'}}";
    let with = format!("{}{added}}}", schema.strip_suffix('}').unwrap());
    assert_eq!(text(&desk, "parcels.yaml"), SPEC.replace(schema, &with));

    record(
        &desk,
        "application/json",
        r#"{"event": "parcel-billed", "sum": 12.34}"#,
    );
    let ran = promote(&desk, &[]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout
            .ends_with(" of `parcel-billed` at bodies.yaml:3\n"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stderr.contains("other events may have the example too"),
        "{}",
        ran.stderr
    );
    assert_eq!(
        sample(&desk, "parcel-billed"),
        json!({"event": "parcel-billed", "sum": 23.45})
    );
}

#[test]
fn ends_of_lines_and_a_byte_order_mark_stay() {
    let desk = desk();
    let spec = format!("\u{feff}{}", SPEC.replace('\n', "\r\n"));
    desk.put("parcels.yaml", &spec);
    record(
        &desk,
        "application/json",
        r#"{"event": "parcel-sent", "id": "é\n1"}"#,
    );
    let ran = promote(&desk, &[]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    let text = text(&desk, "parcels.yaml");
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let (before, after) = spec.split_once("            # Nobody").unwrap();
    assert!(text.starts_with(before) && text.ends_with(after), "{text}");
    assert_eq!(sample(&desk, "parcel-sent")["id"], "é\n2");
}

#[test]
fn a_document_in_json_stays_one() {
    let desk = desk();
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "Parcel webhooks", "version": "1"},
        "webhooks": {"parcel-sent": {"post": {"requestBody": {"content": {"application/json": {
            "schema": {"type": "object", "properties": {"id": {"type": "string"}}}
        }}}}}},
    });
    for written in [document.to_string(), format!("{document:#}")] {
        desk.put("parcels.yaml", "");
        desk.put("parcels.json", &written);
        record(&desk, "application/json", r#"{"id": "a1"}"#);
        let ran = desk.run(&["promote", "one.json", "--spec", "parcels.json"]);
        assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
        let read: Value = serde_json::from_str(&text(&desk, "parcels.json")).unwrap();
        let media =
            &read["webhooks"]["parcel-sent"]["post"]["requestBody"]["content"]["application/json"];
        assert_eq!(
            media["examples"],
            json!({"recorded": {"value": {"id": "l1"}}})
        );
    }
}

#[test]
fn a_form_becomes_the_object_that_it_stands_for() {
    let desk = Desk::new();
    let spec = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
webhooks:
  parcel-sent:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema:
              type: object
              properties:
                name: {type: string}
                count: {type: integer}
                tags: {type: array, items: {type: string}}
";
    desk.put("parcels.yaml", spec);
    record(
        &desk,
        "application/x-www-form-urlencoded",
        "name=Anna&count=12&tags=b1&tags=b2",
    );
    let ran = promote(&desk, &[]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    let ran = desk.run(&["sample", "parcel-sent", "--spec", "parcels.yaml"]);
    assert_eq!(
        ran.stdout,
        "name=Lore&count=23&tags=l1&tags=o2",
        "{}",
        text(&desk, "parcels.yaml")
    );
}

#[test]
fn what_does_not_fit_is_told_and_an_event_without_a_name_is_asked_for() {
    let desk = desk();
    record(
        &desk,
        "application/json",
        r#"{"event": "parcel-snet", "id": 4711}"#,
    );
    let ran = promote(&desk, &[]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr.contains("the spec has no event `parcel-snet`"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("did you mean `parcel-sent`?"),
        "{}",
        ran.stderr
    );
    record(&desk, "application/json", r#"{"id": 4711}"#);
    let ran = promote(&desk, &[]);
    assert!(
        ran.stderr
            .contains("help: say which event it is with `--event`"),
        "{}",
        ran.stderr
    );
    assert_eq!(text(&desk, "parcels.yaml"), SPEC);
    let ran = promote(&desk, &["--event", "parcel-sent"]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("warning[unfit-example]"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("such a delivery cannot be decoded"),
        "{}",
        ran.stderr
    );
}

#[test]
fn what_a_string_holds_in_json_is_looked_through() {
    let desk = Desk::new();
    let spec = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
x-webhook-event: {pointer: /data/event}
webhooks:
  parcel-sent: {post: {requestBody: {$ref: '#/components/requestBodies/Any'}}}
  parcel-lost: {post: {requestBody: {$ref: '#/components/requestBodies/Any'}}}
components:
  requestBodies:
    Any:
      content:
        application/json:
          schema:
            type: object
            properties:
              data:
                type: string
                contentEncoding: base64
                contentMediaType: application/json
                contentSchema: {type: object, properties: {event: {type: string}, name: {type: string}}}
";
    desk.put("parcels.yaml", spec);
    let body = STANDARD.encode(r#"{"event":"parcel-lost","name":"Anna"}"#);
    record(
        &desk,
        "application/json",
        &json!({ "data": body }).to_string(),
    );
    let ran = promote(&desk, &[]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("of `parcel-lost`"), "{}", ran.stdout);
    assert!(ran.stderr.contains("\n  /data/name\n"), "{}", ran.stderr);
    let data = STANDARD.encode(r#"{"event":"parcel-lost","name":"Lore"}"#);
    assert_eq!(sample(&desk, "parcel-lost"), json!({ "data": data }));
}

/// A media type in the ways in which people write it, and what is behind it in the document.
const WAYS: [(&str, &str); 12] = [
    ("\n SCHEMA\n x-note: |\n  the end", ""),
    ("\n SCHEMA\n x-note: |+\n  kept\n\n\n", "components: {}\n"),
    ("\n SCHEMA # end", ""),
    (" &anchor\n SCHEMA\n", ""),
    (" &anchor {SCHEMA}\n", ""),
    ("\n <<: *shared\n x-a: 1\n", "x-shared: &shared\n  SCHEMA\n"),
    ("\n SCHEMA\n examples: # none yet\n", ""),
    ("\n examples: {}\n SCHEMA\n", ""),
    (" {}\n", ""),
    ("\n", "components: {}\n"),
    (" {\n SCHEMA # behind it\n }\n", ""),
    ("\n SCHEMA\n examples: {one: {value: {id: a}}, }\n", "...\n"),
];

#[test]
fn every_way_of_writing_a_body_has_a_place_for_an_example() {
    let schema = "schema: {type: object, properties: {id: {type: string}}}";
    for (written, behind) in WAYS {
        let desk = Desk::new();
        let head = "openapi: 3.1.0\ninfo: {title: Parcel webhooks, version: '1'}\n";
        let written = written
            .replace("\n ", "\n            ")
            .replace("SCHEMA", schema);
        let (before, behind) = match behind.starts_with("x-") {
            true => (behind.replace("SCHEMA", schema), ""),
            false => (String::new(), behind),
        };
        let spec = format!(
            "{head}{before}webhooks:\n  parcel-sent:\n    post:\n      requestBody:\n        \
             content:\n          application/json:{written}{behind}"
        );
        desk.put("parcels.yaml", &spec);
        record(&desk, "application/json", r#"{"id": "a1"}"#);
        let ran = promote(&desk, &[]);
        assert_eq!(ran.exit, Some(0), "{spec}{}", ran.stderr);
        let new = text(&desk, "parcels.yaml");
        let same = spec.bytes().zip(new.bytes());
        let same = same.take_while(|(one, other)| one == other).count();
        assert!(
            new.ends_with(&spec[same..]) && new.contains("recorded"),
            "{new}"
        );
    }
}

#[test]
fn a_place_that_others_share_gets_nothing() {
    let desk = desk();
    let media = "          application/json:\n            schema: {$ref: '#/components/schemas/Parcel'} # see below\n";
    let shared = media.replace("json:", "json: &shared") + "          text/json: *shared\n";
    let spec = SPEC.replace(media, &shared);
    desk.put("parcels.yaml", &spec);
    record(
        &desk,
        "application/json",
        r#"{"event": "parcel-sent", "id": "a1"}"#,
    );
    let ran = promote(&desk, &[]);
    assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
    assert!(
        ran.stderr
            .contains("so that all else stays as it is\nhelp: "),
        "{}",
        ran.stderr
    );
    assert_eq!(text(&desk, "parcels.yaml"), spec);
}

#[test]
fn what_nothing_can_be_put_into_is_told() {
    let desk = desk();
    let aliased = SPEC.replace(
        "          application/json:\n            schema: {$ref: '#/components/schemas/Parcel'}\n            examples:\n",
        "          application/json:\n            schema: {$ref: '#/components/schemas/Parcel'}\n            example: {event: parcel-lost, id: a}\n            x-more:\n",
    );
    desk.put("parcels.yaml", &aliased);
    record(
        &desk,
        "application/json",
        r#"{"event": "parcel-lost", "id": "a1"}"#,
    );
    let ran = promote(&desk, &[]);
    assert_eq!(ran.exit, Some(2), "{}", ran.stdout);
    assert!(
        ran.stderr.contains("the body has an `example`"),
        "{}",
        ran.stderr
    );
    assert_eq!(text(&desk, "parcels.yaml"), aliased);
}
