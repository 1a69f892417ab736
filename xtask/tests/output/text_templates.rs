//! The text templates: a manifest that Cargo reads as meant, and a README for any specification.

use minijinja::Environment;
use minijinja::value::Serde;
use serde_json::json;
use toml_edit::{DocumentMut, Item};

fn render(template: &str, source: &str, context: &serde_json::Value) -> String {
    let mut environment = Environment::new();
    environment.add_template(template, source).unwrap();
    let template = environment.get_template(template).unwrap();
    template.render(Serde(context)).unwrap()
}

fn context() -> serde_json::Value {
    json!({
        "crate_name": "kyc-webhooks",
        "crate_ident": "kyc_webhooks",
        "title": "KYC",
        "summary": "Says \"hello\" \\ twice\nand <more> & 'that'.",
        "description": "Says hello.",
        "version": "0.1.0",
        "license": "MIT OR Apache-2.0",
        "command": "cargo xtask codegen",
        "name_place": null,
        "place": { "kind": "body", "header": null, "pointer": "`/type`", "delivered": false },
        "example": {
            "method_ident": "doc_rejected", "trait_ident": "DocumentsHandler", "builder_ident": "documents",
            "payload": "DocumentEvent", "imports": ["kyc_webhooks::types::DocumentEvent"],
        },
        "manifest": {
            "rust_version": "1.85",
            "features": [
                { "name": "quick", "comment": "# For those in a hurry.", "enables": ["dep:extra"], "adds": "`extra`", "with": "`slow`" },
                { "name": "slow", "comment": "", "enables": [], "adds": "", "with": "" },
            ],
            "always": "`chrono`, `serde`",
            "dependencies": [
                { "name": "bytes", "requirement": "1", "features": [], "default_features": true, "optional": false },
                { "name": "chrono", "requirement": "0.4", "features": ["std", "serde"], "default_features": false, "optional": false },
                { "name": "serde", "requirement": "1", "features": ["derive"], "default_features": true, "optional": false },
                { "name": "plain", "requirement": "=2.1", "features": [], "default_features": false, "optional": false },
                { "name": "extra", "requirement": "3", "features": [], "default_features": true, "optional": true },
            ],
            "example_dependencies": [
                { "name": "server", "requirement": "4", "features": ["net"], "default_features": false, "optional": false },
            ],
        },
        "group_features": [],
        "schemes": [],
        "groups": [
            {
                "name": "Pings", "description": null, "trait_ident": "PingsHandler",
                "events": [{ "name": "`ping`", "summary": null, "method_ident": "ping", "payload": "serde_json::Value" }],
            },
            {
                "name": "Documents", "description": "About documents.", "trait_ident": "DocumentsHandler",
                "events": [{
                    "name": "`doc-rejected`", "summary": "A document\nwas | rejected", "method_ident": "doc_rejected",
                    "payload": "DocumentEvent",
                }],
            },
        ],
    })
}

fn manifest() -> (String, DocumentMut) {
    let text = render(
        "Cargo.toml",
        include_str!("../../../templates/text/Cargo.toml.jinja"),
        &context(),
    );
    let document = text.parse().unwrap();
    (text, document)
}

fn readme(context: &serde_json::Value) -> String {
    let mut context = context.clone();
    if !context["example"].is_null() {
        let (handling, decoding) = examples(&context);
        context["handling"] = json!(handling);
        context["decoding"] = json!(decoding);
    }
    render(
        "README.md",
        include_str!("../../../templates/text/README.md.jinja"),
        &context,
    )
}

fn examples(context: &serde_json::Value) -> (String, String) {
    let example = |source| render("example.rs", source, context);
    (
        example(include_str!("../../../templates/text/handling.rs.jinja")),
        example(include_str!("../../../templates/text/decoding.rs.jinja")),
    )
}

