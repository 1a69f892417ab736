//! The arguments that say what of the disk may be read.
//!
//! In: what was typed. Out: rules for reading. Nothing is read yet.

use std::path::PathBuf;

use clap::Args;

use crate::source::FileRules;

/// What the document may refer to.
#[derive(Debug, Args)]
pub struct FileArgs {
    /// Another folder that references may lead into; may be given several times
    ///
    /// References, and the files of examples, stay below the folder in which the document is named, symbolic links resolved. Where the
    /// document is itself a link, that is the folder of the link.
    #[arg(long, value_name = "DIR")]
    pub allow_outside: Vec<PathBuf>,
}

impl FileArgs {
    /// The rules that the arguments stand for.
    #[must_use]
    pub fn rules(&self) -> FileRules {
        FileRules {
            allow_outside: self.allow_outside.clone(),
        }
    }
}
