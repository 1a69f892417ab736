//! Types that hold others of their kind, or very many members: they are read, cloned and written member by member on the heap, and
//! take little of the stack.

#[doc(hidden)]
pub mod clone;
#[doc(hidden)]
pub mod in_place;
#[doc(hidden)]
pub mod member;
#[doc(hidden)]
pub mod object;
#[doc(hidden)]
pub mod reading;
#[doc(hidden)]
pub mod variant;
