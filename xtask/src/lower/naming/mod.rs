//! Names: who claims which, and who gets it.

mod features;
mod methods;
mod origin;
mod package;
mod parameter_sets;
mod plurals;
mod report;
mod reserved;
mod settle;
mod variants;
mod way;

pub(crate) use features::{MANY_EVENTS, UNTAGGED, settle_features};
pub(crate) use methods::{OPERATORS, handler_method, name_fault};
pub(crate) use origin::{Origin, common_ways};
pub use package::package_name_fault;
pub(crate) use package::package_name_of;
pub(crate) use parameter_sets::parameter_set_names;
pub(crate) use report::{settled_names, settled_types, settled_variants};
pub(crate) use reserved::{BUILDER_METHODS, RESERVED_TYPES};
pub(crate) use settle::{Claim, RENAME, Rank, Settling, settle};
pub(crate) use variants::{variant_name, variant_names};
pub(crate) use way::Way;
