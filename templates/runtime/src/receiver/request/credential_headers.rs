//! Headers that hold credentials: a request's headers in, the same ones out, the secret ones
//! marked.

use http::HeaderMap;
use http::header::Entry;

/// Headers whose values are credentials whatever the specification says.
const ALWAYS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// Marks every value of these headers, and of those that always hold credentials, as sensitive:
/// `Debug` does not show it, and HTTP/2 does not index it.
pub(crate) fn mark_credentials(headers: &mut HeaderMap, names: &[&str]) {
    for name in ALWAYS.iter().chain(names) {
        if let Ok(Entry::Occupied(mut field)) = headers.try_entry(*name) {
            for value in field.iter_mut() {
                value.set_sensitive(true);
            }
        }
    }
}
