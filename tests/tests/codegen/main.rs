//! What holds of all that codegen makes, whatever the document: it agrees with the spec, is the
//! same again, grows with the document, and depends on no more than it needs.

mod dependencies;
mod drift;
mod growth;
mod manifest;
mod report;
mod reproducibility;
