//! The document around the schemas: its head, the webhooks, security.
//!
//! In: pages. Out: an OpenAPI Object (section 4.8.1 of version 3.1.1) as JSON, keys in the order in
//! which people write them.

use serde_json::{Map, Value, json};

use super::naming::Chain;
use super::schema::SchemaDraft;
use super::security::scheme;
use crate::audit::page::{Body, Page};

/// The document that says what the pages say.
pub(super) fn document(pages: &[Page]) -> Value {
    let mut first = SchemaDraft::default();
    webhooks(pages, &mut first);
    let mut schemas = SchemaDraft::with_names(first);
    let webhooks = webhooks(pages, &mut schemas);
    let mut document = Map::new();
    let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
    put("openapi", Value::from("3.1.1"));
    let version = pages.iter().find_map(|page| page.version.as_ref());
    let version = version.map_or("latest", |version| version.value.as_str());
    put(
        "info",
        json!({ "title": title(pages), "version": version, "description": "" }),
    );
    if let Some(pointer) = event_pointer(pages) {
        put("x-webhook-event", json!({ "pointer": pointer }));
    }
    if let Some(page) = pages.first()
        && is_security_shared(pages)
    {
        put("security", security(page));
    }
    put("webhooks", webhooks.into());
    let mut components = Map::new();
    let mut schemes = Map::new();
    for name in pages.iter().flat_map(|page| &page.security) {
        schemes
            .entry(name.value.as_str())
            .or_insert_with(|| scheme(&name.value));
    }
    if !schemes.is_empty() {
        components.insert("securitySchemes".to_owned(), schemes.into());
    }
    components.insert("schemas".to_owned(), schemas.components().into());
    put("components", components.into());
    document.into()
}

/// The page's title, or what the titles of several have in common.
fn title(pages: &[Page]) -> String {
    let mut titles = pages.iter().map(|page| page.title.value.split_whitespace());
    let Some(first) = titles.next() else {
        return String::new();
    };
    if pages.len() == 1 {
        return first.collect::<Vec<_>>().join(" ");
    }
    let mut common: Vec<&str> = first.collect();
    for title in titles {
        let same = common
            .iter()
            .zip(title)
            .take_while(|(one, other)| *one == other);
        let length = same.count();
        common.truncate(length);
    }
    common.push("webhooks");
    let title = common.join(" ");
    let mut characters = title.chars();
    let initial = characters.next().map(|first| first.to_ascii_uppercase());
    initial.into_iter().chain(characters).collect()
}

fn is_security_shared(pages: &[Page]) -> bool {
    let mut all = pages.iter().map(security);
    let first = all.next();
    all.all(|other| Some(&other) == first.as_ref())
}

/// The alternatives that a page names; without any, nothing is needed.
fn security(page: &Page) -> Value {
    let alternatives = page.security.iter();
    let alternatives = alternatives.map(|name| json!({ (name.value.as_str()): [] }));
    Value::Array(alternatives.collect())
}

/// Where a body names its event, if it is one field for all pages: the first that lists each
/// event's own name.
fn event_pointer(pages: &[Page]) -> Option<String> {
    let naming = |page: &Page| -> Vec<String> {
        let name = Value::from(page.endpoint.name.value.as_str());
        let fields = page.request.fields.iter();
        let naming = fields.filter(|field| {
            let values = field.values.as_ref();
            values.is_some_and(|values| values.value.contains(&name))
                && field.types.value.has("string")
        });
        naming.map(|field| field.name.value.clone()).collect()
    };
    let candidates = naming(pages.first()?);
    let name = candidates
        .into_iter()
        .find(|candidate| pages.iter().all(|page| naming(page).contains(candidate)))?;
    Some(format!("/{}", name.replace('~', "~0").replace('/', "~1")))
}

fn webhooks(pages: &[Page], schemas: &mut SchemaDraft) -> Map<String, Value> {
    let mut webhooks = Map::new();
    let is_shared = is_security_shared(pages);
    for page in pages {
        let mut operation = Map::new();
        operation.insert("summary".to_owned(), Value::from(page.title.value.as_str()));
        operation.insert("description".to_owned(), Value::from(""));
        if !is_shared {
            operation.insert("security".to_owned(), security(page));
        }
        let chain = vec![page.endpoint.name.value.clone()];
        let content = content(&page.request, &chain, schemas);
        let request = json!({ "description": "", "required": true, "content": content });
        operation.insert("requestBody".to_owned(), request);
        let responses = responses(page, schemas);
        if !responses.is_empty() {
            operation.insert("responses".to_owned(), responses.into());
        }
        let method = page.endpoint.method.value.as_str();
        let item = webhooks.entry(page.endpoint.name.value.as_str());
        if let Value::Object(item) = item.or_insert_with(|| json!({})) {
            item.insert(method.to_owned(), operation.into());
        }
    }
    webhooks
}

fn responses(page: &Page, schemas: &mut SchemaDraft) -> Map<String, Value> {
    let mut responses = Map::new();
    for response in &page.responses {
        let status = &response.status.value;
        let mut object = Map::from_iter([("description".to_owned(), Value::from(""))]);
        if !response.body.fields.is_empty() {
            let name = format!("response {status}");
            let chain = vec![page.endpoint.name.value.clone(), name];
            let content = content(&response.body, &chain, schemas);
            object.insert("content".to_owned(), content);
        }
        let key = status.replace('x', "X");
        responses.insert(key, object.into());
    }
    responses
}

/// The media type of a body with its schema.
fn content(body: &Body, chain: &Chain, schemas: &mut SchemaDraft) -> Value {
    let media_type = body.media_type.as_ref();
    let media_type = media_type.map_or("application/json", |name| name.value.as_str());
    let schema = schemas.body(body, chain);
    json!({ (media_type): { "schema": schema } })
}
