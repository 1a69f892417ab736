//! Types: what becomes of schemas.

mod alike;
mod builder;
mod combinations;
mod copies;
mod distinct_null;
mod enums;
mod finish;
mod member_docs;
mod named;
mod plan;
mod table;
mod tuples;
mod wordings;

pub(crate) use builder::TypeBuilder;
pub(crate) use distinct_null::DistinctNull;
pub(crate) use finish::{open_wide_objects, refuse_loops, require_nothing, share_members};
