//! Expected texts that many fixtures share, stored once.
//!
//! In: what each fixture expects, whole. Out: what of it lies in the fixture's own folder, what in `common/`, and the other way round. A
//! file that is the same in [`MANY`] fixtures or more is a common text: `common/src/receiver.1.rs` for the path `src/receiver.rs`. A
//! fixture that has it so names it in its `common.txt`, a line for each file: `src/receiver.rs = src/receiver.1.rs`. The name of the
//! crate is all that may differ, and is `{package}` or `{crate}` in a common text.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use super::{DIAGNOSTICS, EXPECTED, Fixture, Tree, read_tree, write_tree};

/// How many fixtures have to agree for a text to be common.
const MANY: usize = 4;

/// The file of a fixture that says which of its texts are common.
const LISTING: &str = "common.txt";

/// The folder of common texts.
const COMMON: &str = "common";

/// The manifest, which has the crate's name and so is each fixture's own.
const MANIFEST: &str = "Cargo.toml";

/// The golden files of all fixtures as they lie on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// The common texts, by their paths below `common/`.
    common: Tree,
    /// Of each fixture, by its name, what lies in its own folder: `expected/…`, `diagnostics.txt`, `common.txt`.
    own: BTreeMap<String, Tree>,
}

impl Stored {
    /// Reads what lies on the disk.
    ///
    /// # Errors
    ///
    /// If a file cannot be read.
    pub fn read(fixtures: &[Fixture]) -> io::Result<Self> {
        let own = fixtures.iter().map(|fixture| {
            let mut tree = read_tree(&fixture.folder)?;
            tree.retain(|path, _| {
                path.starts_with(EXPECTED) || path == DIAGNOSTICS || path == LISTING
            });
            Ok((fixture.name.clone(), tree))
        });
        Ok(Self {
            common: read_tree(Path::new(COMMON))?,
            own: own.collect::<io::Result<_>>()?,
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
        let common = self.common.iter();
        let common = common.map(|(path, text)| (format!("{COMMON}/{path}"), text.clone()));
        let own = self.own.iter().flat_map(|(fixture, tree)| {
            let below = move |path: &String| format!("fixtures/{fixture}/{path}");
            tree.iter()
                .map(move |(path, text)| (below(path), text.clone()))
        });
        common.chain(own).collect()
    }

    /// What a fixture expects, whole: `expected/…` and `diagnostics.txt`. The second part is what is wrong with its listing.
    #[must_use]
    pub fn expected(&self, fixture: &str) -> (Tree, Vec<String>) {
        let mut whole = self.own.get(fixture).cloned().unwrap_or_default();
        let mut faults = Vec::new();
        let listing = whole.remove(LISTING).unwrap_or_default();
        let name = CrateName::of(&whole);
        for (path, common) in listed(&listing) {
            let path = format!("{EXPECTED}{path}");
            match self.common.get(common) {
                None => faults.push(format!(
                    "{LISTING} names {common}, and {COMMON}/{common} is not there"
                )),
                Some(_) if whole.contains_key(&path) => faults.push(format!(
                    "{path} is there, and {LISTING} names {common} in its stead: remove one of them"
                )),
                Some(text) => drop(whole.insert(path, name.filled_in(text))),
            }
        }
        (whole, faults)
    }

    /// How the same fixtures are stored if they expect this, whole. Those that are not among it stay as they are.
    #[must_use]
    pub fn with(&self, changed: &BTreeMap<String, Tree>) -> Self {
        let mut next = Self::default();
        for fixture in self.own.keys() {
            let changed = changed.get(fixture).cloned();
            let whole = changed.unwrap_or_else(|| self.expected(fixture).0);
            next.own.insert(fixture.clone(), whole);
        }
        let mut listings: BTreeMap<String, String> = BTreeMap::new();
        for (path, groups) in shared(&next.own) {
            for (common, group) in self.named(&path, groups) {
                for fixture in &group.fixtures {
                    let listing = listings.entry(fixture.clone()).or_default();
                    // Writing to a text cannot fail.
                    let _ = writeln!(listing, "{path} = {common}");
                    let own = next.own.entry(fixture.clone()).or_default();
                    own.remove(&format!("{EXPECTED}{path}"));
                }
                next.common.insert(common, group.text);
            }
        }
        for (fixture, listing) in listings {
            let own = next.own.entry(fixture).or_default();
            own.insert(LISTING.to_owned(), listing);
        }
        next
    }

    /// A path below `common/` for each group: the one that most of the group have now, or else the next number.
    fn named(&self, path: &str, groups: Vec<Group>) -> Vec<(String, Group)> {
        let mut taken = BTreeSet::new();
        let kept: Vec<Option<String>> = groups
            .iter()
            .map(|group| {
                let now = self.named_by_most(path, group)?;
                taken.insert(now.clone()).then_some(now)
            })
            .collect();
        let named = groups.into_iter().zip(kept).map(|(group, kept)| {
            let next = || (1..).map(|number| numbered(path, number));
            let name = kept.or_else(|| next().find(|name| taken.insert(name.clone())));
            (name.unwrap_or_default(), group)
        });
        named.collect()
    }

    /// The common text that most fixtures of a group name for a path.
    fn named_by_most(&self, path: &str, group: &Group) -> Option<String> {
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for fixture in &group.fixtures {
            let listing = self.own.get(fixture).and_then(|own| own.get(LISTING));
            let lines = listing.into_iter().flat_map(|listing| listed(listing));
            for (_, common) in lines.filter(|(listed, _)| *listed == path) {
                *votes.entry(common).or_default() += 1;
            }
        }
        let most = votes.into_iter().rev().max_by_key(|(_, count)| *count);
        most.map(|(common, _)| common.to_owned())
    }
}

/// Fixtures whose crates have the same text at a path, but for the name of the crate.
struct Group {
    text: String,
    fixtures: Vec<String>,
}

/// By each path in the expected crates, the groups of fixtures that are large enough to share a text, the largest first.
fn shared(whole: &BTreeMap<String, Tree>) -> BTreeMap<String, Vec<Group>> {
    let mut texts: BTreeMap<&str, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for (fixture, tree) in whole {
        let name = CrateName::of(tree);
        for (path, text) in tree {
            let Some(path) = path.strip_prefix(EXPECTED) else {
                continue;
            };
            let common = name.taken_out(text);
            // A text that has the marks already would come back as another one.
            if path != MANIFEST && name.filled_in(&common) == *text {
                let fixtures = texts.entry(path).or_default().entry(common).or_default();
                fixtures.push(fixture.clone());
            }
        }
    }
    let groups = |texts: BTreeMap<String, Vec<String>>| {
        let groups = texts
            .into_iter()
            .filter(|(_, fixtures)| fixtures.len() >= MANY);
        let mut groups: Vec<Group> = groups
            .map(|(text, fixtures)| Group { text, fixtures })
            .collect();
        groups.sort_by(|one, other| {
            let sizes = other.fixtures.len().cmp(&one.fixtures.len());
            sizes.then_with(|| one.fixtures.cmp(&other.fixtures))
        });
        groups
    };
    texts
        .into_iter()
        .map(|(path, texts)| (path.to_owned(), groups(texts)))
        .collect()
}

/// The lines of a listing: a path in the crate, and one below `common/`.
fn listed(listing: &str) -> impl Iterator<Item = (&str, &str)> {
    listing.lines().filter_map(|line| line.split_once(" = "))
}

/// `src/receiver.1.rs` for `src/receiver.rs`.
fn numbered(path: &str, number: usize) -> String {
    match path.rsplit_once('.') {
        Some((stem, kind)) => format!("{stem}.{number}.{kind}"),
        None => format!("{path}.{number}"),
    }
}

/// The name of a crate as its manifest has it and as Rust has it.
struct CrateName {
    package: String,
    in_rust: String,
}

impl CrateName {
    /// As the manifest among these files says.
    fn of(tree: &Tree) -> Self {
        let manifest = tree.get(&format!("{EXPECTED}{MANIFEST}"));
        let mut lines = manifest.into_iter().flat_map(|text| text.lines());
        let name = lines.find_map(|line| line.strip_prefix("name = "));
        let package = name.unwrap_or_default().trim_matches('"').to_owned();
        let in_rust = package.replace('-', "_");
        Self { package, in_rust }
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

    /// A crate of this name with one more file.
    fn crate_of(name: &str, text: &str) -> Tree {
        let manifest = format!("[package]\nname = \"{name}\"\n");
        let files = [
            ("expected/Cargo.toml", manifest),
            ("expected/src/a.rs", text.to_owned()),
        ];
        files.map(|(path, text)| (path.to_owned(), text)).into()
    }

    /// Fixtures `one`, `two` … with these texts, nothing being common yet.
    fn stored(texts: &[&str]) -> Stored {
        let names = ["five", "four", "one", "six", "three", "two"];
        let own = names.iter().zip(texts).map(|(name, text)| {
            (
                (*name).to_owned(),
                crate_of(&format!("golden-{name}"), text),
            )
        });
        Stored {
            common: Tree::new(),
            own: own.collect(),
        }
    }

    fn blessed(stored: &Stored) -> Stored {
        stored.with(&BTreeMap::new())
    }

    fn paths(stored: &Stored) -> Vec<String> {
        let files = stored.files().into_keys();
        files.filter(|path| !path.ends_with("Cargo.toml")).collect()
    }

    #[test]
    fn a_text_of_four_is_stored_once_and_still_expected_of_each() {
        let each = stored(&["a\n", "a\n", "a\n", "b\n", "a\n"]);
        let once = blessed(&each);
        assert_eq!(
            paths(&once),
            [
                "common/src/a.1.rs",
                "fixtures/five/common.txt",
                "fixtures/four/common.txt",
                "fixtures/one/common.txt",
                "fixtures/six/expected/src/a.rs",
                "fixtures/three/common.txt",
            ]
        );
        assert_eq!(once.own["one"]["common.txt"], "src/a.rs = src/a.1.rs\n");
        for fixture in each.own.keys() {
            assert_eq!(once.expected(fixture), each.expected(fixture));
        }
        assert_eq!(blessed(&once), once);
    }

    #[test]
    fn three_that_agree_keep_a_text_each() {
        let each = stored(&["a\n", "a\n", "a\n", "b\n"]);
        assert_eq!(blessed(&each), each);
    }

    #[test]
    fn the_name_of_the_crate_may_differ() {
        let named = ["five", "four", "one", "six"];
        let texts = named.map(|name| format!("use golden_{name}::b; // golden-{name}\n"));
        let each = stored(&texts.each_ref().map(String::as_str));
        let once = blessed(&each);
        assert_eq!(once.common["src/a.1.rs"], "use {crate}::b; // {package}\n");
        for fixture in each.own.keys() {
            assert_eq!(once.expected(fixture), each.expected(fixture));
        }
    }

    #[test]
    fn a_text_that_has_the_marks_already_is_nobody_elses() {
        let each = stored(&["{crate}\n"; 5]);
        assert_eq!(blessed(&each), each);
    }

    #[test]
    fn a_common_text_keeps_its_name_when_all_change_and_when_most_do() {
        let once = blessed(&stored(&["a\n"; 6]));
        let change = |texts: &[&str]| {
            let whole = once.own.keys().zip(texts).map(|(fixture, text)| {
                (
                    fixture.clone(),
                    crate_of(&format!("golden-{fixture}"), text),
                )
            });
            once.with(&whole.collect())
        };
        let all = change(&["b\n"; 6]);
        assert_eq!(all.common["src/a.1.rs"], "b\n");
        assert_eq!((&all.own, all.common.len()), (&once.own, 1));
        let most = change(&["b\n", "b\n", "b\n", "b\n", "c\n", "a\n"]);
        assert_eq!(most.common["src/a.1.rs"], "b\n");
        assert_eq!(most.own["three"]["expected/src/a.rs"], "c\n");
        assert_eq!(most.own["two"]["expected/src/a.rs"], "a\n");
        // The last that may be without the others.
        let one = once.with(&BTreeMap::from([(
            "two".to_owned(),
            crate_of("golden-two", "c\n"),
        )]));
        assert_eq!(one.common, once.common);
        assert_eq!(one.expected("two").0, crate_of("golden-two", "c\n"));
    }

    #[test]
    fn a_listing_that_names_nothing_or_what_is_there_already_is_a_fault() {
        let mut once = blessed(&stored(&["a\n"; 4]));
        let one = once.own.get_mut("one").unwrap();
        one.insert("expected/src/a.rs".to_owned(), "c\n".to_owned());
        one.insert(
            "common.txt".to_owned(),
            "src/a.rs = src/a.1.rs\nb = b.1\n".to_owned(),
        );
        let (whole, faults) = once.expected("one");
        assert_eq!(whole["expected/src/a.rs"], "c\n");
        assert_eq!(
            faults,
            [
                "expected/src/a.rs is there, and common.txt names src/a.1.rs in its stead: remove one of them",
                "common.txt names b.1, and common/b.1 is not there",
            ]
        );
    }
}
