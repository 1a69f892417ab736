//! Two vendors' crates on one runtime: their deliveries, times and errors are of one type each.

use std::fs;
use std::path::Path;

use tests::golden::{Tree, cargo_in, options, read_tree, target_folder, workspace};
use xtask::codegen::{Exit, codegen};
use xtask::output::Mode;

/// A package whose tests handle the events of both.
const PACKAGE: &str = r#"[package]
name = "one-handler"
version = "0.0.0"
edition = "2024"

[dev-dependencies]
parcels = { path = "../parcels" }
payments = { path = "../payments" }
webhook-runtime = { path = "RUNTIME", default-features = false }
"#;

const WORKSPACE: &str =
    "[workspace]\nresolver = \"3\"\nmembers = [\"one-handler\", \"parcels\", \"payments\"]\n";

/// The crate for one of the specifications, by the path of each file.
fn made(out: &Path, name: &str, runtime: &str) -> Tree {
    let spec = format!("tests/shared_runtime/{name}.yaml");
    let how = format!("--runtime {runtime}");
    for mode in [Mode::Write, Mode::Check] {
        let report = codegen(&options(Path::new(&spec), out, mode, &how));
        assert_eq!(report.exit, Exit::Agreed, "{report:?}");
    }
    read_tree(out).unwrap()
}

#[test]
fn the_code_is_the_same_with_a_copy_and_with_the_crate_but_for_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let copy = made(&folder.path().join("copy"), "parcels", "copy");
    let mut other = made(&folder.path().join("crate"), "parcels", "version:0.1");
    assert!(copy.contains_key("src/runtime/mod.rs"));
    let is_code = |path: &str| !["Cargo.toml", "README.md"].contains(&path);
    for (path, text) in copy {
        if path.starts_with("src/runtime/") {
            continue;
        }
        let text = text.replace("pub mod runtime;", "pub use webhook_runtime as runtime;");
        let found = other.remove(&path);
        assert!(
            found.is_some_and(|found| !is_code(&path) || found == text),
            "{path}"
        );
    }
    assert!(other.is_empty(), "{:?}", other.keys());
}

#[test]
fn the_manifest_says_where_the_runtime_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("runtime")).unwrap();
    fs::write(folder.path().join("runtime/Cargo.toml"), "").unwrap();
    for (how, said) in [
        (
            "version:0.1",
            r#"{ version = "0.1", default-features = false }"#,
        ),
        (
            "path:RUNTIME",
            r#"{ version = "0.1.0", path = "../runtime", default-features = false }"#,
        ),
        (
            "git:https://example.com/r.git",
            r#"{ version = "0.1.0", git = "https://example.com/r.git", default-features = false }"#,
        ),
        (
            "git:https://example.com/r.git#1f2e3d",
            r#"{ version = "0.1.0", git = "https://example.com/r.git", rev = "1f2e3d", default-features = false }"#,
        ),
    ] {
        let runtime = folder.path().join("runtime");
        let how = how.replace("RUNTIME", runtime.to_str().unwrap());
        let made = made(&folder.path().join("parcels"), "parcels", &how);
        let line = format!("\nwebhook-runtime = {said}\n");
        assert!(made["Cargo.toml"].contains(&line), "{}", made["Cargo.toml"]);
    }
}

#[test]
fn one_handler_takes_the_events_of_two_vendors() {
    let folder = fs::canonicalize(target_folder().join("."))
        .unwrap()
        .join("shared-runtime");
    let runtime = fs::canonicalize(workspace().join("templates/runtime")).unwrap();
    let runtime = runtime.to_str().unwrap();
    for name in ["parcels", "payments"] {
        made(&folder.join(name), name, &format!("path:{runtime}"));
        assert!(!folder.join(name).join("src/runtime").exists());
    }
    let package = folder.join("one-handler");
    fs::create_dir_all(package.join("tests")).unwrap();
    let manifest = PACKAGE.replace("RUNTIME", runtime);
    for (path, text) in [
        ("Cargo.toml", WORKSPACE),
        ("one-handler/Cargo.toml", &manifest),
        (
            "one-handler/tests/one_handler.rs",
            include_str!("one_handler.rs"),
        ),
    ] {
        fs::write(folder.join(path), text).unwrap();
    }
    fs::create_dir_all(package.join("src")).unwrap();
    fs::write(package.join("src/lib.rs"), "").unwrap();
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();

    let output = cargo_in(&folder, &folder.join("target"))
        .args(["test", "--offline", "--quiet", "-p", "one-handler"])
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(said.contains("2 passed"), "{said}");
}
