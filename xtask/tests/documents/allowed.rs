//! Which warnings a document allows, and what becomes of the others where warnings are denied.

use std::fs;

use xtask::codegen::{CodegenOptions, Exit, codegen};
use xtask::output::Mode;

use super::made::Made;

/// A document with a slip in each of two members, and what else the first and the schema say.
fn document(schema: &str, member: &str) -> String {
    format!(
        "openapi: 3.1.0\ninfo: {{ title: Parcels, version: '1' }}\nwebhooks:\n  sent: {{ post: {{ requestBody: {{ content: {{ application/json: {{ schema: {{ type: object, {schema}\n    properties: {{ a: {{ type: string, format: datetime{member} }}, b: {{ type: string, format: emial }} }} }} }} }} }} }} }}\n"
    )
}

#[test]
fn a_warning_is_allowed_at_its_object_and_around_it() {
    for (schema, member, warnings) in [
        ("", "", 2),
        ("", ", x-allow: [likely-slip]", 1),
        ("x-allow: [likely-slip],", "", 0),
    ] {
        let said = Made::try_of(&document(schema, member), &[]).unwrap().said;
        assert_eq!(
            said.matches("warning[likely-slip]").count(),
            warnings,
            "{said}"
        );
        assert!(!said.contains("needless-allow"), "{said}");
    }
}

#[test]
fn a_warning_beyond_a_reference_is_not_allowed_from_here() {
    let text = "openapi: 3.1.0\ninfo: { title: Parcels, version: '1' }\nwebhooks:\n  sent: { x-allow: [likely-slip], post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } }\ncomponents: { schemas: { A: { type: object, properties: { a: { type: string, format: datetime } } } } }\n";
    let said = Made::try_of(text, &[]).unwrap().said;
    assert!(said.contains("warning[likely-slip]"), "{said}");
    assert!(said.contains("warning[needless-allow]"), "{said}");
}

#[test]
fn an_error_stands_whatever_is_allowed() {
    let text = document("x-allow: [likely-slip, off-spec],", "");
    let text = text.replace("type: string, format: emial", "$ref: '#/nowhere'");
    let said = Made::try_of(&text, &[]).err().unwrap();
    assert!(said.contains("error[dangling-reference]"), "{said}");
    assert!(!said.contains("warning[likely-slip]"), "{said}");
    assert!(!said.contains("needless-allow"), "{said}");
}

#[test]
fn denied_warnings_stop_a_write_and_a_check() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    let out = home.path().join("out");
    let run = |text: &str, mode: Mode| {
        fs::write(&spec, text).unwrap();
        codegen(&CodegenOptions {
            deny_warnings: true,
            mode,
            ..CodegenOptions::new(&spec, &out)
        })
    };
    for mode in [Mode::Write, Mode::Check] {
        let report = run(&document("", ""), mode);
        assert_eq!(report.exit, Exit::Failed);
        assert_eq!(report.stdout, "");
        assert!(report.diagnostics.contains("warning[likely-slip]"));
        assert!(report.diagnostics.contains("error: warnings are denied"));
        assert!(!out.exists());
    }
    let allowed = document("x-allow: [likely-slip],", "");
    assert_eq!(run(&allowed, Mode::Check).exit, Exit::Drift);
    assert_eq!(run(&allowed, Mode::Write).exit, Exit::Agreed);
    assert_eq!(run(&allowed, Mode::Check).exit, Exit::Agreed);
    // What is merely worth knowing is not denied.
    let noted = allowed.replace(
        "application/json: {",
        "application/json: { example: { c: 1 },",
    );
    let report = run(&noted, Mode::Write);
    assert!(report.diagnostics.contains("note[unlisted]"));
    assert_eq!(report.exit, Exit::Agreed, "{}", report.diagnostics);
}
