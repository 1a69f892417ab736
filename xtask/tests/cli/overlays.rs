//! Every command that reads a document reads it with its overlays, and with what else is events.

use std::fs;

use super::desk::{Desk, SPEC};

const OVERLAY: &str = "\
overlay: 1.1.0
info: {title: What the document lacks, version: '1'}
extends: ./parcels.yaml
actions:
  - target: $.webhooks['parcel-sent'].post
    update: {x-webhook-event-name: sent, summary: A parcel was sent.}
  - target: $.webhooks..properties.id
    update: {examples: [p1]}
";

#[test]
fn every_command_reads_the_document_with_its_overlays() {
    let desk = Desk::new();
    desk.put("fixes.yaml", OVERLAY);
    let laid = ["--overlay", "fixes.yaml"];
    let ran = desk.codegen(&laid);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    let check = desk.codegen(&[&laid[..], &["--check"]].concat());
    assert_eq!(check.exit, Some(0), "{}", check.stdout);
    let without = desk.codegen(&["--check"]);
    assert_eq!(without.exit, Some(1));
    assert!(
        without.stdout.contains("A parcel was sent."),
        "{}",
        without.stdout
    );

    let sample = ["sample", "sent", "--spec", "parcels.yaml"];
    let ran = desk.run(&[&sample[..], &laid].concat());
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains("\"id\": \"p1\""), "{}", ran.stdout);
    assert_eq!(desk.run(&sample).exit, Some(2));

    desk.put("page.txt", "# Parcel sent\n\nEndpoint: POST parcel-sent\nVersion: latest\nSecurity: Key\n\n## Request fields (application/json):\n\n  - `id` (string)\n    Example: \"p2\"\n");
    let audit = [
        "audit",
        "page.txt",
        "--spec",
        "parcels.yaml",
        "--overlay",
        "fixes.yaml",
    ];
    let ran = desk.run(&audit);
    assert!(
        ran.stdout
            .contains("page.txt:10 fixes.yaml:8 example changed"),
        "{}{}",
        ran.stdout,
        ran.stderr
    );

    desk.put("new.yaml", &SPEC.replace("id: {type", "at: {type"));
    let diff = [
        "diff",
        "parcels.yaml",
        "new.yaml",
        "--overlay",
        "fixes.yaml",
    ];
    let ran = desk.run(&diff);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("parcels.yaml:"), "{}", ran.stdout);
}

#[test]
fn what_else_is_events_is_so_for_every_command() {
    let desk = Desk::new();
    let (head, _) = SPEC.split_once("webhooks:").unwrap();
    let schemas =
        "components: {schemas: {SentEvent: {type: object, properties: {id: {type: string}}}}}\n";
    let paths = "paths: {/hooks/lost: {post: {operationId: parcelLost}}}\n";
    desk.put("parcels.yaml", &format!("{head}{schemas}{paths}"));
    let globs = ["--schemas", "*Event", "--paths", "/hooks/*"];
    let ran = desk.codegen(&globs);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    assert!(ran.stdout.contains("2 events"), "{}", ran.stdout);
    for event in ["SentEvent", "sent_event", "parcelLost"] {
        let sample = ["sample", event, "--spec", "parcels.yaml"];
        let ran = desk.run(&[&sample[..], &globs].concat());
        assert_eq!(ran.exit, Some(0), "{event}: {}", ran.stderr);
    }
    desk.put(
        "new.yaml",
        &format!("{head}{schemas}{}", paths.replace("lost", "found")),
    );
    let diff = ["diff", "parcels.yaml", "new.yaml"];
    let ran = desk.run(&[&diff[..], &globs].concat());
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
}

#[test]
fn a_path_with_parameters_is_a_template_where_no_operation_has_a_name() {
    let desk = Desk::new();
    let (head, _) = SPEC.split_once("webhooks:").unwrap();
    let done = "/hooks/{id}/done: {post: {parameters: [{name: id, in: path, required: true, schema: {type: integer}}]}}";
    let lost = "/hooks/{id}/lost: {post: {operationId: parcelLost}}";
    desk.put(
        "parcels.yaml",
        &format!("{head}paths:\n  {done}\n  {lost}\n"),
    );
    let ran = desk.codegen(&["--paths", "**"]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    let read = |file| fs::read_to_string(desk.path(file)).unwrap();
    let names = read("out/src/event.rs");
    assert!(names.contains("\"/hooks/{id}/done\""), "{names}");
    assert!(names.contains("\"parcelLost\""), "{names}");
    let path = read("out/src/path.rs");
    assert!(
        path.contains("path_text(path, \"/hooks/{id}/done\", \"id\")"),
        "{path}"
    );
}
