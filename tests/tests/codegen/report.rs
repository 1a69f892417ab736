//! What `codegen --report` says of a document.
//!
//! `reports/<fixture>.json` is the report on a fixture. `BLESS=1` writes the reports anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tests::golden::{blessing, options, unified};
use xtask::codegen::{CodegenReport, Exit, codegen};
use xtask::output::Mode;

/// Runs codegen on a fixture.
fn run(fixture: &str, out: &Path, mode: Mode, arguments: &str) -> CodegenReport {
    let spec = Path::new("fixtures").join(fixture).join("openapi.yaml");
    codegen(&options(&spec, out, mode, arguments))
}

/// The report on a fixture as JSON, nothing having been written.
fn report(fixture: &str) -> (String, Value) {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let ran = run(fixture, &out, Mode::Check, "--report json");
    assert!(!out.exists(), "a check writes nothing");
    let report = serde_json::from_str(&ran.stdout).unwrap();
    (ran.stdout, report)
}

/// The report on a document that is no fixture.
fn report_on(document: &str) -> Value {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    fs::write(&spec, document).unwrap();
    let out = home.path().join("out");
    let ran = codegen(&options(&spec, &out, Mode::Check, "--report json"));
    serde_json::from_str(&ran.stdout).unwrap()
}

/// Where a keyword is said to be honoured, documented or not expressed.
fn places(report: &Value, list: &str, keyword: &str) -> Vec<String> {
    let uses = report["keywords"][list].as_array().unwrap().iter();
    let mut uses = uses.filter(|used| used["keyword"] == keyword);
    let places = uses.next().map(|used| used["places"].as_array().unwrap());
    let pointers = places
        .into_iter()
        .flatten()
        .map(|place| place["pointer"].as_str().unwrap());
    pointers.map(str::to_owned).collect()
}

/// The keywords of all schemas below a schema, by what JSON Schema says of where schemas stand.
/// What stands below a keyword that is not expressed is no part of what was reached.
fn keywords(schema: &Value, found: &mut BTreeSet<String>) {
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        found.insert(keyword.clone());
        match (keyword.as_str(), value) {
            ("properties" | "$defs", Value::Object(schemas)) => {
                schemas.values().for_each(|schema| keywords(schema, found));
            }
            ("items" | "additionalProperties" | "unevaluatedProperties", schema) => {
                keywords(schema, found);
            }
            ("allOf" | "oneOf" | "anyOf", Value::Array(schemas)) => {
                schemas.iter().for_each(|schema| keywords(schema, found));
            }
            _ => {}
        }
    }
}

