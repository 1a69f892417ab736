//! Turns an OpenAPI 3.1 document with webhooks into a crate that receives them.
//!
//! The pipeline is [`codegen::codegen`]; each phase of it is a module here and knows only the phase before it.

mod allowed;
pub mod audit;
pub mod characters;
pub mod cli;
pub mod codegen;
pub mod deliver;
pub mod diagnostic;
pub mod diff;
pub mod disk;
pub mod distill;
pub mod doctests;
pub mod document;
mod ident;
mod layout;
pub mod lower;
pub mod model;
pub mod outcome;
pub mod output;
mod overlay;
pub mod place;
pub mod promote;
pub mod recording;
pub mod render;
pub mod report;
pub mod resolve;
mod rfc3339;
pub mod runtime_choice;
pub mod sample;
mod schema;
pub mod send;
mod shell;
pub mod signature_choice;
pub mod source;
#[cfg(test)]
mod test_document;
mod vocabulary;
pub mod workspace;
