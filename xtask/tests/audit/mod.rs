//! The spec held against reference pages, and specs drafted from them.
//!
//! `BLESS=1` writes the snapshots anew. The vendor's own pages are not part of the repository: the
//! test that reads them takes their folder from `WEBHOOK_PAGES`, and says so where it is not set.

mod constructs;
mod desk;
mod differences;
mod forms;
mod mutated;
mod snapshot;
mod syntax;
mod vendor;
