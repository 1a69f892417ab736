//! Crates that could need much of the stack, and need little.
//!
//! A type of seven hundred members holds others of its kind in every way. Its crate is compiled in good time, and a body that nests as
//! deeply as it is decoded leaves half of a thread's stack, in a build without optimisation and in one with. Another crate has
//! thousands of events, and its functions have no larger frames for that.
//!
//! `run.rs` and `dispatch.rs` are the programs that use the crates. Whatever exhausts the stack ends them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use tests::golden::{cargo_in, generate, target_folder, workspace};
use xtask::codegen::Exit;
use xtask::output::Mode;

/// How long a build may take at most. It takes a tenth of this; what serde derives of such a type took more than five minutes.
const GOOD_TIME: Duration = Duration::from_secs(240);

/// How many events the crate of many has.
const EVENTS: usize = 2_000;

/// An object of four hundred texts, of three hundred members that are such objects, and of what leads back to it in other ways.
fn document() -> Value {
    let node = json!({ "$ref": "#/components/schemas/Node" });
    let texts = (0..400).map(|index| (format!("text{index}"), json!({ "type": "string" })));
    let mut members: Map<String, Value> = texts.collect();
    members.extend((0..300).map(|index| (format!("relative{index}"), node.clone())));
    members.extend([
        ("child".to_owned(), node.clone()),
        (
            "children".to_owned(),
            json!({ "type": "array", "items": node }),
        ),
        (
            "byName".to_owned(),
            json!({ "type": "object", "additionalProperties": node }),
        ),
        (
            "either".to_owned(),
            json!({ "$ref": "#/components/schemas/Either" }),
        ),
        (
            "guess".to_owned(),
            json!({ "$ref": "#/components/schemas/Guess" }),
        ),
    ]);
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
    /// The crate of this name, with these features.
    fn new(document: &Value, name: &str, features: &str, program: &str) -> Self {
        let home = target_folder().join("golden").join("nesting").join(name);
        let run = home.join("run");
        fs::create_dir_all(run.join("src")).unwrap();
        let spec = home.join("openapi.json");
        write(&spec, &document.to_string());
        let report = generate(&spec, &home.join(name), Mode::Write);
        assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
        let members = format!("[workspace]\nresolver = \"3\"\nmembers = [\"{name}\", \"run\"]\n");
        write(&home.join("Cargo.toml"), &members);
        let manifest = format!(
            "[package]\nname = \"run\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nserde_json = \"1\"\n\
             {name} = {{ path = \"../{name}\", default-features = false, features = [{features}] }}\n"
        );
        write(&run.join("Cargo.toml"), &manifest);
        write(&run.join("src/main.rs"), program);
        fs::copy(workspace().join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
        Self { home }
    }

    /// Runs cargo over the packages and gives what it printed.
    fn cargo(&self, arguments: &[&str]) -> String {
        let target = target_folder().join("golden").join("target");
        let mut cargo = cargo_in(&self.home, &target);
        cargo.args(arguments).args(["--offline", "--quiet"]);
        cargo.stdout(Stdio::piped());
        let started = Instant::now();
        let mut child = cargo.spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            if started.elapsed() > GOOD_TIME {
                child.kill().unwrap();
                panic!("{cargo:?} has not ended in {GOOD_TIME:?}");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{cargo:?}: {}", output.status);
        String::from_utf8(output.stdout).unwrap()
    }
}

/// The crate whose types nest, made once.
fn wide_and_deep() -> &'static Packages {
    static MADE: OnceLock<Packages> = OnceLock::new();
    MADE.get_or_init(|| Packages::new(&document(), "wide-and-deep", "", include_str!("run.rs")))
}

/// Writes a file, unless it says the same already: cargo goes by the time.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).unwrap();
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
    wide_and_deep().cargo(&["build"]);
    assert_deep_enough(&wide_and_deep().cargo(&["run"]));
}

#[test]
fn with_optimisation_too_and_the_build_ends() {
    wide_and_deep().cargo(&["build", "--release"]);
    assert_deep_enough(&wide_and_deep().cargo(&["run", "--release"]));
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
    let program = include_str!("dispatch.rs");
    let packages = Packages::new(&document, "many-events", "\"dispatcher\"", program);
    assert_eq!(packages.cargo(&["run"]).trim(), "2 handled");
}
