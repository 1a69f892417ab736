//! The command line.
//!
//! In: arguments and the environment. Out: options for the pipeline. It knows nothing about what
//! the commands do. The arguments of each command have a module of their own.

mod audit;
mod codegen;
mod credentials;
mod delivery;
mod diff;
mod distill;
mod events;
mod files;
mod recording;
mod signature;
mod spec;

use std::env;
use std::io::IsTerminal;

use clap::{Parser, Subcommand};

pub use audit::{AuditArgs, AuditFormat, AuditReport};
pub use codegen::{CodegenArgs, ReportRule, RequiredRule};
pub use credentials::{CredentialArgs, Secret};
pub use delivery::{RequestFormat, SampleArgs, SendArgs, ShowArgs};
pub use diff::{DiffArgs, DiffFormatRule, StepRule};
pub use distill::DistillArgs;
pub use events::EventArgs;
pub use files::{FileArgs, Size, SizeArgs};
pub use recording::{PromoteArgs, RecordArgs, ReplayArgs};
pub use signature::SignatureArgs;
pub use spec::SpecArgs;

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
    #[command(long_about = codegen::CODEGEN_ABOUT, after_help = codegen::CODEGEN_AFTER)]
    Codegen(CodegenArgs),
    /// Print a delivery of an event.
    #[command(long_about = delivery::SAMPLE_ABOUT, after_help = delivery::SAMPLE_AFTER)]
    Sample(ShowArgs),
    /// Post a delivery of an event, as the vendor would, and show the answer.
    #[command(long_about = delivery::SEND_ABOUT, after_help = delivery::SEND_AFTER)]
    Send(SendArgs),
    /// Keep every request that arrives, one file for each.
    #[command(long_about = recording::RECORD_ABOUT, after_help = recording::RECORD_AFTER)]
    Record(RecordArgs),
    /// Send recorded deliveries again, and show the answers.
    #[command(long_about = recording::REPLAY_ABOUT, after_help = recording::REPLAY_AFTER)]
    Replay(ReplayArgs),
    /// Make a recorded delivery an example of the spec.
    #[command(long_about = recording::PROMOTE_ABOUT, after_help = recording::PROMOTE_AFTER)]
    Promote(PromoteArgs),
    /// Say what a change of the spec does to the users of the crate.
    #[command(long_about = diff::DIFF_ABOUT, after_help = diff::DIFF_AFTER)]
    Diff(DiffArgs),
    /// Hold the spec against the vendor's reference pages.
    #[command(long_about = audit::AUDIT_ABOUT, after_help = audit::AUDIT_AFTER)]
    Audit(AuditArgs),
    /// Draft a spec from the vendor's reference pages.
    #[command(long_about = distill::DISTILL_ABOUT, after_help = distill::DISTILL_AFTER)]
    Distill(DistillArgs),
}

const ABOUT: &str = "Turns an OpenAPI 3.1 document with webhooks into a crate that receives them.";

/// Whether standard error wants colour: it is a terminal that can show it, and `NO_COLOR` is unset
/// or empty.
#[must_use]
pub fn wants_color() -> bool {
    let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let unable = env::var_os("TERM").is_some_and(|value| value == "dumb");
    !refused && !unable && std::io::stderr().is_terminal()
}
