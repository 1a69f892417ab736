//! Crates that could need much of the stack, and need little.
//!
//! A type of seven hundred members holds others of its kind in every way. Its crate is compiled in
//! good time, and a body that nests as deeply as it is decoded leaves half of a thread's stack, in a
//! build without optimisation and in one with. Another crate has thousands of events, and its
//! functions have no larger frames for that.
//!
//! `nesting/run.rs` and `nesting/dispatch.rs` are the programs that use the crates. Whatever exhausts
//! the stack ends them.

use std::path::PathBuf;
use std::sync::OnceLock;

use serde_json::{Map, Value, json};
use tests::golden::{
    Tree, cargo_within, crates_target, generate, run_and_tell, target_folder, write_tree,
    write_workspace,
};
use xtask::codegen::Exit;
use xtask::output::Mode;

/// How many seconds of a processor each of the compilers may take at most. They take a tenth of
/// this without optimisation and a third with; what serde derived of such a type took more than
/// three hundred.
const GOOD_TIME: u32 = 240;

/// How many events the crate of many has.
const EVENTS: usize = 2_000;

/// An object of what leads back to it in several ways, of three hundred members that are such
/// objects, and of four hundred texts.
fn document() -> Value {
    let node = json!({ "$ref": "#/components/schemas/Node" });
    let ways = [
        ("child", node.clone()),
        ("children", json!({ "type": "array", "items": node })),
        (
            "byName",
            json!({ "type": "object", "additionalProperties": node }),
        ),
        ("either", json!({ "$ref": "#/components/schemas/Either" })),
        ("guess", json!({ "$ref": "#/components/schemas/Guess" })),
    ];
    let ways = ways.map(|(name, schema)| (name.to_owned(), schema));
    let relatives = (0..300).map(|index| (format!("relative{index}"), node.clone()));
    let texts = (0..400).map(|index| (format!("text{index}"), json!({ "type": "string" })));
    let members: Map<String, Value> = ways.into_iter().chain(relatives).chain(texts).collect();
    let other = json!({
        "type": "object",
        "required": ["other"],
        "properties": { "other": { "$ref": "#/components/schemas/Guess" } },
    });
    json!({
        "openapi": "3.1.1",
        "info": { "title": "Wide and deep", "version": "1.0.0" },
        "x-webhook-event": { "pointer": "/type" },
        "webhooks": {
            "nodes": { "post": { "requestBody": { "content": { "application/json": { "schema": {
                "type": "object",
                "required": ["type", "node"],
                "properties": { "type": { "type": "string" }, "node": node },
            } } } } } },
        },
        "components": { "schemas": {
            "Node": { "type": "object", "properties": members, "additionalProperties": node },
            "Either": { "oneOf": [node, { "type": "string" }] },
            "Guess": { "anyOf": [node, other] },
        } },
    })
}

/// The crate of a document, and the program beside it that uses it.
struct Packages {
    home: PathBuf,
}

impl Packages {
    /// Makes the crate of this name, which the program depends on with these features.
    fn new(name: &str, document: &Value, features: &str, program: &str) -> Self {
        let home = target_folder().join("golden").join("nesting").join(name);
        let run = format!(
            "[package]\nname = \"run-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nserde_json = \"1\"\n\
             {name} = {{ path = \"../{name}\", default-features = false, features = [{features}] }}\n"
        );
        let files = [
            ("openapi.json", document.to_string()),
            ("run/Cargo.toml", run),
            ("run/src/main.rs", program.to_owned()),
        ];
        let files = files.map(|(path, text)| (path.to_owned(), text));
        write_tree(&Tree::from(files), &home).unwrap();
        let members = [name, "run"].map(str::to_owned);
        write_workspace(&home, &members).unwrap();
        let spec = home.join("openapi.json");
        let report = generate(&spec, &home.join(name), Mode::Write);
        assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
        Self { home }
    }

    /// Builds the packages in good time and runs the program; what it printed.
    fn built_and_run(&self, how: &str, profile: &[&str]) -> String {
        let cargo = |command: &str| {
            let mut cargo = cargo_within(GOOD_TIME, &self.home, &crates_target());
            cargo.arg(command).args(profile).arg("--offline");
            let name = format!("nesting, {command} {how}");
            run_and_tell(&name, &mut cargo).unwrap_or_else(|complaint| panic!("{complaint}"))
        };
        cargo("build");
        cargo("run")
    }
}

/// The crate whose types nest, made once.
fn wide_and_deep() -> &'static Packages {
    static MADE: OnceLock<Packages> = OnceLock::new();
    let program = include_str!("nesting/run.rs");
    MADE.get_or_init(|| Packages::new("wide-and-deep", &document(), "", program))
}

/// The program says for each way how many levels are decoded.
fn assert_deep_enough(printed: &str) {
    let lines: Vec<(&str, usize)> = printed
        .lines()
        .filter_map(|line| {
            let (way, levels) = line.split_once(": ")?;
            Some((way, levels.parse().unwrap()))
        })
        .collect();
    assert_eq!(lines.len(), 7, "{printed}");
    for (way, levels) in lines {
        assert!(levels >= 60, "{way}: {levels}");
    }
}

#[test]
fn without_optimisation_the_bound_leaves_half_of_the_stack() {
    assert_deep_enough(&wide_and_deep().built_and_run("without optimisation", &[]));
}

#[test]
fn with_optimisation_too_and_the_build_ends() {
    assert_deep_enough(&wide_and_deep().built_and_run("with optimisation", &["--release"]));
}

#[test]
fn a_crate_of_thousands_of_events_handles_each_on_a_small_stack() {
    let events = (0..EVENTS).map(|index| {
        let body = json!({ "$ref": "#/components/schemas/Happened" });
        let body = json!({ "content": { "application/json": { "schema": body } } });
        let operation = json!({ "tags": ["All"], "requestBody": body });
        (format!("event-{index}"), json!({ "post": operation }))
    });
    let document = json!({
        "openapi": "3.1.1",
        "info": { "title": "Many events", "version": "1.0.0" },
        "x-webhook-event": { "pointer": "/type" },
        "webhooks": events.collect::<Map<String, Value>>(),
        "components": { "schemas": { "Happened": {
            "type": "object",
            "required": ["type"],
            "properties": { "type": { "type": "string" } },
        } } },
    });
    let program = include_str!("nesting/dispatch.rs");
    let packages = Packages::new("many-events", &document, "\"dispatcher\"", program);
    let printed = packages.built_and_run("of many events", &[]);
    assert_eq!(printed.trim(), "2 handled");
}
