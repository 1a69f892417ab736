//! The arguments that say what of a document is events, beside its webhooks.
//!
//! In: what was typed. Out: options for reading, or why a value is refused.

use clap::Args;

use crate::document::{Glob, ReadOptions};

/// What of a document is events, beside its webhooks.
#[derive(Debug, Args)]
pub struct EventArgs {
    /// Take the callbacks of all operations for events too
    ///
    /// Those of the components count as well, whether the document's own operations refer to them
    /// or not.
    #[arg(long)]
    pub callbacks: bool,

    /// Take the operations under these paths for events too; may be given several times
    ///
    /// For documents that describe webhooks as requests to their receiver. `*` stands for anything
    /// within a segment, and `**` for anything. An event is named by its operationId, or by its
    /// path.
    #[arg(long, value_name = "GLOB", value_parser = Glob::parse)]
    pub paths: Vec<Glob>,

    /// Take the component schemas of these names for bodies of events too; may be given several
    /// times
    ///
    /// For documents that describe no more than the bodies of their webhooks. Each is an event of
    /// its own, which is delivered by POST in JSON and named as its schema is.
    #[arg(long, value_name = "GLOB", value_parser = Glob::parse)]
    pub schemas: Vec<Glob>,
}

impl EventArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn reading(&self) -> ReadOptions {
        ReadOptions {
            callbacks: self.callbacks,
            paths: self.paths.clone(),
            schemas: self.schemas.clone(),
            ..ReadOptions::default()
        }
    }
}
