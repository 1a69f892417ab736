//! Edits of a document that change nothing of what its crate is called.

use serde_json::{Map, Value, json};

/// Under these stand things by names.
const NAMES: [&str; 11] = [
    "$defs",
    "definitions",
    "headers",
    "mapping",
    "parameters",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "webhooks",
];

/// Under these stands data, and not what describes it.
const DATA: [&str; 7] = [
    "const",
    "default",
    "enum",
    "example",
    "examples",
    "value",
    "x-enum-varnames",
];

/// Calls something with every object of a document that is not data, and the key above it.
fn objects(value: &mut Value, above: &str, edit: &mut impl FnMut(&mut Map<String, Value>, &str)) {
    match value {
        Value::Object(members) => {
            edit(members, above);
            let is_names = NAMES.contains(&above);
            for (key, inner) in members {
                if is_names || !DATA.contains(&key.as_str()) {
                    objects(inner, if is_names { "" } else { key }, edit);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| objects(item, "", edit)),
        _ => {}
    }
}

/// Whether a title is prose: more than a few words, or with signs.
fn is_prose(title: &str) -> bool {
    let is_sign = |c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '_' | '-');
    title.split(' ').count() > 3 || title.len() > 40 || title.contains(is_sign)
}

/// Every text that is for people alone, each written in other words.
pub fn reword(document: &mut Value, mut words: impl FnMut() -> String) {
    objects(document, "", &mut |members, above| {
        if NAMES.contains(&above) {
            return;
        }
        for key in ["description", "summary", "$comment", "title", "example"] {
            if let Some(Value::String(text)) = members.get_mut(key)
                && above != "info"
                && (key != "title" || is_prose(text))
            {
                *text = words();
            }
        }
        if let Some(Value::Array(examples)) = members.get_mut("examples") {
            for text in examples.iter_mut().filter(|one| one.is_string()) {
                *text = words().into();
            }
        }
        let is_schema = ["array", "boolean", "integer", "number", "object", "string"]
            .iter()
            .any(|word| members.get("type").is_some_and(|of| of == word));
        if is_schema && !members.contains_key("description") {
            members.insert("description".to_owned(), words().into());
        }
    });
}

/// Nothing is described.
pub fn hush(document: &mut Value) {
    objects(document, "", &mut |members, above| {
        if !NAMES.contains(&above) {
            for key in ["description", "summary", "$comment"] {
                if members.get(key).is_some_and(Value::is_string) {
                    members.remove(key);
                }
            }
        }
    });
}

/// Everything whose order means nothing comes the other way round.
pub fn turn_round(document: &mut Value) {
    objects(document, "", &mut |members, above| {
        if NAMES.contains(&above) || members.contains_key("type") {
            *members = std::mem::take(members).into_iter().rev().collect();
        }
        if let Some(Value::Array(required)) = members.get_mut("required") {
            required.reverse();
        }
    });
}

/// Webhooks that have nothing to do with the others come before, between and behind them. By chance
/// they look like one of them inside.
pub fn add_webhooks(document: &mut Value) {
    let place = document.pointer("/x-webhook-event/pointer");
    let place = place.and_then(Value::as_str).map(str::to_owned);
    let webhooks = document.get_mut("webhooks").and_then(Value::as_object_mut);
    let Some(webhooks) = webhooks else {
        return;
    };
    let alike = webhooks.values().find_map(|webhook| {
        let body = webhook.pointer("/post/requestBody/content/application~1json/schema")?;
        let mut alike = body.get("properties")?.as_object()?.clone();
        // What is referred to is the same by more than chance.
        alike.retain(|_, member| !member.to_string().contains("$ref"));
        Some(alike)
    });
    let tag = place.as_deref().and_then(|place| place.strip_prefix('/'));
    let tag = tag.filter(|tag| !tag.contains('/'));
    let webhook = |name: &str| {
        let mut properties = alike.clone().filter(|_| tag.is_some()).unwrap_or_default();
        if let Some(tag) = tag {
            properties.insert(tag.to_owned(), json!({"type": "string", "const": name}));
        }
        properties.insert(
            "data".to_owned(),
            json!({"type": "object", "properties": {"id": {"type": "string"}}}),
        );
        let schema = json!({"type": "object", "properties": properties});
        json!({"post": {
            "requestBody": {"content": {"application/json": {"schema": schema}}},
            "responses": {"200": {"description": "Taken."}},
        }})
    };
    let old = std::mem::take(webhooks);
    let middle = old.len() / 2;
    webhooks.insert("unheard.first".to_owned(), webhook("unheard.first"));
    for (index, (name, one)) in old.into_iter().enumerate() {
        if index == middle {
            webhooks.insert("new.between".to_owned(), webhook("new.between"));
        }
        webhooks.insert(name, one);
    }
    webhooks.insert("other.last".to_owned(), webhook("other.last"));
}
