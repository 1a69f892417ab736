//! References that lead out of the folder of the document: whatever holds them and however they are
//! written, the file is not opened and none of its text is shown.

use std::fs;

use super::desk::{Desk, Ran};

/// What no run may show. As YAML it is a schema, and a text for people, and a syntax error further
/// below.
const SECRET: &str = "type: string\ndescription: TOP-SECRET\nbroken: [TOP-SECRET\n";

/// A document in a folder of its own, in which `REF` stands for the reference.
fn desk(document: &str, reference: &str) -> Desk {
    let desk = Desk::new();
    desk.put("secret.yaml", SECRET);
    desk.put("secret.md", "TOP-SECRET\n");
    desk.put("secret.json", "{\"id\": \"TOP-SECRET\"");
    desk.put("spec/in/here.yaml", "type: string\n");
    desk.put("spec/openapi.yaml", &document.replace("REF", reference));
    desk
}

fn codegen(desk: &Desk, more: &[&str]) -> Ran {
    let arguments = ["codegen", "--spec", "spec/openapi.yaml", "--out", "out"];
    desk.run(&[&arguments, more].concat())
}

fn is_refused(desk: &Desk, more: &[&str], what: &str) -> Ran {
    let ran = codegen(desk, more);
    assert_eq!(ran.exit, Some(2), "{what}: {}", ran.stderr);
    let codes = ran.stderr.lines().filter(|line| line.starts_with("error["));
    for line in codes {
        let is_expected = line.starts_with("error[outside-reference]: `")
            // An entry that cannot be read is no webhook.
            || line == "error[no-webhooks]: no entry of `x-webhooks` has an operation";
        assert!(is_expected, "{what}: {line}");
    }
    assert!(
        ran.stderr.contains("error[outside-reference]: `"),
        "{what}: {}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("--> spec/openapi.yaml:"),
        "{what}: {}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("SECRET"), "{what}: {}", ran.stderr);
    assert!(!desk.path("out").exists(), "{what}");
    ran
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: Parcel webhooks, version: 1.0.0}\n";

/// A document whose one body has a schema.
fn of_schema(schema: &str) -> String {
    format!(
        "{HEAD}webhooks: {{sent: {{post: {{requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}}}}}}}\n"
    )
}

/// A document whose one operation has something beside a body.
fn of_operation(members: &str) -> String {
    format!(
        "{HEAD}webhooks: {{sent: {{post: {{requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}, {members}}}}}}}\n"
    )
}

fn documents() -> Vec<String> {
    let schemas = [
        "{$ref: 'REF'}",
        "{$id: 'https://a.test/d/x', $ref: 'REF'}",
        "{$ref: 'REF#/properties/x'}",
        "{$ref: 'REF', description: More.}",
        "{type: object, properties: {a: {$ref: 'REF'}}}",
        "{type: object, properties: {a: {type: array, items: {$ref: 'REF'}}}}",
        "{type: object, additionalProperties: {$ref: 'REF'}}",
        "{allOf: [{$ref: 'REF'}, {type: object}]}",
        "{type: object, properties: {a: {oneOf: [{$ref: 'REF'}, {type: integer}]}}}",
        "{type: object, properties: {a: {anyOf: [{$ref: 'REF'}, {type: integer}]}}}",
        "{type: object, description: {$ref: 'REF'}}",
        "{type: object, properties: {a: {type: string, description: {$ref: 'REF'}}}}",
        "{type: object, properties: {a: {type: object, properties: {b: {enum: [x], description: {$ref: 'REF'}}}}}}",
        "{oneOf: [{$ref: '#/components/schemas/A'}], discriminator: {propertyName: k, mapping: {a: 'REF'}}}",
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, mapping: {a: 'REF'}}}",
        "{oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}], discriminator: {propertyName: k, defaultMapping: 'REF'}}",
        "{$ref: '#/components/schemas/A', discriminator: {propertyName: k, mapping: {a: 'REF#/x'}}}",
    ];
    let operations = [
        "summary: {$ref: 'REF'}",
        "description: {$ref: 'REF'}",
        "externalDocs: {$ref: 'REF'}",
        "responses: {$ref: 'REF'}",
        "responses: {'200': {$ref: 'REF'}}",
        "responses: {'200': {description: ok, content: {application/json: {schema: {$ref: 'REF'}}}}}",
        "parameters: {$ref: 'REF'}",
        "parameters: [{$ref: 'REF'}]",
        "parameters: [{name: x, in: header, schema: {$ref: 'REF'}}]",
        "parameters: [{name: x, in: header, schema: {type: string}, description: {$ref: 'REF'}}]",
    ];
    let components = "components: {schemas: {A: {type: object, properties: {k: {const: a}}, required: [k]}, B: {type: object}}}\n";
    let media = |media: &str| {
        format!(
            "{HEAD}webhooks: {{sent: {{post: {{requestBody: {{content: {{application/json: {media}}}}}}}}}}}\n"
        )
    };
    let earlier = "openapi: 3.0.3\ninfo: {title: Parcel webhooks, version: 1.0.0}\npaths: {}\n";
    let whole = [
        format!("{earlier}x-webhooks: {{$ref: 'REF'}}\n"),
        format!("{earlier}x-webhooks: [{{$ref: 'REF'}}]\n"),
        format!("{earlier}x-webhooks: {{sent: {{payload: {{$ref: 'REF'}}}}}}\n"),
        format!("{HEAD}webhooks: {{$ref: 'REF'}}\n"),
        format!("{HEAD}webhooks: {{sent: {{$ref: 'REF'}}}}\n"),
        format!("{HEAD}webhooks: {{sent: {{post: {{$ref: 'REF'}}}}}}\n"),
        format!("{HEAD}webhooks: {{sent: {{post: {{requestBody: {{$ref: 'REF'}}}}}}}}\n"),
        format!(
            "{HEAD}webhooks: {{sent: {{post: {{requestBody: {{content: {{$ref: 'REF'}}}}}}}}}}\n"
        ),
        format!("{HEAD}webhooks: {{sent: {{description: {{$ref: 'REF'}}, post: {{}}}}}}\n"),
        format!(
            "{HEAD}webhooks: {{sent: {{post: {{requestBody: {{description: {{$ref: 'REF'}}, content: {{application/json: {{}}}}}}}}}}}}\n"
        ),
        media("{$ref: 'REF'}"),
        media("{examples: {$ref: 'REF'}}"),
        media("{examples: {a: {$ref: 'REF'}}}"),
        media("{examples: {a: {externalValue: 'REF'}}}"),
        media("{examples: {a: {value: 1, summary: {$ref: 'REF'}}}}"),
        format!("{}tags: {{$ref: 'REF'}}\n", of_operation("tags: [a]")),
        format!(
            "{}tags: [{{name: a, description: {{$ref: 'REF'}}}}]\n",
            of_operation("tags: [a]")
        ),
        format!(
            "openapi: 3.1.0\ninfo: {{title: {{$ref: 'REF'}}, version: 1.0.0}}\n{}",
            of_operation("tags: []").trim_start_matches(HEAD)
        ),
        format!(
            "openapi: 3.1.0\ninfo: {{$ref: 'REF'}}\n{}",
            of_operation("tags: []").trim_start_matches(HEAD)
        ),
        format!(
            "{}security: [{{key: []}}]\ncomponents: {{securitySchemes: {{key: {{$ref: 'REF'}}}}}}\n",
            of_operation("tags: []")
        ),
        format!(
            "{}security: [{{key: []}}]\ncomponents: {{securitySchemes: {{key: {{type: apiKey, in: header, name: K, description: {{$ref: 'REF'}}}}}}}}\n",
            of_operation("tags: []")
        ),
        format!(
            "{}components: {{schemas: {{$ref: 'REF'}}}}\n",
            of_schema("{$ref: '#/components/schemas/A'}")
        ),
    ];
    let schemas = schemas.map(|schema| of_schema(schema) + components);
    let operations = operations.map(of_operation);
    [&schemas[..], &operations[..], &whole[..]].concat()
}

