//! Types that hold others of their kind, or very many members: they are read, cloned and written
//! member by member on the heap, and take little of the stack.

pub mod clone;
pub mod in_place;
pub mod member;
pub mod nullable;
pub mod object;
pub mod reading;
pub mod variant;
