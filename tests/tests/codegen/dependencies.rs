//! What a generated crate depends on: no more than its features need, nothing twice, and what its
//! README says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use tests::golden::{blessing, cargo_in, target_folder, workspace};

const GENERATED: &str = "rebilly-kyc-webhooks";
const RUNTIME: &str = "webhook-runtime";

/// The packages that the generated crate is built of with these features, name and version.
fn packages(features: &str) -> Vec<String> {
    tree(GENERATED, features, &["-e", "normal,no-proc-macro"])
}

/// What `cargo tree` lists of a package with these features, name and version.
fn tree(package: &str, features: &str, further: &[&str]) -> Vec<String> {
    let mut arguments = vec!["tree", "--offline", "-p", package];
    arguments.extend(["--no-default-features", "--features", features]);
    arguments.extend(["--prefix", "none"]);
    arguments.extend(further);
    let mut cargo = cargo_in(&workspace(), &target_folder());
    let output = cargo.args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).unwrap();
    let mut packages: Vec<String> = text
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some(format!("{} {}", words.next()?, words.next()?))
        })
        .collect();
    packages.sort();
    packages.dedup();
    packages
}

fn has(packages: &[String], name: &str) -> bool {
    packages
        .iter()
        .any(|package| package.split(' ').next() == Some(name))
}

#[test]
fn the_algorithms_of_tokens_are_those_that_are_asked_for() {
    let all = ["rsa", "p256", "p384", "ed25519-dalek", "jsonwebtoken"];
    for (features, expected) in [
        ("receiver", &[][..]),
        ("jwt", &[]),
        ("jwt-rsa", &["rsa"]),
        ("jwt-ecdsa", &["p256", "p384"]),
        ("jwt-eddsa", &["ed25519-dalek"]),
    ] {
        let packages = packages(features);
        assert!(has(&packages, "hmac"), "{packages:?}");
        for name in all {
            let is_there = has(&packages, name);
            assert_eq!(is_there, expected.contains(&name), "{features}: {name}");
        }
    }
}

#[test]
fn nothing_comes_twice() {
    for features in ["axum,tracing", "axum,tracing,jwt-rsa,jwt-ecdsa,jwt-eddsa"] {
        let packages = packages(features);
        let names: Vec<&str> = packages
            .iter()
            .filter_map(|package| package.split(' ').next())
            .collect();
        let twice: Vec<&&str> = names
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| &pair[0])
            .collect();
        assert!(twice.is_empty(), "{features}: {twice:?}");
    }
}

/// The packages that a package names as its dependencies with a feature.
fn direct(package: &str, feature: &str) -> BTreeSet<String> {
    let feature = if feature == "none" { "" } else { feature };
    let listed = tree(package, feature, &["-e", "normal", "--depth", "1"]);
    let names = listed
        .iter()
        .filter_map(|package| package.split(' ').next());
    names
        .filter(|name| *name != package)
        .map(str::to_owned)
        .collect()
}

/// The words in backticks.
fn quoted(text: &str) -> impl Iterator<Item = String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

/// What the table of a README says of a feature.
struct Row {
    /// The crates that it adds.
    own: BTreeSet<String>,
    /// The features whose crates are added too.
    others: Vec<String>,
    /// How many crates there are in all.
    total: Option<usize>,
}

/// The table of a README, by feature.
fn told(readme: &str) -> BTreeMap<String, Row> {
    let text = fs::read_to_string(workspace().join(readme)).unwrap();
    let (_, table) = text.split_once("| Feature | Crates |").unwrap();
    let rows = table.lines().skip(2);
    let rows = rows.take_while(|line| line.starts_with('|')).map(|row| {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (feature, crates) = (cells.next().unwrap(), cells.next().unwrap());
        let (own, others) = crates.split_once("those of").unwrap_or((crates, ""));
        let feature = feature.trim_matches('`').to_owned();
        let total = cells.next().map(|total| total.parse().unwrap());
        let (own, others) = (quoted(own).collect(), quoted(others).collect());
        (feature, Row { own, others, total })
    });
    rows.collect()
}

#[test]
fn the_readmes_tell_which_crates_each_feature_adds() {
    for (package, readme) in [
        (GENERATED, "generated/README.md"),
        (RUNTIME, "templates/runtime/README.md"),
    ] {
        let told = told(readme);
        assert!(told.len() > 10, "{:?}", told.keys());
        for feature in told.keys() {
            let mut expected = BTreeSet::new();
            let mut pending = vec!["none".to_owned(), feature.clone()];
            while let Some(feature) = pending.pop() {
                let row = &told[&feature];
                expected.extend(row.own.iter().cloned());
                pending.extend(row.others.iter().cloned());
            }
            let mut found = direct(package, feature);
            if package == GENERATED {
                let passed_on = match feature.as_str() {
                    // What receivers of this specification need besides.
                    "receiver" | "axum" | "decompression" | "testing" => {
                        format!("{feature},jwt")
                    }
                    _ => feature.clone(),
                };
                found.extend(direct(RUNTIME, &passed_on));
            }
            assert_eq!(found, expected, "{readme}: {feature}");
        }
    }
}

/// All crates that a build of a package takes on Linux with a feature, besides the package.
fn whole(package: &str, feature: &str) -> BTreeSet<String> {
    let feature = if feature == "none" { "" } else { feature };
    let target = "x86_64-unknown-linux-gnu";
    let listed = tree(
        package,
        feature,
        &["-e", "normal,build", "--target", target],
    );
    let names = listed
        .iter()
        .filter_map(|package| package.split(' ').next());
    names
        .filter(|name| *name != package)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_readme_tells_how_many_crates_each_feature_takes_in_all() {
    // What READMEs are made from, feature by feature.
    let path = workspace().join("templates/text/trees.txt");
    let stored = fs::read_to_string(&path).unwrap_or_default();
    let features = told("templates/runtime/README.md").into_keys();
    let lines = features.map(|feature| {
        let crates: Vec<String> = whole(RUNTIME, &feature).into_iter().collect();
        format!("{feature}: {}\n", crates.join(" "))
    });
    let found: String = lines.collect();
    if blessing() {
        fs::write(&path, &found).unwrap();
    }
    assert!(
        found == stored || blessing(),
        "templates/text/trees.txt is not what `cargo tree` lists. To write it anew, run:\n    \
         BLESS=1 cargo test -p tests --test codegen how_many && cargo xtask codegen"
    );
    for (feature, row) in told("generated/README.md") {
        assert_eq!(
            row.total,
            Some(whole(GENERATED, &feature).len()),
            "{feature}"
        );
    }
}
