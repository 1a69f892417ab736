//! Reading files: what is accepted, what is complained about, and where.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::folder::Folder;
use serde_json::{Value, json};
use xtask::diagnostic::Place;
use xtask::place::{Location, Pointer};
use xtask::source::Sources;

/// Documents that exercise every way in which a node can be written.
const FIXTURES: &[(&str, &str)] = &[
    (
        "block.yaml",
        "a:\n  b: 1\n  c:\n    - x\n    - y: z\n      w: v\nd:\n- 1\n-\n  - 2\n",
    ),
    (
        "flow.yaml",
        "{a: [1, {b: c}, []], d: {}, 'e f': {g: null}}\n",
    ),
    (
        "flow-in-block.yaml",
        "a: {x: [1,\n  2], y: 3}\nb: [p: q, r]\n",
    ),
    (
        "unicode.yaml",
        "größe:\n  \"naïve\": ☃\n  日本: [é, {ü: 1}]\n",
    ),
    (
        "quoted.yaml",
        "\"a\\tb\": 1\n'it''s': 2\n\"/p~q\": {\"\": 3}\n",
    ),
    (
        "scalars.yaml",
        "lit: |\n  one\n\n  two\nfold: >-\n  a\n  b\nplain: one\n  two\nquoted: \"a\n  b\"\nnothing:\nlast: |+\n  x\n\n",
    ),
    (
        "anchors.yaml",
        "base: &b\n  x: 1\n  y: [1, 2]\nuse: *b\nlist: [*b, &s text, *s]\n*s : key\n",
    ),
    (
        "keys.yaml",
        "200: a\ntrue: b\nnull: c\n1.50: d\n? plain\n: e\n",
    ),
    (
        "comments.yaml",
        "# top\na: # beside\n  # inside\n  b: 1\n# end\n\nc: 2 # last\n",
    ),
    ("directive.yaml", "%YAML 1.2\n---\na: !!str 5\nb: 1\n...\n"),
    (
        "spaces.json",
        "{\n  \"a\": [1, -2.5e3, true, null],\n  \"b/c\": {\"~\": \"\\u00e9\\n\"}\n}\n",
    ),
    (
        "tabs.json",
        "{\n\t\"a\": {\n\t\t\"b\": [\n\t\t\t1,\n\t\t\t\"x\"\n\t\t]\n\t}\n}\n",
    ),
    (
        "dense.json",
        "{\"a\":{\"b\":[{\"c\":\"d\"},{}]},\"e\":\"f:g\"}",
    ),
    (
        "surrogates.json",
        "{\"face\": \"\\ud83d\\ude00\", \"after\": {\"x\": 1}}",
    ),
    ("scalar.yaml", "just text\n"),
];

fn pointers(value: &Value) -> BTreeSet<Pointer> {
    let mut found = BTreeSet::new();
    let mut open = vec![(Pointer::root(), value)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::Object(object) => {
                open.extend(
                    object
                        .iter()
                        .map(|(key, value)| (pointer.child(key), value)),
                );
            }
            Value::Array(items) => {
                let numbered = items.iter().enumerate();
                open.extend(numbered.map(|(at, item)| (pointer.child(&at.to_string()), item)));
            }
            _ => {}
        }
        found.insert(pointer);
    }
    found
}

#[test]
fn the_span_index_and_the_json_value_see_the_same_pointers() {
    for (name, text) in FIXTURES {
        let folder = Folder::with(&[(name, text)]);
        let (sources, diagnostics) = folder.read(name);
        assert!(diagnostics.is_empty(), "{name}");
        let file = sources.file(sources.root().unwrap()).unwrap();
        let indexed: BTreeSet<_> = file.indexed_pointers().into_iter().collect();
        assert_eq!(indexed, pointers(&file.json), "{name}");
    }
}

