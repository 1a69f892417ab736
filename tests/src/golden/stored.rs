//! Expected texts as they lie on the disk: what differs from the plain fixture, and no more.
//!
//! In: what each fixture expects, whole. Out: the files that say so, and the other way round. The
//! crate of the fixture [`PLAIN`] is stored whole. A file of another crate is stored
//!
//! - as a line of `as-plain.txt`, if it is as the plain crate's but for the name of the crate,
//!   which is the first line of `as-plain.txt`;
//! - as a patch for the plain crate's, `expected/src/lib.rs.diff`, if that is less than half of it;
//! - whole, `expected/src/lib.rs`, in all other cases.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::{DIAGNOSTICS, EXPECTED, Fixture, Tree, patch, read_tree, write_tree};

/// The fixture with which the others are compared.
const PLAIN: &str = "plain";

/// The file with the crate's name and the paths of the files that are as the plain crate's.
const AS_PLAIN: &str = "as-plain.txt";

/// What the name of a patch ends with.
const PATCH: &str = ".diff";

/// The golden files of all fixtures as they lie on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Of each fixture, by its name, `expected/…`, `as-plain.txt` and `diagnostics.txt`.
    fixtures: BTreeMap<String, Tree>,
}

impl Stored {
    /// Reads what lies on the disk.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn read(fixtures: &[Fixture]) -> io::Result<Self> {
        let fixtures = fixtures.iter().map(|fixture| {
            let mut tree = read_tree(&fixture.folder)?;
            tree.retain(|path, _| {
                path.starts_with(EXPECTED) || path == DIAGNOSTICS || path == AS_PLAIN
            });
            Ok((fixture.name.clone(), tree))
        });
        Ok(Self {
            fixtures: fixtures.collect::<io::Result<_>>()?,
        })
    }

    /// Writes what differs from what was stored before, and removes what is stored no more.
    ///
    /// # Errors
    ///
    /// If a file cannot be written or removed.
    pub fn write_over(&self, before: &Self) -> io::Result<()> {
        let (before, after) = (before.files(), self.files());
        for path in before.keys().filter(|path| !after.contains_key(*path)) {
            fs::remove_file(path)?;
        }
        write_tree(&after, Path::new(""))
    }

    /// Every file by its path below the package.
    #[must_use]
    pub fn files(&self) -> Tree {
        let files = self.fixtures.iter().flat_map(|(fixture, tree)| {
            let below = move |path: &String| format!("fixtures/{fixture}/{path}");
            tree.iter()
                .map(move |(path, text)| (below(path), text.clone()))
        });
        files.collect()
    }

    /// What a fixture expects, whole: `expected/…` and `diagnostics.txt`. The second part is what
    /// is wrong with how it is stored.
    #[must_use]
    pub fn expected(&self, fixture: &str) -> (Tree, Vec<String>) {
        let stored = self.fixtures.get(fixture).cloned().unwrap_or_default();
        let listing = stored.get(AS_PLAIN).map_or("", String::as_str);
        let mut lines = listing.lines();
        let name = CrateName::new(lines.next().unwrap_or_default());
        let plain = self.plain();
        let (mut whole, mut faults) = (Tree::new(), Vec::new());
        let mut expect = |path: String, text: String| {
            if whole.insert(path.clone(), text).is_some() {
                faults.push(format!("{path} is stored twice: remove one of them"));
            }
        };
        let mut missing = Vec::new();
        for path in lines.map(|line| format!("{EXPECTED}{line}")) {
            match plain.get(&path) {
                Some(text) => expect(path, name.filled_in(text)),
                None => missing.push(format!("{AS_PLAIN} has {path}, which {PLAIN} has not")),
            }
        }
        for (path, text) in stored {
            match path.strip_suffix(PATCH) {
                _ if path == AS_PLAIN => {}
                None => expect(path, text),
                Some(patched) => {
                    let old = plain.get(patched);
                    match old.and_then(|old| patch::applied(old, &text)) {
                        Some(new) => expect(patched.to_owned(), name.filled_in(&new)),
                        None => missing.push(format!("{path} is no patch for the file in {PLAIN}")),
                    }
                }
            }
        }
        faults.append(&mut missing);
        (whole, faults)
    }

    /// How the same fixtures are stored if they expect this, whole. Those that are not among it
    /// expect what they did before.
    #[must_use]
    pub fn with(&self, changed: &BTreeMap<String, Tree>) -> Self {
        let whole = |fixture: &String| {
            let changed = changed.get(fixture).cloned();
            changed.unwrap_or_else(|| self.expected(fixture).0)
        };
        let mut next = Self::default();
        if let Some((fixture, _)) = self.fixtures.get_key_value(PLAIN) {
            next.fixtures.insert(fixture.clone(), whole(fixture));
        }
        let plain = next.plain();
        for fixture in self.fixtures.keys().filter(|fixture| *fixture != PLAIN) {
            let stored = stored(whole(fixture), &plain);
            next.fixtures.insert(fixture.clone(), stored);
        }
        next
    }

    /// What the plain crate consists of, without its name.
    fn plain(&self) -> Tree {
        let mut plain = self.fixtures.get(PLAIN).cloned().unwrap_or_default();
        let name = CrateName::of(&plain);
        for text in plain.values_mut() {
            *text = name.taken_out(text);
        }
        plain
    }
}

