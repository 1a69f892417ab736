//! What becomes of that which comes beside bodies: in queries, paths and headers of answers.

use serde_json::{Value, json};

use super::made::Made;

fn document(webhooks: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Lamps", "version": "1" },
        "webhooks": webhooks,
    })
}

/// The fields of a struct in a file, without what is said of them.
fn fields(made: &Made, file: &str, name: &str) -> Vec<String> {
    let (_, after) = made
        .file(file)
        .split_once(&format!("pub struct {name} {{"))
        .unwrap();
    let (inside, _) = after.split_once("\n}").unwrap();
    let lines = inside.lines().map(str::trim);
    let lines = lines.filter_map(|line| line.strip_prefix("pub "));
    lines
        .map(|line| line.trim_end_matches(',').to_owned())
        .collect()
}

#[test]
fn a_query_is_typed_and_names_what_a_handler_echoes() {
    let made = Made::of(&document(&json!({
        "url-check": { "get": {
            "parameters": [
                { "in": "query", "name": "hub.mode", "schema": { "type": "string" } },
                { "in": "query", "name": "hub.challenge", "required": true, "schema": { "type": "integer" } },
                { "in": "query", "name": "tag", "explode": false, "schema": { "items": { "type": "boolean" } } },
                { "in": "cookie", "name": "session", "schema": { "type": "string" } },
            ],
            "responses": { "200": { "description": "echo" } },
        } },
    })));
    assert_eq!(
        fields(&made, "src/query.rs", "DeliveryQuery"),
        [
            "hub_mode: Option<String>",
            "hub_challenge: Option<i64>",
            "tag: Option<Vec<bool>>"
        ]
    );
    let handler = made.file("src/handlers/webhooks.rs");
    assert!(handler.contains("`DeliveryQuery::from(&delivery.arrival)`, of the module `query`"));
    assert!(handler.contains("Cookies: `session`."));
}

#[test]
fn a_path_is_typed_where_the_events_name_has_its_parameter() {
    let parameter = |name: &str| json!({ "in": "path", "name": name, "required": true, "schema": { "type": "integer" } });
    let made = Made::of(&document(&json!({
        "/hooks/{id}/done": { "post": { "parameters": [parameter("id"), parameter("other")] } },
        "/hooks/{id}/gone": { "post": { "parameters": [parameter("id")] } },
    })));
    let path = made.file("src/path.rs");
    assert!(
        path.contains(r#"path_text(path, "/hooks/{id}/done", "id")"#),
        "{path}"
    );
    assert!(
        path.contains(r#"path_text(path, "/hooks/{id}/gone", "id")"#),
        "{path}"
    );
    assert!(!path.contains("pub other"), "{path}");
    assert!(
        made.file("src/handlers/webhooks.rs")
            .contains("Path parameters: `other`.")
    );
}

#[test]
fn a_schema_of_what_is_no_list_alone_stays_a_text() {
    let schemas = [
        json!({ "prefixItems": [{ "type": "string" }], "items": { "type": "string" } }),
        json!({ "type": "array", "items": { "type": "string" }, "enum": [["a"]] }),
        json!({ "patternProperties": { "^x": {} } }),
    ];
    for schema in schemas {
        let parameter = json!({ "in": "header", "name": "X-Odd", "schema": schema });
        let made = Made::of(&document(
            &json!({ "lit": { "post": { "parameters": [parameter] } } }),
        ));
        let fields = fields(&made, "src/headers.rs", "DeliveryHeaders");
        assert_eq!(fields, ["x_odd: Option<String>"], "{schema}");
    }
}

#[test]
fn headers_of_an_answer_are_fields_with_and_without_content() {
    let header = json!({ "schema": { "type": "string" } });
    let required = json!({ "required": true, "schema": { "type": "integer" } });
    let text = json!({ "text/plain": { "schema": { "type": "string" } } });
    let made = Made::of(&document(&json!({
        "handshake": { "options": { "responses": {
            "200": { "description": "ok", "headers": { "WebHook-Allowed-Origin": header } },
        } } },
        "asked": { "post": { "responses": {
            "200": { "description": "ok", "headers": { "X-Count": required, "Content-Type": header }, "content": text },
            "410": { "description": "gone", "headers": { "X-Gone": header } },
        } } },
        "told": { "post": { "responses": { "200": { "description": "ok" } } } },
    })));
    assert_eq!(
        fields(&made, "src/answers.rs", "HandshakeAnswer"),
        ["web_hook_allowed_origin: Option<String>"]
    );
    assert_eq!(
        fields(&made, "src/answers.rs", "AskedAnswer"),
        ["content: String", "x_count: i64"]
    );
    let answers = made.file("src/answers.rs");
    assert!(!answers.contains("ToldAnswer"), "{answers}");
    let handler = made.file("src/handlers/webhooks.rs");
    assert!(
        handler.contains("Result<Option<AskedAnswer>, HandlerError>"),
        "{handler}"
    );
}
