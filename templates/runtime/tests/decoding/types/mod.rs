//! Reading the kinds of type that generated crates are made of.

mod base64_texts;
mod heap_objects;
mod json_texts;
mod objects;
mod open_enums;
mod timestamps;
mod union_attempts;
mod unions;
mod whole_numbers;
mod whole_numbers_in_types;
