//! The arguments of `cargo xtask sample` and `cargo xtask send`: a delivery of one event, shown or
//! posted.
//!
//! In: what was typed. Out: the same, with the spec's path settled. Events and schemes are looked
//! up later.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args, ValueEnum};

use super::{CredentialArgs, SpecArgs};
use crate::deliver::{SampleOptions, SendOptions};
use crate::sample::Edit;
use crate::send::{Form, HeaderLine};

pub(super) const SAMPLE_ABOUT: &str = "\
Print a delivery of an event.

The delivery is the first example that the spec shows for the event, or with --minimal the shortest \
one. Where the spec shows none, it is made from the event's types and the examples of its schemas. \
--remove and --set change it. With --signed, the whole request is printed as the vendor would send it now, with its signature or \
credential.";

pub(super) const SAMPLE_AFTER: &str = "\
Examples:
  cargo xtask sample kyc-document-rejected --set /customerId=cus_1 --remove /_links
      The first example, with another customer and without links.
  cargo xtask sample kyc-document-rejected --signed --auth SecretApiKey=secret
      The request, as HTTP has it.
  cargo xtask sample kyc-document-rejected --signed --auth SecretApiKey=secret --format curl | sh
      The same, as a command that sends it.";

pub(super) const SEND_ABOUT: &str = "\
Post a delivery of an event, as the vendor would, and show the answer; or play a handshake, and check the answer.

The body is what `cargo xtask sample` prints, or a file. A credential is for a security scheme of \
the spec: a key, the secret or the private key that signs a token or the request, a token, or \
user:password. What must come beside the body, or is signed and not there, is made up: headers, \
parameters of the query and of the path. Over https, the certificate must be one that this machine \
trusts.";

pub(super) const SEND_AFTER: &str = "\
Exit codes:
  0  the receiver accepted the delivery, or answered the handshakes as it should
  1  the receiver answered otherwise
  2  the spec or an argument is wrong, a handshake was not played, or nobody answered

Examples:
  cargo xtask send kyc-document-rejected --url http://127.0.0.1:8080/webhooks --auth SecretApiKey=secret
  cargo xtask send kyc-document-rejected --url https://hooks.example.com/ --auth-env SecretApiKey=KEY --duplicate 2
      A repeated delivery, with a key from the environment.";

/// The arguments of `cargo xtask sample`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("of a request").multiple(true).requires("signed")
    .args(["auth", "auth_file", "auth_env", "claim", "token_alg", "url", "origin", "header", "format"]))]
pub struct ShowArgs {
    /// What is printed.
    #[command(flatten)]
    pub sample: SampleArgs,

    /// Print the whole request: method, path, headers with the signature or credential, body
    #[arg(long)]
    pub signed: bool,

    /// What the sender knows.
    #[command(flatten)]
    pub credentials: CredentialArgs,

    /// Where the request goes
    #[arg(long, value_name = "URL", default_value = EXAMPLE_URL)]
    pub url: String,

    /// What the receiver is told as its public origin, where the URL is signed [default: that of --url]
    #[arg(long, value_name = "URL")]
    pub origin: Option<String>,

    /// A header in place of what would be sent; may be given several times
    #[arg(long, value_name = "NAME: VALUE", value_parser = HeaderLine::parse)]
    pub header: Vec<HeaderLine>,

    /// How the request is printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RequestFormat,
}

/// Where the example of a receiver listens.
const EXAMPLE_URL: &str = "http://127.0.0.1:8080/webhooks";

/// The values of `--format`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum RequestFormat {
    /// As HTTP/1.1 has it
    #[default]
    Http,
    /// As a command for a POSIX shell
    Curl,
}

/// Which delivery is meant.
#[derive(Debug, Args)]
pub struct SampleArgs {
    /// The event: its key in the spec, the name in its deliveries, its operationId or path, its
    /// handler method, variant or constant
    #[arg(value_name = "EVENT")]
    pub event: String,

    /// Which delivery of it.
    #[command(flatten)]
    pub delivery: DeliveryArgs,
}

/// What a delivery is made of.
#[derive(Debug, Args)]
pub struct DeliveryArgs {
    /// The shortest delivery that the spec shows, or only what must be there
    #[arg(long)]
    pub minimal: bool,

    /// Take out what stands at this JSON pointer of the delivery; may be given several times
    ///
    /// What is removed goes first, and then what is set comes in.
    #[arg(long, value_name = "/POINTER", value_parser = Edit::remove)]
    pub remove: Vec<Edit>,

