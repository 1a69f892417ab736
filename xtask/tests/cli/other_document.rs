//! A folder that was made from one document is not made from another by mistake.

use super::desk::{Desk, SPEC};

#[test]
fn another_document_does_not_replace_the_crate_unless_that_is_asked_for() {
    let desk = Desk::new();
    desk.put("forge.yaml", &SPEC.replace("Parcel", "Forge"));
    assert_eq!(desk.codegen(&[]).exit, Some(0));
    let before = desk.content();
    let forge = ["codegen", "--spec", "forge.yaml", "--out", "out"];
    // A name that is the same for both makes them no more the same document.
    for more in [&[][..], &["--crate-name", "parcel-webhooks"]] {
        let ran = desk.run(&[&forge, more].concat());
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        assert_eq!(
            ran.stderr,
            "error: `out` was made from the document \"Parcel webhooks\", and `forge.yaml` is \
             \"Forge webhooks\"\n\
             help: name another folder with `--out`, or say `--replace` if the crate there shall \
             be made from this document from now on\n"
        );
        assert_eq!(desk.content(), before);
    }
    let ran = desk.run(&[&forge[..], &["--check"]].concat());
    assert_eq!(ran.exit, Some(1), "{}", ran.stderr);
    let repair = "cargo xtask codegen --spec forge.yaml --out out --replace\n";
    assert!(ran.stdout.contains(repair), "{}", ran.stdout);
    let ran = desk.run(&[&forge[..], &["--replace"]].concat());
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    // It is the new document's from now on.
    assert_eq!(desk.run(&forge).exit, Some(0));
    assert_eq!(desk.codegen(&[]).exit, Some(2));
}

#[test]
fn a_document_is_the_same_by_another_path_with_other_events_and_under_another_name() {
    let desk = Desk::new();
    assert_eq!(desk.codegen(&[]).exit, Some(0));
    let changed = SPEC
        .replace("parcel-sent", "parcel-lost")
        .replace("1.0.0", "2.0.0");
    desk.put("sub/v2.yaml", &changed);
    for arguments in [
        &["--spec", "./sub/../parcels.yaml"][..],
        &["--spec", "sub/v2.yaml"],
        &["--spec", "parcels.yaml", "--crate-name", "other"],
    ] {
        let ran = desk.run(&[&["codegen", "--out", "out"], arguments].concat());
        assert_eq!(
            (ran.exit, ran.stderr.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}
