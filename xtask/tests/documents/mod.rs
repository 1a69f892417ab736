//! What codegen makes of documents that the tests write themselves: names, types, descriptions, and
//! what must not get into the output.

mod allowed;
mod beside_bodies;
mod bounded_messages;
mod delivery_ids;
mod dependencies;
mod descriptions;
mod distinct_null;
mod foreign_signatures;
mod handshakes;
mod hostile_text;
mod inspect_example;
mod json_within;
mod made;
mod manifest_and_readme;
mod nesting_bounds;
mod random_schemas;
mod references;
mod schema_types;
mod sent_presets;
mod settled_names;
mod signatures;
mod tuples;
mod union_loops;
mod valid_bodies;
