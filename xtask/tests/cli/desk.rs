//! A folder to run the command in, and what came of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
#[cfg(unix)]
use std::thread::sleep;
#[cfg(unix)]
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// A document that a crate can be made from.
pub const SPEC: &str = "\
openapi: 3.1.0
info:
  title: Parcel webhooks
  version: 1.0.0
webhooks:
  parcel-sent:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                id: {type: string}
";

/// A folder to run the command in, with a document in it.
pub struct Desk(TempDir);

/// What a run printed and how it exited.
pub struct Ran {
    pub exit: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// What a run has printed and how it exited.
    pub fn of(output: Output) -> Self {
        Self {
            exit: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Desk {
    /// One with [`SPEC`] as `parcels.yaml`.
    pub fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.put("parcels.yaml", SPEC);
        desk
    }

    /// The full path of a file.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file.
    pub fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs the command in this folder.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command(arguments).stdin(Stdio::null()).output();
        Ran::of(output.unwrap())
    }

    /// The command, to be run in this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env_remove("COLUMNS")
            .env_remove("LINES");
        command
    }

    /// Runs the command in this folder, with standard input from a pipe that stays open. It must be
    /// done within a minute.
    #[cfg(unix)]
    pub fn run_in_time(&self, arguments: &[&str]) -> Ran {
        let mut child = self
            .command(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let started = Instant::now();
        // What is printed fits into the pipes: where nothing ends in time, nothing is printed.
        while child.try_wait().unwrap().is_none() {
            if started.elapsed() > Duration::from_secs(60) {
                child.kill().unwrap();
                panic!("{arguments:?} does not end");
            }
            sleep(Duration::from_millis(5));
        }
        drop(input);
        Ran::of(child.wait_with_output().unwrap())
    }

    /// `codegen` on the desk's document into the desk's folder `out`.
    pub fn codegen(&self, more: &[&str]) -> Ran {
        let arguments = ["codegen", "--spec", "parcels.yaml", "--out", "out"];
        self.run(&[&arguments, more].concat())
    }

    /// Every file on the desk with its bytes.
    pub fn content(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut open = vec![self.0.path().to_path_buf()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    files.insert(path.clone(), fs::read(path).unwrap());
                }
            }
        }
        files
    }
}

/// The last line of a report: the counts, and what came of them.
pub fn summary(ran: &Ran) -> (&str, &str) {
    let last = ran.stdout.lines().last().unwrap_or_default();
    let (counts, verdict) = last
        .split_once("; ")
        .unwrap_or_else(|| panic!("{}", ran.stdout));
    let (verdict, time) = verdict.rsplit_once(" in ").unwrap();
    assert!(
        time.strip_suffix(" ms").unwrap().parse::<u32>().is_ok(),
        "{time}"
    );
    (counts, verdict)
}
