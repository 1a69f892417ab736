//! Reading deliveries: payloads of every kind of type, what does not fit in them, and what a
//! hostile body can cost.

mod defects;
mod defects_are_real;
mod event_names;
mod forms;
mod hostile_bodies;
mod hostile_forms;
mod log_texts;
mod nested_forms;
mod nesting;
mod payloads;
mod stand_in;
mod types;
