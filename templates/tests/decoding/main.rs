//! From bytes to types: the pieces of the runtime that generated types are made of, and what is done with a body that does not fit.

mod defects;
mod defects_are_real;
mod deliveries;
mod event_names;
mod forms;
mod heap_objects;
mod hostile_bodies;
mod log_texts;
mod nesting;
mod objects;
mod open_enums;
mod payloads;
mod timestamps;
mod union_attempts;
mod unions;
mod whole_numbers;
mod whole_numbers_in_types;
