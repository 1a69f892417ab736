//! References: what they name, and what is said if they name nothing.

use super::folder::Folder;
use serde_json::json;
use xtask::diagnostic::{Diagnostic, Diagnostics, Place};
use xtask::place::{Location, Pointer};
use xtask::resolve::Resolver;
use xtask::source::Sources;

/// A location in the root file.
fn at(sources: &Sources, pointer: &str) -> Location {
    Location {
        file: sources.root().unwrap(),
        pointer: Pointer::parse(pointer).unwrap(),
    }
}

/// The name of the file and the pointer, as a reference.
fn shown(folder: &Folder, sources: &Sources, location: &Location) -> String {
    let name = &sources.file(location.file).unwrap().name;
    format!("{}#{}", folder.relative(name), location.pointer)
}

fn rendered(folder: &Folder, sources: &Sources, diagnostic: Diagnostic) -> String {
    let mut diagnostics = Diagnostics::new();
    diagnostics.push(diagnostic);
    folder.relative(&diagnostics.render(sources, false))
}

/// What the reference `r` at the root of a document leads to: the target, or the rendered
/// complaint.
fn resolved(document: &str) -> String {
    let folder = Folder::with(&[("a.yaml", document)]);
    let (sources, diagnostics) = folder.read("a.yaml");
    assert!(
        diagnostics.is_empty(),
        "{}",
        diagnostics.render(&sources, false)
    );
    let from = at(&sources, "/r");
    let resolver = Resolver::new(&sources);
    let reference = resolver.value(&from)["$ref"].as_str().unwrap();
    match resolver.target(reference, &from) {
        Ok(location) => shown(&folder, &sources, &location),
        Err(diagnostic) => rendered(&folder, &sources, diagnostic),
    }
}

#[test]
fn pointers_may_be_deep_escaped_and_percent_encoded() {
    for (document, target) in [
        (
            "r: {$ref: '#/a/b/0/c'}\na: {b: [{c: 1}]}\n",
            "a.yaml#/a/b/0/c",
        ),
        (
            "r: {$ref: '#/a~1b/c~0d'}\na/b: {c~d: 1}\n",
            "a.yaml#/a~1b/c~0d",
        ),
        (
            "r: {$ref: '#/a%20b/%C3%A9'}\na b: {é: 1}\n",
            "a.yaml#/a b/é",
        ),
        (
            "r: {$ref: '#/paths/~1x~1%7Bid%7D'}\npaths: {'/x/{id}': 1}\n",
            "a.yaml#/paths/~1x~1{id}",
        ),
        ("r: {$ref: '#'}\n", "a.yaml#"),
        ("r: {$ref: 'a.yaml'}\n", "a.yaml#"),
        ("r: {$ref: '#/a/'}\na: {'': 1}\n", "a.yaml#/a/"),
        (
            "r: {$ref: '#home'}\na: {x: [{$anchor: home}]}\n",
            "a.yaml#/a/x/0",
        ),
    ] {
        assert_eq!(resolved(document), target, "{document}");
    }
}

#[test]
fn the_way_may_lead_through_references() {
    assert_eq!(
        resolved(
            "r: {$ref: '#/a/properties/x'}\na: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {properties: {x: 1}}\n"
        ),
        "a.yaml#/c/properties/x"
    );
    assert_eq!(
        resolved(
            "r: {$ref: '#/a/properties/x'}\na: {$ref: '#/b', type: object}\nb: {properties: {x: 1}}\n"
        ),
        "a.yaml#/b/properties/x"
    );
}

#[test]
fn references_cross_files_relative_to_the_file_that_holds_them() {
    let folder = Folder::with(&[
        (
            "openapi.yaml",
            "r: {$ref: 'parts/one.yaml#/x/y'}\nz: {v: 1}\n",
        ),
        ("parts/one.yaml", "x: {$ref: 'two.json'}\n"),
        (
            "parts/two.json",
            "{\"y\": {\"$ref\": \"../openapi.yaml#/z\"}}",
        ),
    ]);
    let (sources, _) = folder.read("openapi.yaml");
    let resolver = Resolver::new(&sources);
    let from = at(&sources, "/r");
    let target = resolver.target("parts/one.yaml#/x/y", &from).unwrap();
    assert_eq!(shown(&folder, &sources, &target), "parts/two.json#/y");
    let end = resolver.follow(&from).unwrap();
    assert_eq!(shown(&folder, &sources, &end), "openapi.yaml#/z");
    assert_eq!(resolver.value(&end), &json!({"v": 1}));
}

