//! Types: what becomes of schemas.

pub(crate) mod alternatives;
pub(crate) mod builder;
pub(crate) mod combinations;
pub(crate) mod conditions;
pub(crate) mod enums;
pub(crate) mod kinds;
pub(crate) mod listed;
pub(crate) mod loops;
pub(crate) mod objects;
pub(crate) mod presence;
pub(crate) mod shapes;
pub(crate) mod table;
pub(crate) mod twins;
pub(crate) mod unions;
