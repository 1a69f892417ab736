//! How the manifest names the runtime crate.

use std::fs;
use std::path::Path;

use tests::golden::{Tree, options, read_tree};
use xtask::codegen::{Exit, codegen};
use xtask::output::Mode;

/// The crate with this runtime, by the path of each file; a check agrees with what was written.
fn made(out: &Path, runtime: &str) -> Tree {
    let spec = Path::new("fixtures/one-runtime-parcels/openapi.yaml");
    let how = format!("--runtime {runtime}");
    for mode in [Mode::Write, Mode::Check] {
        let report = codegen(&options(spec, out, mode, &how));
        assert_eq!(report.exit, Exit::Agreed, "{report:?}");
    }
    read_tree(out).unwrap()
}

#[test]
fn the_manifest_says_where_the_runtime_is() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("runtime")).unwrap();
    fs::write(folder.path().join("runtime/Cargo.toml"), "").unwrap();
    for (how, said) in [
        (
            "version:0.1",
            r#"{ version = "0.1", default-features = false, features = ["timestamps"] }"#,
        ),
        (
            "path:RUNTIME",
            r#"{ version = "0.1.0", path = "../runtime", default-features = false, features = ["timestamps"] }"#,
        ),
        (
            "git:https://example.com/r.git",
            r#"{ version = "0.1.0", git = "https://example.com/r.git", default-features = false, features = ["timestamps"] }"#,
        ),
        (
            "git:https://example.com/r.git#1f2e3d",
            r#"{ version = "0.1.0", git = "https://example.com/r.git", rev = "1f2e3d", default-features = false, features = ["timestamps"] }"#,
        ),
    ] {
        let runtime = folder.path().join("runtime");
        let how = how.replace("RUNTIME", runtime.to_str().unwrap());
        let made = made(&folder.path().join("parcels"), &how);
        let line = format!("\nwebhook-runtime = {said}\n");
        assert!(made["Cargo.toml"].contains(&line), "{}", made["Cargo.toml"]);
    }
}
