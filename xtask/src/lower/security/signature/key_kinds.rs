//! How keys are written, held against what is computed with them: the word of `key` in, the form for
//! the runtime out.

use webhook_runtime::security::{KeyForm, SignatureAlgorithm};

use super::words::{hash, kept};
use crate::lower::security::description::Fault;

/// The form of a key for an algorithm, which goes by `name`: `text`, `hex`, `base64:whsec_`,
/// `spki-base64`, `pem`, `digest:sha256`. A secret is text, and a public key is PEM, unless it is said.
pub(super) fn key_form(
    word: Option<&str>,
    algorithm: SignatureAlgorithm,
    name: &str,
) -> Result<KeyForm, Fault> {
    let Some(word) = word else {
        return Ok(KeyForm::Text);
    };
    let (kind, rest) = word.split_once(':').unwrap_or((word, ""));
    let form = match (kind, rest) {
        // PEM is read whatever the form is.
        ("text" | "raw" | "pem", "") => KeyForm::Text,
        ("hex", prefix) => KeyForm::Hex {
            prefix: kept(prefix),
        },
        ("base64" | "spki-base64", prefix) => KeyForm::Base64 {
            prefix: kept(prefix),
        },
        ("digest", name) => hash(name).map(KeyForm::DigestOf).ok_or_else(unknown)?,
        _ => return Err(unknown()),
    };
    let is_public = algorithm.has_public_key();
    match kind {
        _ if algorithm == SignatureAlgorithm::Token && form != KeyForm::Text => Err(Fault::new(
            "a token is shown as the team has it, so that its key is written as text",
            "leave `key` out",
        )),
        "text" | "raw" | "digest" if is_public => Err(Fault::new(
            format!("`{name}` is checked by a public key, which is not written as `{kind}`"),
            "say `hex`, `base64` or `spki-base64`, as the vendor writes its public key, or `pem`, which is read in any case",
        )),
        "pem" | "spki-base64" if !is_public => Err(Fault::new(
            format!("`{kind}` is how a public key is written, and `{name}` takes a shared secret"),
            "say `text`, `hex` or `base64`, as the vendor writes its secret; or name the algorithm that the public key is for",
        )),
        _ => Ok(form),
    }
}

fn unknown() -> Fault {
    Fault::new(
        "how the key is written is not known",
        "say `text`, `hex`, `base64`, `spki-base64` or `pem`, with a prefix as in `base64:whsec_`, or `digest:sha256` for a key that is the digest of a text",
    )
}
