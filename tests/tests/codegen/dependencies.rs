//! What a generated crate depends on: no more than its features need, and nothing twice.

use tests::golden::{cargo_in, target_folder, workspace};

/// The packages that the generated crate is built of with these features, name and version.
fn packages(features: &str) -> Vec<String> {
    let mut arguments = vec!["tree", "--offline", "-p", "rebilly-kyc-webhooks"];
    arguments.extend(["--no-default-features", "--features", features]);
    arguments.extend(["-e", "normal,no-proc-macro", "--prefix", "none"]);
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
        ("jwt,hmac", &[]),
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
    for features in [
        "axum,tracing,hmac",
        "axum,tracing,hmac,jwt-rsa,jwt-ecdsa,jwt-eddsa",
    ] {
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
