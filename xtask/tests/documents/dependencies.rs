//! What a crate depends on, offers and carries: what its document has a use for.

use std::collections::BTreeSet;

use toml_edit::{DocumentMut, Item};
use xtask::runtime_choice::RuntimeChoice;

use super::made::Made;

/// A crate of one webhook: the scheme of its sender, the media type of its body, the format of a
/// member.
fn crate_of(runtime: RuntimeChoice, scheme: &str, media_type: &str, format: &str) -> Made {
    let text = format!(
        r##"{{
            "openapi": "3.1.0",
            "info": {{ "title": "Parcels", "version": "1" }},
            "security": [{{ "sender": [] }}],
            "webhooks": {{ "sent": {{ "post": {{ "requestBody": {{ "content": {{ "{media_type}": {{ "schema": {{
                "type": "object", "properties": {{ "at": {{ "type": "string"{format} }} }}
            }} }} }} }} }} }} }},
            "components": {{ "securitySchemes": {{ "sender": {scheme} }} }}
        }}"##
    );
    Made::on(runtime, &text, &[]).unwrap()
}

/// The names that a table of the manifest has.
fn names(made: &Made, table: &str) -> BTreeSet<String> {
    let manifest: DocumentMut = made.file("Cargo.toml").parse().unwrap();
    let table = manifest[table].as_table().map(|table| table.iter());
    let names = table.into_iter().flatten();
    names.map(|(name, _)| name.to_owned()).collect()
}

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const KEY: &str = r#"{ "type": "apiKey", "in": "header", "name": "X-Key" }"#;
const BEARER: &str = r#"{ "type": "http", "scheme": "bearer" }"#;
const GITHUB: &str = r#"{ "type": "apiKey", "in": "header", "name": "X-Hub-Signature-256", "x-signature": "github" }"#;
const TWITCH: &str = r#"{ "type": "apiKey", "in": "header", "name": "Twitch-Eventsub-Message-Signature", "x-signature": "twitch" }"#;
const OF_MEMBER: &str = r#"{ "type": "apiKey", "in": "header", "name": "X-Sign", "x-signature": { "algorithm": "hmac-sha256", "encoding": "hex", "signed": "{pointer:/at}{body}" } }"#;

/// What of these a crate with a copy of the runtime has: features, dependencies and modules.
#[test]
fn a_crate_has_what_its_document_has_a_use_for() {
    let watched = [
        "jwt",
        "jwt-rsa",
        "hmac",
        "signature-rsa",
        "rsa",
        "sha2",
        "chrono",
        "form_urlencoded",
        "security/jwt",
        "security/signature",
        "security/public_keys/rsa",
        "body/form_json",
        "body/parts",
        "types/timestamp",
    ];
    let tokens = [
        "jwt",
        "jwt-rsa",
        "hmac",
        "rsa",
        "sha2",
        "security/jwt",
        "security/public_keys/rsa",
    ];
    let signature = ["hmac", "sha2", "security/signature"];
    let date_time = r#", "format": "date-time""#;
    for (scheme, media_type, format, expected) in [
        (KEY, JSON, "", &[][..]),
        (KEY, JSON, date_time, &["chrono", "types/timestamp"]),
        (KEY, FORM, "", &["form_urlencoded", "body/form_json"]),
        (
            KEY,
            "multipart/form-data",
            "",
            &["body/form_json", "body/parts"],
        ),
        (BEARER, JSON, "", &tokens),
        (GITHUB, JSON, "", &signature),
        (
            TWITCH,
            JSON,
            "",
            &[
                "hmac",
                "sha2",
                "security/signature",
                "chrono",
                "types/timestamp",
            ],
        ),
        (
            OF_MEMBER,
            JSON,
            "",
            &[
                "hmac",
                "sha2",
                "security/signature",
                "form_urlencoded",
                "body/parts",
            ],
        ),
    ] {
        let made = crate_of(RuntimeChoice::Copy, scheme, media_type, format);
        let mut has = names(&made, "features");
        has.extend(names(&made, "dependencies"));
        has.extend(made.files().filter_map(|(path, _)| {
            let module = path.strip_prefix("src/runtime/")?.strip_suffix(".rs")?;
            Some(module.trim_end_matches("/mod").to_owned())
        }));
        let found: BTreeSet<&str> = watched
            .into_iter()
            .filter(|name| has.contains(*name))
            .collect();
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        assert_eq!(found, expected, "{scheme}, {media_type}{format}");
        // The copy asks for no feature that the manifest does not know.
        let manifest = made.file("Cargo.toml");
        for (path, text) in made.files().filter(|(path, _)| path.ends_with(".rs")) {
            for feature in text.split("feature = \"").skip(1) {
                let feature = feature.split('"').next().unwrap();
                let is_known =
                    has.contains(feature) || manifest.contains(&format!("\"{feature}\""));
                assert!(is_known, "{path} asks for `{feature}`\n{manifest}");
            }
        }
    }
}

/// A crate that depends on the runtime asks it for the same.
#[test]
fn the_runtime_is_asked_for_what_the_document_has_a_use_for() {
    let date_time = r#", "format": "date-time""#;
    for (scheme, media_type, format, always, with_signatures) in [
        (KEY, JSON, "", &[][..], None),
        (KEY, FORM, date_time, &["timestamps", "forms"], None),
        (KEY, "multipart/form-data", "", &["multipart"], None),
        (
            GITHUB,
            JSON,
            "",
            &[],
            Some(&["security", "webhook-runtime/hmac"][..]),
        ),
        (
            TWITCH,
            JSON,
            "",
            &[],
            Some(&[
                "security",
                "webhook-runtime/hmac",
                "webhook-runtime/timestamps",
            ]),
        ),
        (
            TWITCH,
            JSON,
            date_time,
            &["timestamps"],
            Some(&["security", "webhook-runtime/hmac"]),
        ),
        (
            OF_MEMBER,
            JSON,
            "",
            &[],
            Some(&["security", "webhook-runtime/hmac", "webhook-runtime/forms"]),
        ),
    ] {
        let runtime = RuntimeChoice::parse("version:0.1").unwrap();
        let made = crate_of(runtime, scheme, media_type, format);
        let manifest: DocumentMut = made.file("Cargo.toml").parse().unwrap();
        let texts = |item: Option<&Item>| -> Vec<String> {
            let array = item.and_then(Item::as_array).into_iter().flatten();
            array
                .filter_map(|text| text.as_str().map(str::to_owned))
                .collect()
        };
        let asked = manifest["dependencies"]["webhook-runtime"].get("features");
        let asked = asked.cloned();
        assert_eq!(
            texts(asked.as_ref()),
            always,
            "{scheme}, {media_type}{format}"
        );
        let hmac = manifest["features"]
            .get("hmac")
            .map(|item| texts(Some(item)));
        assert_eq!(
            hmac.as_deref()
                .map(|all| all.iter().map(String::as_str).collect::<Vec<_>>()),
            with_signatures.map(<[&str]>::to_vec),
            "{scheme}"
        );
    }
}