fn listed(report: &Value, list: &str) -> Vec<String> {
    let uses = report["keywords"][list].as_array().unwrap().iter();
    uses.map(|used| used["keyword"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_reports_are_as_blessed() {
    for fixture in [
        "bodies",
        "every-keyword",
        "header-parameters",
        "keyword-names",
        "union-within-kind",
    ] {
        let (text, _) = report(fixture);
        let path = Path::new("reports").join(format!("{fixture}.json"));
        if blessing() {
            fs::write(&path, &text).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        let difference = unified(&expected, &text);
        assert!(
            expected == text,
            "{}\nIf this is as it should be, run:\n    BLESS=1 cargo test -p tests --test codegen reports",
            difference
        );
    }
}

#[test]
fn every_keyword_is_honoured_documented_or_counted_as_not_expressed() {
    let (_, report) = report("every-keyword");
    let text = fs::read_to_string("fixtures/every-keyword/openapi.yaml").unwrap();
    let file: Value = serde_yaml::from_str(&text).unwrap();
    let schema =
        file.pointer("/webhooks/keywords/post/requestBody/content/application~1json/schema");
    let mut written = BTreeSet::new();
    keywords(schema.unwrap(), &mut written);
    let told: BTreeSet<String> = ["honoured", "documented", "not_expressed"]
        .into_iter()
        .flat_map(|list| listed(&report, list))
        .collect();
    assert_eq!(told, written);
}

#[test]
fn a_keyword_counts_where_it_was_lost_and_where_it_was_not() {
    let (_, report) = report("every-keyword");
    for list in ["honoured", "not_expressed"] {
        assert!(
            listed(&report, list).contains(&"oneOf".to_owned()),
            "{list}"
        );
    }
    let lost = report["keywords"]["not_expressed"].as_array().unwrap();
    let one_of = lost.iter().find(|used| used["keyword"] == "oneOf").unwrap();
    assert_eq!(one_of["count"], 2);
    assert_eq!(one_of["places"].as_array().unwrap().len(), 2);
    assert_eq!(
        one_of["places"][0]["pointer"],
        "/webhooks/keywords/post/requestBody/content/application~1json/schema/properties/two-choices/allOf/0/oneOf"
    );
}

#[test]
fn types_that_exclude_one_another_are_lost_where_both_hold_and_nowhere_else() {
    let report = report_on(
        r"
openapi: 3.1.0
info: {title: Parcels, version: 1.0.0}
webhooks:
  sent: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Parcel'}}}}}}
  lost: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/LostParcel'}}}}}}
components:
  schemas:
    Parcel:
      type: object
      properties:
        number: {type: string}
        sender: {type: string}
    LostParcel:
      allOf:
        - $ref: '#/components/schemas/Parcel'
        - type: object
          properties:
            number: {type: integer}
            finder: {type: string}
",
    );
    assert_eq!(
        places(&report, "not_expressed", "type"),
        [
            "/components/schemas/Parcel/properties/number/type",
            "/components/schemas/LostParcel/allOf/1/properties/number/type",
        ]
    );
}

/// A document of one webhook whose body has these members.
fn with_members(members: &str) -> String {
    format!(
        r"
openapi: 3.1.0
info: {{title: Parcels, version: 1.0.0}}
webhooks:
  sent: {{post: {{requestBody: {{content: {{application/json: {{schema: {{type: object, properties: {members}}}}}}}}}}}}}
"
    )
}

/// The members of a webhook's body at whose schemas a keyword is told to stand.
fn members(report: &Value, list: &str, keyword: &str) -> Vec<String> {
    let ending = format!("/{keyword}");
    let members = places(report, list, keyword).into_iter().map(|place| {
        let schema = place.strip_suffix(&ending).unwrap();
        schema.rsplit('/').next().unwrap().to_owned()
    });
    members.collect()
}

#[test]
fn a_keyword_that_means_nothing_is_neither_honoured_nor_documented() {
    let report = report_on(&with_members(
        "{a: {type: [], pattern: 5}, b: {type: object, properties: []}, c: {type: string, maxLength: 1.5}, d: {type: number, multipleOf: 0}}",
    ));
    for (keyword, member) in [
        ("type", "a"),
        ("pattern", "a"),
        ("properties", "b"),
        ("maxLength", "c"),
        ("multipleOf", "d"),
    ] {
        assert_eq!(members(&report, "not_expressed", keyword), [member]);
    }
    for keyword in ["pattern", "maxLength", "multipleOf"] {
        assert!(!listed(&report, "documented").contains(&keyword.to_owned()));
    }
}

#[test]
fn a_format_is_honoured_where_a_type_keeps_it() {
    let report = report_on(&with_members(
        "{moment: {type: string, format: date-time}, day: {type: string, format: date}, long: {type: integer, format: int64}, \
         short: {type: integer, format: int32}, byte: {type: integer, format: uint8}, free: {format: date-time}, \
         list: {type: array, items: {type: integer}, format: int64}}",
    ));
    assert_eq!(
        members(&report, "honoured", "format"),
        ["moment", "day", "long"]
    );
    assert_eq!(
        members(&report, "documented", "format"),
        ["short", "byte", "free", "list"]
    );
}

#[test]
fn what_is_said_of_the_items_of_a_stream_is_not_expressed() {
    let report = report_on(
        r"
openapi: 3.2.0
info: {title: Parcels, version: 1.0.0}
webhooks:
  sent: {post: {requestBody: {content: {application/jsonl: {itemSchema: {type: object}}}}}}
",
    );
    assert_eq!(
        places(&report, "not_expressed", "itemSchema"),
        ["/webhooks/sent/post/requestBody/content/application~1jsonl/itemSchema"]
    );
}

#[test]
fn variants_of_several_types_are_named_after_them_and_those_that_yield_are_listed() {
    let several = "{anyOf: [{type: [string, integer]}, {type: [object, integer]}]}";
    let alike = "{anyOf: [{type: [object, boolean], title: 'Size'}, {type: [array, boolean], title: 'Size'}]}";
    let report = report_on(&with_members(&format!(
        "{{several: {several}, alike: {alike}}}"
    )));
    let union = |name: &str| {
        let unions = report["unions"].as_array().unwrap();
        unions.iter().find(|union| union["name"] == name).unwrap()["variants"].clone()
    };
    assert_eq!(
        union("SentSeveral"),
        serde_json::json!(["IntegerOrText", "IntegerOrObject"])
    );
    assert_eq!(
        union("SentAlike"),
        serde_json::json!(["BooleanOrObject", "BooleanOrList"])
    );
    let names = report["names"].as_array().unwrap();
    let variants: Vec<&Value> = names
        .iter()
        .filter(|name| name["what"] == "variant")
        .collect();
    let [one, other] = variants.as_slice() else {
        panic!("{names:?}");
    };
    assert_eq!(one["ident"], "SentAlike::BooleanOrObject");
    assert_eq!(other["ident"], "SentAlike::BooleanOrList");
    for yielding in [one, other] {
        assert_eq!(
            yielding["reason"],
            "several variants would be called `Size`"
        );
    }
}

#[test]
fn a_constant_that_two_bodies_share_names_neither_event() {
    let report = |own: &str| {
        report_on(&format!(
            r"
openapi: 3.1.0
info: {{title: Parcels, version: 1.0.0}}
webhooks:
  sent: {{post: {{requestBody: {{content: {{application/json: {{schema: {{properties: {{type: {{enum: [sent, other]}}, kind: {{const: sent}}}}}}}}}}}}}}}}
  lost: {{post: {{requestBody: {{content: {{application/json: {{schema: {{properties: {{type: {{enum: [lost, {own}]}}, kind: {{const: lost}}}}}}}}}}}}}}}}
"
        ))
    };
    let pointer = |report: &Value| report["event_name"]["pointer"].clone();
    assert_eq!(pointer(&report("mislaid")), "/type");
    assert_eq!(pointer(&report("other")), "/kind");
}

#[test]
fn a_copy_loses_what_the_schema_loses_that_it_is_a_copy_of() {
    let report = report_on(
        r"
openapi: 3.1.0
info: {title: Parcels, version: 1.0.0}
webhooks:
  sent:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                from: {allOf: [{type: string}, {type: integer}]}
                to: {allOf: [{type: string}, {type: integer}]}
",
    );
    assert_eq!(places(&report, "not_expressed", "type").len(), 4);
}

#[test]
fn unions_are_told_with_their_tests() {
    let (_, report) = report("union-within-kind");
    let tests = |name: &str| {
        let unions = report["unions"].as_array().unwrap();
        let union = unions.iter().find(|union| union["name"] == name).unwrap();
        union["tests"].clone()
    };
    assert_eq!(
        tests("KindsTextOrTagged"),
        serde_json::json!(["kind", "inferred tag: kind"])
    );
    assert_eq!(
        tests("KindsNumberOrLoose"),
        serde_json::json!(["kind", "attempt"])
    );
}

#[test]
fn every_copy_of_a_schema_counts() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    let body = |member: &str| {
        format!(
            "{{ post: {{ requestBody: {{ content: {{ application/json: {{ schema: {{ type: object, properties: {{ {member}: \
             {{ type: object, not: {{ required: [z] }}, properties: {{ list: {{ type: array, contains: {{}} }} }} }} }} }} }} }} }} }} }}"
        )
    };
    fs::write(
        &spec,
        format!(
            "openapi: 3.1.0\ninfo: {{ title: Copies, version: '1' }}\nwebhooks:\n  a: {}\n  b: {}\n",
            body("one"),
            body("other")
        ),
    )
    .unwrap();
    let ran = codegen(&options(
        &spec,
        &home.path().join("out"),
        Mode::Write,
        "--report json",
    ));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let lost = report["keywords"]["not_expressed"].as_array().unwrap();
    for (keyword, below) in [("not", "/not"), ("contains", "/properties/list/contains")] {
        let used = lost.iter().find(|used| used["keyword"] == keyword).unwrap();
        let places: Vec<&str> = used["places"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|place| place["pointer"].as_str())
            .collect();
        assert_eq!(used["count"], 2, "{keyword}");
        assert!(places[0].ends_with(&format!("/one{below}")), "{places:?}");
        assert!(places[1].ends_with(&format!("/other{below}")), "{places:?}");
    }
}

#[test]
fn the_schema_of_a_body_that_is_not_decoded_is_not_expressed() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    fs::write(
        &spec,
        "openapi: 3.1.0
info: { title: Raw, version: '1' }
webhooks:
  deep: { post: { requestBody: { content: { multipart/form-data: { schema: { type: array, items: { $ref: '#/components/schemas/Deep' } } } } } } }
  flat: { post: { requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Inner' } } } } } }
  text: { post: { requestBody: { content: { application/xml: { schema: { type: object, not: {} } } } } } }
components:
  schemas:
    Deep: { type: object, required: [a], properties: { a: { type: string }, inner: { $ref: '#/components/schemas/Inner' } } }
    Inner: { type: object, properties: { b: { type: string } } }
",
    )
    .unwrap();
    let ran = codegen(&options(
        &spec,
        &home.path().join("out"),
        Mode::Write,
        "--report json",
    ));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let counts = |list: &str| -> Vec<String> {
        let uses = report["keywords"][list].as_array().unwrap().iter();
        uses.map(|used| format!("{} {}", used["keyword"].as_str().unwrap(), used["count"]))
            .collect()
    };
    assert_eq!(counts("honoured"), ["$ref 1", "properties 1", "type 2"]);
    assert_eq!(
        counts("not_expressed"),
        [
            "$ref 2",
            "items 1",
            "properties 1",
            "required 1",
            "schema 1",
            "type 3"
        ]
    );
}

#[test]
fn a_name_stays_on_its_line() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    fs::write(
        &spec,
        "openapi: 3.1.0\ninfo: {title: Lines, version: '1'}\nwebhooks: {\"a\\nb\": {post: {tags: [\"c\\nd\"]}}}\n",
    )
    .unwrap();
    let ran = codegen(&options(
        &spec,
        &home.path().join("out"),
        Mode::Write,
        "--report",
    ));
    assert!(
        ran.stdout.contains("\n  a\\nb [c\\nd] POST"),
        "{}",
        ran.stdout
    );
}

#[test]
fn only_what_webhooks_reach_counts() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    fs::write(
        &spec,
        "openapi: 3.1.0\n\
         info: { title: Reach, version: '1' }\n\
         webhooks:\n  \
           ping: { post: { requestBody: { content: { application/json: { schema: { type: string } } } } } }\n\
         components: { schemas: { Apart: { not: {}, contains: {} } } }\n",
    )
    .unwrap();
    let out = home.path().join("out");
    let ran = codegen(&options(&spec, &out, Mode::Write, "--report json"));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(listed(&report, "not_expressed"), Vec::<String>::new());
    assert_eq!(listed(&report, "honoured"), ["type"]);
    assert_eq!(ran.exit, Exit::Agreed);
}

#[test]
fn security_schemes_are_told_with_those_that_the_crate_has_not() {
    let (_, report) = report("security");
    let schemes = report["security"]["schemes"].as_array().unwrap();
    assert_eq!(schemes.first().unwrap(), "HeaderKey");
    assert!(!schemes.contains(&Value::from("unasked")));
    let left_out = report["security"]["left_out"].as_array().unwrap();
    let told: Vec<(&str, &str)> = left_out
        .iter()
        .map(|one| {
            assert!(one["place"]["line"].as_u64().unwrap() > 1);
            (
                one["name"].as_str().unwrap(),
                one["reason"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("unasked", "no webhook asks for it"),
            ("Certificate", "a receiver cannot check it"),
        ]
    );
}

/// A document with events that differ in case alone, in two groups that do too, and a member that
/// is a keyword in two types.
const ALIKE: &str = "openapi: 3.1.0
info: { title: Alike, version: '1' }
webhooks:
  a b: { post: { tags: [c d], requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } }
  a B: { post: { tags: [c D], requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/B' } } } } } }
  A b: { post: { tags: [C d] } }
  A B: { post: { tags: [C D] } }
components:
  schemas:
    A: { type: object, properties: { type: { type: string } } }
    B: { type: object, properties: { type: { type: integer } } }
";

#[test]
fn events_and_groups_whose_names_yield_are_told() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    fs::write(&spec, ALIKE).unwrap();
    let out = home.path().join("out");
    let ran = codegen(&options(&spec, &out, Mode::Write, "--report json"));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let names = report["names"].as_array().unwrap().iter();
    let named: Vec<(&str, &str)> = names
        .filter(|name| name["what"] != "field")
        .map(|name| {
            (
                name["what"].as_str().unwrap(),
                name["ident"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        named,
        [
            ("group", "c_d2"),
            ("handler", "CD2Handler"),
            ("event", "AB2"),
            ("method", "a_b2"),
            ("group", "c_d_events"),
            ("handler", "CDEventsHandler"),
            ("event", "ABEvent"),
            ("method", "a_b_event"),
            ("group", "c_space_d"),
            ("handler", "CSpaceDHandler"),
            ("event", "ASpaceB"),
            ("method", "a_space_b"),
        ]
    );
    // Who gets a number is told without being asked.
    for name in ["AB2", "a_b2", "c_d2", "CD2"] {
        let warning = format!("so this becomes `{name}`");
        assert!(
            ran.diagnostics.contains(&warning),
            "{name}: {}",
            ran.diagnostics
        );
    }
}

#[test]
fn the_reason_of_a_name_is_what_gave_it() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    let text = "openapi: 3.1.0
info: { title: Reasons, version: '1' }
webhooks:
  sent: { post: { operationId: posted }, put: { operationId: replaced } }
  a.b: { post: { operationId: first } }
  a b: { post: { operationId: second } }
  cd: { post: { operationId: third } }
  CD: { post: { operationId: fourth } }
  kept: { post: { x-rust-name: Retained, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } } } }
components:
  schemas:
    A:
      type: object
      properties:
        wire: { type: string, x-rust-name: cable }
        size: { enum: [s, l], x-enum-varnames: [Small, Large] }
        open: { oneOf: [{ const: active, title: Active state }, { const: y, x-rust-name: Yes }] }
        level: { enum: ['1', a+b, a-b, same, SAME] }
";
    fs::write(&spec, text).unwrap();
    let out = home.path().join("out");
    let ran = codegen(&options(&spec, &out, Mode::Write, "--report json"));
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let names = report["names"].as_array().unwrap().iter();
    let text = |name: &Value, key: &str| name[key].as_str().unwrap().to_owned();
    let told: Vec<(String, String)> = names
        .map(|name| (text(name, "ident"), text(name, "reason")))
        .collect();
    let told: Vec<(&str, &str)> = told.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let shared = "several operations have the name in common";
    let spelled = "its signs are spelled out, since the plain name is taken";
    let by_id = "given by `operationId`, since the plain name is taken";
    assert_eq!(
        told,
        [
            ("PostSent", shared),
            ("post_sent", shared),
            ("PutSent", shared),
            ("put_sent", shared),
            ("ADotB", spelled),
            ("a_dot_b", spelled),
            ("ASpaceB", spelled),
            ("a_space_b", spelled),
            ("Third", by_id),
            ("Fourth", by_id),
            ("fourth", by_id),
            ("Retained", "given by `x-rust-name`"),
            ("retained", "given by `x-rust-name`"),
            ("A::cable", "given by `x-rust-name`"),
            ("ASize::Small", "given by `x-enum-varnames`"),
            ("ASize::Large", "given by `x-enum-varnames`"),
            ("AOpen::ActiveState", "given by `title`"),
            ("AOpen::Yes", "given by `x-rust-name`"),
            ("ALevel::N1", "an identifier starts with a letter"),
            ("ALevel::APlusB", spelled),
            ("ALevel::AMinusB", spelled),
            ("ALevel::SameValue", "the plain name is taken"),
        ]
    );
}

#[test]
fn what_is_named_alike_stands_on_one_line_of_the_text() {
    let home = tempfile::tempdir().unwrap();
    let spec = home.path().join("openapi.yaml");
    fs::write(&spec, ALIKE).unwrap();
    let ran = codegen(&options(
        &spec,
        &home.path().join("out"),
        Mode::Write,
        "--report",
    ));
    let line = "  field \"type\" is `r#type`, 2 times: a keyword of Rust  (first ";
    assert!(ran.stdout.contains(line), "{}", ran.stdout);
}

#[test]
fn the_text_comes_before_what_was_written() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let ran = run("union-within-kind", &out, Mode::Write, "--report");
    let (report, written) = ran.stdout.split_once("created ").unwrap();
    assert!(report.starts_with("golden-union-within-kind\n"), "{report}");
    assert!(
        report.contains("\n  KindsByVersion by inferred tag: version: First | Second  (fixtures/"),
        "{report}"
    );
    assert!(
        written.contains("golden-union-within-kind: 1 event"),
        "{written}"
    );
}

#[test]
fn the_command_that_repairs_says_what_is_required() {
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("out");
    let ran = run(
        "required-optional",
        &out,
        Mode::Check,
        "--required optional",
    );
    assert_eq!(ran.exit, Exit::Drift);
    let mut lines = ran.stdout.lines();
    let command = lines.rfind(|line| line.starts_with("    cargo xtask"));
    assert!(
        command.unwrap().ends_with(" --required optional"),
        "{command:?}"
    );
}
