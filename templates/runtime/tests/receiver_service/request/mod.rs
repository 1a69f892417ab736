//! What a request brings: its head, its path, its media type, its body.

pub mod bodies;
mod buffers;
mod heads;
mod limits;
mod media_types;
mod paths;
