//! What the generated package may be called.
//!
//! In: a name that was asked for, or the document's title. Out: why the one is no name for the
//! package, or a name made of the other. It knows what Cargo, the compiler and the code of a
//! generated crate have other meanings for.

use unicode_normalization::UnicodeNormalization;

use crate::ident::{in_ascii, is_keyword};

/// Crates of Rust itself.
const OF_RUST: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

/// Crates that a generated one depends on, or its examples, as code names them.
const DEPENDENCIES: [&str; 30] = [
    "axum",
    "base16ct",
    "base64",
    "brotli_decompressor",
    "bytes",
    "chrono",
    "ed25519_dalek",
    "flate2",
    "form_urlencoded",
    "hmac",
    "http",
    "http_body",
    "http_body_util",
    "hyper",
    "hyper_util",
    "p256",
    "p384",
    "percent_encoding",
    "rsa",
    "serde",
    "serde_json",
    "serde_path_to_error",
    "sha1",
    "sha2",
    "subtle",
    "tokio",
    "tower_service",
    "tracing",
    "zeroize",
    "webhook_runtime",
];

/// Why a name is none for the package, and what to do about it; `None` for a good one.
///
/// Cargo asks for letters, digits, `-` and `_`. The crate is called the same with `_` for `-`,
/// which must be no keyword, in lower case (the compiler warns of others), and no crate that the
/// code of the generated one speaks of.
#[must_use]
pub fn package_name_fault(name: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(allowed) {
        let fault = "a package name starts with a letter and has letters, digits, `-` and `_` only";
        return Some(fault.to_owned());
    }
    let ident = name.replace('-', "_");
    let words = ident.split('_').filter(|word| !word.is_empty());
    let plain = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    if ident.contains("__") || ident.chars().any(|c| c.is_ascii_uppercase()) {
        return Some(format!(
            "the compiler warns of a crate whose name is not in lower case with single separators; call it `{plain}`"
        ));
    }
    let meaning = if is_keyword(&ident) {
        "a keyword of Rust"
    } else if OF_RUST.contains(&ident.as_str()) {
        "a crate of Rust itself"
    } else if DEPENDENCIES.contains(&ident.as_str()) {
        "a crate that the generated one depends on"
    } else {
        return None;
    };
    Some(format!(
        "this is {meaning}; add a word, as in `{plain}-webhooks`"
    ))
}

/// The title as a package name: `Rebilly KYC webhooks` becomes `rebilly-kyc-webhooks`. A name that
/// a package cannot have gets a word more.
pub(crate) fn package_name_of(title: &str) -> String {
    let letters = title.nfc().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c.to_string(),
        c => in_ascii(c).unwrap_or_else(|| " ".to_owned()),
    });
    let ascii = letters.collect::<String>().to_ascii_lowercase();
    let mut words: Vec<&str> = ascii.split_whitespace().collect();
    if words
        .first()
        .is_none_or(|word| word.starts_with(|c: char| c.is_ascii_digit()))
    {
        words.insert(0, "webhooks");
    }
    let name = words.join("-");
    if package_name_fault(&name).is_some() {
        format!("{name}-webhooks")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::DEPENDENCIES;
    use super::package_name_fault;
    use super::package_name_of;

    #[test]
    fn every_dependency_is_known() {
        let manifest = include_str!("../../../../templates/runtime/Cargo.toml");
        let manifest: toml_edit::DocumentMut = manifest.parse().unwrap();
        for (name, _) in manifest["dependencies"].as_table().unwrap() {
            let ident = name.replace('-', "_");
            assert!(DEPENDENCIES.contains(&ident.as_str()), "{name}");
            assert!(package_name_fault(name).is_some(), "{name}");
        }
    }

    #[test]
    fn names_with_another_meaning_are_refused_with_a_remedy() {
        for (name, remedy) in [
            ("std", "`std-webhooks`"),
            ("proc-macro", "`proc-macro-webhooks`"),
            ("serde_json", "`serde-json-webhooks`"),
            ("crate", "`crate-webhooks`"),
            ("gen", "`gen-webhooks`"),
            ("Parcels", "`parcels`"),
            ("par--cels", "`par-cels`"),
            ("1parcel", "starts with a letter"),
            ("größe", "letters, digits"),
            ("", "starts with a letter"),
        ] {
            let fault = package_name_fault(name).unwrap();
            assert!(fault.contains(remedy), "{name}: {fault}");
        }
        for name in ["parcel-webhooks", "parcel_2", "serde-webhooks", "standard"] {
            assert_eq!(package_name_fault(name), None, "{name}");
        }
    }

    #[test]
    fn a_title_gives_a_name_that_a_package_can_have() {
        for (title, name) in [
            ("Rebilly KYC webhooks", "rebilly-kyc-webhooks"),
            ("HTTP", "http-webhooks"),
            ("Serde JSON", "serde-json-webhooks"),
            ("Self", "self-webhooks"),
            ("3 parcels", "webhooks-3-parcels"),
            ("…", "webhooks"),
        ] {
            assert_eq!(package_name_of(title), name);
            assert_eq!(package_name_fault(name), None);
        }
    }
}