#[test]
fn scalars_stand_where_the_index_says() {
    for (name, text) in FIXTURES {
        let folder = Folder::with(&[(name, text)]);
        let (sources, _) = folder.read(name);
        let root = sources.root().unwrap();
        let file = sources.file(root).unwrap();
        for pointer in pointers(&file.json) {
            let location = Location {
                file: root,
                pointer,
            };
            let (_, span) = sources.span(&Place::from(&location)).unwrap();
            let written = &file.text[span];
            let alias = written.starts_with('*');
            match sources.value(&location).unwrap() {
                Value::Number(_) if !alias => {
                    let number: f64 = written.parse().unwrap();
                    assert_eq!(Some(number), sources.value(&location).unwrap().as_f64());
                }
                Value::Bool(value) => assert_eq!(written, value.to_string()),
                Value::String(value) if !alias && written.starts_with(char::is_alphanumeric) => {
                    let key = location.pointer.last().unwrap_or_default();
                    assert!(
                        written == value || written == key || value.starts_with(written),
                        "{name} {}: {written}",
                        location.pointer
                    );
                }
                _ => {}
            }
            if let (Some(key), Some(Value::Object(_))) = (
                location.pointer.last(),
                location.parent().and_then(|p| sources.value(&p)),
            ) {
                let (_, span) = sources.span(&Place::key(&location)).unwrap();
                let plain = file.text[span].trim_matches(['"', '\'']).to_owned();
                let escaped = plain.contains(['\\', '\'']) || plain.starts_with('*');
                assert!(escaped || plain == key, "{name}: {plain} for {key}");
            }
        }
    }
}

#[test]
fn positions_count_lines_and_characters() {
    let folder = Folder::with(&[("a.yaml", "größe: ☃\nliste: [é, {ü: 1}]\n")]);
    let (sources, _) = folder.read("a.yaml");
    let at = |pointer: &str| {
        let file = sources.root().unwrap();
        let pointer = Pointer::parse(pointer).unwrap();
        sources.position(&Place::from(Location { file, pointer }))
    };
    assert_eq!(at("/größe"), Some((1, 8)));
    assert_eq!(at("/liste/0"), Some((2, 9)));
    assert_eq!(at("/liste/1/ü"), Some((2, 16)));
}

#[test]
fn line_ends_and_byte_order_marks_change_nothing() {
    for (name, text) in FIXTURES {
        let unix = Folder::with(&[(name, text)]);
        let windows = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        let windows = Folder::with(&[(name, &windows)]);
        let (ours, _) = unix.read(name);
        let (theirs, diagnostics) = windows.read(name);
        assert!(diagnostics.is_empty(), "{name}");
        let root = ours.root().unwrap();
        let (ours_file, theirs_file) = (ours.file(root).unwrap(), theirs.file(root).unwrap());
        assert_eq!(ours_file.json, theirs_file.json, "{name}");
        assert_eq!(ours_file.text, theirs_file.text, "{name}");
    }
    let bad = "a: 1\nb: [1,\nc: 2\na: 3\n";
    let unix = Folder::with(&[("x.yaml", bad)]);
    let windows = Folder::with(&[("x.yaml", &bad.replace('\n', "\r\n"))]);
    assert_eq!(unix.rendered("x.yaml"), windows.rendered("x.yaml"));
}

#[test]
fn keys_become_the_text_they_were_written_with() {
    let folder = Folder::with(&[("a.yaml", "200: a\ntrue: b\n1.50: c\nno: off\n")]);
    let (sources, diagnostics) = folder.read("a.yaml");
    assert!(diagnostics.is_empty());
    assert_eq!(
        sources.file(sources.root().unwrap()).unwrap().json,
        json!({"200": "a", "true": "b", "1.50": "c", "no": "off"})
    );
}

