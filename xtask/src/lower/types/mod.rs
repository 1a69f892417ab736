//! Types: what becomes of schemas.

mod alternatives;
mod builder;
mod combinations;
mod conditions;
mod enums;
mod finish;
mod kinds;
mod listed;
mod objects;
mod shapes;
mod table;
mod twins;
mod unions;

pub(crate) use builder::TypeBuilder;
pub(crate) use finish::{open_wide_objects, refuse_loops, require_nothing};
