//! How documents describe handshakes: presets, what the crate gets of them, and traps.

use serde_json::{Map, Value, json};

use super::made::Made;

const PRESETS: &str = include_str!("../../src/lower/security/handshake/presets.yaml");

fn presets() -> Map<String, Value> {
    serde_yaml::from_str(PRESETS).unwrap()
}

/// A document with these handshakes, one event by POST and a scheme that is signed by HMAC with
/// SHA-256.
fn document(handshakes: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1" },
        "x-webhook-event": { "pointer": "/kind" },
        "x-webhook-handshake": handshakes,
        "security": [{ "S": [] }],
        "webhooks": { "moved": { "post": { "requestBody": { "content": { "application/json": {
            "schema": { "type": "object", "properties": { "kind": { "const": "moved" } } }
        } } } } } },
        "components": { "securitySchemes": { "S": {
            "type": "apiKey", "in": "header", "name": "X-Hub-Signature-256", "x-signature": "github"
        } } }
    })
}

fn refused(document: &Value) -> String {
    match Made::try_of(&document.to_string(), &[]) {
        Err(said) => said,
        Ok(_) => panic!("{document}"),
    }
}

#[test]
fn a_preset_is_what_a_person_could_write_into_the_document() {
    for (name, fields) in presets() {
        let mut described = fields;
        described["name"] = json!(name);
        let own = Made::of(&document(&described));
        let preset = Made::of(&document(&json!(name)));
        assert_eq!(own.file("src/receiver.rs"), preset.file("src/receiver.rs"));
        assert_eq!(preset.said, "", "{name}");
        assert!(preset.file("README.md").contains("## Handshakes"), "{name}");
    }
}

#[test]
fn a_crate_asks_for_a_token_only_where_a_handshake_shows_one() {
    for (name, asks) in [("meta", true), ("slack", false)] {
        let made = Made::of(&document(&json!(name)));
        for (file, word) in [
            ("src/receiver.rs", "pub fn handshake_token("),
            ("examples/receiver.rs", "HANDSHAKE_TOKEN"),
            ("README.md", ".handshake_token("),
        ] {
            assert_eq!(made.file(file).contains(word), asks, "{name}: {file}");
        }
    }
}

#[test]
fn a_crate_without_handshakes_knows_nothing_of_them() {
    let mut without = document(&Value::Null);
    without
        .as_object_mut()
        .unwrap()
        .remove("x-webhook-handshake");
    for runtime in [
        xtask::runtime_choice::RuntimeChoice::Copy,
        xtask::runtime_choice::RuntimeChoice::Crate,
    ] {
        let made =
            Made::on(runtime, &without.to_string(), &[]).unwrap_or_else(|said| panic!("{said}"));
        for (path, text) in made.files() {
            assert!(!text.to_ascii_lowercase().contains("handshake"), "{path}");
        }
    }
}