#[test]
fn every_duplicate_key_is_reported_with_both_places() {
    for (name, text) in [
        (
            "a.yaml",
            "a: 1\nb:\n  c: 1\n  c: 2\na: 2\nä: {x: 1, x: 2}\n",
        ),
        (
            "a.json",
            "{\"a\": 1,\n\"b\": {\n\"c\": 1,\n\"c\": 2},\n\"a\": 2,\n\"ä\": {\"x\": 1, \"x\": 2}}\n",
        ),
    ] {
        let folder = Folder::with(&[(name, text)]);
        let (sources, diagnostics) = folder.read(name);
        let messages: Vec<_> = diagnostics
            .sorted(&sources)
            .iter()
            .map(|found| {
                (
                    found.code.as_str(),
                    found.message.clone(),
                    found.labels.len(),
                )
            })
            .collect();
        let expected = ["c", "a", "x"].map(|key| {
            (
                "duplicate-key",
                format!("the key `{key}` is given twice"),
                2,
            )
        });
        assert_eq!(messages, expected, "{name}");
    }
    let folder = Folder::with(&[("a.yaml", "ä: {größe: 1, größe: 2}\n")]);
    assert_eq!(
        folder.rendered("a.yaml"),
        "\
error[duplicate-key]: the key `größe` is given twice
 --> a.yaml:1:15
  |
1 | ä: {größe: 1, größe: 2}
  |     -----     ^^^^^ given again here
  |     |
  |     first given here
  |
  = help: keep one of them; keys of an object are unique

1 error
"
    );
}

#[test]
fn a_syntax_error_stands_where_the_parser_stopped() {
    let folder = Folder::with(&[("a.yaml", "a:\n\t- 1\n")]);
    let text = folder.rendered("a.yaml");
    assert!(
        text.contains("error[yaml-syntax]: cannot parse: "),
        "{text}"
    );
    assert!(text.contains("--> a.yaml:2:1"), "{text}");
    let folder = Folder::with(&[("a.json", "{\"ä\": 1,,}\n")]);
    let text = folder.rendered("a.json");
    assert!(text.contains("--> a.json:1:9"), "{text}");
}

#[test]
fn what_is_json_by_name_is_refused_in_the_words_of_json() {
    for (text, message, place, help) in [
        (
            "{\"a\": 1,,}\n",
            "key must be a string",
            "1:9",
            "double quotes",
        ),
        ("{\"a\" 1,\n", "expected `:`", "1:6", "write `:`"),
        (
            "{\"a\": [1\n",
            "EOF while parsing a list",
            "2:",
            "close every bracket",
        ),
        ("[\"\\q\", {\n", "invalid escape", "1:4", "backslash"),
        ("{\"é\": [}\n", "expected value", "1:8", "write a value"),
        (
            "{\"é\": 1} more\n",
            "trailing characters",
            "1:10",
            "nothing may follow",
        ),
    ] {
        let rendered = Folder::with(&[("a.json", text)]).rendered("a.json");
        let expected = format!("error[json-syntax]: cannot parse as JSON: {message}");
        assert!(rendered.contains(&expected), "{rendered}");
        assert!(
            rendered.contains(&format!("--> a.json:{place}")),
            "{rendered}"
        );
        assert!(rendered.contains(help), "{rendered}");
    }
}

#[test]
fn what_is_json_by_name_and_yaml_by_text_is_read_with_a_warning() {
    for (text, message, place) in [
        ("{\"a\": [1, 2,]}\n", "trailing comma", "1:13"),
        ("{\"a\": [1, 2]} # two\n", "trailing characters", "1:15"),
        ("{'a': [1, 2]}\n", "key must be a string", "1:2"),
        ("a:\n- 1\n- 2\n", "expected value", "1:1"),
    ] {
        let folder = Folder::with(&[("a.json", text)]);
        let (sources, _) = folder.read("a.json");
        let root = sources.file(sources.root().unwrap()).unwrap();
        assert_eq!(root.json, serde_json::json!({"a": [1, 2]}), "{text}");
        let rendered = folder.rendered("a.json");
        let expected = format!("warning[off-spec]: `a.json` is not JSON ({message}");
        assert!(rendered.contains(&expected), "{rendered}");
        assert!(
            rendered.contains(&format!("--> a.json:{place}")),
            "{rendered}"
        );
        assert!(
            rendered.contains("let the name end in `.yaml`"),
            "{rendered}"
        );
        let named_yaml = Folder::with(&[("a.yaml", text)]);
        assert_eq!(named_yaml.rendered("a.yaml"), "");
    }
}

#[test]
fn a_limit_of_this_reader_is_no_matter_of_json_or_yaml() {
    let text = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let rendered = Folder::with(&[("a.json", &text)]).rendered("a.json");
    assert!(rendered.contains("error[nesting-limit]"), "{rendered}");
    assert!(rendered.ends_with("1 error\n"), "{rendered}");
}

