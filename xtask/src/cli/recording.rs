//! The arguments of `cargo xtask record`, `replay` and `promote`: deliveries that a vendor sent.
//!
//! In: what was typed. Out: the same, with the spec's path settled.

use std::path::{Path, PathBuf};

use clap::Args;

use super::files::{Size, file_size};
use super::{CredentialArgs, SpecArgs};
use crate::promote::PromoteOptions;
use crate::recording::{RecordOptions, ReplayOptions};

pub(super) const RECORD_ABOUT: &str = "\
Keep every request that arrives, one file for each.

A file has the method, the path with its query, the headers and the body, in JSON. Credentials and \
signatures are taken out before it is written: those of the spec's security schemes, and what goes \
by a well-known name, such as Authorization, cookies and API keys. The names of what was taken out \
are in the file. What the body says of people stays in it: keep the folder out of Git.";

pub(super) const RECORD_AFTER: &str = "\
The names of the files sort by arrival, and no file is overwritten. Ctrl-C ends it.

Without --forward-to, every request is answered with 204. With it, the request is passed on as it \
came, credentials and all, and its sender gets the receiver's answer; or 502, if there is none.

Example:
  cargo xtask record --listen 9000 --out deliveries --forward-to http://127.0.0.1:8080/webhooks";

pub(super) const REPLAY_ABOUT: &str = "\
Send recorded deliveries again, in the order of their arrival, and show the answers.

Credentials and signatures are made anew, as `cargo xtask send` makes them. A delivery gets those \
that its event asks for.";

pub(super) const REPLAY_AFTER: &str = "\
Exit codes:
  0  the receiver accepted every delivery
  1  the receiver answered otherwise at least once
  2  the spec, a file or an argument is wrong, or nobody answered

Example:
  cargo xtask replay deliveries --url http://127.0.0.1:8080/webhooks --auth SecretApiKey=secret";

pub(super) const PROMOTE_ABOUT: &str = "\
Make a recorded delivery an example of the spec.

The example is put into the document below its event, and all else in the file stays as it is, byte \
for byte. What may say something of people is replaced by made-up values of the same form: names, \
addresses, dates, numbers, ids, tokens, and every other text, unless the spec itself lists it, as \
names of events and values of enums. Names in maps are replaced too. What was replaced is told. Look \
at it before you commit it.";

pub(super) const PROMOTE_AFTER: &str = "\
The example is held against the types of its event, as `cargo xtask codegen` does: what does not fit \
is told as a warning.

Example:
  cargo xtask promote deliveries/20260131T120000.000000Z.json --name unreadable --dry-run
      The difference that it would make.";

/// The arguments of `cargo xtask record`.
#[derive(Debug, Args)]
pub struct RecordArgs {
    /// Where to listen: host and port, or a port; port 0 takes one that is free
    #[arg(long, value_name = "ADDR")]
    pub listen: String,

    /// The folder for the files; made if it is not there
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,

    /// The receiver that requests are passed on to
    ///
    /// A URL with a path is where they go. Without one, they go to the path that they were sent to.
    /// Where the path names the event, it is put behind that of the URL.
    #[arg(long, value_name = "URL")]
    pub forward_to: Option<String>,

    /// Listen at addresses, and pass requests on to hosts, that are not this machine
    #[arg(long)]
    pub allow_remote: bool,

    /// The size up to which a body is taken, in bytes, or in KiB, MiB or GiB
    #[arg(long, value_name = "SIZE", value_parser = file_size, default_value_t = Size(MAX_BODY))]
    pub max_body_size: Size,

    /// The spec that says what credentials are.
    #[command(flatten)]
    pub spec: SpecArgs,
}

/// How large a recorded body may be.
const MAX_BODY: u64 = 16 << 20;

/// The arguments of `cargo xtask replay`.
#[derive(Debug, Args)]
pub struct ReplayArgs {
    /// Files that `record` wrote, or folders of them
    #[arg(value_name = "DIR|FILE", required = true)]
    pub paths: Vec<PathBuf>,

    /// Where the receiver listens
    ///
    /// A URL with a path is where deliveries go. Without one, they go to the path that they were
    /// sent to. Where the path names the event, it is put behind that of the URL.
    #[arg(long, value_name = "URL")]
    pub url: String,

    /// What the sender knows.
    #[command(flatten)]
    pub credentials: CredentialArgs,

    /// What the receiver is told as its public origin, where the URL is signed [default: that of --url]
    #[arg(long, value_name = "URL")]
    pub origin: Option<String>,

    /// Send to a host that is not this machine
    #[arg(long)]
    pub allow_remote: bool,

    /// The spec that says how deliveries are signed.
    #[command(flatten)]
    pub spec: SpecArgs,
}

/// The arguments of `cargo xtask promote`.
#[derive(Debug, Args)]
pub struct PromoteArgs {
    /// A file that `record` wrote
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// The name of the example [default: recorded, or with a number if there is one]
    #[arg(long, value_name = "NAME", value_parser = example_name)]
    pub name: Option<String>,

    /// The event, where the delivery does not name it
    #[arg(long, value_name = "EVENT")]
    pub event: Option<String>,

    /// Show the difference, and write nothing
    #[arg(long)]
    pub dry_run: bool,

    /// The spec that gets the example.
    #[command(flatten)]
    pub spec: SpecArgs,
}

/// A name as keys of components have it (OpenAPI 3.1, section 4.8.7).
fn example_name(text: &str) -> Result<String, String> {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    match !text.is_empty() && text.chars().all(is_of_key) {
        true => Ok(text.to_owned()),
        false => Err("a name has letters, digits, `.`, `-` and `_`".to_owned()),
    }
}

impl RecordArgs {
    /// The options that the arguments stand for. There need be no spec unless one is named.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> RecordOptions {
        let spec = self.spec.options(workspace, color);
        let is_there = self.spec.spec.is_some() || spec.spec.exists();
        RecordOptions {
            listen: self.listen.clone(),
            out: self.out.clone(),
            forward_to: self.forward_to.clone(),
            allow_remote: self.allow_remote,
            max_body: self.max_body_size.0,
            spec: is_there.then_some(spec),
        }
    }
}

impl ReplayArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> ReplayOptions {
        ReplayOptions {
            paths: self.paths.clone(),
            url: self.url.clone(),
            auth: self.credentials.all(),
            token: self.credentials.token(),
            origin: self.origin.clone(),
            allow_remote: self.allow_remote,
            spec: self.spec.options(workspace, color),
        }
    }
}

impl PromoteArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> PromoteOptions {
        PromoteOptions {
            file: self.file.clone(),
            name: self.name.clone(),
            event: self.event.clone(),
            dry_run: self.dry_run,
            spec: self.spec.options(workspace, color),
        }
    }
}
