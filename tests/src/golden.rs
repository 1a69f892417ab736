//! Golden crates: small specs, one for each feature, and the crates that codegen makes of them.
//!
//! In: the folders below `fixtures/`. Out: what codegen makes of each, what it is expected to make,
//! and how the two differ. A fixture is a folder with `openapi.yaml` or `openapi.json` and the
//! files that it refers to, the crate as it is expected (`stored` says in which files), and
//! `diagnostics.txt` with what codegen complained about, if anything. Further arguments of codegen
//! are in `arguments.txt`, divided by blanks. A crate depends on the runtime crate, unless the
//! arguments are `--runtime copy`. Where the crate is to be run and not only compiled, `run/` has a
//! package of tests that depends on it.

mod cargo;
mod compile;
mod copies;
mod difference;
mod files;
mod patch;
mod stored;

use std::env;
use std::fs;
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::thread::{self, ScopedJoinHandle};

use clap::Parser;
use xtask::cli::{Cli, Command};
use xtask::codegen::{CodegenOptions, CodegenReport, Exit, codegen, codegen_in_memory};
use xtask::output::Mode;

pub use cargo::{cargo_in, cargo_within, run_and_tell, say, target_folder};
pub use compile::{Crates, crates, crates_target, write_workspace};
pub use copies::Copy;
pub use difference::{differences, unified};
pub use files::{Tree, modification_times, read_tree, write_tree};
pub use stored::Stored;

/// The variable that makes the tests write what they would otherwise compare.
pub const BLESS: &str = "BLESS";

/// How codegen is told where the runtime comes from.
const RUNTIME: &str = "--runtime";

/// How a crate that does not carry a copy says which runtime it depends on.
pub const RUNTIME_CRATE: &str = "version:0.1";

/// What a fixture's root document may be called.
const ROOTS: [&str; 2] = ["openapi.yaml", "openapi.json"];

/// The file with flags for codegen, if a fixture needs any.
const ARGUMENTS: &str = "arguments.txt";

/// Where the files of the expected crate lie in a fixture's folder.
const EXPECTED: &str = "expected/";

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

/// What comes of each item, in the order of the items, worked out on every processor.
pub fn in_parallel<Item: Sync, Outcome: Send>(
    items: &[Item],
    work: impl Fn(&Item) -> Outcome + Sync,
) -> Vec<Outcome> {
    let waiting = Mutex::new(items.iter().enumerate());
    let next = || waiting.lock().ok()?.next();
    let worker = || {
        let done = std::iter::from_fn(|| next().map(|(index, item)| (index, work(item))));
        done.collect::<Vec<_>>()
    };
    let mut done: Vec<(usize, Outcome)> = thread::scope(|scope| {
        let workers = thread::available_parallelism().map_or(1, Into::into);
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(worker)).collect();
        let joined = workers.into_iter().map(ScopedJoinHandle::join);
        joined
            .flat_map(|done| done.unwrap_or_else(|fault| resume_unwind(fault)))
            .collect()
    });
    done.sort_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, outcome)| outcome).collect()
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

    /// What codegen makes of the spec, as golden files: `expected/…` and `diagnostics.txt`. Nothing
    /// is written. Runtime modules that are copied as they are are not among them.
    ///
    /// # Errors
    ///
    /// What codegen said, if it made no crate.
    pub fn generated(&self) -> Result<Tree, String> {
        let (files, diagnostics) = self.in_memory(self.arguments())?;
        let files = files.into_iter();
        let mut golden: Tree = files
            .filter(|(path, _)| !copies::is_copied(path))
            .map(|(path, text)| (format!("{EXPECTED}{path}"), text))
            .collect();
        if !diagnostics.is_empty() {
            golden.insert(DIAGNOSTICS.to_owned(), diagnostics);
        }
        Ok(golden)
    }

    /// Every file that codegen makes of the spec with these arguments, and what it complained
    /// about.
    fn in_memory(&self, arguments: String) -> Result<(Tree, String), String> {
        let options = self.options(Path::new("never-written"), &arguments);
        let (files, diagnostics) = codegen_in_memory(&options);
        let Some(files) = files else {
            return Err(format!("{}: {diagnostics}", self.name));
        };
        let files = files.iter();
        let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
        Ok((files.collect(), diagnostics))
    }

    /// Generates the crate into a folder.
    ///
    /// # Errors
    ///
    /// What codegen said, if it made no crate.
    pub fn generate(&self, out: &Path) -> Result<(), String> {
        let report = codegen(&self.options(out, &self.arguments()));
        if report.exit == Exit::Agreed {
            return Ok(());
        }
        Err(format!("{}: {}", self.name, report.diagnostics))
    }

    /// Whether the crate carries a copy of the runtime.
    #[must_use]
    pub fn is_copy(&self) -> bool {
        self.own_arguments().contains(RUNTIME)
    }

    fn own_arguments(&self) -> String {
        fs::read_to_string(self.folder.join(ARGUMENTS)).unwrap_or_default()
    }

    fn arguments(&self) -> String {
        let own = self.own_arguments();
        if own.contains(RUNTIME) {
            return own;
        }
        format!("{own} {RUNTIME} {RUNTIME_CRATE}")
    }

    fn options(&self, out: &Path, arguments: &str) -> CodegenOptions {
        options(&self.spec(), out, Mode::Write, arguments)
    }

    /// The package of tests that runs the crate, empty where there is none.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn run(&self) -> io::Result<Tree> {
        read_tree(&self.folder.join("run"))
    }
}
