//! Parameters of a path: the path of a request, the path of its event, and a parameter's name in,
//! its text out. As where events are looked for, only the end of a path counts.

use percent_encoding::percent_decode_str;

use crate::runtime::handling::parameters::value::texts_between;

/// The text of a parameter, which the path of the event has in braces, as `hooks/{id}/done`. `None`
/// if the path does not end so, or if the text is not UTF-8.
#[must_use]
pub fn path_text(path: &str, event: &str, name: &str) -> Option<String> {
    decoded(segment(path, event, name)?)
}

/// The texts of a parameter that has them all in one segment, with commas between.
#[must_use]
pub fn path_texts(path: &str, event: &str, name: &str) -> Option<Vec<String>> {
    texts_between(segment(path, event, name)?, ',', decoded)
}

/// The segment of a parameter, as it is written.
fn segment<'p>(path: &'p str, event: &str, name: &str) -> Option<&'p str> {
    let mut segments = path.trim_end_matches('/').rsplit('/');
    let mut found = None;
    for part in event.trim_matches('/').rsplit('/') {
        let segment = segments.next()?;
        match part
            .strip_prefix('{')
            .and_then(|part| part.strip_suffix('}'))
        {
            Some(_) if segment.is_empty() => return None,
            Some(parameter) if parameter == name => found = Some(segment),
            None if decoded(segment)? != part => return None,
            Some(_) | None => {}
        }
    }
    found
}

fn decoded(text: &str) -> Option<String> {
    let decoded = percent_decode_str(text).decode_utf8().ok()?;
    Some(decoded.into_owned())
}
