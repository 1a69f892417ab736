//! What comes beside bodies: the parameters of requests, and the headers of answers.

mod answers;
mod sets;
mod values;

pub(super) use answers::{lower_answer_headers, name_answers};
pub(super) use sets::{ParameterSets, place_of};
pub(crate) use values::settle_objects;
