//! Golden crates: small specs, one for each feature, and the crates that codegen makes of them.
//!
//! In: the folders below `fixtures/`. Out: what codegen makes of each, what it is expected to make, and how the two differ. A
//! fixture is a folder with `openapi.yaml` or `openapi.json` and the files that it refers to, `expected/` with the crate, and
//! `diagnostics.txt` with what codegen complained about, if anything. Further arguments of codegen stand in `arguments.txt`, divided
//! by blanks. Where the crate is to be run and not only compiled, `run/` has a package of tests that depends on it.

mod compile;
mod difference;
mod files;

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Parser;
use xtask::cli::{Cli, Command};
use xtask::codegen::{CodegenOptions, CodegenReport, Exit, codegen};
use xtask::output::{Mode, header};

pub use compile::{cargo_in, compile, crates, target_folder};
pub use difference::{differences, unified};
pub use files::{Tree, modification_times, read_tree, write_tree};

/// The variable that makes the tests write what they would otherwise compare.
pub const BLESS: &str = "BLESS";

/// The folder of runtime modules, which codegen copies without looking into them.
const RUNTIME: &str = "src/runtime/";

/// What a fixture's root document may be called.
const ROOTS: [&str; 2] = ["openapi.yaml", "openapi.json"];

/// The file with flags for codegen, if a fixture needs any.
const ARGUMENTS: &str = "arguments.txt";

/// The file that says what codegen complained about.
const DIAGNOSTICS: &str = "diagnostics.txt";

/// Whether golden files are to be written, not compared.
#[must_use]
pub fn blessing() -> bool {
    env::var_os(BLESS).is_some_and(|value| !value.is_empty() && value != "0")
}

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs codegen with the crate's name from the spec, without colour.
///
/// # Panics
///
/// If the command line is not what it was.
#[must_use]
pub fn generate(spec: &Path, out: &Path, mode: Mode) -> CodegenReport {
    codegen(&options(spec, out, mode, ""))
}

/// The options that stand for a spec, a folder, a mode and further arguments.
///
/// # Panics
///
/// If the arguments are none of codegen's.
#[must_use]
pub fn options(spec: &Path, out: &Path, mode: Mode, arguments: &str) -> CodegenOptions {
    let command = ["cargo xtask", "codegen", "--spec"]
        .map(Into::into)
        .into_iter();
    let paths = [spec.as_os_str().to_owned(), "--out".into(), out.into()];
    let further = arguments.split_whitespace().map(Into::into);
    let cli = Cli::try_parse_from(command.chain(paths).chain(further));
    match cli.unwrap_or_else(|error| panic!("{error}")).command {
        Command::Codegen(arguments) => CodegenOptions {
            mode,
            ..arguments.options(Path::new(""), false)
        },
        other => panic!("{other:?} is not codegen"),
    }
}

/// One spec, and the crate that is expected of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixture {
    /// The feature that the spec is about, which is the folder's name.
    pub name: String,
    folder: PathBuf,
}

impl Fixture {
    /// Every fixture, by name.
    ///
    /// # Errors
    ///
    /// If the folder of fixtures cannot be read.
    pub fn all() -> io::Result<Vec<Self>> {
        let mut fixtures = Vec::new();
        for entry in fs::read_dir("fixtures")? {
            let folder = entry?.path();
            if ROOTS.iter().any(|root| folder.join(root).is_file()) {
                let name = folder.file_name().unwrap_or_default();
                fixtures.push(Self {
                    name: name.to_string_lossy().into_owned(),
                    folder,
                });
            }
        }
        fixtures.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(fixtures)
    }

    /// The root document, relative to the package, since diagnostics show the path as it was given.
    #[must_use]
    pub fn spec(&self) -> PathBuf {
        let roots = ROOTS.map(|root| self.folder.join(root));
        let found = roots.iter().find(|root| root.is_file());
        found.unwrap_or(&roots[0]).clone()
    }

    /// Generates the crate into `out` and gives it as golden files: `expected/…` and `diagnostics.txt`.
    ///
    /// Runtime modules are not among them; those that are not what codegen copies are the second part.
    ///
    /// # Errors
    ///
    /// What codegen said, if it made no crate; or that the crate cannot be read.
    pub fn generated(&self, out: &Path) -> Result<(Tree, Vec<String>), String> {
        let arguments = fs::read_to_string(self.folder.join(ARGUMENTS)).unwrap_or_default();
        let report = codegen(&options(&self.spec(), out, Mode::Write, &arguments));
        if report.exit != Exit::Agreed {
            return Err(format!("{}: {}", self.name, report.diagnostics));
        }
        let whole = read_tree(out).map_err(|error| format!("{}: {error}", out.display()))?;
        let mut golden = Tree::new();
        let mut faults = Vec::new();
        for (path, text) in whole {
            if is_copied(&path) {
                faults.extend(not_copied(&path, &text));
            } else {
                golden.insert(format!("expected/{path}"), text);
            }
        }
        if !report.diagnostics.is_empty() {
            golden.insert(DIAGNOSTICS.to_owned(), report.diagnostics);
        }
        Ok((golden, faults))
    }

    /// The golden files as they lie in the fixture's folder.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn expected(&self) -> io::Result<Tree> {
        let mut tree = read_tree(&self.folder)?;
        tree.retain(|path, _| path.starts_with("expected/") || path == DIAGNOSTICS);
        Ok(tree)
    }

    /// The package of tests that runs the crate, empty where there is none.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn run(&self) -> io::Result<Tree> {
        read_tree(&self.folder.join("run"))
    }

    /// Makes the golden files in the fixture's folder those of `tree`, and removes the others.
    ///
    /// # Errors
    ///
    /// If a file cannot be written or removed.
    pub fn bless(&self, tree: &Tree) -> io::Result<()> {
        let earlier = self.expected()?;
        for path in earlier.keys().filter(|path| !tree.contains_key(*path)) {
            fs::remove_file(self.folder.join(path))?;
        }
        write_tree(tree, &self.folder)
    }
}

/// Whether a file of a generated crate is a copy of one in `templates/`.
fn is_copied(path: &str) -> bool {
    path.starts_with(RUNTIME) && path != "src/runtime/mod.rs"
}

/// What is wrong with a file that should be the template's text below codegen's header.
fn not_copied(path: &str, text: &str) -> Option<String> {
    let template = workspace().join("templates").join(path);
    match fs::read_to_string(&template) {
        Ok(original) if header::head(path, &original) == text => None,
        Ok(original) => Some(format!(
            "{path} is not the text of {} below codegen's header:\n{}",
            template.display(),
            unified(&header::head(path, &original), text)
        )),
        Err(error) => Some(format!(
            "{path} has no original at {}: {error}",
            template.display()
        )),
    }
}
