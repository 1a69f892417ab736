//! The bytes of parts that are files: a body in, the contents of its parts out, as they were sent.

use crate::runtime::body::parts::parts;

/// The contents of the parts of this name in a body in `multipart/form-data`, in the order of the
/// body. A part that is a file is text in its payload; here are its bytes. None for a body that is
/// not made of parts.
///
/// ```
/// # use webhook_runtime::part_contents;
/// let body = b"--b\r\nContent-Disposition: form-data; name=scan; filename=a.png\r\n\r\n\x89PNG\r\n--b--";
/// assert_eq!(part_contents(body, "scan"), [b"\x89PNG"]);
/// ```
#[must_use]
pub fn part_contents<'b>(body: &'b [u8], name: &str) -> Vec<&'b [u8]> {
    let parts = parts(body).unwrap_or_default().into_iter();
    let named = parts.filter(|part| part.is_named && part.name == name);
    named.map(|part| part.content).collect()
}
