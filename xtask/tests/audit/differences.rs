//! One case for each way in which a page and the spec can differ: the whole output as a snapshot.
//!
//! Each case changes one thing in the page or in the spec, which agree before.

use xtask::audit::Form;
use xtask::codegen::Exit;

use super::desk::{Desk, PAGE, SPEC, edited, home};
use super::snapshot::{assert_snapshots, shown};

/// Which text a case changes.
#[derive(Clone, Copy, PartialEq)]
enum In {
    Page,
    Spec,
}

/// The name of a case, what it changes, from what, and to what.
const CASES: &[(&str, In, &str, &str)] = &[
    (
        "endpoint-unknown",
        In::Page,
        "Endpoint: POST parcel-sent",
        "Endpoint: POST parcel-send",
    ),
    ("method-changed", In::Spec, "    post:\n", "    put:\n"),
    (
        "media-type-changed",
        In::Spec,
        "          application/json:",
        "          application/cbor:",
    ),
    (
        "media-type-added",
        In::Spec,
        "        content:\n",
        "        content:\n          application/cbor: {}\n",
    ),
    (
        "security-added",
        In::Spec,
        "      scheme: basic\n      x-provenance: beyond-page\n",
        "      scheme: basic\n",
    ),
    (
        "security-gone",
        In::Spec,
        "  - JWT: []\n  - Fallback",
        "  - Fallback",
    ),
    (
        "security-reordered",
        In::Page,
        "Security: SecretKey, JWT",
        "Security: JWT, SecretKey",
    ),
    (
        "security-joined",
        In::Spec,
        "  - SecretKey: []\n  - JWT: []\n",
        "  - SecretKey: []\n    JWT: []\n",
    ),
    (
        "security-dropped",
        In::Spec,
        "    post:\n",
        "    post:\n      security: []\n",
    ),
    (
        "security-open",
        In::Spec,
        "  - Fallback: []\n",
        "  - Fallback: []\n  - {}\n",
    ),
    (
        "security-not-on-the-page",
        In::Page,
        "Security: SecretKey, JWT\n",
        "",
    ),
    (
        "security-mark-stale",
        In::Page,
        "Security: SecretKey, JWT",
        "Security: SecretKey, JWT, Fallback",
    ),
    (
        "field-gone",
        In::Spec,
        "        plate:\n          type: string\n",
        "",
    ),
    (
        "field-gone-with-fields-inside",
        In::Spec,
        "        sender:\n          $ref: '#/components/schemas/Sender'\n",
        "",
    ),
    (
        "field-added",
        In::Spec,
        "        custom:\n",
        "        color:\n          type: string\n        custom:\n",
    ),
    (
        "field-mark-removed",
        In::Spec,
        "          readOnly: true\n          x-provenance: beyond-page\n",
        "",
    ),
    (
        "field-mark-stale",
        In::Page,
        "  - `parcel.custom` (any)\n",
        "  - `parcel.id` (string)\n\n  - `parcel.custom` (any)\n",
    ),
    (
        "field-renamed",
        In::Page,
        "`parcel.number`",
        "`parcel.label`",
    ),
    (
        "type-changed",
        In::Spec,
        "        amount:\n          type: number",
        "        amount:\n          type: string",
    ),
    (
        "type-narrowed-to-integer",
        In::Spec,
        "        amount:\n          type: number",
        "        amount:\n          type: integer",
    ),
    (
        "type-any-changed",
        In::Spec,
        "          description: Anything.",
        "          type: object",
    ),
    (
        "type-dropped",
        In::Spec,
        "        flight:\n          type: string",
        "        flight: {}",
    ),
    (
        "null-added",
        In::Spec,
        "        plate:\n          type: string",
        "        plate:\n          oneOf:\n            - type: string\n            - type: 'null'",
    ),
    (
        "null-removed",
        In::Spec,
        "type: [integer, 'null']",
        "type: integer",
    ),
    (
        "null-refused-by-a-union",
        In::Spec,
        "        - $ref: '#/components/schemas/WaivedDuty'\n        - type: 'null'\n",
        "        - $ref: '#/components/schemas/WaivedDuty'\n",
    ),
    (
        "items-changed",
        In::Spec,
        "            type: [string, 'null']\n            enum: [red, green, null]",
        "            type: [integer, 'null']\n            enum: [red, green, null]",
    ),
    (
        "array-became-an-object",
        In::Spec,
        "        lines:\n          type: array\n          items:\n            $ref: '#/components/schemas/Line'\n",
        "        lines:\n          $ref: '#/components/schemas/Line'\n",
    ),
    (
        "required-added",
        In::Spec,
        "      required:\n        - number\n",
        "      required:\n        - number\n        - weight\n",
    ),
    (
        "required-removed",
        In::Spec,
        "      required: [kind, flight]",
        "      required: [kind]",
    ),
    (
        "enum-value-added",
        In::Spec,
        "            - parcel-lost\n",
        "            - parcel-lost\n            - parcel-burnt\n",
    ),
    (
        "enum-value-removed",
        In::Spec,
        "            - parcel-lost\n",
        "",
    ),
    (
        "enum-reordered",
        In::Spec,
        "            - parcel-lost\n            - parcel-found\n",
        "            - parcel-found\n            - parcel-lost\n",
    ),
    ("enum-null-removed", In::Spec, "        - null\n", ""),
    (
        "enum-of-items-changed",
        In::Page,
        "Enum: \"red\", \"green\", null",
        "Enum: \"red\", \"blue\", null",
    ),
    (
        "enum-gone",
        In::Spec,
        "          enum:\n            - parcel-sent\n            - parcel-lost\n            - parcel-found\n",
        "",
    ),
    (
        "enum-added",
        In::Spec,
        "        law:\n          type: string\n",
        "        law:\n          type: string\n          enum: [customs, transit]\n",
    ),
    (
        "variant-renamed",
        In::Spec,
        "title: Open duty",
        "title: Unpaid duty",
    ),
    ("variant-untitled", In::Spec, "      title: Open duty\n", ""),
    (
        "variant-gone",
        In::Spec,
        "        - $ref: '#/components/schemas/OpenDuty'\n",
        "",
    ),
    (
        "variant-added",
        In::Page,
        "    - Waived duty:\n      - `law` (string)\n",
        "",
    ),
    (
        "variants-reordered",
        In::Spec,
        "        - $ref: '#/components/schemas/Road'\n        - $ref: '#/components/schemas/Air'\n",
        "        - $ref: '#/components/schemas/Air'\n        - $ref: '#/components/schemas/Road'\n",
    ),
    (
        "variants-not-on-the-page",
        In::Page,
        "    - Paid duty:\n      - `amount` (number, required)\n      - `receipt` (string)\n    - Open duty:\n      - `reason` (string, required)\n    - Waived duty:\n      - `law` (string)\n",
        "",
    ),
    (
        "discriminator-changed",
        In::Page,
        "(discriminator: kind)",
        "(discriminator: mode)",
    ),
    (
        "discriminator-gone",
        In::Spec,
        "      discriminator:\n        propertyName: kind\n        mapping:\n          road: '#/components/schemas/Road'\n          air: '#/components/schemas/Air'\n",
        "",
    ),
    (
        "discriminator-added",
        In::Page,
        " (discriminator: kind):",
        ":",
    ),
    (
        "discriminator-mapping-crossed",
        In::Spec,
        "          road: '#/components/schemas/Road'\n          air: '#/components/schemas/Air'\n",
        "          road: '#/components/schemas/Air'\n          air: '#/components/schemas/Road'\n",
    ),
    (
        "discriminator-mapping-incomplete",
        In::Spec,
        "          air: '#/components/schemas/Air'\n",
        "",
    ),
    (
        "example-changed",
        In::Page,
        "Example: \"P-0815\"",
        "Example: \"P-4711\"",
    ),
    (
        "example-added",
        In::Spec,
        "            - 1200\n",
        "            - 1200\n            - 1300\n",
    ),
    (
        "example-gone",
        In::Spec,
        "          type: string\n          examples: [Ada]\n",
        "          type: string\n",
    ),
    (
        "body-gone",
        In::Spec,
        "          application/json:\n            schema:\n              $ref: '#/components/schemas/ParcelEvent'\n",
        "          application/json: {}\n",
    ),
    (
        "body-became-an-array",
        In::Spec,
        "            schema:\n              $ref: '#/components/schemas/ParcelEvent'\n",
        "            schema:\n              type: array\n              items:\n                $ref: '#/components/schemas/ParcelEvent'\n",
    ),
    (
        "response-missing",
        In::Page,
        "## Response 2xx fields",
        "## Response 2xx fields (application/json):\n\n  - `seen` (boolean)",
    ),
];

