//! Runs that are killed, and runs on one folder at once.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use xtask::output::Mode;
use xtask::output::apply::OutFolder;

use super::desk::{Desk, SPEC};

/// A document from which more than one file of the crate becomes another.
fn other() -> String {
    SPEC.replace("1.0.0", "2.0.0\n  description: What became of parcels.")
        .replace("parcel-sent", "parcel-lost")
        .replace("{type: string}", "{type: string, enum: [a, b]}")
}

const CODEGEN: [&str; 7] = [
    "codegen",
    "--spec",
    "parcels.yaml",
    "--out",
    "out",
    "--crate-name",
    "parcels",
];

fn spawn(desk: &Desk, arguments: &[&str]) -> Child {
    desk.command(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// The files of the crate, hidden ones left out.
fn crate_of(desk: &Desk) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = desk.path("out");
    let mut files = desk.content();
    files.retain(|path, _| {
        let below = path.strip_prefix(&out).ok();
        below.is_some_and(|path| !is_hidden(path))
    });
    files
}

fn is_hidden(path: &Path) -> bool {
    let first = path.components().next();
    first.is_some_and(|first| first.as_os_str().to_string_lossy().starts_with('.'))
}

#[test]
fn whenever_a_run_is_killed_the_crate_is_the_old_one_or_the_new_one_or_does_not_compile() {
    let desk = Desk::new();
    assert_eq!(desk.run(&CODEGEN).exit, Some(0));
    let old = crate_of(&desk);
    desk.put("parcels.yaml", &other());
    assert_eq!(desk.run(&CODEGEN).exit, Some(0));
    let new = crate_of(&desk);
    for step in 0..25 {
        fs::remove_dir_all(desk.path("out")).unwrap();
        for (path, bytes) in &old {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let mut child = spawn(&desk, &CODEGEN);
        sleep(Duration::from_millis(step * 5));
        child.kill().unwrap();
        child.wait().unwrap();
        let found = crate_of(&desk);
        if found != old && found != new {
            let root = &found[&desk.path("out/src/lib.rs")];
            let root = String::from_utf8_lossy(root);
            let message = "\ncompile_error!(\"codegen was interrupted while it wrote this crate. To repair it, run: \
                 cargo xtask codegen --spec parcels.yaml --out out --crate-name parcels\");\n";
            assert!(root.contains(message), "{root}");
            let ran = desk.run(&[&CODEGEN[..], &["--check"]].concat());
            assert_eq!(ran.exit, Some(1));
            assert!(
                ran.stdout
                    .contains("changed src/lib.rs (a write was cut short)\n"),
                "{}",
                ran.stdout
            );
        }
        // What the killed run held is free, and the next run leaves nothing of it.
        let ran = desk.run(&CODEGEN);
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
        assert_eq!(crate_of(&desk), new);
        assert!(
            fs::read_dir(desk.path("out"))
                .unwrap()
                .all(|entry| !is_hidden(Path::new(&entry.unwrap().file_name())))
        );
        assert_eq!(
            desk.run(&[&CODEGEN[..], &["--check"]].concat()).exit,
            Some(0)
        );
    }
}

#[test]
fn runs_at_once_wait_for_each_other() {
    let desk = Desk::new();
    let mut crates = Vec::new();
    for (name, spec) in [("parcels.yaml", SPEC), ("other.yaml", &other())] {
        desk.put(name, spec);
        let arguments = CODEGEN.map(|word| if word == "parcels.yaml" { name } else { word });
        assert_eq!(desk.run(&arguments).exit, Some(0));
        crates.push((arguments, crate_of(&desk)));
        fs::remove_dir_all(desk.path("out")).unwrap();
    }
    for _ in 0..3 {
        let running: Vec<Child> = (0..3)
            .flat_map(|_| &crates)
            .map(|(arguments, _)| spawn(&desk, arguments))
            .collect();
        for child in running {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{said}");
            for line in said.lines() {
                assert_eq!(line, WAITING);
            }
        }
        let found = crate_of(&desk);
        assert!(crates.iter().any(|(_, whole)| *whole == found));
        fs::remove_dir_all(desk.path("out")).unwrap();
    }
}

const WAITING: &str = "waiting for another run of codegen to be done with out";

#[cfg(unix)]
#[test]
fn a_write_waits_for_all_and_a_check_for_those_who_write() {
    let desk = Desk::new();
    assert_eq!(desk.run(&CODEGEN).exit, Some(0));
    let old = crate_of(&desk);
    desk.put("parcels.yaml", &other());
    let check = [&CODEGEN[..], &["--check"]].concat();
    for (held, arguments, exit) in [
        (Mode::Write, &check[..], 1),
        (Mode::Check, &CODEGEN[..], 0),
        (Mode::Write, &CODEGEN[..], 0),
    ] {
        let folder = OutFolder::hold(&desk.path("out"), held, || panic!("nobody has it")).unwrap();
        let before = crate_of(&desk);
        let mut child = spawn(&desk, arguments);
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stderr.read_line(&mut line).unwrap();
        assert_eq!(line.trim_end(), WAITING);
        assert_eq!(child.try_wait().unwrap(), None);
        assert_eq!(crate_of(&desk), before);
        drop(folder);
        assert_eq!(child.wait().unwrap().code(), Some(exit));
        let mut rest = String::new();
        stderr.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "");
    }
    assert_ne!(crate_of(&desk), old);
    // Checks do not wait for each other.
    let folder = OutFolder::hold(&desk.path("out"), Mode::Check, || {}).unwrap();
    let ran = desk.run(&check);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    drop(folder);
}

#[test]
fn a_folder_that_is_held_for_nothing_is_not_left_behind() {
    let desk = Desk::new();
    let deep = desk.path("some/where/out");
    drop(OutFolder::hold(&deep, Mode::Check, || {}).unwrap());
    assert!(!desk.path("some").exists());
    let folder = OutFolder::hold(&deep, Mode::Write, || {}).unwrap();
    assert!(deep.exists());
    drop(folder);
    assert!(!desk.path("some").exists());
}
