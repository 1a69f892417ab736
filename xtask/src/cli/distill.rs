//! The arguments of `cargo xtask distill`.
//!
//! In: what was typed. Out: options for the draft. Pages are read later.

use std::path::PathBuf;

use clap::Args;

use super::SizeArgs;
use crate::distill::DistillOptions;

pub(super) const DISTILL_ABOUT: &str = "\
Draft a spec from the vendor's reference pages.

The draft is an OpenAPI 3.1 document in YAML with a webhook for each page. Structure, types, values, \
required fields, variants and examples come from the pages; an audit of the draft finds no difference. \
Descriptions are empty: people write them. A page does not say how a security scheme sends its \
credential; the draft guesses from the scheme's name, so look at it.";

pub(super) const DISTILL_AFTER: &str = "\
Exit codes:
  0  the draft was made
  2  a page cannot be read, the pages contradict each other, or the draft cannot be written

Example:
  cargo xtask distill pages/parcel-sent.txt --out draft.yaml";

/// The arguments of `cargo xtask distill`.
#[derive(Debug, Args)]
pub struct DistillArgs {
    /// Reference pages in flattened text, one event each
    #[arg(value_name = "PAGE", required = true)]
    pub pages: Vec<PathBuf>,

    /// The file to write, which must not exist yet [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,

    /// How large a page may be.
    #[command(flatten)]
    pub size: SizeArgs,
}

impl DistillArgs {
    /// The options that the arguments stand for.
    #[must_use]
    pub fn options(&self, color: bool) -> DistillOptions {
        DistillOptions {
            pages: self.pages.clone(),
            out: self.out.clone(),
            files: self.size.rules(),
            color,
        }
    }
}
