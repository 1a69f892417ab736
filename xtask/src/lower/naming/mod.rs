//! Names: who claims which, and who gets it.

pub(crate) mod endings;
pub(crate) mod features;
pub(crate) mod header_sets;
pub(crate) mod methods;
pub(crate) mod origin;
pub(crate) mod package;
pub(crate) mod report;
pub(crate) mod reserved;
pub(crate) mod settle;
pub(crate) mod variants;
