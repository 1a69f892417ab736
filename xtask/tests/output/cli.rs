//! The command line, from outside.

use std::path::{Path, PathBuf};
use std::process::{Command as Process, Output};

use clap::Parser;
use xtask::cli::{Cli, Command};
use xtask::codegen::{CodegenOptions, repair_command};
use xtask::output::Mode;
use xtask::workspace;

fn options(arguments: &[&str], workspace: &Path) -> CodegenOptions {
    let line = ["cargo xtask", "codegen"].iter().chain(arguments);
    match Cli::try_parse_from(line).unwrap().command {
        Command::Codegen(parsed) => parsed.options(workspace, false),
        other => panic!("{other:?}"),
    }
}

fn xtask(arguments: &[&str]) -> Output {
    Process::new(env!("CARGO_BIN_EXE_xtask"))
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn defaults_lie_in_the_workspace_and_given_paths_are_taken_as_they_are() {
    let home = Path::new("home");
    let default = options(&[], home);
    assert_eq!(default.spec, home.join("spec/openapi.yaml"));
    assert_eq!(default.out, home.join("generated"));
    assert_eq!(default.mode, Mode::Write);
    assert_eq!(default.crate_name, None);
    let given = options(
        &[
            "--spec",
            "a.yaml",
            "--out",
            "b",
            "--crate-name",
            "c",
            "--check",
        ],
        home,
    );
    assert_eq!(given.spec, PathBuf::from("a.yaml"));
    assert_eq!(given.out, PathBuf::from("b"));
    assert_eq!(given.mode, Mode::Check);
    assert_eq!(given.crate_name.as_deref(), Some("c"));
}

#[test]
fn the_place_of_the_event_is_checked_and_repeated_in_the_repair_command() {
    let home = workspace::root();
    let place = ["--event-header", "X-Event", "--event-pointer", "/a~1b/c d"];
    let given = options(&place, &home);
    assert_eq!(given.event_place.header.as_deref(), Some("X-Event"));
    assert_eq!(
        repair_command(&given),
        "cargo xtask codegen --event-header X-Event --event-pointer '/a~1b/c d'"
    );
    for (option, refused, remedy) in [
        ("--event-header", "X Event", "as in `X-Event-Type`"),
        ("--event-header", "Content-Length", "names no event"),
        ("--event-header", "Authorization", "names no event"),
        ("--event-header", "", "as in `X-Event-Type`"),
        ("--event-pointer", "type", "start it with `/`: `/type`"),
        ("--event-pointer", "", "as in `/event/type`"),
        ("--event-pointer", "/a~2", "write `~` in a name as `~0`"),
    ] {
        let output = xtask(&["codegen", option, refused]);
        assert_eq!(output.status.code(), Some(2), "{refused:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains(remedy), "{refused:?}: {said}");
    }
}

#[test]
fn a_name_that_the_crate_cannot_have_is_refused_with_a_remedy() {
    for (name, remedy) in [
        ("std", "as in `std-webhooks`"),
        ("serde", "as in `serde-webhooks`"),
        ("crate", "as in `crate-webhooks`"),
        ("Parcels", "call it `parcels`"),
        ("7up", "starts with a letter"),
    ] {
        let output = xtask(&["codegen", "--crate-name", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            said.contains("--crate-name") && said.contains(remedy),
            "{said}"
        );
    }
}

#[test]
fn the_repair_command_repeats_what_differs_from_the_defaults() {
    let home = workspace::root();
    assert_eq!(
        repair_command(&options(&["--check"], &home)),
        "cargo xtask codegen"
    );
    assert_eq!(
        repair_command(&options(
            &[
                "--check",
                "--spec",
                "it's a.yaml",
                "--out",
                "made",
                "--crate-name",
                "c"
            ],
            &home
        )),
        r"cargo xtask codegen --spec 'it'\''s a.yaml' --out made --crate-name c"
    );
    let laid = "cargo xtask codegen --spec a.yaml --out made --replace --overlay b.yaml \
                --overlay 'c d.yaml' --paths '/hooks/*' --paths /callback --schemas '*Event'";
    let arguments: Vec<&str> = laid.split(' ').skip(3).collect();
    let arguments = arguments
        .join("\n")
        .replace("c\nd", "c d")
        .replace('\'', "");
    let arguments: Vec<&str> = arguments.lines().collect();
    assert_eq!(repair_command(&options(&arguments, &home)), laid);
}

#[test]
fn the_folder_is_repeated_wherever_another_spec_asks_for_one() {
    let home = workspace::root();
    let out = home.join("generated");
    let out = out.to_str().unwrap();
    let repeated = repair_command(&options(&["--spec", "shop.yaml", "--out", out], &home));
    assert_eq!(
        repeated,
        format!("cargo xtask codegen --spec shop.yaml --out {out}")
    );
}

#[test]
fn a_folder_without_a_runtime_is_refused() {
    let arguments = [
        "xtask",
        "codegen",
        "--out",
        "made",
        "--runtime",
        "path:nowhere",
    ];
    let fault = Cli::try_parse_from(arguments).unwrap_err().to_string();
    assert!(fault.contains("no Cargo.toml is in this folder"), "{fault}");
}

#[test]
fn how_the_crate_comes_to_its_runtime_is_repeated_where_it_is_not_the_usual_way() {
    let home = workspace::root();
    for (arguments, repeated) in [
        (&["--runtime", "crate"][..], ""),
        (&["--runtime", "copy"], " --runtime copy"),
        (&["--out", "made"], " --out made"),
        (&["--out", "made", "--runtime", "copy"], " --out made"),
        (
            &["--out", "made", "--runtime", "crate"],
            " --out made --runtime crate",
        ),
        (
            &["--out", "made", "--runtime", "path:../templates/runtime"],
            " --out made --runtime path:../templates/runtime",
        ),
        (
            &["--runtime", "git:https://example.com/r.git#1f2e3d"],
            " --runtime 'git:https://example.com/r.git#1f2e3d'",
        ),
        (&["--runtime", "version:0.1"], " --runtime version:0.1"),
        (
            &["--runtime", "version:>=0.1, <0.3"],
            " --runtime 'version:>=0.1, <0.3'",
        ),
    ] {
        let command = repair_command(&options(arguments, &home));
        assert_eq!(command, format!("cargo xtask codegen{repeated}"));
    }
}
