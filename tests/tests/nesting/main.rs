//! A type of seven hundred members that holds others of its kind in every way: its crate is compiled in good time, and a body that nests
//! as deeply as it is decoded leaves half of a thread's stack, in a build without optimisation and in one with.
//!
//! `run.rs` is the program that decodes; whatever exhausts the stack ends it.

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

/// The crate and the program beside it, made once.
fn packages() -> &'static Path {
    static MADE: OnceLock<PathBuf> = OnceLock::new();
    MADE.get_or_init(|| {
        let home = target_folder().join("golden").join("nesting");
        let run = home.join("run");
        fs::create_dir_all(run.join("src")).unwrap();
        let spec = home.join("openapi.json");
        write(&spec, &document().to_string());
        let report = generate(&spec, &home.join("wide-and-deep"), Mode::Write);
        assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
        write(
            &home.join("Cargo.toml"),
            "[workspace]\nresolver = \"3\"\nmembers = [\"wide-and-deep\", \"run\"]\n",
        );
        let manifest = "[package]\nname = \"run\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nserde_json = \"1\"\n\
             wide-and-deep = { path = \"../wide-and-deep\", default-features = false }\n";
        write(&run.join("Cargo.toml"), manifest);
        write(&run.join("src/main.rs"), include_str!("run.rs"));
        fs::copy(workspace().join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
        home
    })
}

/// Writes a file, unless it says the same already: cargo goes by the time.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return;
    }
    fs::write(path, text).unwrap();
}

/// Runs cargo over the packages and gives what it printed.
fn cargo(arguments: &[&str]) -> String {
    let target = target_folder().join("golden").join("target");
    let mut cargo = cargo_in(packages(), &target);
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
    cargo(&["build"]);
    assert_deep_enough(&cargo(&["run"]));
}

#[test]
fn with_optimisation_too_and_the_build_ends() {
    cargo(&["build", "--release"]);
    assert_deep_enough(&cargo(&["run", "--release"]));
}
