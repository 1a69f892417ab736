//! Compiling: the types of the generated crate beside the same types by hand, dependencies apart.
//!
//! Both are packages with one dependency on what they stand on, which is built before. A turn
//! touches the crate's root and asks Cargo to check it, or to build it for release.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use tests::comparison::Bench;
use tests::golden::{Tree, read_tree, workspace, write_tree};

/// The members of the workspace that has both.
const MEMBERS: &str = r#"members = ["by-hand", "rebilly-kyc-webhooks", "templates/runtime"]"#;

/// What the types by hand stand on: what the generated ones do, without the runtime.
const BY_HAND: &str = r#"[package]
name = "by-hand"
version = "0.0.0"
edition = "2024"

[dependencies]
chrono = { version = "0.4", default-features = false, features = ["std", "serde"] }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["float_roundtrip", "raw_value"] }
"#;

/// How many turns a case has: each takes seconds.
const TURNS: usize = 7;

fn main() {
    let bench = Bench::new("compile", "the same types by hand");
    let cases = [
        ("check", &["check"][..]),
        ("release build", &["build", "--release"][..]),
    ];
    if bench.only_tries() || !cases.iter().any(|(case, _)| bench.wants(case)) {
        return;
    }
    let home = tempfile::tempdir().expect("a folder for both crates");
    let packages = Packages::write(home.path());
    for (case, arguments) in cases.into_iter().filter(|(case, _)| bench.wants(case)) {
        packages.compile("by-hand", arguments);
        packages.compile("rebilly-kyc-webhooks", arguments);
        let turns = (0..TURNS).map(|_| {
            let by_hand = packages.compile("by-hand", arguments);
            (by_hand, packages.compile("rebilly-kyc-webhooks", arguments))
        });
        bench.record(case, turns.collect());
    }
}

/// A workspace with both crates.
struct Packages {
    home: PathBuf,
}

impl Packages {
    fn write(home: &Path) -> Self {
        let root = workspace();
        let read =
            |name: &str| fs::read_to_string(root.join(name)).expect("a file of the workspace");
        // The runtime inherits from the workspace's manifest.
        let manifest: Vec<String> = read("Cargo.toml")
            .lines()
            .map(|line| {
                if line.starts_with("members = ") {
                    MEMBERS
                } else {
                    line
                }
                .to_owned()
            })
            .collect();
        let manifests = Tree::from([
            ("Cargo.toml".to_owned(), manifest.join("\n")),
            ("Cargo.lock".to_owned(), read("Cargo.lock")),
            ("by-hand/Cargo.toml".to_owned(), BY_HAND.to_owned()),
        ]);
        write_tree(&manifests, home).expect("the manifests");
        for (from, to) in [
            ("generated", "rebilly-kyc-webhooks"),
            ("templates/runtime", "templates/runtime"),
            ("tests/benches/by_hand", "by-hand/src"),
        ] {
            let files = read_tree(&root.join(from)).expect("a folder of the workspace");
            write_tree(&files, &home.join(to)).expect("its copy");
        }
        let sources = home.join("by-hand/src");
        fs::rename(sources.join("mod.rs"), sources.join("lib.rs")).expect("the types by hand");
        Self {
            home: home.to_owned(),
        }
    }

    /// Compiles one crate anew, its dependencies apart, and tells the time in nanoseconds.
    fn compile(&self, package: &str, arguments: &[&str]) -> f64 {
        let root = self.home.join(package).join("src/lib.rs");
        let text = fs::read(&root).expect("the crate's root");
        fs::write(&root, text).expect("the crate's root");
        let mut cargo = Command::new("cargo");
        cargo
            .args(arguments)
            .args(["--quiet", "--no-default-features", "--package", package]);
        cargo
            .current_dir(&self.home)
            .env("CARGO_TARGET_DIR", self.home.join("target"));
        cargo.env("CARGO_INCREMENTAL", "0");
        let started = Instant::now();
        let status = cargo.status().expect("cargo");
        let taken = started.elapsed().as_secs_f64() * 1e9;
        assert!(status.success(), "{package} does not compile");
        taken
    }
}
