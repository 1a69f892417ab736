//! What is no regular file is not waited for and does not fill the memory, wherever a file is read.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::Command;

use super::desk::{Desk, Ran, SPEC};

/// A desk with a pipe, a socket and a folder among its documents.
fn desk() -> (Desk, UnixListener) {
    let desk = Desk::new();
    fs::create_dir(desk.path("folder")).unwrap();
    for name in ["pipe", "pipe.md"] {
        let made = Command::new("mkfifo").arg(desk.path(name)).status();
        assert!(made.unwrap().success());
    }
    symlink("pipe", desk.path("link")).unwrap();
    let listener = UnixListener::bind(desk.path("socket")).unwrap();
    (desk, listener)
}

const KINDS: [(&str, &str); 4] = [
    ("pipe", "it is a pipe, and only regular files are read"),
    ("link", "it is a pipe, and only regular files are read"),
    ("socket", "it is a socket, and only regular files are read"),
    ("folder", "it is a folder, and only regular files are read"),
];

fn is_refused(ran: &Ran, message: &str, remedy: &str) {
    assert_eq!(
        (ran.exit, ran.stdout.as_str()),
        (Some(2), ""),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains(message), "{message}: {}", ran.stderr);
    assert!(
        ran.stderr.contains(&format!("= help: {remedy}")),
        "{remedy}: {}",
        ran.stderr
    );
}

fn remedy(name: &str) -> &'static str {
    match name {
        "folder" => "name a file in it",
        _ => "write what it holds to a file, and name that",
    }
}

#[test]
fn the_document_is_a_regular_file() {
    let (desk, _listener) = desk();
    for (name, why) in KINDS {
        let ran = desk.run_in_time(&["codegen", "--spec", name, "--out", "out"]);
        let message = format!("error[unreadable-file]: cannot read `{name}`: {why}\n");
        is_refused(&ran, &message, remedy(name));
        assert!(!desk.path("out").exists());
    }
    // What a shell writes for `<(…)`, and for what it pipes.
    let ran = desk.run_in_time(&["codegen", "--spec", "/dev/stdin", "--out", "out"]);
    is_refused(
        &ran,
        "cannot read `/dev/stdin`: it is a pipe",
        remedy("pipe"),
    );
    let ran = desk.run_in_time(&["codegen", "--spec", "/dev/zero", "--out", "out"]);
    is_refused(
        &ran,
        "cannot read `/dev/zero`: it is a device",
        remedy("device"),
    );
    let ran = desk.run_in_time(&["codegen", "--spec", "-", "--out", "out"]);
    is_refused(
        &ran,
        "cannot read `-`: standard input is not read\n",
        "write it to a file, and give the path of that",
    );
}

#[test]
fn standard_input_from_a_file_is_that_file() {
    let desk = Desk::new();
    let output = desk
        .command(&["codegen", "--spec", "/dev/stdin", "--out", "out"])
        .stdin(fs::File::open(desk.path("parcels.yaml")).unwrap())
        .output();
    let ran = Ran::of(output.unwrap());
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
}