#[test]
fn several_documents_are_refused_at_the_second() {
    let folder = Folder::with(&[("a.yaml", "a: 1\n---\nb: 2\n")]);
    let text = folder.rendered("a.yaml");
    assert!(
        text.contains("error[yaml-syntax]: the file holds more than one"),
        "{text}"
    );
    assert!(text.contains("--> a.yaml:2:1"), "{text}");
}

#[test]
fn yaml_without_meaning_in_json_is_an_error() {
    for (text, message, place) in [
        (
            "a: .nan\n",
            "`.nan` is a number that JSON does not have",
            "1:4",
        ),
        ("a: [-.inf]\n", "`-.inf` is a number", "1:5"),
        (
            "x: &b 1\ny:\n  <<: *b\n",
            "only an object, or an array of objects, can be merged",
            "3:3",
        ),
        ("a: !secret b\n", "the tag `!secret` has no meaning", "1:"),
    ] {
        let folder = Folder::with(&[("a.yaml", text)]);
        let rendered = folder.rendered("a.yaml");
        assert!(rendered.contains("error[unsupported-yaml]"), "{rendered}");
        assert!(rendered.contains(message), "{rendered}");
        assert!(
            rendered.contains(&format!("--> a.yaml:{place}")),
            "{rendered}"
        );
        assert!(rendered.contains("= help: "), "{rendered}");
    }
    let quoted = Folder::with(&[("a.yaml", "'<<': {a: 1}\n")]);
    assert_eq!(quoted.rendered("a.yaml"), "");
}

#[test]
fn objects_and_arrays_are_no_keys() {
    let folder = Folder::with(&[("a.yaml", "b: 1\n? [x, y]\n: 2\n")]);
    let text = folder.rendered("a.yaml");
    assert!(text.contains("error[yaml-syntax]"), "{text}");
    assert!(text.contains("write the key as a plain text"), "{text}");
}

#[test]
fn nesting_is_limited_and_the_stack_is_safe() {
    for depth in [119, 121, 200, 20_000] {
        let flow = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for name in ["a.yaml", "a.json"] {
            let folder = Folder::with(&[(name, &flow)]);
            let text = folder.rendered(name);
            assert_eq!(text.is_empty(), depth <= 120, "{depth} {name}: {text}");
        }
    }
    let object = format!("{}1{}", "{\"a\":".repeat(125), "}".repeat(125));
    let folder = Folder::with(&[("a.json", &object)]);
    let text = folder.rendered("a.json");
    assert!(
        text.contains("error[nesting-limit]: objects and arrays are nested more than 120 deep"),
        "{text}"
    );
}

#[test]
fn what_is_nested_without_end_is_refused_at_once_and_at_its_place() {
    let depth = 200_000;
    let json = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    let flow = format!("b: 1\na: {}{}\n", "[".repeat(depth), "]".repeat(depth));
    let closing = format!("{}1{}", "{\"}\":".repeat(depth), "}".repeat(depth));
    // The 121st object, and the 120th array inside the object of the root.
    let cases = [
        ("a.json", &json, format!("--> a.json:1:{}", 120 * 5 + 1)),
        ("a.yaml", &json, format!("--> a.yaml:1:{}", 120 * 5 + 1)),
        ("b.yaml", &flow, format!("--> b.yaml:2:{}", 3 + 120)),
        ("c.yaml", &closing, format!("--> c.yaml:1:{}", 120 * 5 + 1)),
        ("b.json", &flow, format!("--> b.json:2:{}", 3 + 120)),
    ];
    for (name, text, place) in cases {
        let started = Instant::now();
        let rendered = Folder::with(&[(name, text)]).rendered(name);
        assert!(rendered.contains("error[nesting-limit]"), "{rendered}");
        assert!(rendered.contains(&place), "{place}\n{rendered}");
        // It takes a fraction of a second; an hour if each bracket looks back at all others.
        assert!(started.elapsed() < Duration::from_secs(60), "{name}");
    }
}

