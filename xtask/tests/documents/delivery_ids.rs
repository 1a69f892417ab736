//! Where the receiver of a document looks for a delivery's id.

use serde_json::{Value, json};

use super::made::Made;

/// A document of two events, one scheme and these further members.
fn document(signature: &Value, further: &Value) -> Value {
    let body = |properties: Value| {
        let schema = json!({ "type": "object", "properties": properties });
        json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } })
    };
    let mut document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1" },
        "security": [{ "Signed": [] }],
        "webhooks": {
            "sent": body(json!({ "id": { "type": "string" }, "kind": { "type": "string" } })),
            "lost": body(json!({ "id": { "type": "string" }, "place": { "type": "string" } })),
        },
        "components": { "securitySchemes": { "Signed": signature } },
    });
    let members = document.as_object_mut().unwrap();
    members.extend(further.as_object().unwrap().clone());
    document
}

fn signed(header: &str, signature: &Value) -> Value {
    json!({ "type": "apiKey", "in": "header", "name": header, "x-signature": signature })
}

/// What is described by hand, with this id.
fn by_hand(id: &str) -> Value {
    let value = json!([{ "from": "header:X-S", "item": "{hex}" }]);
    signed(
        "X-S",
        &json!({ "alg": "hmac-sha256", "value": value, "signed": "{body}", "id": id }),
    )
}

/// The places in the receiver's code, on one line; `None` if it looks nowhere.
fn places(document: &Value) -> Option<String> {
    let made = Made::of(document);
    let code = made.file("src/receiver.rs");
    let (_, after) = code.split_once("fn delivery_id(")?;
    let (_, after) = after.split_once("delivery_id(")?;
    let (places, _) = after.split_once("request,")?;
    let words: Vec<&str> = places.split_whitespace().collect();
    Some(words.join(" "))
}

fn refused(document: &Value) -> String {
    let made = Made::try_of(&document.to_string(), &[]);
    made.err().unwrap_or_else(|| panic!("a crate was made"))
}

#[test]
fn a_preset_says_where_a_delivery_is_numbered() {
    for (header, preset, expected) in [
        ("webhook-signature", "standard-webhooks", Some("webhook-id")),
        ("acme-signature", "svix", Some("acme-id")),
        ("X-Hub-Signature-256", "github", Some("X-GitHub-Delivery")),
        ("Stripe-Signature", "stripe", Some("/id")),
        // No body of the document has the member that the vendor's own have.
        ("X-Slack-Signature", "slack", None),
        ("X-Hub-Signature-256", "meta", None),
    ] {
        let found = places(&document(&signed(header, &json!(preset)), &json!({})));
        match expected {
            Some(expected) => assert!(
                found.as_ref().is_some_and(|found| found.contains(expected)),
                "{preset}: {found:?}"
            ),
            None => assert_eq!(found, None, "{preset}"),
        }
    }
}

#[test]
fn what_the_document_says_at_its_root_counts_alone() {
    let github = signed("X-Hub-Signature-256", &json!("github"));
    let rules = json!([{ "pointers": ["/id", "/kind"] }, { "query": "delivery" }]);
    let made = places(&document(&github, &json!({ "x-webhook-id": rules }))).unwrap();
    assert_eq!(
        made,
        r#"&[ DeliveryIdPlace::Body(&["/id", "/kind"]), DeliveryIdPlace::Query("delivery"), ],"#
    );
}

#[test]
fn a_description_by_hand_is_held_against_the_bodies() {
    let made = places(&document(&by_hand("field:/id"), &json!({})));
    assert!(made.is_some_and(|made| made.contains("/id")));
    let said = refused(&document(&by_hand("field:/number"), &json!({})));
    assert!(
        said.contains("no delivery has an id at `/number`"),
        "{said}"
    );
    assert!(said.contains("bodies have `/id`"), "{said}");
}

#[test]
fn members_that_no_body_has_together_are_an_error_and_those_of_some_a_warning() {
    let none = json!({ "type": "http", "scheme": "basic" });
    let rule = |rule: Value| document(&none, &json!({ "x-webhook-id": rule }));
    let said = refused(&rule(json!({ "pointers": ["/kind", "/place"] })));
    assert!(said.contains("no body has all of these members"), "{said}");
    let made = Made::of(&rule(json!({ "pointers": ["/id", "/kind"] })));
    assert!(
        made.said.contains("deliveries of `lost` have no id"),
        "{}",
        made.said
    );
    let followed = json!([{ "pointers": ["/id", "/kind"] }, { "header": "X-Delivery" }]);
    let made = Made::of(&rule(followed));
    assert!(!made.said.contains("have no id"), "{}", made.said);
}
