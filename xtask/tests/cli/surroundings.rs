//! Crates that lie in a Cargo workspace.

use super::desk::Desk;

#[test]
fn a_crate_that_cargo_would_refuse_to_build_where_it_lies_says_what_to_do() {
    let desk = Desk::new();
    desk.put("app/Cargo.toml", "[package]\nname = \"app\"\n");
    desk.put("app/src/lib.rs", "");
    desk.put(
        "Cargo.toml",
        "[workspace]\nmembers = [\n    \"app\", # ours\n]\n",
    );
    for more in [&[][..], &["--check"]] {
        let ran = desk.codegen(more);
        assert_eq!(ran.exit, Some(0));
        let said = format!(
            "warning: `out` is not a member of the workspace around it, so Cargo refuses to build it\n\
             help: in `{}`, below `[workspace]`, write `members = [\"app\", \"out\"]`, or, if it shall \
             stand alone, `exclude = [\"out\"]`\n",
            desk.path("Cargo.toml").display()
        );
        assert_eq!(ran.stderr, said);
    }
    for list in ["members", "exclude"] {
        desk.put("Cargo.toml", &format!("[workspace]\n{list} = [\"out\"]\n"));
        let ran = desk.codegen(&[]);
        assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""), "{list}");
    }
}

#[test]
fn a_member_of_this_workspace_is_refused_a_runtime_that_cargo_cannot_resolve_beside_its_own() {
    let desk = Desk::new();
    desk.put(
        "runtime/Cargo.toml",
        "[package]\nname = \"webhook-runtime\"\n",
    );
    for runtime in [
        "version:0.1",
        "git:https://example.com/runtime.git",
        "path:runtime",
    ] {
        let ran = desk.run(&["codegen", "--check", "--runtime", runtime]);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""), "{runtime}");
        for said in [
            "generated` is a member of this workspace, so it takes the runtime in `templates/runtime`",
            &format!("not `--runtime {runtime}`\nhelp: leave `--runtime` out, or name a folder"),
        ] {
            assert!(ran.stderr.contains(said), "{said}: {}", ran.stderr);
        }
    }
    let elsewhere = ["--runtime", "version:0.1"];
    let ran = desk.codegen(&elsewhere);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
}
