//! What a request brings, before anybody is asked who sent it: its path, the media type of its
//! body, its headers, its body.
//!
//! Knows HTTP and no answers: what is not in order is said in words of this room.

pub(super) mod body;
pub(super) mod content_coding;
pub(super) mod credential_headers;
pub(super) mod media_type;
pub(super) mod own_head;
pub(super) mod path;