#[test]
fn a_character_that_yaml_does_not_have_is_shown_at_its_place() {
    for (text, place) in [
        ("a: 1\nbé: x\u{1}y\n", "2:6"),
        ("a: \u{7f}\n", "1:4"),
        ("a: [b,\n  \u{fffe}]\n", "2:3"),
    ] {
        let rendered = Folder::with(&[("a.yaml", text)]).rendered("a.yaml");
        assert!(rendered.contains("error[yaml-syntax]"), "{rendered}");
        assert!(
            rendered.contains(&format!("--> a.yaml:{place}")),
            "{rendered}"
        );
        assert!(!rendered.contains("at position"), "{rendered}");
        assert!(rendered.contains("take the character away"), "{rendered}");
    }
}

#[test]
fn aliases_work_but_do_not_explode_or_loop() {
    use std::fmt::Write as _;
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let item = format!("*a{}", level - 1);
        let items = vec![item; 9].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{items}]").unwrap();
    }
    for text in [bomb.as_str(), "a: &a\n  b: *a\n", "a: &a [*a, *a]\n"] {
        let folder = Folder::with(&[("a.yaml", text)]);
        let rendered = folder.rendered("a.yaml");
        assert!(rendered.contains("error["), "{rendered}");
        assert!(rendered.ends_with("\n1 error\n"), "{rendered}");
        assert!(rendered.contains("alias"), "{rendered}");
    }
}

#[test]
fn a_root_that_cannot_be_read_is_an_error() {
    let folder = Folder::with(&[]);
    let (sources, diagnostics) = folder.read("absent.yaml");
    assert!(sources.root().is_none());
    let text = folder.relative(&diagnostics.render(&sources, false));
    assert!(text.starts_with("error[unreadable-file]: cannot read `absent.yaml`: there is no such file\n--> absent.yaml\n"), "{text}");
    std::fs::write(folder.path("bytes.yaml"), b"a: \xff\n").unwrap();
    let text = folder.rendered("bytes.yaml");
    assert!(text.contains("is not UTF-8 text: byte 3"), "{text}");
}

#[test]
fn files_are_read_once_through_references_and_mappings() {
    let folder = Folder::with(&[
        (
            "openapi.yaml",
            "a: {$ref: 'schemas/one.yaml#/x'}\nb: {$ref: ./schemas/../schemas/one.yaml}\nc: {$ref: 'https://example.com/y.yaml'}\nd: {$ref: absent.yaml}\ndiscriminator: {mapping: {two: schemas/two%20b.json, plain: Three}}\n",
        ),
        (
            "schemas/one.yaml",
            "x: {$ref: '../openapi.yaml#/a'}\ny: {$ref: 'three.yaml'}\n",
        ),
        ("schemas/two b.json", "{}"),
        ("schemas/three.yaml", "z: 1\n"),
    ]);
    let (sources, diagnostics) = folder.read("openapi.yaml");
    assert!(diagnostics.is_empty());
    let names: Vec<_> = sources
        .files()
        .map(|(_, file)| folder.relative(&file.name))
        .collect();
    assert_eq!(
        names,
        [
            "openapi.yaml",
            "schemas/one.yaml",
            "schemas/two b.json",
            "schemas/three.yaml"
        ]
    );
    let root = sources.root().unwrap();
    let one = sources.find("schemas/one.yaml".as_ref(), root).unwrap();
    assert_eq!(sources.find("../openapi.yaml".as_ref(), one), Some(root));
    assert_eq!(sources.find("absent.yaml".as_ref(), root), None);
}

#[test]
fn merge_keys_are_merged_and_own_keys_win() {
    let text =
        "x: &x {a: 1, b: 2}\ny: &y\n  <<: *x\n  b: 3\nz:\n  c: 4\n  <<: [{a: 5}, *y]\n'<<': 6\n";
    let folder = Folder::with(&[("a.yaml", text)]);
    let (sources, diagnostics) = folder.read("a.yaml");
    let root = sources.root().unwrap();
    assert_eq!(
        sources.file(root).unwrap().json.to_string(),
        r#"{"x":{"a":1,"b":2},"y":{"a":1,"b":3},"z":{"c":4,"a":5,"b":3},"<<":6}"#
    );
    let text = folder.relative(&diagnostics.render(&sources, false));
    assert!(text.starts_with("warning[off-spec]: merge keys"), "{text}");
    assert!(text.contains("--> a.yaml:3:3\n"), "{text}");
    assert!(text.ends_with("\n1 warning\n"), "{text}");
    let at = |pointer: &str| {
        let pointer = Pointer::parse(pointer).unwrap();
        let file = root;
        sources.position(&Place::from(Location { file, pointer }))
    };
    assert_eq!(at("/y/a"), Some((1, 11)));
    assert_eq!(at("/z/b"), Some((4, 6)));
}