#[test]
fn what_is_referred_to_is_a_regular_file() {
    let (desk, _listener) = desk();
    desk.put(
        "page.txt",
        "# Sent\n\nEndpoint: POST parcel-sent\n\n## Request fields (application/json):\n\n  - `id` (string)\n",
    );
    for (name, why) in KINDS {
        for (from, to, code) in [
            (
                "{type: string}",
                format!("{{$ref: {name}}}"),
                "unreadable-file",
            ),
            (
                "{type: string}",
                format!("{{$ref: './{name}#/x'}}"),
                "unreadable-file",
            ),
            (
                "            schema:",
                format!(
                    "            examples: {{a: {{externalValue: {name}}}}}\n            schema:"
                ),
                "unreadable-example",
            ),
        ] {
            desk.put("parcels.yaml", &SPEC.replace(from, &to));
            let arguments = ["codegen", "--spec", "parcels.yaml", "--out", "out"];
            let ran = desk.run_in_time(&arguments);
            let what = if code == "unreadable-example" {
                "the example "
            } else {
                ""
            };
            let message = format!("error[{code}]: cannot read {what}`{name}`: {why}\n");
            is_refused(&ran, &message, remedy(name));
            for arguments in [
                &["sample", "parcel-sent", "--spec", "parcels.yaml"][..],
                &["audit", "page.txt", "--spec", "parcels.yaml"],
            ] {
                let ran = desk.run_in_time(arguments);
                assert!(
                    ran.stderr.contains(&message),
                    "{arguments:?}: {}",
                    ran.stderr
                );
            }
        }
    }
    desk.put(
        "parcels.yaml",
        &SPEC.replace("type: string", "description: {$ref: pipe.md}, type: string"),
    );
    let ran = desk.run_in_time(&["codegen", "--spec", "parcels.yaml", "--out", "out"]);
    is_refused(&ran, "cannot read `pipe.md`: it is a pipe", remedy("pipe"));
    desk.put(
        "parcels.yaml",
        &SPEC.replace("{type: string}", "{$ref: /dev/zero}"),
    );
    let arguments = ["codegen", "--spec", "parcels.yaml", "--out", "out"];
    let allowed = [&arguments[..], &["--allow-outside", "/dev"]].concat();
    let ran = desk.run_in_time(&allowed);
    is_refused(
        &ran,
        "cannot read `/dev/zero`: it is a device",
        remedy("device"),
    );
}

#[test]
fn a_page_is_a_regular_file() {
    let (desk, _listener) = desk();
    for (name, why) in KINDS {
        for arguments in [
            &["audit", name, "--spec", "parcels.yaml"][..],
            &["distill", name],
            &["distill", name, "--out", "draft.yaml"],
        ] {
            let ran = desk.run_in_time(arguments);
            let message = format!("error[unreadable-file]: cannot read `{name}`: {why}\n");
            is_refused(&ran, &message, remedy(name));
        }
    }
}

#[test]
fn what_is_no_regular_file_in_the_folder_of_the_crate_is_not_opened() {
    let (desk, _listener) = desk();
    assert_eq!(desk.codegen(&[]).exit, Some(0));
    let arguments = ["codegen", "--spec", "parcels.yaml", "--out", "out"];
    for path in [
        "out/README.md",
        "out/src/lib.rs",
        "out/Cargo.toml",
        "out/src/mine.rs",
    ] {
        let is_own = !path.ends_with("mine.rs");
        let place = desk.path(path);
        let kept = is_own.then(|| fs::read(&place).unwrap());
        for (target, what) in [
            ("pipe", "a pipe"),
            ("socket", "a socket"),
            ("", "a symbolic link"),
        ] {
            if is_own {
                fs::remove_file(&place).unwrap();
            }
            if target.is_empty() {
                symlink("/dev/zero", &place).unwrap();
            } else {
                fs::rename(desk.path(target), &place).unwrap();
            }
            for more in [&["--check"][..], &[]] {
                let ran = desk.run_in_time(&[&arguments, more].concat());
                let expected = match path {
                    "out/Cargo.toml" => {
                        "error: out: holds files (Cargo.toml) and is no crate".to_owned()
                    }
                    _ if is_own => format!("error: {path}: is {what}, where codegen would write\n"),
                    _ if more.is_empty() => "left alone src/mine.rs (not generated".to_owned(),
                    _ => "stranger src/mine.rs (not generated".to_owned(),
                };
                let said = ran.stderr + &ran.stdout;
                assert!(said.starts_with(&expected), "{path} {what}: {said}");
            }
            if target.is_empty() {
                fs::remove_file(&place).unwrap();
            } else {
                fs::rename(&place, desk.path(target)).unwrap();
            }
            if let Some(kept) = &kept {
                fs::write(&place, kept).unwrap();
            }
        }
    }
}
