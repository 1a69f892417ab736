//! Answers that are not a success: what went wrong in, the response out.

pub(super) mod failure;
mod problem;
pub(super) mod refusal;
