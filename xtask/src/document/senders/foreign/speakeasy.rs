//! `x-speakeasy-webhooks` at the root: its `security` in, the words of `x-signature` out.

use serde_json::{Value, json};

use super::{Said, Unsaid, header, text};

pub(super) const KEY: &str = "x-speakeasy-webhooks";

/// What `security` says. What is left out is HMAC with SHA-256 over the body, in base64.
pub(super) fn signature(security: &Value) -> Said {
    match text(security, "type")?.unwrap_or("signature") {
        "signature" => {}
        // A verifier of one's own, by its very name.
        "custom" => return Ok(json!("custom")),
        _ => {
            return Err(Unsaid::new(
                &["type"],
                "is neither `signature` nor `custom`",
            ));
        }
    }
    let name = match security.get("headerName") {
        None => "x-webhook-signature",
        Some(_) => header(security, "headerName")?,
    };
    let encoding = match text(security, "signatureTextEncoding")?.unwrap_or("base64") {
        known @ ("base64" | "base64url" | "hex") => known,
        _ => {
            return Err(Unsaid::new(
                &["signatureTextEncoding"],
                "has an encoding that is not known",
            ));
        }
    };
    match text(security, "algorithm")?.unwrap_or("hmac-sha256") {
        "hmac-sha256" => {}
        _ => {
            return Err(Unsaid::new(
                &["algorithm"],
                "has an `algorithm` that is not known",
            ));
        }
    }
    Ok(json!({
        "alg": "hmac-sha256",
        "value": { "from": format!("header:{name}"), "item": format!("{{{encoding}}}") },
        "signed": "{body}",
    }))
}