/// How the files of a fixture are stored.
fn stored(whole: Tree, plain: &Tree) -> Tree {
    let name = CrateName::of(&whole);
    let mut stored = Tree::new();
    let mut listing = format!("{}\n", name.package);
    for (path, text) in whole {
        let nameless = name.taken_out(&text);
        // A text that has the marks already would come back as another one.
        let old = plain
            .get(&path)
            .filter(|_| name.filled_in(&nameless) == text);
        match old {
            Some(old) if *old == nameless => {
                listing.push_str(path.strip_prefix(EXPECTED).unwrap_or(&path));
                listing.push('\n');
            }
            Some(old) => {
                let patch = patch::between(old, &nameless);
                let is_shorter =
                    |patch: &String| patch.lines().count() < nameless.lines().count() / 2;
                match patch.filter(is_shorter) {
                    Some(patch) => stored.insert(format!("{path}{PATCH}"), patch),
                    None => stored.insert(path, text),
                };
            }
            None => drop(stored.insert(path, text)),
        }
    }
    if !plain.is_empty() {
        stored.insert(AS_PLAIN.to_owned(), listing);
    }
    stored
}

/// The name of a crate as its manifest has it and as Rust has it.
struct CrateName {
    package: String,
    in_rust: String,
}

impl CrateName {
    fn new(package: &str) -> Self {
        Self {
            package: package.to_owned(),
            in_rust: package.replace('-', "_"),
        }
    }

    /// As the manifest among these files says.
    fn of(tree: &Tree) -> Self {
        let manifest = tree.get(&format!("{EXPECTED}Cargo.toml"));
        let mut lines = manifest.into_iter().flat_map(|text| text.lines());
        let name = lines.find_map(|line| line.strip_prefix("name = "));
        Self::new(name.unwrap_or_default().trim_matches('"'))
    }

    fn taken_out(&self, text: &str) -> String {
        if self.package.is_empty() {
            return text.to_owned();
        }
        text.replace(&self.package, "{package}")
            .replace(&self.in_rust, "{crate}")
    }

    fn filled_in(&self, text: &str) -> String {
        text.replace("{package}", &self.package)
            .replace("{crate}", &self.in_rust)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Stored, Tree};

    /// Twelve lines, of which the name of the crate is one.
    fn text(name: &str) -> String {
        format!("use {name}::a;\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n")
    }

    /// A crate of this name with these files more.
    fn crate_of(name: &str, files: &[(&str, &str)]) -> Tree {
        let manifest = format!("[package]\nname = \"{name}\"\n");
        let files = files
            .iter()
            .map(|(path, text)| (format!("expected/{path}"), (*text).to_owned()));
        let manifest = ("expected/Cargo.toml".to_owned(), manifest);
        std::iter::once(manifest).chain(files).collect()
    }