#[test]
fn whatever_holds_a_reference_it_does_not_lead_outside() {
    for document in documents() {
        for file in ["../secret.yaml", "../secret.md", "../secret.json"] {
            is_refused(&desk(&document, file), &[], &document);
        }
    }
}

#[test]
fn callbacks_do_not_lead_outside_either() {
    for callbacks in [
        "{$ref: 'REF'}",
        "{done: {$ref: 'REF'}}",
        "{done: {'{$request.query.url}': {$ref: 'REF'}}}",
    ] {
        let document = format!(
            "{HEAD}paths: {{/parcels: {{post: {{callbacks: {callbacks}}}}}}}\nwebhooks: {{sent: {{post: {{}}}}}}\n"
        );
        is_refused(
            &desk(&document, "../secret.yaml"),
            &["--callbacks"],
            &document,
        );
    }
}

#[test]
fn however_a_reference_is_written_it_does_not_lead_outside() {
    let document =
        of_schema("{type: object, description: {$ref: 'REF'}, properties: {a: {$ref: 'REF'}}}")
            .replace("schema:", "examples: {a: {externalValue: 'REF'}}, schema:");
    let home = desk(&document, "");
    let folder = home.path("").canonicalize().unwrap();
    let folder = folder.to_str().unwrap().trim_end_matches('/');
    for reference in [
        "../secret.yaml",
        "./../secret.yaml",
        "in/../../secret.yaml",
        "../spec/../secret.yaml",
        "..%2fsecret.yaml",
        "%2e%2e/secret%2Eyaml",
        "../absent.yaml",
        "../spec-not/secret.yaml",
        "/etc/hostname",
        &format!("{folder}/secret.yaml"),
        &format!("{folder}/spec/../secret.yaml"),
        &format!("file://{folder}/secret.yaml"),
        &format!("file:{folder}/secret.yaml"),
        &format!("FILE://localhost{folder}/spec/..%2fsecret.yaml"),
    ] {
        home.put("spec/openapi.yaml", &document.replace("REF", reference));
        let ran = is_refused(&home, &[], reference);
        assert_eq!(
            ran.stderr.matches("error[outside-reference]").count(),
            3,
            "{reference}: {}",
            ran.stderr
        );
    }
}

