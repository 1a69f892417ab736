//! Every fixture against the crate that is expected of it.
//!
//! `BLESS=1 cargo test -p tests` writes the expected files anew, once the crates compile without a warning.

use std::sync::OnceLock;

use tests::golden::{BLESS, Fixture, Tree, blessing, compile, crates, differences};

/// A fixture with what codegen made of it.
struct Made {
    fixture: Fixture,
    tree: Tree,
    faults: Vec<String>,
}

/// All fixtures, generated and compiled once for all tests.
fn made() -> &'static (Vec<Made>, Result<(), String>) {
    static MADE: OnceLock<(Vec<Made>, Result<(), String>)> = OnceLock::new();
    MADE.get_or_init(|| {
        let fixtures = Fixture::all().unwrap();
        let generate = |fixture: &Fixture| {
            let generated = fixture.generated(&crates().join(&fixture.name));
            let (tree, faults) = generated.unwrap_or_else(|fault| panic!("{fault}"));
            Made {
                fixture: fixture.clone(),
                tree,
                faults,
            }
        };
        let made = fixtures.iter().map(generate).collect();
        (made, compile(&fixtures, &crates()))
    })
}

fn assert_none(faults: &[String], advice: &str) {
    assert!(faults.is_empty(), "{}\n\n{advice}", faults.join("\n"));
}

#[test]
fn there_is_a_fixture_for_every_feature() {
    let features = [
        "all-of",
        "array",
        "bodies",
        "bodies-by-content-type",
        "bodies-named-within",
        "callbacks",
        "chosen-names",
        "colliding-names",
        "conditional-members",
        "deep-types",
        "descriptions",
        "discriminator",
        "discriminator-by-inheritance",
        "enum-of-alternatives",
        "enum-with-null",
        "event-by-flags",
        "event-inferred",
        "event-inferred-integer",
        "event-inferred-nested",
        "event-joined",
        "file-references",
        "formats",
        "free-form",
        "header-parameters",
        "every-keyword",
        "file-references",
        "formats",
        "free-form",
        "identical-schemas",
        "inferred-tag",
        "integer-enum",
        "keyword-names",
        "many-events",
        "many-groups",
        "map",
        "naming",
        "non-ascii",
        "nullable",
        "object",
        "off-spec",
        "off-spec-schemas",
        "off-spec-types",
        "off-spec-webhooks",
        "open-enum",
        "operation-references",
        "outside-name",
        "outside-name-header",
        "recursive",
        "references",
        "responses",
        "required-optional",
        "scalar-bodies",
        "schema-identifiers",
        "security",
        "several-groups",
        "text-references",
        "several-methods",
        "several-methods-in-body",
        "union-attempt",
        "union-by-constants",
        "union-by-kind",
        "union-by-members",
        "union-loops",
        "union-shared-values",
        "version-3-0",
        "version-3-2",
        "yaml-scalars",
        "union-within-kind",
        "union-within-union",
    ];
    let fixtures = Fixture::all().unwrap();
    let missing: Vec<&str> = features
        .into_iter()
        .filter(|feature| !fixtures.iter().any(|fixture| fixture.name == *feature))
        .collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
}

#[test]
fn every_fixture_gives_the_expected_crate() {
    let (fixtures, compiled) = made();
    if blessing() {
        if let Err(complaint) = compiled {
            panic!("nothing was blessed, since the crates do not compile: {complaint}");
        }
        for Made { fixture, tree, .. } in fixtures {
            fixture.bless(tree).unwrap();
        }
    }
    let mut faults = Vec::new();
    for Made { fixture, tree, .. } in fixtures {
        for difference in differences(&fixture.expected().unwrap(), tree) {
            faults.push(format!("{}: {difference}", fixture.name));
        }
    }
    assert_none(
        &faults,
        &format!("If this is what codegen should make, run: {BLESS}=1 cargo test -p tests"),
    );
}

#[test]
fn every_runtime_module_is_a_copy_of_its_template() {
    let faults: Vec<String> = made()
        .0
        .iter()
        .flat_map(
            |Made {
                 fixture, faults, ..
             }| {
                faults
                    .iter()
                    .map(|fault| format!("{}: {fault}", fixture.name))
            },
        )
        .collect();
    assert_none(&faults, "codegen copies templates/src/runtime as it stands");
}

#[test]
fn every_crate_compiles_without_a_warning_and_passes_its_tests() {
    if let Err(complaint) = &made().1 {
        panic!("{complaint}");
    }
}
