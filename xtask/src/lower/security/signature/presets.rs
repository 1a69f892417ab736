//! How vendors sign, by name: a preset's name in, its description in the words of `x-signature` out.

use serde_json::{Map, Value};

/// The descriptions, which a person could write into a document as they stand.
const PRESETS: &str = include_str!("presets.yaml");

/// The presets whose headers senders brand: `acme-signature` comes with `acme-id` and `acme-timestamp`.
const BRANDED: [&str; 3] = ["standard-webhooks", "standard-webhooks-ed25519", "svix"];

fn all() -> Map<String, Value> {
    // A test holds that the file is in order.
    serde_yaml::from_str(PRESETS).unwrap_or_default()
}

/// The names of all presets.
pub(super) fn names() -> Vec<String> {
    all().into_iter().map(|(name, _)| name).collect()
}

/// The description of a preset for a scheme whose signature is in this header.
pub(super) fn fields(name: &str, header: &str) -> Option<Map<String, Value>> {
    let Value::Object(fields) = all().remove(name)? else {
        return None;
    };
    let lower = header.to_ascii_lowercase();
    // Without a brand that is its own, the header is compared with those that the preset knows.
    let brand = lower.strip_suffix("-signature");
    let brand = brand.filter(|brand| !["", "webhook"].contains(brand));
    match brand.filter(|_| BRANDED.contains(&name)) {
        Some(brand) => match branded(Value::Object(fields), brand) {
            Value::Object(fields) => Some(fields),
            _ => None,
        },
        None => Some(fields),
    }
}

/// A value with the brand in place of the names that these headers have without one.
fn branded(value: Value, brand: &str) -> Value {
    match value {
        Value::String(text) => {
            let parts = ["id", "timestamp", "signature"];
            let text = parts.iter().fold(text, |text, part| {
                let own = format!("{brand}-{part}");
                let text = text.replace(&format!("svix-{part}|"), "");
                text.replace(&format!("webhook-{part}"), &own)
            });
            Value::String(text)
        }
        Value::Array(values) => values.into_iter().map(|one| branded(one, brand)).collect(),
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(key, value)| (key, branded(value, brand)))
                .collect(),
        ),
        other => other,
    }
}
