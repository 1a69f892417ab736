//! What types are called that nobody named.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use super::public::public_names;

/// The names in the crate of a document with one event, whose body is the component `Order`.
fn names(members: &Value) -> BTreeSet<String> {
    let made = json!({"post": {
        "requestBody": {"content": {"application/json": {"schema": {
            "$ref": "#/components/schemas/Order"
        }}}},
        "responses": {"200": {"description": "Taken."}},
    }});
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1"},
        "webhooks": {"made": made},
        "components": {"schemas": {"Order": {"type": "object", "properties": members}}},
    });
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("openapi.json");
    fs::write(&path, document.to_string()).unwrap();
    public_names(&path).unwrap()
}

/// Whether a member of `Order` has a type, as `names` writes it.
fn assert_member(names: &BTreeSet<String>, member: &str) {
    let end = format!("::Order.{member}");
    assert!(
        names.iter().any(|name| name.ends_with(&end)),
        "{member} in {names:#?}"
    );
}

fn list(member: &str) -> Value {
    json!({"type": "array", "items": {
        "type": "object", "required": [member], "properties": {member: {"type": "string"}}
    }})
}

#[test]
fn an_item_is_called_by_the_singular_where_that_is_plain() {
    let names = names(&json!({
        "events": list("a"),
        "entries": list("b"),
        "status": list("c"),
        "data": list("d"),
        "series": list("e"),
    }));
    assert_member(&names, "events: [OrderEvent]");
    assert_member(&names, "entries: [OrderEntry]");
    assert_member(&names, "status: [OrderStatusItem]");
    assert_member(&names, "data: [OrderDataItem]");
    assert_member(&names, "series: [OrderSeriesItem]");
}

#[test]
fn an_item_leaves_the_singular_to_a_member_that_has_it() {
    let event = json!({"type": "object", "properties": {"other": {"type": "integer"}}});
    let names = names(&json!({"events": list("a"), "event": event}));
    assert_member(&names, "event: OrderEvent");
    assert_member(&names, "events: [OrderEventsItem]");
}

#[test]
fn a_member_that_ends_with_item_keeps_its_name() {
    let item = json!({"type": "object", "properties": {"other": {"type": "integer"}}});
    let names = names(&json!({"sales_item": item}));
    assert_member(&names, "sales_item: OrderSalesItem");
}

#[test]
fn no_word_is_said_twice_in_a_row() {
    let names = names(&json!({
        "order": {"type": "string", "enum": ["big", "small"]},
        "type": {"type": "string", "enum": ["a", "b"]},
        "order_type": {"type": "string", "enum": ["c", "d"]},
    }));
    assert_member(&names, "order: OrderValue");
    assert_member(&names, "r#type: OrderType");
    assert_member(&names, "order_type: OrderTypeValue");
}
