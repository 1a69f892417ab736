//! Equal input gives equal bytes: in another folder, in another process, and with other line ends.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use tests::golden::{Fixture, Tree, differences, generate, read_tree, workspace, write_tree};
use xtask::codegen::Exit;
use xtask::output::Mode;

/// Tells the process that [`another_process_generates`] starts where to generate to.
const OUT: &str = "GENERATE_ALL_INTO";

/// The shipped spec and all fixtures: a name and the root document of each.
fn specs() -> Vec<(String, PathBuf)> {
    let fixtures = Fixture::all().unwrap().into_iter();
    let mut specs: Vec<(String, PathBuf)> = fixtures
        .map(|fixture| (fixture.name.clone(), fixture.spec()))
        .collect();
    specs.push((
        "shipped".to_owned(),
        workspace().join("spec").join("openapi.yaml"),
    ));
    specs
}

/// Generates every crate into a folder of its name.
fn generate_all(specs: &[(String, PathBuf)], home: &Path) -> Tree {
    for (name, spec) in specs {
        let report = generate(spec, &home.join(name), Mode::Write);
        assert_eq!(report.exit, Exit::Agreed, "{name}: {}", report.diagnostics);
    }
    read_tree(home).unwrap()
}

fn assert_equal(expected: &Tree, actual: &Tree) {
    let found = differences(expected, actual);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn another_folder_gets_the_same_bytes() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let expected = generate_all(&specs(), one.path());
    let deeper = other.path().join("some/other folder");
    assert_equal(&expected, &generate_all(&specs(), &deeper));
}

#[test]
fn another_process_writes_the_same_bytes() {
    let (one, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let expected = generate_all(&specs(), one.path());
    let started = Command::new(env::current_exe().unwrap())
        .args(["--exact", "another_process_generates", "--ignored"])
        .env(OUT, other.path())
        .output()
        .unwrap();
    assert!(started.status.success(), "{started:?}");
    assert_equal(&expected, &read_tree(other.path()).unwrap());
}

#[test]
#[ignore = "run by `another_process_writes_the_same_bytes` in a process of its own"]
fn another_process_generates() {
    let out = env::var_os(OUT).expect("the test that starts this one says where to");
    generate_all(&specs(), Path::new(&out));
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
    let one = generate_all(&specs(), &home.path().join("lf"));
    let other = generate_all(&crlf, &home.path().join("crlf"));
    assert_equal(&one, &other);
    assert!(other.values().all(|text| !text.contains('\r')));
    // Nothing was compared with itself.
    let sample = fs::read_to_string(&crlf[0].1).unwrap();
    assert!(sample.contains("\r\n"));
}