fn desk(case: &(&str, In, &str, &str)) -> Desk {
    let (name, changed, from, to) = case;
    // The page that loses its variants loses the words that introduce them too.
    let page = if *name == "variants-not-on-the-page" {
        edited(PAGE, "(object,null) — one of:", "(object,null)")
    } else {
        PAGE.to_owned()
    };
    match changed {
        In::Page => Desk::new(&edited(&page, from, to), SPEC),
        In::Spec => Desk::new(&page, &edited(SPEC, from, to)),
    }
}

#[test]
fn page_and_spec_agree_before_they_are_changed() {
    let report = Desk::new(PAGE, SPEC).audit("spec.yaml", Form::Text);
    assert_eq!(
        (
            report.exit,
            report.stdout.as_str(),
            report.diagnostics.as_str()
        ),
        (
            Exit::Agreed,
            "page.txt: 31 documented, 31 agreed, 0 different, 0 missing, 2 beyond the page\n",
            ""
        )
    );
}

#[test]
fn every_difference_is_shown_as_blessed() {
    let texts: Vec<(String, String)> = CASES
        .iter()
        .map(|case| {
            let report = desk(case).audit("spec.yaml", Form::Text);
            assert_eq!(report.exit, Exit::Drift, "{}: {}", case.0, report.stdout);
            (format!("{}.txt", case.0), shown(&report))
        })
        .collect();
    assert_snapshots(&home().join("differences"), &texts);
}

#[test]
fn a_difference_is_the_same_in_every_form() {
    for case in CASES {
        let desk = desk(case);
        let text = desk.audit("spec.yaml", Form::Text);
        let json = desk.audit("spec.yaml", Form::Json);
        let table = desk.audit("spec.yaml", Form::Coverage);
        assert_eq!((json.exit, table.exit), (Exit::Drift, Exit::Drift));
        let object: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
        assert_eq!(object["agreed"], false);
        let differences = object["pages"][0]["differences"].as_array().unwrap();
        let lines: Vec<&str> = text
            .stdout
            .lines()
            .take_while(|line| !line.is_empty())
            .collect();
        assert_eq!(lines.len(), differences.len(), "{}", case.0);
        for (line, difference) in lines.iter().zip(differences) {
            let message = difference["message"].as_str().unwrap();
            assert!(line.ends_with(message), "{line}");
            assert!(
                table.stdout.contains(&message.replace('|', "\\|")),
                "{line}"
            );
            for side in ["page", "spec"] {
                let place = &difference[side];
                let place = format!("{}:{} ", place["file"].as_str().unwrap(), place["line"]);
                assert!(line.contains(&place), "{line}: {place}");
            }
        }
    }
}
