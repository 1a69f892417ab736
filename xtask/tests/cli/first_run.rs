//! What somebody meets who types `cargo xtask` for the first time.

use std::fs;
use std::path::Path;
use std::process::Command;

use toml_edit::DocumentMut;

#[test]
fn the_first_run_shows_that_it_compiles() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cargo/config.toml");
    let config: DocumentMut = fs::read_to_string(path).unwrap().parse().unwrap();
    let alias = config["alias"]["xtask"].as_str().unwrap();
    let flags: Vec<&str> = alias.split(' ').collect();
    assert!(flags.starts_with(&["run"]), "{alias}");
    assert!(
        !flags.iter().any(|flag| ["-q", "--quiet"].contains(flag)),
        "`{alias}` hides minutes of compiling, and that it waits for another run of Cargo"
    );
}

#[test]
fn the_generator_builds_no_package_twice_but_what_its_dependencies_disagree_about() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--locked", "--package", "xtask"]);
    cargo.args(["--edges", "normal,build", "--duplicates", "--depth", "0"]);
    cargo.current_dir(env!("CARGO_MANIFEST_DIR"));
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let names: Vec<&str> = text
        .lines()
        .filter_map(|line| Some(line.split_once(" v")?.0))
        .collect();
    // What typify, petgraph and ureq ask for in another version than the rest.
    let twice = ["base64", "foldhash", "hashbrown", "syn"];
    assert_eq!(names, twice.map(|name| [name; 2]).concat(), "{text}");
}
