//! Syntax that every renderer writes: names, documentation, conditions, imports.

mod arms;
mod gates;
mod imports;
mod rust_type;
mod tokens;

pub(crate) use arms::joined;
pub(crate) use gates::{features, gate, gate_all, gate_any, is_gated};
pub(crate) use imports::Imports;
pub(crate) use rust_type::RustType;
pub(crate) use tokens::{doc, doc_text, ident, inner_doc, paragraphs, source};