#[test]
fn traps_are_errors() {
    let with = |more: Value| {
        let mut fields = json!({
            "method": "GET", "when": { "query:c": true }, "signed": false, "answer": { "status": 200 }
        });
        fields
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        fields
    };
    let post = json!({ "method": "POST", "signed": true, "answer": { "status": 200 } });
    for (handshake, expected) in [
        (json!("slak"), "did you mean `slack`"),
        (json!("aws-sns"), "a confirmation of AWS SNS is an event"),
        (json!(7), "neither text nor an object"),
        (post.clone(), "would answer every delivery by POST"),
        (
            with(json!({ "method": "POST", "when": { "query:c": false } })),
            "would answer every delivery by POST",
        ),
        (with(json!({ "wen": {} })), "did you mean `when`"),
        (
            with(json!({ "answer": { "stauts": 200 } })),
            "did you mean `status`",
        ),
        (
            with(json!({ "answer": {} }))
                .as_object()
                .map(|fields| {
                    let mut fields = fields.clone();
                    fields.remove("answer");
                    Value::Object(fields)
                })
                .unwrap(),
            "the handshake has no answer",
        ),
        (
            with(json!({ "method": "PUT" })),
            "no handshake comes by `PUT`",
        ),
        (
            with(json!({ "method": 1 })),
            "`method` of a handshake is not text",
        ),
        (
            with(json!({ "signed": "no" })),
            "`signed` is neither true nor false",
        ),
        (with(json!({ "name": "" })), "the name is empty"),
        (
            with(json!({ "when": [] })),
            "`when` of a handshake is not an object",
        ),
        (
            with(json!({ "when": { "query:c": null } })),
            "what must hold of `query:c` is not known",
        ),
        (
            with(json!({ "when": { "query:c": 1.5 } })),
            "what must hold of `query:c` is not known",
        ),
        (
            with(json!({ "when": { "query:": true } })),
            "a query parameter has no name",
        ),
        (
            with(json!({ "when": { "path:c": true } })),
            "is no place in a request",
        ),
        (
            with(json!({ "when": { "header:X-A|X-B": true } })),
            "names one header at a place",
        ),
        (
            with(json!({ "answer": { "body": { "{query:c}": 1 } } })),
            "the name of a member repeats nothing",
        ),
        (
            with(json!({ "when": { "header:Authorization": true } })),
            "tells no handshake",
        ),
        (
            with(json!({ "when": { "field:c": true } })),
            "start it with `/`",
        ),
        (
            with(json!({ "when": { "header:X-A": true, "header:x-a": 1 } })),
            "two conditions of `header:x-a`",
        ),
        (
            with(json!({ "when": { "field:/c": true } })),
            "a GET has no body to read",
        ),
        (
            with(json!({ "verify": "hub.verify_token" })),
            "is no place in a request",
        ),
        (
            with(json!({ "answer": { "body": "{query:d}" } })),
            "repeats `query:d`, which need not be there",
        ),
        (
            with(json!({ "answer": { "headers": { "X-D": "{query:d}" } } })),
            "repeats `query:d`, which need not be there",
        ),
        (
            with(json!({ "verify": "query:c", "answer": { "body": "{query:c}" } })),
            "which holds a secret",
        ),
        (
            with(
                json!({ "when": { "header:X-Hub-Signature-256": true }, "answer": { "body": "{header:X-Hub-Signature-256}" } }),
            ),
            "which holds a secret",
        ),
        (
            with(json!({ "answer": { "body": "{query:c" } })),
            "has no other one",
        ),
        (
            with(json!({ "answer": { "body": "{c}" } })),
            "is no place in a request",
        ),
        (
            with(json!({ "answer": { "body": "{hmac-sha256-hex:}" } })),
            "an HMAC over nothing",
        ),
        (
            with(json!({ "answer": { "body": "{hmac-md5-hex:query:c}" } })),
            "which is not known",
        ),
        (
            with(json!({ "answer": { "body": "{hmac-sha1-hex:query:c}" } })),
            "no webhook asks for a scheme",
        ),
        (with(json!({ "scheme": "S" })), "the answer has none"),
        (
            with(json!({ "scheme": "T", "answer": { "body": "{hmac-sha256-hex:query:c}" } })),
            "no scheme `T` signs",
        ),
        (
            with(json!({ "method": "HEAD", "answer": { "body": "x" } })),
            "the answer to HEAD has no body",
        ),
        (
            with(json!({ "answer": { "status": 204, "body": "x" } })),
            "a 204 has no body",
        ),
        (
            with(json!({ "answer": { "status": 404 } })),
            "answered with a success",
        ),
        (
            with(json!({ "answer": { "body": 7 } })),
            "neither text nor an object",
        ),
        (
            with(json!({ "answer": { "type": "text/html", "body": "{query:c}" } })),
            "in plain text or JSON",
        ),
        (
            with(json!({ "answer": { "type": "image/svg+xml" } })),
            "in plain text or JSON",
        ),
        (
            with(json!({ "answer": { "type": "application/json", "body": "{query:c}" } })),
            "is not said as text",
        ),
        (
            with(json!({ "answer": { "type": "text/plain", "body": { "c": 1 } } })),
            "said as an object is JSON",
        ),
        (
            with(json!({ "answer": { "headers": { "Content-Type": "text/html" } } })),
            "say it as `type`",
        ),
        (
            with(json!({ "answer": { "headers": { "X A": "b" } } })),
            "is no header name",
        ),
        (
            with(json!({ "answer": { "headers": { "X-A": "b\r\nX-B: c" } } })),
            "no text that a header can hold",
        ),
        (
            json!(["meta", "strava"]),
            "every request that is the handshake `strava` is answered as `meta`",
        ),
        (json!(["x", "x"]), "two handshakes have the name `x`"),
    ] {
        let said = refused(&document(&handshake));
        assert!(said.contains(expected), "{handshake}\n{said}");
        assert!(said.contains("x-webhook-handshake"), "{said}");
    }
    let mut unsigned = document(&json!("zoom"));
    unsigned["components"]["securitySchemes"]["S"] = json!({ "type": "http", "scheme": "basic" });
    let said = refused(&unsigned);
    assert!(
        said.contains("no webhook asks for a scheme that is signed"),
        "{said}"
    );
    let mut by_put = document(&json!("slack"));
    let webhook = by_put["webhooks"]["moved"].as_object_mut().unwrap();
    let operation = webhook.remove("post").unwrap();
    webhook.insert("put".to_owned(), operation);
    let said = refused(&by_put);
    assert!(said.contains("no webhook is delivered by POST"), "{said}");
}

#[test]
fn an_hmac_without_a_hash_function_is_by_that_of_the_scheme() {
    let zoom = presets()["zoom"].to_string();
    let read = |zoom: &str| {
        let zoom: Value = serde_json::from_str(zoom).unwrap();
        let made = Made::of(&document(&zoom));
        made.file("src/receiver.rs").to_owned()
    };
    assert_eq!(
        read(&zoom),
        read(&zoom.replace("hmac-sha256-hex", "hmac-hex"))
    );
}

