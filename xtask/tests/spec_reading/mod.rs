//! From files to a document: reading, references, objects, and every complaint on the way.

mod complaints;
mod document;
mod folder;
mod fuzz;
mod resolve;
mod source;
