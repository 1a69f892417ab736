//! Every golden crate compiles without a warning, and those that come with tests pass them.
//!
//! One cargo run for each set of features, over one workspace of all crates. It lies below the
//! target folder and stays, so that a run after a change compiles what changed. How far a run is
//! goes to standard error.

mod nesting;

use std::process::Command;

use tests::golden::{crates, read_tree};

/// The fixtures whose examples are run too, not only compiled: each has another kind of example in
/// its README.
const EXEMPLARY: [&str; 6] = [
    "colliding-names",
    "non-ascii",
    "object",
    "outside-name",
    "responses",
    "scalar-bodies",
];

/// The fixture whose groups are features.
const GROUPED: &str = "many-groups";

/// Features of it that are compiled alone: no group, without and with the dispatcher; the receiver
/// without a group; and one group, in all these ways.
const GROUPS: [&str; 6] = [
    "",
    "dispatcher",
    "axum,tracing",
    "billing",
    "dispatcher,billing",
    "axum,billing",
];

/// What clippy is to look for.
const LINTS: [&str; 4] = ["-D", "warnings", "-W", "clippy::pedantic"];

/// Runs a command of cargo with flags that are divided by blanks, then others, then what is for the
/// command that cargo runs.
fn cargo(name: &str, command: &str, flags: Vec<String>, rest: &[&str]) {
    let command = command.split_whitespace().map(str::to_owned);
    let arguments: Vec<String> = command.chain(flags).collect();
    if let Err(complaint) = crates().cargo(name, &arguments, rest) {
        panic!("{complaint}");
    }
}

/// A flag before each of these.
fn each(flag: &str, names: impl Iterator<Item = String>) -> Vec<String> {
    names.flat_map(|name| [flag.to_owned(), name]).collect()
}

/// Of all targets only the tests inside a library are left out: there are none, and it would be
/// compiled a second time for them.
#[test]
fn clippy_is_content_with_all_features() {
    let command = "clippy --workspace --lib --examples --test * --all-features --keep-going";
    cargo("clippy, all features", command, Vec::new(), &LINTS);
}

/// The tests in a crate need features, and so do the packages that run it: with them, cargo would
/// turn on what they need.
#[test]
fn clippy_is_content_without_features() {
    let command = "clippy --workspace --lib --examples --no-default-features --keep-going";
    let without_runs = each("--exclude", crates().runs());
    cargo("clippy, no features", command, without_runs, &LINTS);
}

#[test]
fn clippy_is_content_with_each_choice_of_groups() {
    for features in GROUPS {
        let name = format!("clippy, {GROUPED} with [{features}]");
        let mut flags = vec!["--package".to_owned(), crates().package(GROUPED)];
        flags.extend(["--features".to_owned(), features.to_owned()]);
        let command = "clippy --all-targets --no-default-features";
        cargo(&name, command, flags, &LINTS);
    }
}

#[test]
fn rustdoc_is_content() {
    let command = "doc --workspace --no-deps --all-features --keep-going";
    cargo("rustdoc", command, Vec::new(), &[]);
}

/// In one run, so that dependencies are built once for all.
#[test]
fn tests_that_fixtures_come_with_and_examples_of_readmes_pass() {
    let exemplary = EXEMPLARY.into_iter().map(|name| crates().package(name));
    let packages = each("--package", crates().runs().chain(exemplary));
    cargo("tests", "test --test * --no-fail-fast", packages, &[]);
}

/// Where there is a rustfmt; codegen needs none.
#[test]
fn rustfmt_has_nothing_to_add() {
    let files = read_tree(&crates().folder).unwrap();
    let is_root =
        |path: &&String| path.ends_with("/src/lib.rs") || path.ends_with("/tests/readme.rs");
    let roots = files.keys().filter(is_root);
    let mut rustfmt = Command::new("rustfmt");
    rustfmt.args(["--check", "--edition", "2024"]);
    rustfmt.current_dir(&crates().folder).args(roots);
    if let Ok(output) = rustfmt.output() {
        let differences = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{differences}");
    }
}

#[test]
fn no_library_has_tests_inside() {
    let files = read_tree(&crates().folder).unwrap();
    let sources = files.iter().filter(|(path, _)| path.contains("/src/"));
    let with_tests =
        sources.filter(|(_, text)| text.contains("#[cfg(test)]") || text.contains("#[test]"));
    let with_tests: Vec<&String> = with_tests.map(|(path, _)| path).collect();
    assert!(
        with_tests.is_empty(),
        "clippy would not see these: {with_tests:?}"
    );
}