#[test]
fn scalars_are_texts_where_their_schema_says_so() {
    let text = "a: {type: string, enum: [1e3, 0x1F, 08, yes, 2020-01-01, true, 1.10], default: 007, example: 0612345678}\nb: {type: [string, 'null'], const: 1.0}\nc: {type: integer, enum: [1, 2]}\nproperties: {example: {type: string, enum: [1]}}\nexample: {type: string, default: 5}\n";
    let folder = Folder::with(&[("a.yaml", text)]);
    let (sources, diagnostics) = folder.read("a.yaml");
    let json = &sources.file(sources.root().unwrap()).unwrap().json;
    assert_eq!(
        json["a"],
        json!({
            "type": "string",
            "enum": ["1e3", "0x1F", "08", "yes", "2020-01-01", "true", "1.10"],
            "default": "007",
            "example": "0612345678",
        })
    );
    assert_eq!(json["b"]["const"], json!("1.0"));
    assert_eq!(json["c"]["enum"], json!([1, 2]));
    assert_eq!(json["properties"]["example"]["enum"], json!(["1"]));
    assert_eq!(json["example"]["default"], json!(5));
    assert_eq!((diagnostics.len(), diagnostics.has_errors()), (3, false));
    // JSON says itself what is a text.
    let folder = Folder::with(&[("a.json", "{\"type\": \"string\", \"enum\": [1]}")]);
    let (sources, diagnostics) = folder.read("a.json");
    let json = &sources.file(sources.root().unwrap()).unwrap().json;
    assert_eq!(json["enum"], json!([1]));
    assert!(diagnostics.is_empty());
}

#[test]
fn all_broken_files_that_matter_are_reported_together() {
    let folder = Folder::with(&[
        (
            "a.yaml",
            "x: {$ref: b.yaml}\ny: {$ref: c.yaml}\nz: {$ref: d.yaml}\nx: 1\n",
        ),
        ("b.yaml", "k: [\n"),
        ("c.yaml", "k: 1\nk: 2\n"),
        ("d.yaml", "nobody: {looks: here\n"),
    ]);
    let (sources, mut diagnostics) = folder.read("a.yaml");
    let root = sources.root().unwrap();
    for name in ["b.yaml", "c.yaml"] {
        sources.find(name.as_ref(), root).unwrap();
    }
    sources.report_faults(&mut diagnostics);
    let codes: Vec<_> = diagnostics
        .sorted(&sources)
        .iter()
        .map(|d| d.code.as_str())
        .collect();
    assert_eq!(codes, ["duplicate-key", "yaml-syntax", "duplicate-key"]);
    assert!(
        diagnostics
            .render(&sources, false)
            .ends_with("\n3 errors\n")
    );
}

#[test]
fn an_underline_below_wide_text_has_the_right_column_and_length() {
    let folder = Folder::with(&[("a.yaml", "größe: {é: .nan}\n")]);
    assert_eq!(
        folder.rendered("a.yaml"),
        "\
error[unsupported-yaml]: `.nan` is a number that JSON does not have
 --> a.yaml:1:12
  |
1 | größe: {é: .nan}
  |            ^^^^ not a finite number
  |
  = note: at #/größe/é
  = help: write a finite number, or quote it if a text is meant

1 error
"
    );
}

#[test]
fn colour_is_added_only_on_request() {
    let folder = Folder::with(&[("a.yaml", "a: .nan\n")]);
    let (sources, diagnostics): (Sources, _) = folder.read("a.yaml");
    assert!(!diagnostics.render(&sources, false).contains('\u{1b}'));
    assert!(diagnostics.render(&sources, true).contains('\u{1b}'));
}
