//! Every fixture against the crate that is expected of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use tests::golden::{BLESS, Copy, Fixture, Stored, blessing, differences, in_parallel};

/// What a run that is to bless starts with.
const AGAIN: &str = "cargo test -p tests --test golden";

/// A test for each fixture, one about how they are stored, and one about copies of the runtime.
/// Where golden files are to be written, those of the fixtures that the arguments choose are
/// written now.
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
    let all = fixtures.clone();
    let copies = Trial::test("copies_of_the_runtime_have_what_they_need", move || {
        Ok(copies_are_whole(&all)?)
    });
    let each = fixtures.into_iter().map(|fixture| {
        let stored = Arc::clone(&stored);
        Trial::test(name(&fixture), move || Ok(compare(&fixture, &stored)?))
    });
    [once, copies].into_iter().chain(each).collect()
}

fn name(fixture: &Fixture) -> String {
    format!("fixtures/{}", fixture.name)
}

/// Writes what codegen makes of these fixtures as their golden files. One of which it makes nothing
/// keeps those that it has.
fn bless(fixtures: &[Fixture], stored: &Stored) -> Stored {
    let made = in_parallel(fixtures, Fixture::generated);
    let made = fixtures.iter().zip(made);
    let made: BTreeMap<_, _> = made
        .filter_map(|(fixture, made)| Some((fixture.name.clone(), made.ok()?)))
        .collect();
    let blessed = stored.with(&made);
    blessed
        .write_over(stored)
        .expect("golden files can be written");
    blessed
}

/// Generates the crate, and says how it differs from the expected one.
fn compare(fixture: &Fixture, stored: &Stored) -> Result<(), String> {
    let tree = fixture.generated()?;
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
        "{}\n\nThis is stored otherwise than blessing stores it. To store it so, run:\n    {BLESS}=1 {AGAIN}",
        found.join("\n")
    ))
}

/// Whether each fixture would compile with a copy of the runtime, as far as its texts say. What
/// they do not say, the compiler does of the fixtures that keep a copy: wherever one module is
/// copied without another, one of those copies it without the other too.
fn copies_are_whole(fixtures: &[Fixture]) -> Result<(), String> {
    let copies = in_parallel(fixtures, Copy::of);
    let copies = copies.into_iter().collect::<Result<Vec<Copy>, String>>()?;
    let modules: BTreeSet<&String> = copies.iter().flat_map(|copy| &copy.modules).collect();
    let apart = |copy: &Copy| -> Vec<(String, String)> {
        let without = modules.iter().filter(|name| !copy.modules.contains(**name));
        let pairs = without.flat_map(|without| {
            let with = copy.modules.iter();
            with.map(|with| (with.clone(), (*without).clone()))
        });
        pairs.collect()
    };
    let each = || fixtures.iter().zip(&copies);
    let compiled = each().filter(|(fixture, _)| fixture.is_copy());
    let compiled: BTreeSet<_> = compiled.flat_map(|(_, copy)| apart(copy)).collect();
    let mut found: Vec<String> = copies.iter().flat_map(|copy| copy.faults.clone()).collect();
    for (fixture, copy) in each() {
        let missing = apart(copy).into_iter();
        let missing = missing.filter(|pair| !compiled.contains(pair));
        found.extend(missing.map(|(with, without)| {
            format!(
                "{}: a copy with `{with}` and without `{without}` is compiled nowhere: \
                 write `--runtime copy` into its arguments.txt",
                fixture.name
            )
        }));
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(found.join("\n"))
}
