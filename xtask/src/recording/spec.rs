//! The spec that recorded deliveries follow.
//!
//! In: where it is and how it is read. Out: its model and its files, or what is wrong with it.

use std::path::PathBuf;

use crate::codegen::read_model;
use crate::diagnostic::Diagnostics;
use crate::document::ReadOptions;
use crate::lower::LowerOptions;
use crate::model::Model;
use crate::signature_choice::SignatureChoice;
use crate::source::{FileRules, Sources};

/// Which spec, and how it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecOptions {
    /// The root document.
    pub spec: PathBuf,
    /// What of the document is events beside its webhooks.
    pub reading: ReadOptions,
    /// Who may deliver; without it, the spec says it.
    pub signature: Option<SignatureChoice>,
    /// What of the disk may be read.
    pub files: FileRules,
    /// Whether diagnostics are coloured.
    pub color: bool,
}

impl SpecOptions {
    /// Reads the spec. Only codegen shows its warnings.
    ///
    /// # Errors
    ///
    /// The errors of the spec, as text for standard error.
    pub fn read(&self) -> Result<(Model, Sources), String> {
        let mut diagnostics = Diagnostics::default();
        let mut sources = Sources::read_by(&self.spec, &self.files, &mut diagnostics);
        let signature = self.signature.as_ref();
        let reading = ReadOptions {
            signature: signature.map(|choice| choice.load(&mut sources, &mut diagnostics)),
            ..self.reading.clone()
        };
        let lowering = LowerOptions::default();
        match read_model(&sources, reading, &lowering, &mut diagnostics) {
            Some(model) => Ok((model, sources)),
            None => Err(diagnostics.render(&sources, self.color)),
        }
    }
}
