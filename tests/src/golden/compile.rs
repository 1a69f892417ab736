//! The crates of all fixtures as one cargo workspace, to be compiled and run.
//!
//! In: the fixtures. Out: a folder with the crates and the packages of tests that some fixtures
//! come with, and what cargo says of them.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, PoisonError};

use super::cargo::{cargo_in, run_and_tell, say, target_folder};
use super::{Fixture, in_parallel, read_tree, workspace, write_tree};

/// What the manifest of a workspace says besides: dependencies are built as this repository builds
/// them, the runtime as what is tested, and it is the one of this repository. A build with
/// optimisation has the least of it, which takes half as long to compile;
/// `CARGO_PROFILE_RELEASE_OPT_LEVEL=3` tries what teams ship.
const SETTINGS: &str = r#"
[profile.dev]
debug = false

[profile.dev.package."*"]
debug-assertions = false
overflow-checks = false

[profile.dev.package.webhook-runtime]
debug-assertions = true
overflow-checks = true

[profile.release]
opt-level = 1

[patch.crates-io]
"#;

/// Where every workspace of generated crates is built, so that dependencies are built once.
#[must_use]
pub fn crates_target() -> PathBuf {
    target_folder().join("golden/target")
}

/// The generated crates and the packages that run them.
pub struct Crates {
    /// Where the crates lie, each in a folder that is named as its fixture.
    pub folder: PathBuf,
    /// The folders of the packages that run crates.
    runs: Vec<String>,
}

/// Every crate, generated once for all tests of a process.
///
/// The folder lies below the target folder and stays, so that cargo builds anew only what codegen
/// changed.
///
/// # Panics
///
/// If a crate cannot be generated or written.
pub fn crates() -> &'static Crates {
    static CRATES: LazyLock<Crates> = LazyLock::new(|| {
        say("golden crates: generated anew where codegen changed");
        Crates::generated().unwrap_or_else(|fault| panic!("{fault}"))
    });
    &CRATES
}

impl Crates {
    fn generated() -> Result<Self, String> {
        let folder = target_folder().join("golden/crates");
        let fixtures = Fixture::all().map_err(|error| error.to_string())?;
        let runs = in_parallel(&fixtures, |fixture| {
            fixture.generate(&folder.join(&fixture.name))?;
            let run = write_run(fixture, &folder);
            run.map_err(|error| format!("{}: {error}", fixture.name))
        });
        let runs = runs.into_iter().collect::<Result<Vec<_>, String>>()?;
        let runs: Vec<String> = runs.into_iter().flatten().collect();
        let names = fixtures.iter().map(|fixture| &fixture.name).chain(&runs);
        let written = write_workspace(&folder, names);
        written.map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Self { folder, runs })
    }

    /// The names of the packages of tests that fixtures come with.
    ///
    /// # Panics
    ///
    /// If one has no name.
    pub fn runs(&self) -> impl Iterator<Item = String> {
        self.runs.iter().map(|folder| self.package(folder))
    }

    /// The name of the package in a folder, which is named otherwise.
    ///
    /// # Panics
    ///
    /// If there is no manifest, or no name in it.
    #[must_use]
    pub fn package(&self, folder: &str) -> String {
        let manifest = self.folder.join(folder).join("Cargo.toml");
        let text = fs::read_to_string(&manifest).unwrap_or_default();
        let name = text.lines().find_map(|line| line.strip_prefix("name = "));
        let name = name.unwrap_or_else(|| panic!("{} has no name", manifest.display()));
        name.trim_matches('"').to_owned()
    }

    /// Runs cargo in the workspace, under a name by which it is told how far it is, with these
    /// arguments, and others after `--`.
    ///
    /// # Errors
    ///
    /// What cargo printed, if there was as much as a warning.
    pub fn cargo(&self, name: &str, arguments: &[String], rest: &[&str]) -> Result<(), String> {
        // One at a time: cargo uses all processors, and lets nobody else into its target folder.
        static TURN: Mutex<()> = Mutex::new(());
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let mut cargo = cargo_in(&self.folder, &crates_target());
        cargo
            .args(arguments)
            .arg("--offline")
            .args(["--"].iter().filter(|_| !rest.is_empty()))
            .args(rest)
            .env("RUSTDOCFLAGS", "-D warnings");
        run_and_tell(&format!("golden crates, {name}"), &mut cargo).map(drop)
    }
}

/// Makes the packages in these folders below `folder` members of one workspace. It has the lock
/// file of this repository, so that the versions are those it uses and no network is needed.
///
/// # Errors
///
/// If a file cannot be read or written.
pub fn write_workspace<'a>(
    folder: &Path,
    members: impl IntoIterator<Item = &'a String>,
) -> io::Result<()> {
    let members = members.into_iter().map(|name| format!("    {name:?},\n"));
    let members: String = members.collect();
    let runtime = fs::canonicalize(workspace().join("templates/runtime"))?;
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n{SETTINGS}\
         webhook-runtime = {{ path = {runtime:?} }}\n"
    );
    let lock = fs::read_to_string(workspace().join("Cargo.lock"))?;
    let root = [("Cargo.toml", manifest), ("Cargo.lock", lock)];
    let root = root.map(|(path, text)| (path.to_owned(), text)).into();
    write_tree(&root, folder)
}

/// Puts the package of tests of a fixture beside its crate; the name of the package's folder, if
/// there is one.
fn write_run(fixture: &Fixture, folder: &Path) -> io::Result<Option<String>> {
    let tests = fixture.run()?;
    if tests.is_empty() {
        return Ok(None);
    }
    let name = format!("{}-run", fixture.name);
    let package = folder.join(&name);
    // Tests that are no more must not run any more.
    for path in read_tree(&package)?.keys() {
        if !tests.contains_key(path) {
            fs::remove_file(package.join(path))?;
        }
    }
    write_tree(&tests, &package)?;
    Ok(Some(name))
}
