//! Whether golden crates compile without a warning, and whether those that come with tests pass them.
//!
//! In: the crates of all fixtures, generated into one folder. Out: nothing, or what cargo said. They are the members of one cargo
//! workspace with the lock file of this repository, so that the versions are those it uses and no network is needed.

use std::env;
use std::ffi::OsString;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Fixture, read_tree, workspace, write_tree};

/// The fixtures whose examples are run too, not only compiled: each has another kind of example in its README.
const EXEMPLARY: [&str; 6] = [
    "colliding-names",
    "non-ascii",
    "object",
    "outside-name",
    "responses",
    "scalar-bodies",
];

/// The fixture whose groups are features, and features that are compiled alone: no group, without and with the dispatcher; the receiver
/// without a group; and one group, in all these ways.
const GROUPED: (&str, [&str; 6]) = (
    "many-groups",
    [
        "",
        "dispatcher",
        "axum,tracing",
        "billing",
        "dispatcher,billing",
        "axum,billing",
    ],
);

/// Where the crates are generated, one folder for each fixture.
///
/// The folder stays, so that cargo builds anew only what codegen changed.
#[must_use]
pub fn crates() -> PathBuf {
    home().join("crates")
}

/// Runs clippy with its pedantic lints, with all features, with none and, where groups are features, with some of them; rustdoc, and some
/// examples, over the crates in `folder`, which are named as the fixtures are; then the tests that fixtures have.
///
/// # Errors
///
/// What cargo printed, if there was as much as a warning.
pub fn compile(fixtures: &[Fixture], folder: &Path) -> Result<(), String> {
    let io = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut manifest = "[workspace]\nresolver = \"3\"\nmembers = [".to_owned();
    for fixture in fixtures {
        write!(manifest, "\n    \"{}\",", fixture.name).map_err(|error| error.to_string())?;
    }
    let mut running = Vec::new();
    for fixture in fixtures {
        let tests = fixture.run().map_err(io)?;
        if tests.is_empty() {
            continue;
        }
        let name = format!("{}-run", fixture.name);
        let package = folder.join(&name);
        // Tests that are no more must not run any more.
        for path in read_tree(&package).map_err(io)?.keys() {
            if !tests.contains_key(path) {
                fs::remove_file(package.join(path)).map_err(io)?;
            }
        }
        write_tree(&tests, &package).map_err(io)?;
        write!(manifest, "\n    \"{name}\",").map_err(|error| error.to_string())?;
        running.push(package);
    }
    manifest.push_str("\n]\n");
    fs::write(folder.join("Cargo.toml"), manifest).map_err(io)?;
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).map_err(io)?;

    let lints = ["--", "-D", "warnings", "-W", "clippy::pedantic"];
    let clippy = ["clippy", "--workspace", "--all-targets"];
    for features in ["--all-features", "--no-default-features"] {
        cargo(folder, &[&clippy[..], &[features]].concat(), &lints)?;
    }
    let (name, features) = GROUPED;
    for features in features {
        let alone = [
            "clippy",
            "--all-targets",
            "--no-default-features",
            "--features",
            features,
        ];
        cargo(&folder.join(name), &alone, &lints)?;
    }
    let doc = ["doc", "--workspace", "--no-deps", "--all-features"];
    cargo(folder, &doc, &[])?;
    for name in EXEMPLARY {
        cargo(&folder.join(name), &["test", "--test", "readme"], &[])?;
    }
    for package in running {
        cargo(&package, &["test"], &[])?;
    }
    Ok(())
}

fn cargo(folder: &Path, command: &[&str], rest: &[&str]) -> Result<(), String> {
    let mut cargo = cargo_in(folder, &home().join("target"));
    cargo
        .args(command)
        .args(["--offline", "--quiet"])
        .args(rest)
        .env("RUSTDOCFLAGS", "-D warnings");
    let output = cargo
        .output()
        .map_err(|error| format!("cannot run {cargo:?}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!(
        "`cargo {}` in {} failed:\n{}{}",
        command.join(" "),
        folder.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// cargo, to be run in a folder of generated crates.
#[must_use]
pub fn cargo_in(folder: &Path, target: &Path) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        // Nobody debugs these crates, and cargo knows which of them changed.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    // What cargo told this test about its own package is none of the crates' business.
    for (name, _) in env::vars_os().filter(|(name, _)| is_about_this_package(name)) {
        cargo.env_remove(name);
    }
    cargo
}

fn is_about_this_package(name: &OsString) -> bool {
    name.to_str().is_some_and(|name| {
        name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name.starts_with("CARGO_PRIMARY_")
    })
}

/// A folder of its own inside the target folder.
fn home() -> PathBuf {
    target_folder().join("golden")
}

/// The target folder of this repository.
#[must_use]
pub fn target_folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace().join("target"), |set| workspace().join(set))
}
