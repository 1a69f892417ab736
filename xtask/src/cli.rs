//! The command line.
//!
//! In: arguments, the current folder and the environment. Out: options for the pipeline. It knows where the workspace keeps things
//! and nothing about what the commands do.

use std::env;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::audit::{AuditOptions, Form};
use crate::codegen::CodegenOptions;
use crate::distill::DistillOptions;
use crate::document::is_header_name;
use crate::lower::EventPlaceOption;
use crate::model::Required;
use crate::output::{Mode, header};
use crate::report::ReportFormat;
use crate::source::Pointer;

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
    /// Hold the spec against the vendor's reference pages.
    #[command(long_about = AUDIT_ABOUT, after_help = AUDIT_AFTER)]
    Audit(AuditArgs),
    /// Draft a spec from the vendor's reference pages.
    #[command(long_about = DISTILL_ABOUT, after_help = DISTILL_AFTER)]
    Distill(DistillArgs),
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

const AUDIT_ABOUT: &str = "\
Hold the spec against the vendor's reference pages.

A page documents one event, in flattened text: a title, `Endpoint:`, `Security:`, and a list of fields with dotted paths. Compared are \
endpoint and method, media type, security, and of every field its presence, types, whether it is required, values and their order, \
variants and their titles, discriminator and example. Prose is not compared, nor what stands in prose alone, such as formats.

What only the spec has is a difference, unless it or a schema around it is marked `x-provenance: beyond-page`. A page that is not \
understood to its last line is refused.";

const AUDIT_AFTER: &str = "\
Exit codes:
  0  the spec says what the pages say
  1  there are differences
  2  a page or the spec cannot be read

JSON: { version, agreed, pages: [{ page, title, event, summary, differences, documented, beyond }] }
  A difference has kind, finding (missing, beyond, changed, reordered), subject, page, spec, page_says, spec_says, message.
  A place has file, line, column and, in the spec, pointer. Keys are only ever added while version is 1.

Examples:
  cargo xtask audit pages/*.txt
      A line for each difference, with its place in the page and in the spec, and the counts of each page.
  cargo xtask audit pages/*.txt --report md > coverage.md
      Everything that the pages document, with its place in the spec.";

const DISTILL_ABOUT: &str = "\
Draft a spec from the vendor's reference pages.

The draft is an OpenAPI 3.1 document in YAML with a webhook for each page. Structure, types, values, required fields, variants and \
examples are the pages'; an audit of the draft finds no difference. Descriptions are empty: they are a person's to write. How a security \
scheme sends its credential is not on a page either; it is guessed from the scheme's name and wants a look.";

const DISTILL_AFTER: &str = "\
Exit codes:
  0  the draft was made
  2  a page cannot be read, the pages contradict each other, or the draft cannot be written

Example:
  cargo xtask distill pages/parcel-sent.txt --out draft.yaml";

/// The arguments of `cargo xtask audit`.
#[derive(Debug, Args)]
pub struct AuditArgs {
    /// Reference pages in flattened text, one event each
    #[arg(value_name = "PAGE", required = true)]
    pub pages: Vec<PathBuf>,

    /// The root document, in YAML or JSON [default: spec/openapi.yaml in the workspace]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// How differences and counts are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: AuditFormat,

    /// Print a coverage table of the pages instead
    #[arg(long, value_name = "FORMAT", conflicts_with = "format")]
    pub report: Option<AuditReport>,
}

/// How `cargo xtask audit` prints what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// Lines for people
    Text,
    /// One JSON object for programs
    Json,
}

/// The tables of `cargo xtask audit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AuditReport {
    /// Markdown
    Md,
}

impl AuditArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> AuditOptions {
        AuditOptions {
            pages: self.pages.clone(),
            spec: self.spec.clone().unwrap_or_else(|| workspace.join(SPEC)),
            form: match (self.report, self.format) {
                (Some(AuditReport::Md), _) => Form::Coverage,
                (None, AuditFormat::Text) => Form::Text,
                (None, AuditFormat::Json) => Form::Json,
            },
            color,
        }
    }
}

/// The arguments of `cargo xtask distill`.
#[derive(Debug, Args)]
pub struct DistillArgs {
    /// Reference pages in flattened text, one event each
    #[arg(value_name = "PAGE", required = true)]
    pub pages: Vec<PathBuf>,

    /// The file to write, which must not exist yet [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

impl DistillArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, color: bool) -> DistillOptions {
        DistillOptions {
            pages: self.pages.clone(),
            out: self.out.clone(),
            color,
        }
    }
}

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

    /// Take the callbacks of all operations for events too
    #[arg(long)]
    pub callbacks: bool,
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

    /// The request header that names a delivery's event, whatever the document says; with --event-pointer, the first half of the name
    #[arg(long, value_name = "NAME", value_parser = header_name)]
    pub event_header: Option<String>,

    /// Where the body names its event, as a JSON pointer; with --event-header, the second half of the name
    #[arg(long, value_name = "POINTER", value_parser = event_pointer)]
    pub event_pointer: Option<Pointer>,

    /// Take the callbacks of all operations for events too
    #[arg(long)]
    pub callbacks: bool,

    /// Which members a delivery must have: those that the document requires, or none
    #[arg(long, value_name = "RULE", value_enum, default_value_t)]
    pub required: RequiredRule,

    /// Report events, types, keywords, unions and names on standard output, as text or JSON
    #[arg(long, value_name = "FORMAT", value_enum, num_args = 0..=1, default_missing_value = "text")]
    pub report: Option<ReportRule>,

    /// Write nothing; show what differs, and exit with 1 if anything does
    #[arg(long)]
    pub check: bool,
}

/// The values of `--required`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum RequiredRule {
    /// Those that the document requires.
    #[default]
    Document,
    /// None but the tags that tell the variants of a union apart.
    Optional,
}

/// The values of `--report`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportRule {
    /// For people.
    Text,
    /// For programs: one JSON object, and nothing else on standard output.
    Json,
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
            event_place: EventPlaceOption {
                header: self.event_header.clone(),
                pointer: self.event_pointer.clone(),
            },
            mode: if self.check { Mode::Check } else { Mode::Write },
            required: match self.required {
                RequiredRule::Document => Required::Document,
                RequiredRule::Optional => Required::Optional,
            },
            report: self.report.map(|format| match format {
                ReportRule::Text => ReportFormat::Text,
                ReportRule::Json => ReportFormat::Json,
            }),
            color,
            callbacks: self.callbacks,
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

/// A token, as header names are (RFC 9110, section 5.6.2).
fn header_name(name: &str) -> Result<String, String> {
    if is_header_name(name) {
        Ok(name.to_owned())
    } else {
        Err("a header name has letters, digits and `-`, as in `X-Event-Type`".to_owned())
    }
}

/// A JSON pointer (RFC 6901) to something inside the body.
fn event_pointer(text: &str) -> Result<Pointer, String> {
    Pointer::parse(text)
        .filter(|pointer| !pointer.is_root())
        .ok_or_else(|| "a JSON pointer to a member starts with `/`, as in `/event/type`".to_owned())
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
    if let Some(header) = &options.event_place.header {
        words.push(format!("--event-header {}", quoted(header)));
    }
    if let Some(pointer) = &options.event_place.pointer {
        words.push(format!("--event-pointer {}", quoted(&pointer.to_string())));
    }
    if options.callbacks {
        words.push("--callbacks".to_owned());
    }
    if options.required == Required::Optional {
        words.push("--required optional".to_owned());
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