    /// Put a value at this JSON pointer of the delivery; may be given several times
    ///
    /// The value is JSON if it can be read as that, and a text otherwise: 5 is a number, and '"5"'
    /// a text. A member that is not there is made, and `-` appends to a list. What holds it must be
    /// there.
    #[arg(long, value_name = "/POINTER=VALUE", value_parser = Edit::set)]
    pub set: Vec<Edit>,

    /// The spec that the delivery follows.
    #[command(flatten)]
    pub spec: SpecArgs,
}

/// The arguments of `cargo xtask send`.
#[derive(Debug, Args)]
pub struct SendArgs {
    /// The event: its key in the spec, the name in its deliveries, its operationId or path, its
    /// handler method, variant or constant
    #[arg(value_name = "EVENT", required_unless_present = "handshake")]
    pub event: Option<String>,

    /// Play a handshake of the spec instead, by its name, or all of them, and check the answer
    ///
    /// The challenge is made up. What a handshake is, and what it should be answered, is what
    /// `x-webhook-handshake` says.
    #[arg(
        long,
        value_name = "NAME",
        num_args = 0..=1,
        default_missing_value = "",
        conflicts_with_all = ["event", "minimal", "remove", "set", "body", "header", "duplicate"]
    )]
    pub handshake: Option<String>,

    /// The token that the sender of a handshake shows, where it shows one
    #[arg(long, value_name = "TOKEN", requires = "handshake")]
    pub handshake_token: Option<String>,

    /// Which delivery of it.
    #[command(flatten)]
    pub delivery: DeliveryArgs,

    /// Send this file as the body, byte for byte, and sign it as it is; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["minimal", "remove", "set"])]
    pub body: Option<PathBuf>,

    /// A header in place of what would be sent, as 'Name: value'; may be given several times
    ///
    /// It is there before the request is signed, and stays as it is: also the header of a signature.
    #[arg(long, value_name = "NAME: VALUE", value_parser = HeaderLine::parse)]
    pub header: Vec<HeaderLine>,

    /// Send the same request so many times, with the same id and signature, as vendors repeat theirs
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        value_parser = clap::value_parser!(u32).range(1..=1000)
    )]
    pub duplicate: u32,

    /// Where the receiver listens, over http or https
    #[arg(long, value_name = "URL")]
    pub url: String,

    /// What the sender knows.
    #[command(flatten)]
    pub credentials: CredentialArgs,

    /// What the receiver is told as its public origin, where the URL is signed [default: that of --url]
    #[arg(long, value_name = "URL")]
    pub origin: Option<String>,
}

impl DeliveryArgs {
    fn options(&self, event: String, workspace: &Path, color: bool) -> SampleOptions {
        let spec = self.spec.options(workspace, color);
        SampleOptions {
            event,
            minimal: self.minimal,
            edits: self.remove.iter().chain(&self.set).cloned().collect(),
            spec: spec.spec,
            reading: spec.reading,
            signature: spec.signature,
            files: spec.files,
            color: spec.color,
        }
    }
}

impl ShowArgs {
    /// The request that is to be printed, and how; `None` where the body alone is.
    #[must_use]
    pub fn request(&self, workspace: &Path, color: bool) -> Option<(SendOptions, Form)> {
        let form = match self.format {
            RequestFormat::Http => Form::Http,
            RequestFormat::Curl => Form::Curl,
        };
        let options = SendOptions {
            sample: self.sample.options(workspace, color),
            handshake: None,
            handshake_token: None,
            body: None,
            headers: self.header.clone(),
            count: 1,
            url: self.url.clone(),
            auth: self.credentials.all(),
            token: self.credentials.token(),
            origin: self.origin.clone(),
        };
        self.signed.then_some((options, form))
    }
}

impl SampleArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> SampleOptions {
        self.delivery.options(self.event.clone(), workspace, color)
    }
}

impl SendArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, workspace: &Path, color: bool) -> SendOptions {
        let event = self.event.clone().unwrap_or_default();
        SendOptions {
            sample: self.delivery.options(event, workspace, color),
            handshake: self.handshake.clone(),
            handshake_token: self.handshake_token.clone(),
            body: self.body.clone(),
            headers: self.header.clone(),
            count: self.duplicate,
            url: self.url.clone(),
            auth: self.credentials.all(),
            token: self.credentials.token(),
            origin: self.origin.clone(),
        }
    }
}
