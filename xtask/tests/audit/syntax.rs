//! Pages that leave the form: the whole message as a snapshot, exit code 2, and nothing on standard
//! output.

use xtask::audit::Form;
use xtask::codegen::Exit;

use super::desk::{Desk, PAGE, SPEC, edited, home};
use super::snapshot::{assert_snapshots, shown};

/// The name of a case, what it changes in the page, and to what.
const CASES: &[(&str, &str, &str)] = &[
    ("title-missing", "# Parcel sent\n", ""),
    ("title-twice", "## Response 2xx fields", "# Parcel lost"),
    ("endpoint-missing", "Endpoint: POST parcel-sent\n", ""),
    ("endpoint-empty", "Endpoint: POST parcel-sent", "Endpoint:"),
    ("endpoint-without-a-name", "POST parcel-sent", "POST"),
    (
        "endpoint-of-three-words",
        "POST parcel-sent",
        "POST parcel sent",
    ),
    ("method-unknown", "POST", "PSOT"),
    ("key-unknown", "Security:", "Securty:"),
    (
        "key-twice",
        "Version: latest\n",
        "Version: latest\nVersion: 2\n",
    ),
    (
        "prose-at-the-top",
        "Version: latest\n",
        "Version: latest\nSee below.\n",
    ),
    (
        "security-empty",
        "Security: SecretKey, JWT",
        "Security: SecretKey, ",
    ),
    (
        "security-joined-by-and",
        "SecretKey, JWT",
        "SecretKey and JWT",
    ),
    (
        "request-missing",
        "## Request fields (application/json):",
        "",
    ),
    (
        "request-twice",
        "## Response 2xx fields",
        "## Request fields (application/json):",
    ),
    (
        "media-type-missing",
        "## Request fields (application/json):",
        "## Request fields",
    ),
    ("media-type-wrong", "(application/json):", "(json):"),
    (
        "section-unknown",
        "## Response 2xx fields",
        "## Query parameters",
    ),
    ("status-wrong", "Response 2xx", "Response ok"),
    (
        "text-before-the-first-field",
        "(application/json):\n",
        "(application/json):\n\nAll fields of the event.\nThere are many.\n",
    ),
    (
        "bullet-wrong",
        "  - `parcel` (object)",
        "  * `parcel` (object)",
    ),
    (
        "backticks-missing",
        "  - `parcel.lines.name` (string, required)",
        "  - parcel.lines.name (string, required)",
    ),
    (
        "field-at-the-margin",
        "\n\n## Response 2xx fields",
        "\n- `brandNew` (string, required)\n\n  - `other` (string)\n\n## Response 2xx fields",
    ),
    (
        "field-after-a-tab",
        "  - `parcel.sender` (any)",
        "\t- `parcel.sender` (any)",
    ),
    (
        "backtick-missing",
        "  - `parcel` (object)",
        "  - `parcel (object)",
    ),
    ("name-empty", "  - `parcel.custom` (any)", "  - `` (any)"),
    ("types-missing", "  - `parcel` (object)", "  - `parcel`"),
    ("types-unclosed", "(number, required)", "(number, required"),
    ("type-unknown", "(number, required)", "(numbr, required)"),
    (
        "type-of-another-world",
        "(number, required)",
        "(decimal, required)",
    ),
    ("type-twice", "(integer,null)", "(integer,integer)"),
    ("type-empty", "(integer,null)", "()"),
    (
        "any-and-more",
        "`parcel.custom` (any)",
        "`parcel.custom` (any,null)",
    ),
    ("flag-unknown", "(number, required)", "(number, optional)"),
    ("required-alone", "(number, required)", "(required)"),
    (
        "text-after-the-types",
        "(number, required)",
        "(number, required) deprecated",
    ),
    (
        "indentation-odd",
        "  - `parcel.custom` (any)",
        "   - `parcel.custom` (any)",
    ),
    (
        "indentation-too-deep",
        "  - `parcel.custom` (any)",
        "        - `parcel.custom` (any)",
    ),
    (
        "indentation-by-a-tab",
        "  - `parcel.custom` (any)",
        " \t- `parcel.custom` (any)",
    ),
    (
        "parent-missing",
        "`parcel.lines.name`",
        "`parcel.line.name`",
    ),
    (
        "parent-without-fields",
        "`parcel.lines.name`",
        "`parcel.number.name`",
    ),
    (
        "parent-is-a-union",
        "`parcel.duty` (object,null)",
        "`parcel.carrier.duty` (object,null)",
    ),
    ("field-twice", "`parcel.weight`", "`parcel.number`"),
    (
        "list-below-a-string",
        "    Number on the label.\n",
        "    Number on the label.\n    - `inner` (string)\n",
    ),
    (
        "enum-not-json",
        "Enum: \"letter\", \"express\", null",
        "Enum: letter, express",
    ),
    ("enum-empty", "Enum: \"letter\", \"express\", null", "Enum:"),
    (
        "enum-of-an-object",
        "    Who sends it.\n",
        "    Who sends it.\n    Enum: \"Ada\", \"Bob\"\n",
    ),
    (
        "enum-of-an-array-of-objects",
        "    What is inside.\n",
        "    What is inside.\n    Enum: \"Book\"\n",
    ),
    (
        "enum-with-a-comma-too-many",
        "\"express\", null",
        "\"express\", null,",
    ),
    (
        "enum-without-spaces",
        "\"letter\", \"express\"",
        "\"letter\",\"express\"",
    ),
    (
        "enum-value-twice",
        "\"letter\", \"express\"",
        "\"letter\", \"letter\"",
    ),
    (
        "enum-twice",
        "    Enum: \"letter\"",
        "    Enum: \"letter\"\n    Enum: \"letter\"",
    ),
    (
        "example-of-two-values",
        "Example: 1200",
        "Example: 1200, 1300",
    ),
    ("example-not-json", "Example: 1200", "Example: 12 hundred"),
    ("fact-unknown", "Example: 1200", "Default: 1200"),
    ("fact-misspelt", "Example: 1200", "Exampel: 1200"),
    (
        "fact-badly-indented",
        "    Example: 1200",
        "   Example: 1200",
    ),
    (
        "text-after-a-fact",
        "    Example: 1200\n",
        "    Example: 1200\n    In grams.\n",
    ),
    ("same-as-an-unknown-variant", "in \"road\"", "in \"raod\""),
    (
        "same-as-an-unknown-field",
        "same as `kind`",
        "same as `knd`",
    ),
    ("same-as-another-number", "(2 values)", "(3 values)"),
    ("same-as-cut-short", "in \"road\" (2 values)", "in \"road\""),
    ("union-misspelt", " — one of:", " — any of:"),
    ("union-with-a-plain-dash", " — one of:", " - one of:"),
    (
        "union-without-a-colon",
        "(discriminator: kind):",
        "(discriminator: kind)",
    ),
    (
        "union-of-a-string",
        "`parcel.duty` (object,null)",
        "`parcel.duty` (string,null)",
    ),
    (
        "union-without-variants",
        "  - `parcel.custom` (any)\n",
        "  - `parcel.custom` (any) — one of:\n",
    ),
    (
        "variant-without-a-colon",
        "    - Paid duty:",
        "    - Paid duty",
    ),
    ("variant-untitled", "    - Paid duty:", "    - :"),
    ("variant-twice", "    - Open duty:", "    - Paid duty:"),
    (
        "variant-badly-indented",
        "    - Open duty:",
        "     - Open duty:",
    ),
    (
        "non-ascii",
        "  - `parcel.custom` (any)",
        "  - `größe` (ganz)",
    ),
];

