//! What references lead to, and what is said of them.

use serde_json::{Value, json};

use super::made::Made;


/// An operation whose body has this schema.
fn of_schema(schema: &Value) -> Value {
    json!({ "requestBody": { "content": { "application/json": { "schema": schema } } } })
}

#[test]
fn a_media_type_of_3_2_has_a_description() {
    let made = Made::of(&json!({
        "openapi": "3.2.0",
        "info": { "title": "References", "version": "1" },
        "webhooks": { "changed": { "post": { "requestBody": { "content": {
            "application/json": { "description": "About it.", "schema": { "type": "object" } },
        } } } } },
    }));
    assert_eq!(made.said, "");
}
