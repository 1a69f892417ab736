//! Every fixture against the crate that is expected of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use libtest_mimic::{Arguments, Trial};
use tests::golden::{BLESS, Fixture, Stored, blessing, differences, in_parallel};

/// What a run that is to bless starts with.
const AGAIN: &str = "cargo test -p tests --test golden";

/// A test for each fixture. Where golden files are to be written, those of the fixtures that
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
    let each = fixtures.into_iter().map(|fixture| {
        let stored = Arc::clone(&stored);
        Trial::test(name(&fixture), move || Ok(compare(&fixture, &stored)?))
    });
    each.collect()
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
