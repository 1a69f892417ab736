//! The command line.
//!
//! In: arguments, the current folder and the environment. Out: options for the pipeline. It knows where the workspace keeps things
//! and nothing about what the commands do.

use std::env;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};

use crate::codegen::CodegenOptions;
use crate::output::{Mode, header};

const SPEC: &str = "spec/openapi.yaml";
const OUT: &str = "generated";

/// All arguments of `cargo xtask`.
#[derive(Debug, Parser)]
#[command(
    about = ABOUT,
    name = "cargo xtask",
    bin_name = "cargo xtask",
    arg_required_else_help = true
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands of `cargo xtask`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Generate the receiver crate from the spec, or check that it is up to date.
    #[command(long_about = CODEGEN_ABOUT, after_help = CODEGEN_AFTER)]
    Codegen(CodegenArgs),
    /// Print a delivery of an event.
    #[command(long_about = SAMPLE_ABOUT)]
    Sample(SampleArgs),
    /// Post a delivery of an event, as the vendor would, and show the answer.
    #[command(long_about = SEND_ABOUT, after_help = SEND_AFTER)]
    Send(SendArgs),
}

const ABOUT: &str = "Turns an OpenAPI 3.1 document with webhooks into a crate that receives them.";

const CODEGEN_ABOUT: &str = "\
Generate the receiver crate from the spec, or check that it is up to date.

Reads the root document and every file that it refers to. Writes a whole crate: manifest, README and sources. Files that \
agree are not touched, and files that an earlier run wrote and that are no longer needed are removed. A file that codegen did not \
write is never replaced or removed. Either everything is written or nothing is.";

const CODEGEN_AFTER: &str = "\
Exit codes:
  0  the crate agrees with the spec, or was made to
  1  --check found a difference
  2  the spec, an argument or the file system stood in the way

Examples:
  cargo xtask codegen
      Write generated/ from spec/openapi.yaml.
  cargo xtask codegen --check
      Show what that would change, and change nothing.
  cargo xtask codegen --spec shop.yaml --out ../shop-webhooks
      Make a crate from another document.";

const SAMPLE_ABOUT: &str = "\
Print a delivery of an event.

The delivery is the first example that the spec shows for the event, or with --minimal the shortest one. Where the spec shows none, it \
is made from the event's types.";

const SEND_ABOUT: &str = "\
Post a delivery of an event, as the vendor would, and show the answer.

The body is what `cargo xtask sample` prints. A credential is given for a security scheme of the spec: a key, the secret to sign a \
token or the body with, or user:password.";

const SEND_AFTER: &str = "\
Exit codes:
  0  the receiver accepted the delivery
  1  the receiver answered otherwise
  2  the spec or an argument is wrong, or nobody answered

Example:
  cargo xtask send kyc-document-rejected --url http://127.0.0.1:8080/webhooks --auth SecretApiKey=secret";

/// The arguments of `cargo xtask sample`.
#[derive(Debug, Args)]
pub struct SampleArgs {
    /// The event's name, as deliveries have it
    #[arg(value_name = "EVENT")]
    pub event: String,

    /// The shortest delivery that the spec shows, or only what must be there
    #[arg(long)]
    pub minimal: bool,

    /// The root document, in YAML or JSON [default: spec/openapi.yaml in the workspace]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
}

/// The arguments of `cargo xtask send`.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// What is sent.
    #[command(flatten)]
    pub sample: SampleArgs,

    /// Where the receiver listens
    #[arg(long, value_name = "URL")]
    pub url: String,

    /// A credential for a security scheme of the spec; may be given several times
    #[arg(long, value_name = "SCHEME=VALUE")]
    pub auth: Vec<String>,
}

impl SampleArgs {
    /// The spec that was named, or the workspace's.
    #[must_use]
    pub fn spec(&self, workspace: &Path) -> PathBuf {
        self.spec.clone().unwrap_or_else(|| workspace.join(SPEC))
    }
}

/// The arguments of `cargo xtask codegen`.
#[derive(Debug, Args)]
pub struct CodegenArgs {
    /// The root document, in YAML or JSON; needs --out [default: spec/openapi.yaml in the workspace]
    #[arg(long, value_name = "FILE", requires = "out")]
    pub spec: Option<PathBuf>,

    /// The folder of the crate; new, empty or written by codegen [default: generated in the workspace]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,

    /// The name of the crate [default: the document's title]
    #[arg(long, value_name = "NAME", value_parser = package_name)]
    pub crate_name: Option<String>,

    /// Write nothing; show what differs, and exit with 1 if anything does
    #[arg(long)]
    pub check: bool,
}

impl CodegenArgs {
    /// The options that the arguments stand for. Paths that were given are taken as they are, relative to the current folder;
    /// the others lie in `workspace`.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> CodegenOptions {
        CodegenOptions {
            spec: self.spec.clone().unwrap_or_else(|| workspace.join(SPEC)),
            out: self.out.clone().unwrap_or_else(|| workspace.join(OUT)),
            crate_name: self.crate_name.clone(),
            mode: if self.check { Mode::Check } else { Mode::Write },
            color,
        }
    }
}

/// A name that Cargo takes for a package, and that Rust takes for a crate once `-` is `_`.
fn package_name(name: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !name.chars().all(allowed) {
        return Err(
            "a package name starts with a letter and has letters, digits, `-` and `_` only"
                .to_owned(),
        );
    }
    if syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_err() {
        return Err("this is a keyword of Rust".to_owned());
    }
    Ok(name.to_owned())
}

/// The command that writes what `options` compare, as a reader would type it into a POSIX shell: defaults are left out.
#[must_use]
pub fn repair_command(options: &CodegenOptions) -> String {
    let workspace = workspace();
    let mut words = vec![header::COMMAND.to_owned()];
    for (flag, path, default) in [
        ("--spec", &options.spec, SPEC),
        ("--out", &options.out, OUT),
    ] {
        if *path != workspace.join(default) {
            words.push(format!("{flag} {}", quoted(&path.to_string_lossy())));
        }
    }
    if let Some(name) = &options.crate_name {
        words.push(format!("--crate-name {}", quoted(name)));
    }
    words.join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./,:@%+=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// The root of the workspace, relative to the current folder where it lies in or below that, so that messages stay short.
///
/// cargo tells a program that it runs where its package is, and the root is the folder above. Run without cargo, the current
/// folder is taken for the root.
#[must_use]
pub fn workspace() -> PathBuf {
    let Some(package) = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from) else {
        return PathBuf::new();
    };
    let Some(root) = package.parent() else {
        return PathBuf::new();
    };
    let inside = env::current_dir()
        .ok()
        .and_then(|current| root.strip_prefix(current).ok().map(Path::to_path_buf));
    inside.unwrap_or_else(|| root.to_path_buf())
}

/// Whether standard error wants colour: it is a terminal that can show it, and `NO_COLOR` is unset or empty.
#[must_use]
pub fn wants_color() -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let unable = env::var_os("TERM").is_some_and(|value| value == "dumb");
    !refused && !unable && std::io::stderr().is_terminal()
}