#[test]
fn every_fault_is_shown_as_blessed() {
    let mut texts: Vec<(String, String)> = CASES
        .iter()
        .map(|(name, from, to)| {
            let report = Desk::new(&edited(PAGE, from, to), SPEC).audit("spec.yaml", Form::Text);
            (format!("{name}.txt"), shown(&report))
        })
        .collect();
    for (name, page) in [("empty.txt", ""), ("blank.txt", "\n \n")] {
        let report = Desk::new(page, SPEC).audit("spec.yaml", Form::Text);
        texts.push((name.to_owned(), shown(&report)));
    }
    let several = edited(PAGE, "(number, required)", "(numbr, required)");
    let several = edited(&several, "Example: 1200", "Example: grams");
    let report = Desk::new(&several, SPEC).audit("spec.yaml", Form::Text);
    texts.push(("several.txt".to_owned(), shown(&report)));
    for (name, text) in &texts {
        assert!(
            text.starts_with("error[page-syntax]: ") && text.ends_with("\nexit code 2\n"),
            "{name}: {text}"
        );
        assert!(text.contains("--> page.txt:"), "{name}: {text}");
        assert!(text.contains("= help: "), "{name}: {text}");
    }
    assert_snapshots(&home().join("syntax"), &texts);
}

#[test]
fn one_fault_is_one_complaint() {
    for (name, from, to) in CASES {
        let report = Desk::new(&edited(PAGE, from, to), SPEC).audit("spec.yaml", Form::Text);
        assert!(
            report.diagnostics.ends_with("\n1 error\n"),
            "{name}: {}",
            report.diagnostics
        );
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_make_no_difference() {
    for page in [PAGE.replace('\n', "\r\n"), format!("\u{feff}{PAGE}")] {
        let report = Desk::new(&page, SPEC).audit("spec.yaml", Form::Text);
        assert_eq!(
            (report.exit, report.diagnostics.as_str()),
            (Exit::Agreed, "")
        );
    }
}

#[test]
fn a_page_that_is_not_there_or_no_text_is_named() {
    let desk = Desk::new(PAGE, SPEC);
    std::fs::remove_file(desk.path("page.txt")).unwrap();
    let report = desk.audit("spec.yaml", Form::Text);
    assert_eq!((report.exit, report.stdout.as_str()), (Exit::Failed, ""));
    assert!(
        report
            .diagnostics
            .starts_with("error[unreadable-file]: cannot read `page.txt`: there is no such file\n"),
        "{}",
        report.diagnostics
    );
    std::fs::write(desk.path("page.txt"), [0x23, 0x20, 0xff]).unwrap();
    let report = desk.audit("spec.yaml", Form::Text);
    assert_eq!(report.exit, Exit::Failed);
    assert!(
        report.diagnostics.contains("is not UTF-8 text"),
        "{}",
        report.diagnostics
    );
}

#[test]
fn a_spec_that_cannot_be_read_is_an_error_and_its_pages_are_looked_at_too() {
    let page = edited(PAGE, "(number, required)", "(numbr, required)");
    for (spec, code) in [
        (SPEC.replace("webhooks:", "callbacks:"), "no-webhooks"),
        (
            SPEC.replace("schemas/Sender", "schemas/Sendr"),
            "dangling-reference",
        ),
        (format!("{SPEC}\t"), "yaml-syntax"),
        (String::new(), "wrong-type"),
    ] {
        let report = Desk::new(PAGE, &spec).audit("spec.yaml", Form::Json);
        assert_eq!(
            (report.exit, report.stdout.as_str()),
            (Exit::Failed, ""),
            "{code}"
        );
        assert!(
            report.diagnostics.contains(&format!("error[{code}]")),
            "{}",
            report.diagnostics
        );
        let report = Desk::new(&page, &spec).audit("spec.yaml", Form::Json);
        assert!(
            report.diagnostics.contains("error[page-syntax]"),
            "{}",
            report.diagnostics
        );
    }
    let report = Desk::new(&page, SPEC).audit("no-such.yaml", Form::Text);
    assert_eq!((report.exit, report.stdout.as_str()), (Exit::Failed, ""));
    assert!(
        report.diagnostics.contains("error[unreadable-file]"),
        "{}",
        report.diagnostics
    );
    assert!(
        report.diagnostics.contains("error[page-syntax]"),
        "{}",
        report.diagnostics
    );
}
