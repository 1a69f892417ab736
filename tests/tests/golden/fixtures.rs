//! Every fixture against the crate that is expected of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use tests::golden::{BLESS, Fixture, Stored, blessing, differences, in_parallel};

/// What a run that is to bless starts with.
const AGAIN: &str = "cargo test -p tests --test golden";

/// A test for each fixture, and one about what they have in common. Where golden files are to be written, those of the fixtures that
/// the arguments choose are written now.
///
/// # Panics
///
/// If the folder of fixtures cannot be read or written.
pub fn trials(arguments: &Arguments) -> Vec<Trial> {
    let fixtures = Fixture::all().expect("the folder of fixtures can be read");
    let mut stored = Stored::read(&fixtures).expect("golden files can be read");
    if blessing() && !arguments.list {
        let chosen = fixtures.iter().filter(|fixture| {
            let trial = Trial::test(name(fixture), || Ok(()));
            !arguments.is_filtered_out(&trial)
        });
        let chosen: Vec<Fixture> = chosen.cloned().collect();
        stored = bless(&chosen, &stored);
    }
    let stored = Arc::new(stored);
    let shared = Arc::clone(&stored);
    let once = Trial::test("what_fixtures_have_in_common_is_stored_once", move || {
        Ok(is_stored_once(&shared)?)
    });
    let each = fixtures.into_iter().map(|fixture| {
        let stored = Arc::clone(&stored);
        Trial::test(name(&fixture), move || Ok(compare(&fixture, &stored)?))
    });
    std::iter::once(once).chain(each).collect()
}

fn name(fixture: &Fixture) -> String {
    format!("fixtures/{}", fixture.name)
}

/// Writes what codegen makes of these fixtures as their golden files. One of which it makes nothing keeps those that it has.
fn bless(fixtures: &[Fixture], stored: &Stored) -> Stored {
    let made = in_parallel(fixtures, Fixture::generated);
    let made = fixtures.iter().zip(made);
    let made: BTreeMap<_, _> = made
        .filter_map(|(fixture, made)| Some((fixture.name.clone(), made.ok()?.0)))
        .collect();
    let blessed = stored.with(&made);
    blessed
        .write_over(stored)
        .expect("golden files can be written");
    blessed
}

/// Generates the crate, and says how it differs from the expected one.
fn compare(fixture: &Fixture, stored: &Stored) -> Result<(), String> {
    let (tree, not_copied) = fixture.generated()?;
    if !not_copied.is_empty() {
        return Err(format!(
            "{}\n\ncodegen copies templates/runtime/src as it stands",
            not_copied.join("\n")
        ));
    }
    let (expected, mut found) = stored.expected(&fixture.name);
    found.extend(differences(&expected, &tree));
    if found.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\n\nIf this is what codegen should make, run:\n    {BLESS}=1 {AGAIN} {}",
        found.join("\n"),
        fixture.name
    ))
}

/// Whether golden files lie where blessing would put them.
fn is_stored_once(stored: &Stored) -> Result<(), String> {
    let blessed = stored.with(&BTreeMap::new()).files();
    let stored = stored.files();
    let missing = blessed.keys().filter(|path| !stored.contains_key(*path));
    let missing = missing.map(|path| format!("to be written: {path}"));
    let surplus = stored.keys().filter(|path| !blessed.contains_key(*path));
    let surplus = surplus.map(|path| format!("to be removed: {path}"));
    let other = blessed
        .iter()
        .filter(|(path, text)| stored.get(*path).is_some_and(|other| other != *text));
    let other = other.map(|(path, _)| format!("to be changed: {path}"));
    let found: Vec<String> = missing.chain(surplus).chain(other).collect();
    if found.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{}\n\nA text is stored more than once, or is common to too few. To store each once, run:\n    {BLESS}=1 {AGAIN}",
        found.join("\n")
    ))
}
