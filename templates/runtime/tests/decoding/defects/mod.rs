//! Decode with defects: what does not fit is listed and taken out, and everything else is decoded.

mod beyond_types;
mod empty_lists;
mod everyday;
mod inside_unions;
mod listing;
mod members_given_twice;
mod never_undecodable;
mod order;
mod taken_out;
mod texts;
mod undecodable;
mod whole_numbers;