    /// The plain fixture and others, blessed for the first time.
    fn blessed(others: &[(&str, &[(&str, &str)])]) -> Stored {
        let mut whole = BTreeMap::from([(
            "plain".to_owned(),
            crate_of("golden-plain", &[("a.rs", &text("golden_plain"))]),
        )]);
        whole.extend(others.iter().map(|(fixture, files)| {
            let fixture = (*fixture).to_owned();
            let tree = crate_of(&format!("golden-{fixture}"), files);
            (fixture, tree)
        }));
        let empty = whole.keys().map(|name| (name.clone(), Tree::new()));
        let empty = Stored {
            fixtures: empty.collect(),
        };
        let blessed = empty.with(&whole);
        for (fixture, tree) in whole {
            assert_eq!(blessed.expected(&fixture), (tree, Vec::new()));
        }
        assert_eq!(blessed.with(&BTreeMap::new()), blessed);
        blessed
    }

    fn paths(stored: &Stored) -> Vec<String> {
        let files = stored.files().into_keys();
        files.filter(|path| !path.contains("/plain/")).collect()
    }

    #[test]
    fn a_text_that_is_as_the_plain_one_but_for_the_name_is_a_line() {
        let stored = blessed(&[("one", &[("a.rs", &text("golden_one"))])]);
        assert_eq!(paths(&stored), ["fixtures/one/as-plain.txt"]);
        let listing = &stored.fixtures["one"]["as-plain.txt"];
        assert_eq!(listing, "golden-one\nCargo.toml\na.rs\n");
    }

    #[test]
    fn a_text_that_differs_a_little_is_a_patch() {
        let changed = text("golden_one").replace("g\n", "G\n");
        let stored = blessed(&[("one", &[("a.rs", &changed)])]);
        let patch = &stored.fixtures["one"]["expected/a.rs.diff"];
        assert_eq!(patch, "@@\n f\n-g\n+G\n h\n");
    }

    #[test]
    fn what_differs_more_or_is_nowhere_else_or_has_the_marks_is_whole() {
        let marks = text("golden_one").replace("g\n", "{crate}\n");
        for (path, text) in [
            ("a.rs", "a\nb\nc\n"),
            ("b.rs", &text("golden_one")),
            ("a.rs", &marks),
        ] {
            let stored = blessed(&[("one", &[(path, text)])]);
            assert_eq!(stored.fixtures["one"][&format!("expected/{path}")], text);
        }
    }

    #[test]
    fn where_the_plain_text_changes_others_expect_what_they_did() {
        let same: &[(&str, &str)] = &[("a.rs", &text("golden_one"))];
        let before = blessed(&[("one", same)]);
        let changed = text("golden_plain").replace("g\n", "G\n");
        let plain = crate_of("golden-plain", &[("a.rs", &changed)]);
        let after = before.with(&BTreeMap::from([("plain".to_owned(), plain)]));
        let patch = &after.fixtures["one"]["expected/a.rs.diff"];
        assert_eq!(patch, "@@\n f\n-G\n+g\n h\n");
        assert_eq!(after.expected("one"), before.expected("one"));
    }

    #[test]
    fn a_path_that_is_there_twice_and_a_patch_for_nothing_are_faults() {
        let mut stored = blessed(&[("one", &[("a.rs", &text("golden_one"))])]);
        let one = stored.fixtures.get_mut("one").unwrap();
        one.insert("expected/a.rs".to_owned(), "c\n".to_owned());
        one.insert("expected/b.rs.diff".to_owned(), "@@\n-c\n".to_owned());
        one.insert(
            "as-plain.txt".to_owned(),
            "golden-one\na.rs\nd.rs\n".to_owned(),
        );
        assert_eq!(
            stored.expected("one").1,
            [
                "expected/a.rs is stored twice: remove one of them",
                "as-plain.txt has expected/d.rs, which plain has not",
                "expected/b.rs.diff is no patch for the file in plain",
            ]
        );
    }
}
