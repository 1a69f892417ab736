//! The arguments that say which spec deliveries follow, and how it is read.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{EventArgs, FileArgs, SignatureArgs};
use crate::recording::SpecOptions;
use crate::workspace::SPEC;

/// The spec that deliveries follow.
#[derive(Debug, Args)]
pub struct SpecArgs {
    /// The root document, in YAML or JSON [default: spec/openapi.yaml in the workspace]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// What the document may refer to.
    #[command(flatten)]
    pub files: FileArgs,

    /// What is events beside the webhooks.
    #[command(flatten)]
    pub events: EventArgs,

    /// How deliveries are signed.
    #[command(flatten)]
    pub signature: SignatureArgs,
}

impl SpecArgs {
    /// The options that the arguments stand for.
    pub(super) fn options(&self, workspace: &Path, color: bool) -> SpecOptions {
        SpecOptions {
            spec: self.spec.clone().unwrap_or_else(|| workspace.join(SPEC)),
            reading: self.events.reading(),
            signature: self.signature.signature.clone(),
            files: self.files.rules(),
            color,
        }
    }
}