#[test]
fn an_address_that_the_document_gives_itself_does_not_lead_outside() {
    for reference in [
        "https://a.test/d/../secret.yaml",
        "https://a.test/d/..%2fsecret.yaml",
    ] {
        let document = format!(
            "$self: https://a.test/d/openapi.yaml\n{}",
            of_schema("{$ref: 'REF'}").replace("3.1.0", "3.2.0")
        );
        is_refused(&desk(&document, reference), &[], reference);
    }
}

#[cfg(unix)]
#[test]
fn symbolic_links_do_not_lead_outside() {
    use std::os::unix::fs::symlink;
    let document =
        of_schema("{type: object, description: {$ref: 'REF'}, properties: {a: {$ref: 'REF'}}}")
            .replace("schema:", "examples: {a: {externalValue: 'REF'}}, schema:");
    for reference in [
        "link.yaml",
        "twice.yaml",
        "out/secret.yaml",
        "in/deep/secret.yaml",
        "in/deep/absent.yaml",
        "here/secret.yaml",
    ] {
        let desk = desk(&document, reference);
        desk.put("elsewhere/secret.yaml", SECRET);
        symlink("../secret.yaml", desk.path("spec/link.yaml")).unwrap();
        symlink("link.yaml", desk.path("spec/twice.yaml")).unwrap();
        symlink("..", desk.path("spec/out")).unwrap();
        symlink(desk.path("elsewhere"), desk.path("spec/in/deep")).unwrap();
        symlink("in/deep", desk.path("spec/here")).unwrap();
        let ran = is_refused(&desk, &[], reference);
        assert_eq!(
            ran.stderr.matches("error[outside-reference]").count(),
            3,
            "{reference}: {}",
            ran.stderr
        );
    }
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_outside_is_proposed_for_one_that_is_missing() {
    let document = of_schema("{type: object, properties: {a: {$ref: 'REF'}}}");
    let desk = desk(&document, "link/../passwort.yaml");
    desk.put("outside/in/some.yaml", "type: string\n");
    desk.put("outside/password.yaml", "type: string\n");
    let link = desk.path("spec/link");
    std::os::unix::fs::symlink(desk.path("outside/in"), link).unwrap();
    let ran = codegen(&desk, &[]);
    assert_eq!(ran.exit, Some(2));
    assert!(ran.stderr.contains("names nothing"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("password.yaml"), "{}", ran.stderr);

    desk.put("spec/password.yaml", "type: string\n");
    let ran = codegen(&desk, &[]);
    let help = "did you mean `link/../password.yaml`?";
    assert!(ran.stderr.contains(help), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn links_within_the_folder_are_followed() {
    use std::os::unix::fs::symlink;
    let desk = desk(
        &of_schema(
            "{type: object, properties: {a: {$ref: link.yaml}, b: {$ref: 'folder/here.yaml'}}}",
        ),
        "",
    );
    symlink("in/here.yaml", desk.path("spec/link.yaml")).unwrap();
    symlink("in", desk.path("spec/folder")).unwrap();
    let ran = codegen(&desk, &[]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    // So is a link to the folder itself.
    symlink("spec", desk.path("linked")).unwrap();
    let ran = desk.run(&["codegen", "--spec", "linked/openapi.yaml", "--out", "out"]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
}

/// Of a document that is a link, the folder of the link counts: a store may keep each file
/// elsewhere, and what lies beside the target is nobody's business.
#[cfg(unix)]
#[test]
fn of_a_document_that_is_a_link_the_folder_of_the_link_counts() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    let document = of_schema("{type: object, properties: {a: {$ref: 'part.yaml#/x'}}}");
    desk.put("store/1/openapi.yaml", &document);
    desk.put("store/2/part.yaml", "x: {$ref: 'openapi.yaml#/info/x-y'}\n");
    desk.put(
        "store/1/openapi.yaml",
        &document.replace("version:", "x-y: {type: string}, version:"),
    );
    desk.put("store/1/part.yaml", SECRET);
    fs::create_dir(desk.path("spec")).unwrap();
    symlink("../store/1/openapi.yaml", desk.path("spec/openapi.yaml")).unwrap();
    let ran = codegen(&desk, &[]);
    assert!(
        ran.stderr
            .starts_with("error[dangling-reference]: `part.yaml#/x` names nothing: there is no readable file `part.yaml`\n"),
        "{}",
        ran.stderr
    );
    symlink("../store/2/part.yaml", desk.path("spec/part.yaml")).unwrap();
    let ran = is_refused(&desk, &[], "part.yaml");
    assert!(
        ran.stderr.contains("with `--allow-outside store/2`"),
        "{}",
        ran.stderr
    );
    let ran = codegen(&desk, &["--allow-outside", "store"]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
}

#[test]
fn a_folder_that_is_allowed_may_be_referred_into() {
    let document = of_schema("{type: object, properties: {a: {$ref: '../my parts/a.yaml'}}}")
        .replace(
            "schema:",
            "examples: {a: {externalValue: '../my parts/a.json'}}, schema:",
        );
    let desk = desk(&document, "");
    desk.put("my parts/a.yaml", "$ref: ../more/b.yaml\n");
    desk.put("my parts/a.json", "{\"a\": \"x\"}");
    desk.put("more/b.yaml", "type: string\n");
    let ran = is_refused(&desk, &[], "parts");
    assert!(
        ran.stderr.contains(
            "help: move the file into `spec` if it belongs to the document, or allow its folder with `--allow-outside 'my parts'`\n"
        ),
        "{}",
        ran.stderr
    );
    // What is allowed may not lead on to what is not.
    let ran = codegen(&desk, &["--allow-outside", "my parts"]);
    assert_eq!(ran.exit, Some(2));
    assert!(
        ran.stderr.contains("--> my parts/a.yaml:1:7\n")
            && ran.stderr.contains("with `--allow-outside more`"),
        "{}",
        ran.stderr
    );
    let allowed = ["--allow-outside", "my parts", "--allow-outside", "./more"];
    let ran = codegen(&desk, &allowed);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert_eq!(
        codegen(&desk, &[&allowed[..], &["--check"]].concat()).exit,
        Some(0)
    );
    // The command that repairs a difference allows them too.
    desk.put(
        "out/src/lib.rs",
        "// @generated by `cargo xtask codegen`.\n",
    );
    let ran = codegen(&desk, &[&allowed[..], &["--check"]].concat());
    assert!(
        ran.stdout.contains(
            "    cargo xtask codegen --spec spec/openapi.yaml --out out --allow-outside 'my parts' --allow-outside ./more\n"
        ),
        "{}",
        ran.stdout
    );
    let spec = ["--spec", "spec/openapi.yaml"];
    let sample = [&["sample", "sent"], &spec[..]].concat();
    assert_eq!(desk.run(&sample).exit, Some(2));
    let ran = desk.run(&[&sample[..], &allowed].concat());
    assert_eq!(
        (ran.exit, ran.stdout.as_str()),
        (Some(0), "{\n  \"a\": \"x\"\n}\n")
    );
    let send = ["send", "sent", "--url", "http://127.0.0.1:1/"];
    let ran = desk.run(&[&send[..], &spec].concat());
    assert!(
        ran.stderr.starts_with("error[outside-reference]"),
        "{}",
        ran.stderr
    );
    let ran = desk.run(&[&send[..], &spec, &allowed].concat());
    assert!(
        ran.stderr.starts_with("error: no answer from "),
        "{}",
        ran.stderr
    );
}

#[test]
fn an_audit_reads_no_file_outside_either() {
    let desk = desk(
        &of_schema("{type: object, properties: {a: {$ref: 'REF'}}}"),
        "../secret.yaml",
    );
    desk.put(
        "page.txt",
        "# Sent\n\nEndpoint: POST sent\nVersion: latest\n\n## Request fields (application/json):\n\n  - `a` (string)\n",
    );
    let audit = ["audit", "page.txt", "--spec", "spec/openapi.yaml"];
    let ran = desk.run(&audit);
    assert_eq!(ran.exit, Some(2), "{}", ran.stdout);
    assert!(
        ran.stderr.starts_with("error[outside-reference]"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("SECRET"), "{}", ran.stderr);
    desk.put("secret.yaml", "type: string\n");
    let ran = desk.run(&[&audit[..], &["--allow-outside", "."]].concat());
    assert_eq!(
        (ran.exit, ran.stderr.as_str()),
        (Some(0), ""),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_folder_to_allow_must_be_there() {
    let desk = desk(&of_schema("{type: object}"), "");
    for (folder, why) in [
        ("absent", "there is no such folder"),
        ("secret.md", "it is no folder"),
    ] {
        let ran = codegen(&desk, &["--allow-outside", folder]);
        assert_eq!(ran.exit, Some(2));
        let message =
            format!("error[unreadable-file]: cannot allow references into `{folder}`: {why}\n");
        assert!(ran.stderr.starts_with(&message), "{}", ran.stderr);
    }
}

#[test]
fn what_no_webhook_reaches_may_lead_anywhere_and_is_not_opened() {
    let document = of_schema("{type: object}")
        + "paths: {/x: {$ref: '../secret.yaml'}}\ncomponents: {schemas: {A: {$ref: '../secret.yaml'}}}\n";
    let ran = codegen(&desk(&document, ""), &[]);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
}
