//! `x-fern-webhook-signature`, at the root or at a webhook: an object in, the words of
//! `x-signature` out.

use serde_json::{Map, Value, json};

use super::{Said, Unsaid, header, plain, text};

pub(super) const KEY: &str = "x-fern-webhook-signature";

const FORMAT: &str = "payload-format";
const BINDING: &str = "body-hash-binding";
const NORMALIZATION: &str = "url-normalization";

/// What the extension says. Without `algorithm`, `encoding` and `payload-format` it is SHA-256 of
/// the body, in base64.
pub(super) fn signature(value: &Value) -> Said {
    let is_hmac = match text(value, "type")? {
        Some("hmac") => true,
        Some("asymmetric") => false,
        _ => return Err(Unsaid::new(&["type"], "is neither `hmac` nor `asymmetric`")),
    };
    let name = header(value, "header")?;
    let encoding = match text(value, "encoding")?.unwrap_or("base64") {
        known @ ("base64" | "hex") => known,
        _ => {
            return Err(Unsaid::new(
                &["encoding"],
                "has an `encoding` that is not known",
            ));
        }
    };
    let prefix = plain(
        text(value, "signature-prefix")?.unwrap_or_default(),
        &["signature-prefix"],
    )?;
    let algorithm = if is_hmac {
        hmac(value)?
    } else {
        asymmetric(value)?
    };
    let mut said = Map::new();
    said.insert("alg".to_owned(), json!(algorithm));
    let place =
        json!({ "from": format!("header:{name}"), "item": format!("{prefix}{{{encoding}}}") });
    said.insert("value".to_owned(), place);
    let (signed, has_time) = signed(value)?;
    said.insert("signed".to_owned(), json!(signed));
    // A time that is not signed proves nothing, so it is not judged.
    if has_time {
        said.insert("timestamp".to_owned(), timestamp(value)?);
    }
    if let Some(digest) = digest(value)? {
        said.insert("digest".to_owned(), digest);
    }
    Ok(Value::Object(said))
}

fn hmac(value: &Value) -> Result<String, Unsaid> {
    match text(value, "algorithm")?.unwrap_or("sha256") {
        hash @ ("sha1" | "sha256" | "sha384" | "sha512") => Ok(format!("hmac-{hash}")),
        _ => Err(Unsaid::new(
            &["algorithm"],
            "has an `algorithm` that is not known",
        )),
    }
}

fn asymmetric(value: &Value) -> Result<String, Unsaid> {
    let key = "asymmetric-algorithm";
    if value.get("jwks-url").is_some() {
        return Err(Unsaid::new(
            &["jwks-url"],
            "has keys that would have to be fetched",
        ));
    }
    if value.get("timestamp").is_some() {
        return Err(Unsaid::new(
            &["timestamp"],
            "does not say how the time is signed with the body",
        ));
    }
    match text(value, key)? {
        Some(known @ ("ed25519" | "rsa-sha256")) => Ok(known.to_owned()),
        Some("ecdsa-sha256") => Ok("ecdsa-p256-sha256".to_owned()),
        Some(_) => Err(Unsaid::new(&[key], "has an algorithm that is not checked")),
        None => Err(Unsaid::new(
            &[],
            "does not say which `asymmetric-algorithm` it is",
        )),
    }
}

/// What is signed, and whether the time is among it.
fn signed(value: &Value) -> Result<(String, bool), Unsaid> {
    let Some(format) = value.get(FORMAT) else {
        return Ok(("{body}".to_owned(), false));
    };
    let unknown = |what: &str| Unsaid::new(&[FORMAT], what);
    let Some(components) = format.get("components").and_then(Value::as_array) else {
        return Err(unknown("does not list what is signed"));
    };
    let delimiter = plain(
        text(format, "delimiter")?.unwrap_or_default(),
        &[FORMAT, "delimiter"],
    )?;
    let is_sorted = match text(format, "body-sort")? {
        None => false,
        Some("alphabetical") => true,
        Some(_) => return Err(unknown("sorts the body in a way that is not known")),
    };
    let url = match value.get(NORMALIZATION) {
        None => "{url}",
        Some(how) if how.get("legacy-query-encoding") == Some(&json!(true)) => {
            return Err(Unsaid::new(
                &[NORMALIZATION],
                "signs a query that is written anew",
            ));
        }
        Some(how) if how.get("port-variants") == Some(&json!(true)) => "{url:any-port}",
        Some(_) => "{url}",
    };
    let parts = components.iter().map(|one| match one.as_str() {
        Some("body") if is_sorted => Ok("{form-sorted}"),
        Some("body") => Ok("{body}"),
        Some("timestamp") => Ok("{timestamp}"),
        Some("notification-url") => Ok(url),
        Some("message-id") => Err(unknown(
            "signs a message's id, and no header is named for it",
        )),
        _ => Err(unknown("signs what is not known")),
    });
    let parts = parts.collect::<Result<Vec<_>, _>>()?;
    let covers = |wanted: &[&str]| parts.iter().any(|part| wanted.contains(part));
    if !covers(&["{body}", "{form-sorted}"]) && value.get(BINDING).is_none() {
        return Err(unknown("leaves the body out of what is signed"));
    }
    Ok((parts.join(delimiter), covers(&["{timestamp}"])))
}

fn timestamp(value: &Value) -> Said {
    let key = "timestamp";
    let Some(time) = value.get(key) else {
        return Err(Unsaid::new(
            &[FORMAT],
            "signs a time that stands in no header",
        ));
    };
    let below = |mut unsaid: Unsaid| {
        unsaid.path.insert(0, key);
        unsaid
    };
    let name = header(time, "header").map_err(below)?;
    let unit = match text(time, "format")
        .map_err(below)?
        .unwrap_or("unix-seconds")
    {
        "unix-seconds" => "s",
        "unix-millis" => "ms",
        "iso8601" => "rfc3339",
        _ => {
            return Err(Unsaid::new(
                &[key, "format"],
                "writes times in a way that is not known",
            ));
        }
    };
    let mut said = json!({ "from": format!("header:{name}"), "unit": unit });
    if let Some(tolerance) = time.get("tolerance") {
        let Some(seconds) = tolerance.as_u64().filter(|seconds| *seconds > 0) else {
            return Err(Unsaid::new(
                &[key, "tolerance"],
                "tolerates no number of seconds above 0",
            ));
        };
        said["past"] = json!(seconds);
        said["future"] = json!(seconds);
    }
    Ok(said)
}

/// A digest of the body in the query, which is signed with the URL.
fn digest(value: &Value) -> Result<Option<Value>, Unsaid> {
    let Some(binding) = value.get(BINDING) else {
        return Ok(None);
    };
    let place = binding.get("location").unwrap_or(&Value::Null);
    let (kind, name) = (place.get("type"), place.get("name").and_then(Value::as_str));
    let name = name.filter(|name| !name.is_empty() && kind == Some(&json!("query-parameter")));
    let hash = binding.get("algorithm").and_then(Value::as_str);
    let hash = hash.filter(|hash| ["sha1", "sha256", "sha384", "sha512"].contains(hash));
    let encoding = binding
        .get("encoding")
        .map_or(Some("base64"), Value::as_str);
    let encoding = encoding.filter(|encoding| ["base64", "hex"].contains(encoding));
    match (name, hash, encoding) {
        (Some(name), Some(hash), Some(encoding)) => Ok(Some(json!({
            "from": format!("query:{name}"), "item": format!("{{{hash}-{encoding}}}"),
        }))),
        _ => Err(Unsaid::new(
            &[BINDING],
            "shows a digest of the body in a way that is not known",
        )),
    }
}
