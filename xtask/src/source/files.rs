//! Finding files: paths made comparable, names shown to people, and the references of a document
//! that leave its file.

use std::borrow::Cow;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};

use serde_json::Value;

use super::child;
use crate::place::Pointer;

/// The path without `.` and, where it can be told from the text alone, without `..`.
pub(crate) fn cleaned(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                let inside = matches!(clean.components().next_back(), Some(Component::Normal(_)));
                if inside {
                    clean.pop();
                } else if !clean.has_root() {
                    clean.push("..");
                }
            }
            other => clean.push(other),
        }
    }
    clean
}

/// The absolute form of a path, by text alone: the file need not exist.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).map_or_else(|_| cleaned(path), |path| cleaned(&path))
}

/// The path as people read it: relative to the current folder if it is below that, always with
/// forward slashes.
pub(super) fn display_name(path: &Path) -> String {
    let full = absolute(path);
    let below = std::env::current_dir()
        .ok()
        .and_then(|folder| full.strip_prefix(folder).ok().map(Path::to_path_buf));
    let shown = below.unwrap_or_else(|| cleaned(path));
    shown.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}

/// Splits a reference at its first `#`: the file part and the fragment, both still percent-encoded.
#[must_use]
pub fn split_reference(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// Whether a reference names something outside the file system, such as
/// `https://example.com/a.yaml` or `urn:a`.
#[must_use]
pub fn is_remote(reference: &str) -> bool {
    let (file, _) = split_reference(reference);
    file.split_once(':').is_some_and(|(scheme, _)| {
        // One letter is a drive of Windows.
        scheme.len() > 1
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// The absolute path that the address of a file on this machine stands for (RFC 8089, section 2),
/// still percent-encoded; `None` if the address is none.
pub(super) fn path_of_address(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once(':')?;
    let path = match rest.strip_prefix("//") {
        Some(rest) => rest.strip_prefix("localhost").unwrap_or(rest),
        None => rest,
    };
    let is_file = scheme.eq_ignore_ascii_case("file") && path.starts_with('/');
    // On Windows, a drive stands behind the slash.
    let drive = path
        .get(1..)
        .filter(|path| path.get(1..2) == Some(":") && path.get(..1).is_some_and(is_letter));
    is_file.then(|| drive.unwrap_or(path))
}

fn is_letter(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphabetic())
}

/// The folder of an absolute address, with the slash at its end; `None` if it has none.
pub(super) fn address_folder(address: &str) -> Option<&str> {
    let (address, _) = split_reference(address);
    let (address, _) = address.split_once('?').unwrap_or((address, ""));
    let path = address.find("://")? + "://".len();
    let slash = address.rfind('/').filter(|slash| *slash >= path)?;
    address.get(..=slash)
}

/// Undoes percent-encoding (RFC 3986, section 2.1); `None` if a `%` is not followed by two
/// hexadecimal digits or the result is not UTF-8.
#[must_use]
pub fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// Whether the value of a discriminator mapping is a reference to a file and not the name of a
/// component.
fn names_file(mapping: &str) -> bool {
    let (file, fragment) = split_reference(mapping);
    let extension = Path::new(file).extension();
    !file.is_empty()
        && (!fragment.is_empty()
            || file.contains('/')
            || extension.is_some_and(|e| {
                ["yaml", "yml", "json"]
                    .iter()
                    .any(|known| e.eq_ignore_ascii_case(known))
            }))
}

/// The file parts, or addresses, of all references that leave the file, with the node that says
/// them, in document order.
pub(super) fn outward_references(value: &Value) -> Vec<(Pointer, &str)> {
    let mut found = Vec::new();
    collect(value, &mut Vec::new(), &mut found);
    found
}

fn collect<'v>(
    value: &'v Value,
    path: &mut Vec<Cow<'v, str>>,
    found: &mut Vec<(Pointer, &'v str)>,
) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                path.push(key.into());
                match (key.as_str(), value) {
                    ("$ref", Value::String(reference)) => keep(reference, path, found),
                    ("discriminator", Value::Object(discriminator)) => {
                        let mapping = discriminator.get("mapping").and_then(Value::as_object);
                        for (name, target) in mapping.into_iter().flatten() {
                            if let Some(target) = target.as_str().filter(|text| names_file(text)) {
                                path.extend(["mapping".into(), name.into()]);
                                keep(target, path, found);
                                path.truncate(path.len().saturating_sub(2));
                            }
                        }
                    }
                    _ => collect(value, path, found),
                }
                path.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string().into());
                collect(item, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

fn keep<'v>(reference: &'v str, path: &[Cow<'v, str>], found: &mut Vec<(Pointer, &'v str)>) {
    let (file, _) = split_reference(reference);
    if !file.is_empty() {
        found.push((path.iter().map(AsRef::as_ref).collect(), file));
    }
}

/// The folder that the `$id`s around a node lead to from that of the file, if they name any on
/// this machine.
pub(super) fn folder_around(root: &Value, pointer: &Pointer) -> Option<PathBuf> {
    let mut folder: Option<PathBuf> = None;
    let mut node = root;
    for token in pointer.tokens() {
        if let Some(id) = node.get("$id").and_then(Value::as_str) {
            if is_remote(id) {
                return None;
            }
            let (id, _) = split_reference(id);
            let (within, _) = id.rsplit_once('/').unwrap_or_default();
            folder = Some(folder.unwrap_or_default().join(within));
        }
        node = child(node, token)?;
    }
    folder
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::{address_folder, cleaned, is_remote, names_file, path_of_address, percent_decoded};

    #[test]
    fn paths_are_cleaned_by_text() {
        for (path, clean) in [
            ("./a/../b/c.yaml", "b/c.yaml"),
            ("../a.yaml", "../a.yaml"),
            ("/../a.yaml", "/a.yaml"),
            ("a/../../b", "../b"),
        ] {
            assert_eq!(cleaned(Path::new(path)), PathBuf::from(clean), "{path}");
        }
    }

    #[test]
    fn percent_encoding_is_undone_or_refused() {
        assert_eq!(percent_decoded("a%20b%C3%A9"), Some("a bé".to_owned()));
        for text in ["%", "%2", "%zz", "%ff"] {
            assert_eq!(percent_decoded(text), None, "{text}");
        }
    }

    #[test]
    fn component_names_are_not_files() {
        assert!(!names_file("Dog"));
        assert!(!names_file("#/components/schemas/Dog"));
        assert!(names_file("dog.yaml"));
        assert!(names_file("dog#/x"));
        assert!(names_file("schemas/dog"));
    }

    #[test]
    fn an_address_lies_in_a_folder_if_it_has_a_path() {
        for (address, folder) in [
            ("https://a.test/b/c.yaml", Some("https://a.test/b/")),
            ("https://a.test/b/?at=/c#/d", Some("https://a.test/b/")),
            ("https://a.test/c", Some("https://a.test/")),
            ("file:///b/c.yaml", Some("file:///b/")),
            ("https://a.test", None),
            ("urn:a/b:c", None),
            ("b/c.yaml", None),
        ] {
            assert_eq!(address_folder(address), folder, "{address}");
        }
    }

    #[test]
    fn the_address_of_a_file_on_this_machine_has_a_path() {
        for (address, path) in [
            ("file:///b/c.yaml", Some("/b/c.yaml")),
            ("FILE:/b/c.yaml", Some("/b/c.yaml")),
            ("file://localhost/b%20c", Some("/b%20c")),
            ("file:///C:/b", Some("C:/b")),
            ("file:////host/b", Some("//host/b")),
            ("file://host/b", None),
            ("file://localhostess/b", None),
            ("file:b", None),
            ("https:///b", None),
        ] {
            assert_eq!(path_of_address(address), path, "{address}");
        }
    }

    #[test]
    fn network_addresses_are_remote() {
        assert!(is_remote("https://example.com/a.yaml#/x"));
        assert!(is_remote("urn:example:a"));
        assert!(!is_remote("C:/a.yaml"));
        assert!(!is_remote("a.yaml#/x:y"));
    }
}
