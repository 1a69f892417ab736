//! From rendered files to a folder: their layout, the tree in memory, what is written, and what is
//! said of it.

mod apply;
mod cli;
mod format;
mod report;
mod tree;
