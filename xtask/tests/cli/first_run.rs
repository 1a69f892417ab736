//! What somebody meets who types `cargo xtask` for the first time.

use std::fs;
use std::path::Path;

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
