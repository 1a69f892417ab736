//! The arguments that say what of the disk may be read.
//!
//! In: what was typed. Out: rules for reading, or why a value is refused. Nothing is read yet.

use std::path::PathBuf;

use clap::Args;

use crate::disk::{MAX_FILE_SIZE, size_argument};
use crate::source::FileRules;

/// What the document may refer to, and how large it may be.
#[derive(Debug, Args)]
pub struct FileArgs {
    /// Another folder that references may lead into; may be given several times
    ///
    /// References, and the files of examples, stay below the folder in which the document is named,
    /// symbolic links resolved. Where the document is itself a link, that is the folder of the
    /// link.
    #[arg(long, value_name = "DIR")]
    pub allow_outside: Vec<PathBuf>,

    /// An OpenAPI overlay (version 1.0 or 1.1) to lay over the document; may be given several times
    ///
    /// Overlays are laid in the order in which they are given, over the root document alone: the
    /// files that it refers to stay as they are. Relative references in an overlay start at the
    /// folder of the document.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,

    /// How large files may be.
    #[command(flatten)]
    pub size: SizeArgs,
}

/// How large files may be.
#[derive(Debug, Args)]
pub struct SizeArgs {
    /// The size up to which a file is read, in bytes, or in KiB, MiB or GiB
    ///
    /// All files of a document may have eight times as much together. Only regular files are read:
    /// no pipes, no devices.
    #[arg(long, value_name = "SIZE", value_parser = file_size, default_value_t = Size(MAX_FILE_SIZE))]
    pub max_file_size: Size,
}

/// A number of bytes, shown in the largest unit in which it is a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(pub u64);

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&size_argument(self.0))
    }
}

impl FileArgs {
    /// The rules that the arguments stand for.
    #[must_use]
    pub fn rules(&self) -> FileRules {
        FileRules {
            allow_outside: self.allow_outside.clone(),
            overlays: self.overlay.clone(),
            ..self.size.rules()
        }
    }
}

impl SizeArgs {
    /// The rules that the arguments stand for.
    #[must_use]
    pub fn rules(&self) -> FileRules {
        FileRules {
            max_file_size: self.max_file_size.0,
            ..FileRules::default()
        }
    }
}

/// A number of bytes, or of a unit of them.
pub(super) fn file_size(text: &str) -> Result<Size, String> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let rest = text.get(digits.len()..).unwrap_or_default();
    let unit: u64 = match rest.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kib" | "k" => 1 << 10,
        "mib" | "m" => 1 << 20,
        "gib" | "g" => 1 << 30,
        _ => {
            return Err(
                "a size is a number of bytes, or of KiB, MiB or GiB, as in 64MiB".to_owned(),
            );
        }
    };
    let bytes = digits
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(unit));
    let bytes = bytes.filter(|bytes| *bytes > 0);
    bytes
        .map(Size)
        .ok_or_else(|| "a size is a whole number above 0, as in 64MiB".to_owned())
}
