//! The Responses and Response Objects (sections 4.8.16 and 4.8.17 of version 3.1.1), as far as they
//! say how to accept a delivery.

use super::fields::{Fields, Reader};
use super::media_type::{self, MediaType};
use super::parameter::{self, Parameter};
use crate::diagnostic::Place;
use crate::place::Location;

/// One way to accept a delivery.
#[derive(Debug, Clone)]
pub struct Response {
    /// The object itself, `$ref` followed.
    pub location: Location,
    /// Which answers it describes.
    pub status: Status,
    /// The bodies by media type, in order.
    pub content: Vec<MediaType>,
    /// The headers, in order.
    pub headers: Vec<Parameter>,
}

/// The answers that a response describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// This status, from 200 to 299.
    Exactly(u16),
    /// `2XX`: any success that has no entry of its own.
    Success,
    /// `default`: any answer that has no entry of its own.
    Default,
}

const KEYS: &[&str] = &["summary", "description", "headers", "content", "links"];

/// The responses that accept a delivery, in order.
pub(super) fn read_responses(reader: &mut Reader, operation: &Fields) -> Vec<Response> {
    let Some(entries) = reader.described(operation, "responses", "a Responses Object") else {
        return Vec::new();
    };
    let mut responses = Vec::new();
    for (key, _) in entries.entries() {
        let location = entries.location.child(key);
        let Some(status) = read_status(reader, &location, key) else {
            continue;
        };
        let Some(fields) = reader.described_at(&location, "a Response Object") else {
            continue;
        };
        reader.unknown_keys(&fields, KEYS);
        responses.push(Response {
            status,
            content: media_type::read_content(reader, &fields),
            headers: parameter::read_headers(reader, &fields),
            location: fields.location,
        });
    }
    responses
}

/// The status that a key stands for, if it is one that accepts.
fn read_status(reader: &mut Reader, location: &Location, key: &str) -> Option<Status> {
    match key {
        "default" => return Some(Status::Default),
        "2XX" => return Some(Status::Success),
        _ if key.starts_with("x-") => return None,
        _ => {}
    }
    if key.len() == 3 && key.starts_with(|c: char| c.is_ascii_digit()) && key.ends_with("xx") {
        let upper = key.to_ascii_uppercase();
        reader.off_spec(
            Place::key(location),
            format!("`{key}` is read as `{upper}`"),
            format!("write `{upper}` in upper case"),
        );
        return key.starts_with('2').then_some(Status::Success);
    }
    let is_range = key.len() == 3
        && key.starts_with(|c: char| ('1'..='5').contains(&c))
        && key.ends_with("XX");
    match key.parse::<u16>() {
        Ok(status @ 200..=299) => Some(Status::Exactly(status)),
        Ok(100..=599) => None,
        _ if is_range => None,
        _ => {
            reader.off_spec(
                Place::key(location),
                format!("`{key}` is no status code; the response is left out"),
                "write a status such as `204`, a range such as `2XX`, or `default`",
            );
            None
        }
    }
}