#[test]
fn of_several_keys_the_document_says_which_one_answers() {
    let mut twofold = document(&json!("zoom"));
    let scheme = twofold["components"]["securitySchemes"]["S"].clone();
    twofold["components"]["securitySchemes"]["T"] = scheme;
    twofold["security"] = json!([{ "S": [] }, { "T": [] }]);
    let said = refused(&twofold);
    assert!(
        said.contains("several schemes have a key for it: `S`, `T`"),
        "{said}"
    );
    let mut zoom = presets()["zoom"].clone();
    zoom["scheme"] = json!("T");
    twofold["x-webhook-handshake"] = zoom;
    let made = Made::of(&twofold);
    assert!(made.file("src/receiver.rs").contains("key: Some(\"T\")"));
}

#[test]
fn a_misspelt_extension_is_told() {
    let mut misspelt = document(&Value::Null);
    misspelt
        .as_object_mut()
        .unwrap()
        .remove("x-webhook-handshake");
    misspelt["x-webhook-handshakes"] = json!("meta");
    let said = Made::of(&misspelt).said;
    assert!(
        said.contains("did you mean `x-webhook-handshake`"),
        "{said}"
    );
}

#[test]
fn a_webhook_that_a_handshake_answers_is_told() {
    let mut both = document(&json!(["slack", "cloudevents"]));
    let body = both["webhooks"]["moved"].clone();
    both["webhooks"]["url_verification"] = body.clone();
    both["webhooks"]["handshake"] = json!({ "options": body["post"] });
    let said = Made::of(&both).said;
    for (handshake, webhook) in [("slack", "url_verification"), ("cloudevents", "handshake")] {
        let expected = format!(
            "the handshake `{handshake}` is answered before the handler of `{webhook}` is called"
        );
        assert!(said.contains(&expected), "{said}");
    }
    assert!(!said.contains("the handler of `moved`"), "{said}");
}

/// AWS SNS names its messages in a header, the confirmation of a subscription among them.
#[test]
fn a_confirmation_of_sns_is_an_event_with_a_handler() {
    let mut sns = document(&Value::Null);
    sns.as_object_mut().unwrap().remove("x-webhook-handshake");
    sns["x-webhook-event"] = json!({ "header": "x-amz-sns-message-type" });
    let schema = json!({ "type": "object", "properties": {
        "Type": { "type": "string" }, "SubscribeURL": { "type": "string" }
    } });
    let webhook =
        json!({ "post": { "requestBody": { "content": { "text/plain": { "schema": schema } } } } });
    sns["webhooks"] = json!({ "SubscriptionConfirmation": webhook, "Notification": webhook });
    let made = Made::of(&sns);
    let handlers = made.file("src/handlers/webhooks.rs");
    assert!(
        handlers.contains("fn subscription_confirmation("),
        "{handlers}"
    );
}

#[test]
fn nobody_is_given_what_may_be_the_signature_of_a_delivery() {
    let handshake = |more: Value| {
        let mut fields = json!({
            "method": "GET", "when": { "query:c": true },
            "answer": { "body": "{hmac-sha256-hex:query:c}" }
        });
        fields
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        fields
    };
    let with = |signed: Value, handshake: Value| {
        let mut document = document(&handshake);
        let mut description = json!({
            "alg": "hmac-sha256", "value": { "from": "header:X-S", "item": "{hex}" }
        });
        description
            .as_object_mut()
            .unwrap()
            .extend(signed.as_object().unwrap().clone());
        document["components"]["securitySchemes"]["S"] = json!({
            "type": "apiKey", "in": "header", "name": "X-S", "x-signature": description
        });
        document
    };
    let open = json!({ "signed": false });
    let header = json!({ "signed": "{header:x-id}", "body": "unsigned" });
    for signed in [
        header.clone(),
        json!({ "signed": "{header:x-id}.{body:sha256-hex}" }),
        json!({ "signed": "{timestamp}.{body:sha256-base64}", "timestamp": "X-T" }),
        json!({ "signed": "{method}{path}[:{query:a}]{query:id}", "body": "unsigned" }),
    ] {
        let said = refused(&with(signed, handshake(open.clone())));
        assert!(
            said.contains("gives anybody an HMAC with the key of `S`"),
            "{said}"
        );
        assert!(said.contains("signs what may be such a text"), "{said}");
    }
    // Signed as deliveries are, of which one needs no credential.
    let mut document = with(header.clone(), handshake(json!({ "signed": true })));
    let other = document["webhooks"]["moved"].clone();
    document["webhooks"]["open"] = other;
    document["webhooks"]["open"]["post"]["security"] = json!([]);
    assert!(refused(&document).contains("gives anybody an HMAC"));
    let body = json!({ "signed": "{body}" });
    let time = json!({
        "signed": "{timestamp}{body:sha256-hex}", "timestamp": { "from": "header:X-T", "unit": "rfc3339" }
    });
    for (signed, own) in [
        (body, open.clone()),
        (time, open.clone()),
        (
            json!({ "signed": "id:{header:x-id}", "body": "unsigned" }),
            open,
        ),
        (header.clone(), json!({ "signed": true })),
        (header, json!({ "signed": false, "verify": "query:token" })),
    ] {
        let document = with(signed, handshake(own)).to_string();
        assert!(Made::try_of(&document, &[]).is_ok(), "{document}");
    }
}
