//! cargo, run in a folder of generated crates.
//!
//! In: a command. Out: nothing, or what cargo said. While it runs, what it is at goes to standard
//! error now and then, since a step may take minutes.

use std::env;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::workspace;

/// How long a step says nothing.
const SILENCE: Duration = Duration::from_secs(10);

/// What cargo writes before the name of a crate that it works on.
const AT_WORK: [&str; 4] = ["Checking", "Compiling", "Documenting", "Running"];

/// Says something past the test harness, which keeps the output of tests that pass to itself.
pub fn say(text: &str) {
    // Where nobody listens there is nobody to tell.
    let _ = writeln!(io::stderr(), "{text}");
}

/// cargo, to be run in a folder of generated crates.
#[must_use]
pub fn cargo_in(folder: &Path, target: &Path) -> Command {
    in_folder(Command::new(cargo()), folder, target)
}

/// cargo, where neither it nor a compiler or a program that it starts may take a processor for more
/// than so many seconds. Other work on the machine does not count.
#[must_use]
pub fn cargo_within(seconds: u32, folder: &Path, target: &Path) -> Command {
    if !cfg!(unix) {
        return cargo_in(folder, target);
    }
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("ulimit -t {seconds}; exec \"$0\" \"$@\"")]);
    shell.arg(cargo());
    in_folder(shell, folder, target)
}

fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn in_folder(mut cargo: Command, folder: &Path, target: &Path) -> Command {
    cargo
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", target)
        // Nobody debugs these crates, and cargo knows which of them changed.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_INCREMENTAL", "0");
    // What cargo told this test about its own package is none of the crates' business.
    for (name, _) in env::vars_os().filter(|(name, _)| is_about_this_package(name)) {
        cargo.env_remove(name);
    }
    cargo
}

fn is_about_this_package(name: &OsString) -> bool {
    name.to_str().is_some_and(|name| {
        name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name.starts_with("CARGO_PRIMARY_")
    })
}

/// The target folder of this repository.
#[must_use]
pub fn target_folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| workspace().join("target"), |set| workspace().join(set))
}

/// Runs cargo to its end, and says under this name what it is at; what was printed to standard
/// output.
///
/// # Errors
///
/// All that cargo printed, if it failed; or that it cannot be run.
pub fn run_and_tell(name: &str, cargo: &mut Command) -> Result<String, String> {
    let started = Instant::now();
    say(&format!("{name}: started"));
    let cannot = |error: io::Error| format!("cannot run cargo: {error}");
    cargo.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = cargo.spawn().map_err(cannot)?;
    let stdout = child.stdout.take();
    let stdout = thread::spawn(move || {
        let mut text = String::new();
        // What is no text is nobody's complaint.
        let _ = stdout.map(|mut out| out.read_to_string(&mut text));
        text
    });
    let mut said = String::new();
    let mut told = Instant::now();
    let mut count = 0;
    for line in child
        .stderr
        .take()
        .into_iter()
        .flat_map(|err| BufReader::new(err).lines())
    {
        let line = line.map_err(cannot)?;
        let mut words = line.split_whitespace();
        if words.next().is_some_and(|word| AT_WORK.contains(&word)) {
            count += 1;
            if told.elapsed() >= SILENCE {
                told = Instant::now();
                let seconds = started.elapsed().as_secs();
                say(&format!(
                    "{name}: {seconds} s, crate {count}: {}",
                    line.trim()
                ));
            }
        } else {
            said.push_str(&line);
            said.push('\n');
        }
    }
    let status = child.wait().map_err(cannot)?;
    let printed = stdout.join().unwrap_or_default();
    let seconds = started.elapsed().as_secs();
    if status.success() {
        say(&format!("{name}: passed after {seconds} s"));
        return Ok(printed);
    }
    say(&format!("{name}: failed after {seconds} s"));
    Err(format!("{cargo:?} failed:\n{printed}{said}"))
}
