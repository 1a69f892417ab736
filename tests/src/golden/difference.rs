//! How one tree differs from another, in words.

use diffy::create_patch;

use super::Tree;

/// Every file that is missing, unexpected or different, each with a unified diff where there is
/// one.
#[must_use]
pub fn differences(expected: &Tree, actual: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in expected {
        match actual.get(path) {
            None => found.push(format!("missing: {path} is expected and was not generated")),
            Some(other) if other == text => {}
            Some(other) => found.push(format!(
                "different: {path} (- expected, + generated)\n{}",
                unified(text, other)
            )),
        }
    }
    for path in actual.keys().filter(|path| !expected.contains_key(*path)) {
        found.push(format!(
            "unexpected: {path} was generated and is not expected"
        ));
    }
    found
}

/// A unified diff; line ends that differ are shown.
#[must_use]
pub fn unified(old: &str, new: &str) -> String {
    let patch = create_patch(old, new).to_string();
    // The names of the two texts stand above the first hunk.
    let hunks = patch.find("@@").and_then(|first| patch.get(first..));
    hunks.unwrap_or_default().replace('\r', "␍")
}

#[cfg(test)]
mod tests {
    use super::{Tree, differences, unified};

    fn tree(files: &[(&str, &str)]) -> Tree {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        files.iter().map(owned).collect()
    }

    #[test]
    fn equal_trees_do_not_differ() {
        let one = tree(&[("a", "1\n"), ("b/c", "2\n")]);
        assert!(differences(&one, &one.clone()).is_empty());
    }

    #[test]
    fn a_missing_an_unexpected_and_a_different_file_are_each_named() {
        let expected = tree(&[("gone", ""), ("kept", "same\nold\n")]);
        let actual = tree(&[("kept", "same\nnew\n"), ("new", "")]);
        let found = differences(&expected, &actual);
        assert_eq!(found[0], "missing: gone is expected and was not generated");
        assert_eq!(
            found[1],
            "different: kept (- expected, + generated)\n@@ -1,2 +1,2 @@\n same\n-old\n+new\n"
        );
        assert_eq!(
            found[2],
            "unexpected: new was generated and is not expected"
        );
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn line_ends_are_part_of_a_text() {
        assert_eq!(unified("a\n", "a\r\n"), "@@ -1 +1 @@\n-a\n+a␍\n");
    }
}
