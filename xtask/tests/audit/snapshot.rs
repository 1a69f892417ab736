//! What a command prints, held against a file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use xtask::codegen::{CodegenReport, Exit};

/// Everything that came of a run.
pub fn shown(report: &CodegenReport) -> String {
    let exit = match report.exit {
        Exit::Agreed => 0,
        Exit::Drift => 1,
        Exit::Failed => 2,
    };
    format!("{}{}exit code {exit}\n", report.stdout, report.diagnostics)
}

/// Compares texts with the files of a folder, one file for each name. A file without a text is as
/// wrong as a text without a file. `BLESS=1` writes them anew.
pub fn assert_snapshots(folder: &Path, texts: &[(String, String)]) {
    let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
    fs::create_dir_all(folder).unwrap();
    let names: BTreeSet<String> = texts.iter().map(|(name, _)| name.clone()).collect();
    assert_eq!(names.len(), texts.len(), "two cases have one name");
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if !names.contains(&name) {
            if bless {
                fs::remove_file(&path).unwrap();
            } else {
                wrong.push(format!("{name} belongs to no case"));
            }
        }
    }
    for (name, text) in texts {
        let path = folder.join(name);
        if bless {
            fs::write(&path, text).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if expected != *text {
            let diff = diffy::create_patch(&expected, text);
            wrong.push(format!("{name}:\n{}", diff));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}\nIf these are as they should be, run:\n    BLESS=1 cargo test -p xtask --test phases audit",
        wrong.join("\n")
    );
}
