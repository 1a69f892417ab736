//! Security schemes. Pages give their names only.
//!
//! In: a name. Out: a scheme that a name like that usually stands for.

use serde_json::{Value, json};

/// A Security Scheme Object (section 4.8.27 of OpenAPI 3.1.1): HTTP basic or bearer if the name
/// says so, else an API key in a header named after the scheme.
pub(super) fn scheme(name: &str) -> Value {
    let words = words(name);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    if has(&["jwt"]) {
        json!({ "description": "", "type": "http", "scheme": "bearer", "bearerFormat": "JWT" })
    } else if has(&["basic"]) {
        json!({ "description": "", "type": "http", "scheme": "basic" })
    } else if has(&["bearer", "oauth", "oauth2", "token"]) {
        json!({ "description": "", "type": "http", "scheme": "bearer" })
    } else {
        let header: Vec<String> = words.iter().map(|word| capitalised(word)).collect();
        let header = format!("X-{}", header.join("-"));
        json!({ "description": "", "type": "apiKey", "in": "header", "name": header })
    }
}

/// The words of a name in lower case; what cannot stand in a header's name separates them.
fn words(name: &str) -> Vec<String> {
    use heck::ToSnakeCase;
    let snake = name.to_snake_case();
    let words = snake.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    let first = characters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(characters).collect()
}