#[test]
fn following_stops_where_more_than_annotations_stands_beside_the_reference() {
    let folder = Folder::with(&[(
        "a.yaml",
        "a: {$ref: '#/b', description: d, x-y: 1, readOnly: true}\nb: {$ref: '#/c', maxLength: 3}\nc: {type: string}\nproperties: {$ref: {type: string}}\n",
    )]);
    let (sources, _) = folder.read("a.yaml");
    let resolver = Resolver::new(&sources);
    for (from, end) in [
        ("/a", "/b"),
        ("/b", "/b"),
        ("/c", "/c"),
        ("/properties", "/properties"),
    ] {
        let end = at(&sources, end);
        assert_eq!(resolver.follow(&at(&sources, from)).unwrap(), end);
    }
}

#[test]
fn a_dangling_reference_shows_what_was_probably_meant() {
    assert_eq!(
        resolved("r:\n  $ref: '#/components/schemas/Identiy/properties/x'\ncomponents: {schemas: {Address: {}, Identity: {}}}\n"),
        "\
error[dangling-reference]: `#/components/schemas/Identiy/properties/x` names nothing: `#/components/schemas` has no `Identiy`
 --> a.yaml:2:9
  |
2 |   $ref: '#/components/schemas/Identiy/properties/x'
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nothing there
  |
  = note: at #/r/$ref
  = help: did you mean `#/components/schemas/Identity/properties/x`?

1 error
"
    );
}

#[test]
fn a_file_is_proposed_that_is_not_the_one_with_the_reference() {
    let root = ("ref-file.yaml", "r: {$ref: ref-fil.yaml}\n");
    for (others, help) in [
        (vec![], "the path is relative to the file"),
        (
            vec![("ref-filled.yaml", "")],
            "did you mean `ref-filled.yaml`?",
        ),
    ] {
        let folder = Folder::with(&[vec![root], others].concat());
        let (sources, _) = folder.read(root.0);
        let resolver = Resolver::new(&sources);
        let error = resolver.follow(&at(&sources, "/r")).unwrap_err();
        let text = rendered(&folder, &sources, error);
        assert!(text.contains(help), "{text}");
    }
}

#[test]
fn every_way_of_dangling_has_its_remedy() {
    for (document, help) in [
        (
            "r: {$ref: '#/c/X'}\nc: {Alpha: 1, Beta: 2}\n",
            "there are `Alpha`, `Beta`",
        ),
        (
            "r: {$ref: '#/c/7'}\nc: [1, 2]\n",
            "the array has 2 items, counted from 0",
        ),
        (
            "r: {$ref: '#/c/01'}\nc: [1, 2]\n",
            "the array has 2 items, counted from 0",
        ),
        (
            "r: {$ref: '#/c/x'}\nc: text\n",
            "`#/c` is a string, which holds no keys",
        ),
        ("r: {$ref: '#c/x'}\nc: {x: 1}\n", "did you mean `#/c/x`?"),
        (
            "r: {$ref: '#hom'}\nc: {$anchor: home}\n",
            "did you mean `home`?",
        ),
        ("r: {$ref: '#home'}\n", "a JSON pointer starts with `#/`"),
        ("r: {$ref: '#/a%2'}\n", "write each `%` as `%25`"),
        ("r: {$ref: '#/a~b'}\n", "write `~` inside a key as `~0`"),
        // The file itself is what the reference is in.
        (
            "r: {$ref: 'aa.yaml#/x'}\n",
            "the path is relative to the file",
        ),
        (
            "r: {$ref: 'C:\\a.yaml'}\n",
            "write the path with `/`, relative to the file",
        ),
        (
            "r: {$ref: 'elsewhere/strange.json'}\n",
            "the path is relative to the file",
        ),
        ("r: {$ref: ''}\n", ""),
    ] {
        let text = resolved(document);
        if help.is_empty() {
            assert_eq!(text, "a.yaml#");
        } else {
            assert!(text.starts_with("error[dangling-reference]: `"), "{text}");
            assert!(text.contains(help), "{text}");
            assert!(text.contains("--> a.yaml:1:11"), "{text}");
        }
    }
}

