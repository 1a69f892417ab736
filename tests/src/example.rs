//! The examples of the generated crate as programs: built by Cargo, as a reader of its README
//! builds them.

use std::env;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::golden::workspace;

/// The program of an example, built with the features that its reader is told to take.
///
/// # Panics
///
/// If Cargo does not build it.
#[must_use]
pub fn built(example: &str, features: &[&str]) -> PathBuf {
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(workspace())
        .args(["build", "--offline", "--quiet", "--message-format=json"])
        .args(["-p", "rebilly-kyc-webhooks", "--example", example])
        .args(["--features", &features.join(",")])
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == example)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .unwrap()
}
