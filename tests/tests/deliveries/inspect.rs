//! What the `inspect` example says of stored deliveries.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::{Value, json};
use tests::example::built;
use tests::receiving::{sample, samples, spec_folder};

static INSPECT: LazyLock<PathBuf> = LazyLock::new(|| built("inspect", &["inspect"]));

fn inspect(arguments: &[&Path]) -> (Option<i32>, Vec<Value>) {
    let output = Command::new(INSPECT.as_path())
        .args(arguments)
        .output()
        .unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let lines = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (output.status.code(), lines.collect())
}

/// The line on one body, and the exit code.
fn round_trip(body: &[u8]) -> (Option<i32>, Value) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("delivery.json");
    fs::write(&file, body).unwrap();
    let (exit, mut lines) = inspect(&[Path::new("--roundtrip"), &file]);
    assert_eq!(lines.len(), 1);
    (exit, lines.remove(0))
}

fn rejected_with(edit: impl FnOnce(&mut Value)) -> Value {
    let mut body: Value =
        serde_json::from_slice(&sample("kyc-document-rejected.minimal").body).unwrap();
    edit(&mut body);
    let (_, line) = round_trip(body.to_string().as_bytes());
    line
}

#[test]
fn every_example_of_the_spec_is_typed_and_written_as_it_came() {
    for sample in samples() {
        let (exit, line) = round_trip(&sample.body);
        assert_eq!(exit, Some(0), "{line}");
        assert_eq!(line["outcome"], "typed", "{line}");
        assert_eq!(line["roundtrip"], true, "{line}");
        assert_eq!(line.get("differs_at"), None, "{line}");
    }
}

#[test]
fn a_byte_order_mark_is_no_difference() {
    let mut body = "\u{feff}".as_bytes().to_vec();
    body.extend_from_slice(&sample("kyc-document-rejected.minimal").body);
    let (exit, line) = round_trip(&body);
    assert_eq!(exit, Some(0), "{line}");
    assert_eq!(line["outcome"], "typed", "{line}");
    assert_eq!(line["roundtrip"], true, "{line}");
}

#[test]
fn a_null_that_becomes_absence_is_counted_and_is_no_difference() {
    let line = rejected_with(|body| body["rejectionReason"] = json!(null));
    assert_eq!(line["roundtrip"], true, "{line}");
    assert_eq!(line["null_or_absent"], 1, "{line}");
}

#[test]
fn a_member_that_the_spec_does_not_know_is_the_difference() {
    let line = rejected_with(|body| body["later~on/"] = json!({ "a": 1 }));
    assert_eq!(line["outcome"], "typed", "{line}");
    assert_eq!(line["roundtrip"], false, "{line}");
    assert_eq!(line["differs_at"], "/later~0on~1", "{line}");
}

#[test]
fn a_number_that_is_rounded_is_the_difference() {
    let place = "/_embedded/customer/lifetimeRevenue/amount";
    let with_amount = |amount: &str| {
        let body = &sample("kyc-document-accepted.address-proof").body;
        let body = std::str::from_utf8(body).unwrap();
        let (before, amount_and_rest) = body.split_once("\"lifetimeRevenue\"").unwrap();
        let rest = amount_and_rest.replacen("\"amount\": 130", &format!("\"amount\": {amount}"), 1);
        round_trip(format!("{before}\"lifetimeRevenue\"{rest}").as_bytes()).1
    };
    let line = with_amount("820982911946154508");
    assert_eq!(line["outcome"], "typed", "{line}");
    assert_eq!(line["differs_at"], place, "{line}");
    for same in ["9007199254740992", "130.0", "1.3e2"] {
        let line = with_amount(same);
        assert_eq!(line["roundtrip"], true, "{line}");
    }
}

#[test]
fn an_integer_is_the_same_however_it_is_written() {
    for number in ["12.0", "1.2e1", "-0", "-0.0", "1e18"] {
        let body = format!(
            r#"{{"eventType":"kyc-document-created","_embedded":{{"customer":{{"revision":{number}}}}}}}"#
        );
        let (_, line) = round_trip(body.as_bytes());
        assert_eq!(line["outcome"], "typed", "{line}");
        assert_eq!(line["roundtrip"], true, "{line}");
    }
}

#[test]
fn a_line_is_printed_for_every_file_in_order_and_one_failure_shows_in_the_exit_code() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.json");
    fs::write(&broken, "{").unwrap();
    let good = spec_folder().join("examples/kyc-request-attempted.minimal.json");
    let (exit, lines) = inspect(&[&broken, &good]);
    assert_eq!(exit, Some(1));
    let outcomes: Vec<&Value> = lines.iter().map(|line| &line["outcome"]).collect();
    assert_eq!(outcomes, ["undecodable", "typed"]);
    assert_eq!(lines[1].get("roundtrip"), None);
    let (exit, _) = inspect(&[&folder.path().join("absent.json")]);
    assert_eq!(exit, Some(2));
}
