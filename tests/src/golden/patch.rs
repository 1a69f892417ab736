//! How one text becomes another, without line numbers.
//!
//! In: two texts. Out: a patch, and from the first text and the patch the second one again. A patch
//! is a unified diff whose hunks start with a bare `@@`: where a text grows somewhere, the patches
//! of what follows stay as they are. Each hunk is applied at the first place, behind the one
//! before, where the lines are those that it names.

use diffy::{DiffOptions, Line};

/// How many lines around a change a patch repeats: as few as make it apply at the right place.
const CONTEXT: [usize; 2] = [1, 3];

/// What stands above each hunk.
const HUNK: &str = "@@\n";

/// A patch that makes `new` of `old`, if there is one.
pub fn between(old: &str, new: &str) -> Option<String> {
    let mut patches = CONTEXT
        .iter()
        .map(|context| with_context(old, new, *context));
    patches.find(|patch| applied(old, patch).as_deref() == Some(new))
}

fn with_context(old: &str, new: &str, context: usize) -> String {
    let mut options = DiffOptions::new();
    let patch = options.set_context_len(context).create_patch(old, new);
    let mut text = String::new();
    for hunk in patch.hunks() {
        text.push_str(HUNK);
        for line in hunk.lines() {
            let (mark, line) = match line {
                Line::Context(line) => (" ", line),
                Line::Delete(line) => ("-", line),
                Line::Insert(line) => ("+", line),
            };
            // A blank at the end of a line is what editors and reviewers stumble over.
            text.push_str(if *line == "\n" && mark == " " {
                ""
            } else {
                mark
            });
            text.push_str(line);
        }
    }
    text
}

/// The text that a patch makes of `old`, if the patch is for it.
pub fn applied(old: &str, patch: &str) -> Option<String> {
    let mut rest: Vec<&str> = old.split_inclusive('\n').collect();
    let mut new = String::new();
    for hunk in patch.split_terminator(HUNK).skip(1) {
        let lines = || hunk.split_inclusive('\n');
        let before: Vec<&str> = lines().filter_map(|line| without(line, '+')).collect();
        let at = match before.len() {
            0 => 0,
            count => rest.windows(count).position(|lines| lines == before)?,
        };
        let behind = rest.split_off(at + before.len());
        new.extend(rest.iter().take(at).copied());
        new.extend(lines().filter_map(|line| without(line, '-')));
        rest = behind;
    }
    new.extend(rest);
    Some(new)
}

/// A line of a hunk without its mark, unless it has this one.
fn without(line: &str, mark: char) -> Option<&str> {
    match line.chars().next()? {
        first if first == mark => None,
        ' ' | '+' | '-' => line.get(1..),
        _ => Some(line),
    }
}

#[cfg(test)]
mod tests {
    use super::{applied, between};

    #[test]
    fn a_patch_says_what_changes_and_the_line_around_it() {
        for (old, new, patch) in [
            ("a\nb\nc\nd\n", "a\nB\nc\nd\n", "@@\n a\n-b\n+B\n c\n"),
            ("a\n\nb\n", "a\n\nc\n", "@@\n\n-b\n+c\n"),
            ("a\nb\n", "a\nb\nc\n", "@@\n b\n+c\n"),
            ("+\n-\n", "+\n \n-\n", "@@\n +\n+ \n -\n"),
            ("", "a\n", "@@\n+a\n"),
            ("a\n", "a\n", ""),
        ] {
            assert_eq!(between(old, new).as_deref(), Some(patch));
            assert_eq!(applied(old, patch).as_deref(), Some(new));
        }
    }

    #[test]
    fn where_a_line_is_there_twice_more_lines_around_it_tell_which() {
        let (old, new) = ("a\nx\nb\nc\nx\nb\n", "a\nx\nb\nc\nx\nB\n");
        let patch = between(old, new).unwrap();
        assert_eq!(patch, "@@\n b\n c\n x\n-b\n+B\n");
        assert_eq!(applied(old, &patch).as_deref(), Some(new));
    }

    #[test]
    fn a_last_line_that_ends_nowhere_is_a_patch_only_where_it_comes_last() {
        assert_eq!(between("a\n", "a").as_deref(), Some("@@\n-a\n+a"));
        assert_eq!(between("a", "a\n"), None);
    }

    #[test]
    fn a_patch_for_another_text_makes_nothing() {
        assert_eq!(applied("a\n", "@@\n-b\n+c\n"), None);
    }
}