#[test]
fn a_reference_to_another_machine_is_a_warning() {
    let text = resolved("r: {$ref: 'https://example.com/x.yaml#/a'}\n");
    assert!(text.starts_with("warning[remote-reference]: `"), "{text}");
    assert!(
        text.contains("save that document beside this one"),
        "{text}"
    );
    assert!(text.contains("--> a.yaml:1:11"), "{text}");
}

#[test]
fn a_document_is_found_by_the_address_that_it_gives_itself() {
    for reference in ["https://a.test/d/o.yaml#/y", "o.yaml#/y", "/d/o.yaml#/y"] {
        let document =
            format!("$self: https://a.test/d/o.yaml\nr: {{$ref: '{reference}'}}\ny: 1\n");
        assert_eq!(resolved(&document), "a.yaml#/y", "{reference}");
    }
    let text = resolved("$self: https://a.test/o\nr: {$ref: 'https://b.test/o#/y'}\ny: 1\n");
    assert!(text.starts_with("warning[remote-reference]"), "{text}");
}

#[test]
fn a_file_is_found_by_the_address_that_another_gives_their_folder() {
    let folder = Folder::with(&[
        (
            "o.yaml",
            "$self: https://a.test/d/openapi.yaml
a: {$ref: 'https://a.test/d/b.yaml#/x'}
b: {$ref: 'https://a.test/d/in/c%20d.yaml#/x'}
c: {$ref: 'https://a.test/d/in/e.yaml#/x'}
d: {$ref: 'https://a.test/d/f.md'}
e: {$ref: 'https://a.test/d/absent.yaml#/x'}
f: {$ref: 'https://a.test/b.yaml#/x'}
g: {$ref: 'https://a.test/d//b.yaml#/x'}
h: {$ref: 'http://a.test/d/b.yaml#/x'}
y: in the root
",
        ),
        (
            "b.yaml",
            "x: {$ref: 'https://a.test/d/openapi.yaml#/y'}\ny: in b\n",
        ),
        (
            "in/c d.yaml",
            "x: {$ref: 'https://a.test/d/b.yaml#/y'}\nz: in c\n",
        ),
        (
            "in/e.yaml",
            "$self: https://e.test/e.yaml\nx: {$ref: 'https://e.test/c%20d.yaml#/z'}\n",
        ),
        ("f.md", "Prose.\n"),
    ]);
    let (sources, diagnostics) = folder.read("o.yaml");
    assert!(diagnostics.is_empty());
    let resolver = Resolver::new(&sources);
    for (from, found) in [("/a", "in the root"), ("/b", "in b"), ("/c", "in c")] {
        let target = resolver.follow(&at(&sources, from)).unwrap();
        assert_eq!(resolver.value(&target), found, "{from}");
    }
    assert_eq!(resolver.text(&at(&sources, "/d")), Some("Prose.\n"));
    // What is not there, or is named as another machine's, is not on this one.
    for from in ["/e", "/f", "/g", "/h"] {
        let said = resolver.follow(&at(&sources, from)).unwrap_err();
        assert_eq!(said.code.as_str(), "remote-reference", "{from}");
    }
}

#[test]
fn a_missing_key_beyond_a_reference_names_the_way() {
    let text = resolved("r: {$ref: '#/a/x'}\na:\n  $ref: '#/b'\nb: {y: 1}\n");
    assert!(text.contains("`#/b` has no `x`"), "{text}");
    assert!(text.contains("the way leads through here"), "{text}");
}

