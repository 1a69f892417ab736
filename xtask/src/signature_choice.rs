//! `--signature`: what says who may deliver, in place of the document.
//!
//! In: what was typed. Out: the name of a preset, or a file, which is read beside the document. It
//! knows which words there are, and nothing of what they mean.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostics, did_you_mean};
use crate::document::{ImposedKind, ImposedSignature};
use crate::lower::signature_words;
use crate::place::Location;
use crate::source::Sources;

/// What says how deliveries are signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureChoice {
    /// A preset of this name, or `custom`.
    Word(String),
    /// A file in the words of `x-signature`, or with a security scheme.
    File(PathBuf),
}

impl SignatureChoice {
    /// Reads what was typed. The name of a preset counts rather than a file of that name.
    ///
    /// # Errors
    ///
    /// Neither a preset nor a file has this name; with what may be meant.
    pub fn parse(text: &str) -> Result<Self, String> {
        let words = signature_words();
        if words.iter().any(|word| word == text) {
            return Ok(Self::Word(text.to_owned()));
        }
        let path = Path::new(text);
        if path.exists() {
            return Ok(Self::File(path.to_path_buf()));
        }
        let is_path = path.extension().is_some() || path.components().count() > 1;
        Err(if is_path {
            "there is no such file".to_owned()
        } else {
            let help = did_you_mean(text, words.iter().map(String::as_str));
            format!(
                "there is no preset of this name, nor a file; {help}; `custom` leaves it to a verifier of your own"
            )
        })
    }

    /// Reads the file, if it is one, and says what it imposes on a document.
    pub fn load(&self, sources: &mut Sources, diagnostics: &mut Diagnostics) -> ImposedSignature {
        let (name, kind) = match self {
            Self::Word(word) => (word.clone(), ImposedKind::Word(word.clone())),
            Self::File(path) => {
                let name = path.file_stem().unwrap_or_default().to_string_lossy();
                let file = sources.read_beside(path, diagnostics);
                let kind = file.map_or(ImposedKind::Unreadable, |file| {
                    ImposedKind::File(Location::root(file))
                });
                (name.into_owned(), kind)
            }
        };
        ImposedSignature { name, kind }
    }

    /// What to say where a preset and a file have the same name.
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        match self {
            Self::Word(word) if Path::new(word).is_file() => Some(format!(
                "`--signature {word}` is the preset, not the file of that name; say `./{word}` for the file"
            )),
            _ => None,
        }
    }
}

impl fmt::Display for SignatureChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::File(path) => path.display().fmt(f),
        }
    }
}