#[test]
fn the_examples_of_the_readme_are_what_the_test_compiles() {
    let mut context = context();
    let text = readme(&context);
    let (handling, decoding) = examples(&context);
    context["handling"] = json!(handling);
    context["decoding"] = json!(decoding);
    let compiled = render(
        "readme.rs",
        include_str!("../../../templates/text/readme.rs.jinja"),
        &context,
    );
    let lines =
        |text: &str| -> Vec<String> { text.lines().map(|line| line.trim().to_owned()).collect() };
    for example in [handling, decoding] {
        assert!(
            text.contains(&format!("```rust\n{example}\n```\n")),
            "{text}"
        );
        let (compiled, example) = (lines(&compiled), lines(&example));
        assert!(
            compiled.windows(example.len()).any(|part| part == example),
            "{compiled:?}"
        );
    }
}

fn string(item: &Item) -> &str {
    item.as_str().unwrap()
}

#[test]
fn the_manifest_starts_with_its_header_and_ends_with_one_newline() {
    let (text, _) = manifest();
    assert!(
        text.starts_with("# @generated by `cargo xtask codegen`."),
        "{text}"
    );
    assert!(text.ends_with("\"forbid\"\n"), "{text}");
}

#[test]
fn the_manifest_describes_the_package() {
    let (_, document) = manifest();
    let package = &document["package"];
    assert_eq!(string(&package["name"]), "kyc-webhooks");
    assert_eq!(string(&package["edition"]), "2024");
    assert_eq!(string(&package["rust-version"]), "1.85");
    assert_eq!(string(&package["license"]), "MIT OR Apache-2.0");
}

#[test]
fn a_description_of_any_characters_stays_one_string() {
    let (_, document) = manifest();
    let description = string(&document["package"]["description"]);
    assert_eq!(description, "Says \"hello\" \\ twice and <more> & 'that'.");
}

#[test]
fn the_manifest_stands_alone() {
    let (text, document) = manifest();
    assert!(
        document.get("workspace").is_none() && !text.contains(".workspace"),
        "{text}"
    );
    assert!(document["package"].get("publish").is_none());
}

#[test]
fn dependencies_are_as_short_as_they_can_be() {
    let (text, _) = manifest();
    let expected = concat!(
        "[dependencies]\n",
        "bytes = \"1\"\n",
        "chrono = { version = \"0.4\", default-features = false, features = [\"std\", \"serde\"] }\n",
        "serde = { version = \"1\", features = [\"derive\"] }\n",
        "plain = { version = \"=2.1\", default-features = false }\n",
        "extra = { version = \"3\", optional = true }\n",
        "\n[dev-dependencies]\n",
        "server = { version = \"4\", default-features = false, features = [\"net\"] }\n",
    );
    assert!(text.contains(expected), "{text}");
}

#[test]
fn features_but_the_dispatcher_are_off_unless_asked_for_and_say_what_they_are_for() {
    let (text, _) = manifest();
    let expected = concat!(
        "[features]\n",
        "default = [\"dispatcher\"]\n",
        "# For those in a hurry.\n",
        "quick = [\"dep:extra\"]\n",
        "slow = []\n",
    );
    assert!(text.contains(expected), "{text}");
}

#[test]
fn the_readme_lists_the_events_under_their_groups() {
    let text = readme(&context());
    let documents = concat!(
        "### Documents\n\nAbout documents.\n\n",
        "| Event | Method of `DocumentsHandler` | Payload | What it says |\n|---|---|---|---|\n",
        "| `doc-rejected` | `doc_rejected` | `DocumentEvent` | A document was \\| rejected |\n\n",
    );
    assert!(text.contains(documents), "{text}");
    assert!(text.contains("### Pings\n\n| Event |"), "{text}");
}

