//! Names: who claims which, and who gets it.

mod endings;
mod features;
mod methods;
mod origin;
mod package;
mod parameter_sets;
mod report;
mod reserved;
mod settle;
mod variants;

pub(crate) use endings::{common_ending, names_by_ending};
pub(crate) use features::{MANY_EVENTS, settle_features};
pub(crate) use methods::{OPERATORS, handler_method, name_fault};
pub(crate) use origin::{Origin, without_payload};
pub use package::package_name_fault;
pub(crate) use package::package_name_of;
pub(crate) use parameter_sets::parameter_set_names;
pub(crate) use report::{settled_names, settled_types, settled_variants};
pub(crate) use reserved::{BUILDER_METHODS, RESERVED_TYPES};
pub(crate) use settle::{Claim, RENAME, Rank, settle, settle_in_turn};
pub(crate) use variants::{variant_name, variant_names};
