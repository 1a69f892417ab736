//! Equal input gives equal bytes: in another folder, in another process, and with other line ends.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use tempfile::TempDir;
use tests::golden::{
    Fixture, Tree, differences, generate, in_parallel, options, read_tree, workspace, write_tree,
};
use xtask::codegen::{Exit, codegen_in_memory};
use xtask::output::Mode;

/// Tells the process that [`another_process_generates`] starts where to generate to.
const OUT: &str = "GENERATE_ALL_INTO";

/// The name of the shipped spec.
const SHIPPED: &str = "shipped";

/// The name of [`another_process_generates`].
const ANOTHER: &str = "reproducibility::another_process_generates";

/// Fixtures that together have every kind of name, type and file. The golden texts of all fixtures
/// are made in another folder and by another process than those that blessed them, too.
const MANIFOLD: [&str; 6] = [
    "every-keyword",
    "file-references",
    "many-groups",
    "naming",
    "security",
    "union-shared-values",
];

/// The shipped spec and all fixtures: a name and the root document of each.
fn specs() -> Vec<(String, PathBuf)> {
    let fixtures = Fixture::all().unwrap().into_iter();
    let mut specs: Vec<(String, PathBuf)> = fixtures
        .map(|fixture| (fixture.name.clone(), fixture.spec()))
        .collect();
    specs.push((
        SHIPPED.to_owned(),
        workspace().join("spec").join("openapi.yaml"),
    ));
    specs
}

/// Those that have something of everything.
fn manifold() -> Vec<(String, PathBuf)> {
    let mut specs = specs();
    specs.retain(|(name, _)| name == SHIPPED || MANIFOLD.contains(&name.as_str()));
    specs
}

/// Generates every crate into a folder of its name.
fn generate_all(specs: &[(String, PathBuf)], home: &Path) -> Tree {
    in_parallel(specs, |(name, spec)| {
        let report = generate(spec, &home.join(name), Mode::Write);
        assert_eq!(report.exit, Exit::Agreed, "{name}: {}", report.diagnostics);
    });
    read_tree(home).unwrap()
}

/// What would be written of every crate, in the same form.
fn generated(specs: &[(String, PathBuf)]) -> Tree {
    let crates = in_parallel(specs, |(name, spec)| {
        let (files, complaints) =
            codegen_in_memory(&options(spec, Path::new(name), Mode::Write, ""));
        let files = files.unwrap_or_else(|| panic!("{name}: {complaints}"));
        let files = files
            .iter()
            .map(|(path, text)| (format!("{name}/{path}"), text.to_owned()));
        files.collect::<Tree>()
    });
    crates.into_iter().flatten().collect()
}

/// What is made of some specs where they lie, worked out once.
static EXPECTED: LazyLock<Tree> = LazyLock::new(|| generated(&manifold()));

fn assert_equal(expected: &Tree, actual: &Tree) {
    let found = differences(expected, actual);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn another_folder_gets_the_same_bytes() {
    let home = TempDir::new().unwrap();
    let deeper = home.path().join("some/other folder");
    assert_equal(&EXPECTED, &generate_all(&manifold(), &deeper));
}

#[test]
fn another_process_writes_the_same_bytes() {
    let home = TempDir::new().unwrap();
    let started = Command::new(env::current_exe().unwrap())
        .args(["--exact", ANOTHER, "--ignored"])
        .env(OUT, home.path())
        .output()
        .unwrap();
    assert!(started.status.success(), "{started:?}");
    assert_equal(&EXPECTED, &read_tree(home.path()).unwrap());
}

#[test]
#[ignore = "run by `another_process_writes_the_same_bytes` in a process of its own"]
fn another_process_generates() {
    let out = env::var_os(OUT).expect("the test that starts this one says where to");
    generate_all(&manifold(), Path::new(&out));
}

#[test]
fn crlf_line_ends_in_a_spec_change_nothing() {
    let home = TempDir::new().unwrap();
    let mut crlf = Vec::new();
    for (name, spec) in specs() {
        let folder = spec.parent().unwrap();
        let mut tree = read_tree(folder).unwrap();
        tree.retain(|path, _| !path.starts_with("expected/"));
        for text in tree.values_mut() {
            assert!(!text.contains('\r'), "{} is to have LF", folder.display());
            *text = text.replace('\n', "\r\n");
        }
        let copy = home.path().join("specs").join(&name);
        write_tree(&tree, &copy).unwrap();
        crlf.push((name, copy.join(spec.file_name().unwrap())));
    }
    let other = generated(&crlf);
    assert_equal(&generated(&specs()), &other);
    assert!(other.values().all(|text| !text.contains('\r')));
    // Nothing was compared with itself.
    let sample = fs::read_to_string(&crlf[0].1).unwrap();
    assert!(sample.contains("\r\n"));
}