#[test]
fn the_readme_example_handles_an_event() {
    let text = readme(&context());
    for line in [
        "use kyc_webhooks::types::DocumentEvent;",
        "use kyc_webhooks::{Delivery, Dispatcher, DocumentsHandler, HandlerError};",
        "impl DocumentsHandler for Receiver {",
        "Dispatcher::new().documents(Arc::new(Receiver));",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[test]
fn a_payload_without_imports_adds_no_line() {
    let mut context = context();
    context["example"]["payload"] = json!("serde_json::Value");
    context["example"]["imports"] = json!([]);
    let text = readme(&context);
    assert!(text.contains("Delivery<serde_json::Value>"), "{text}");
    assert!(
        text.contains("use bytes::Bytes;\nuse kyc_webhooks::{"),
        "{text}"
    );
}

#[test]
fn a_name_outside_the_body_is_passed_on() {
    let mut context = context();
    context["name_place"] = json!("the header `X-Event`");
    let text = readme(&context);
    for line in [
        "The event's name is taken from the header `X-Event`, and passed to the dispatcher.",
        "use kyc_webhooks::{Delivery, Dispatcher, DocumentsHandler, EventName, HandlerError};",
        "dispatcher.dispatch_as(EventName::from(name), body).await?;",
        "use kyc_webhooks::{DecodeError, Event, EventName, Strictness, decode_as};",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("event_name(body)"), "{text}");
}

#[test]
fn a_readme_without_events_has_no_examples() {
    let mut context = context();
    context["groups"] = json!([]);
    context["example"] = json!(null);
    let text = readme(&context);
    assert!(
        !text.contains("```") && text.contains("## Nothing is lost"),
        "{text}"
    );
}

#[test]
fn the_readme_has_no_blank_runs_or_trailing_blanks() {
    let text = readme(&context());
    assert!(!text.contains("\n\n\n") && !text.contains(" \n"), "{text}");
    assert!(text.ends_with(".\n") && !text.ends_with("\n\n"));
}

#[test]
fn the_readme_says_how_deliveries_name_their_events() {
    let mut context = context();
    let text = readme(&context);
    assert!(text.contains("at `/type` in the body"), "{text}");
    assert!(!text.contains("| In a delivery |"), "{text}");
    context["place"]["delivered"] = json!(true);
    context["groups"][1]["events"][0]["delivered"] = json!(["`doc.rejected`", "`doc.refused`"]);
    let text = readme(&context);
    assert!(text.contains("| Event | In a delivery | Method"), "{text}");
    assert!(
        text.contains("| `doc-rejected` | `doc.rejected` or `doc.refused` |"),
        "{text}"
    );
    assert!(text.contains("| `ping` | `ping` |"), "{text}");
    context["place"] =
        json!({ "kind": "path", "header": null, "pointer": null, "delivered": false });
    let text = readme(&context);
    assert!(text.contains("--example inspect -- --event NAME"), "{text}");
}

#[test]
fn the_readme_says_which_crates_each_feature_adds() {
    let mut context = context();
    let table = concat!(
        "| Feature | Crates |\n|---|---|\n",
        "| none | `chrono`, `serde` |\n",
        "| `quick` | `extra`, and those of `slow` |\n",
        "| `slow` |  |\n",
    );
    let text = readme(&context);
    assert!(text.contains(table), "{text}");
    assert!(!text.contains("webhook-runtime"), "{text}");
    context["depends"] = json!(true);
    let text = readme(&context);
    assert!(
        text.contains("| none | `chrono`, `serde`, `webhook-runtime` |"),
        "{text}"
    );
    assert!(
        text.contains("Most of them come by `webhook-runtime`"),
        "{text}"
    );
}

#[test]
fn a_dependency_says_where_it_is() {
    for (place, said) in [
        (json!({ "path": "../a b" }), r#"path = "../a b""#),
        (
            json!({ "git": "https://example.com/r", "rev": "1f2e3d" }),
            r#"git = "https://example.com/r", rev = "1f2e3d""#,
        ),
    ] {
        let mut context = context();
        let mut dependency = json!({
            "name": "webhook-runtime", "requirement": "0.1.0", "features": [], "default_features": false, "optional": false,
        });
        for (key, value) in place.as_object().unwrap() {
            dependency[key] = value.clone();
        }
        context["manifest"]["dependencies"] = json!([dependency]);
        let text = render(
            "Cargo.toml",
            include_str!("../../../templates/text/Cargo.toml.jinja"),
            &context,
        );
        let line = format!(
            "webhook-runtime = {{ version = \"0.1.0\", {said}, default-features = false }}\n"
        );
        assert!(text.contains(&line), "{text}");
    }
}
