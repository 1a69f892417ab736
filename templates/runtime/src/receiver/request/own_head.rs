//! The head of a request in memory of its own: a head in, the same head out.
//!
//! A server hands over the address and the values of the headers as views of the buffer that it
//! read them into, and that buffer lives as long as one of them does. So they are copied, like the
//! body: a delivery that is kept with its headers holds their bytes and no others. Names need
//! nothing: they are never such views.

use http::request::Parts;
use http::{HeaderValue, Uri};

/// Copies what may be a view of a server's buffer.
pub(crate) fn own_head(parts: &mut Parts) {
    for value in parts.headers.values_mut() {
        if let Ok(mut own) = HeaderValue::from_bytes(value.as_bytes()) {
            own.set_sensitive(value.is_sensitive());
            *value = own;
        }
    }
    if let Ok(own) = Uri::try_from(parts.uri.to_string()) {
        parts.uri = own;
    }
}
