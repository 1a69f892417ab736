//! Reading deliveries: payloads of every kind of type, what does not fit in them, and what a hostile body can cost.

mod defects;
mod defects_are_real;
mod event_names;
mod forms;
mod heap_objects;
mod hostile_bodies;
mod log_texts;
mod nesting;
mod objects;
mod open_enums;
mod payloads;
mod stand_in;
mod timestamps;
mod union_attempts;
mod unions;
mod whole_numbers;
mod whole_numbers_in_types;