#[test]
fn a_reference_to_a_broken_file_says_so() {
    let folder = Folder::with(&[("a.yaml", "r: {$ref: b.yaml}\n"), ("b.yaml", "x: [\n")]);
    let (sources, _) = folder.read("a.yaml");
    let resolver = Resolver::new(&sources);
    let diagnostic = resolver.follow(&at(&sources, "/r")).unwrap_err();
    assert!(diagnostic.message.ends_with("`b.yaml` could not be parsed"));
}

#[test]
fn a_cycle_of_references_is_shown_whole() {
    let folder = Folder::with(&[(
        "a.yaml",
        "a: {$ref: '#/b'}\nb: {$ref: '#/c'}\nc: {$ref: '#/b'}\nd: {$ref: '#/d'}\n",
    )]);
    let (sources, _) = folder.read("a.yaml");
    let resolver = Resolver::new(&sources);
    let diagnostic = resolver.follow(&at(&sources, "/a")).unwrap_err();
    assert_eq!(
        rendered(&folder, &sources, diagnostic),
        "\
error[cyclic-reference]: these references lead back to themselves and name nothing
 --> a.yaml:2:11
  |
2 | b: {$ref: '#/c'}
  |           ^^^^^ the first reference
3 | c: {$ref: '#/b'}
  |           ----- which leads back to the first
  |
  = note: at #/b/$ref
  = help: let one of them name a schema that is written out

1 error
"
    );
    let diagnostic = resolver.follow(&at(&sources, "/d")).unwrap_err();
    assert_eq!(diagnostic.code.as_str(), "cyclic-reference");
}

#[test]
fn a_cycle_on_the_way_of_a_pointer_ends() {
    for document in [
        "r: {$ref: '#/a/x'}\na: {$ref: '#/b'}\nb: {$ref: '#/a'}\n",
        "r: {$ref: '#/r/x'}\n",
        "r: {$ref: '#/a/x'}\na: {$ref: '#/a/y'}\n",
    ] {
        let text = resolved(document);
        assert!(text.starts_with("error[cyclic-reference]: "), "{text}");
    }
}

#[test]
fn a_mapping_value_is_resolved_at_the_place_given() {
    let folder = Folder::with(&[(
        "a.yaml",
        "mapping:\n  dog: '#/schemas/Dgo'\nschemas: {Dog: 1}\n",
    )]);
    let (sources, _) = folder.read("a.yaml");
    let resolver = Resolver::new(&sources);
    let root = sources.root().unwrap();
    let place = Place::from(at(&sources, "/mapping/dog"));
    let diagnostic = resolver
        .target_at("#/schemas/Dgo", root, &place)
        .unwrap_err();
    assert_eq!(sources.position(&diagnostic.labels[0].place), Some((2, 8)));
    assert_eq!(
        diagnostic.help.as_deref(),
        Some("did you mean `#/schemas/Dog`?")
    );
    let target = resolver.target_at("#/schemas/Dog", root, &place).unwrap();
    assert_eq!(target, at(&sources, "/schemas/Dog"));
}

#[test]
fn a_schema_is_found_by_the_name_that_it_gives_itself() {
    for (document, target) in [
        (
            "r: {$ref: 'https://a.test/x#/y'}\ns: {$id: 'https://a.test/x', y: 1}\n",
            "a.yaml#/s/y",
        ),
        (
            "r: {$ref: 'https://a.test/x#b'}\ns: {$id: 'https://a.test/x', y: {$anchor: b}}\n",
            "a.yaml#/s/y",
        ),
        (
            "r: {$id: 'https://a.test/d/x', $ref: ../y}\ns: {$id: 'https://a.test/y'}\n",
            "a.yaml#/s",
        ),
        (
            "r: {$id: 'https://a.test/x', $ref: '#/y', y: 1}\ny: 2\n",
            "a.yaml#/r/y",
        ),
        // Not there inside the schema, so the root of the file is meant.
        (
            "r: {$id: 'https://a.test/x', $ref: '#/y'}\ny: 2\n",
            "a.yaml#/y",
        ),
        // What looks like a name in data is none.
        (
            "r: {$ref: '#b'}\nexample: {$anchor: b}\ns: {$dynamicAnchor: b}\n",
            "a.yaml#/s",
        ),
    ] {
        assert_eq!(resolved(document), target, "{document}");
    }
}
