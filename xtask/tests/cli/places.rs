//! Where `send` puts an event's name and credentials.

use super::desk::{Desk, Ran};
use super::listener::answer_once;

const SPEC: &str = "\
openapi: 3.1.0
info:
  title: Parcel webhooks
  version: 1.0.0
components:
  securitySchemes:
    Key: {type: apiKey, in: header, name: X-Key}
    Other: {type: apiKey, in: header, name: x-key}
    Login: {type: http, scheme: basic}
    Token: {type: http, scheme: bearer, bearerFormat: JWT}
    Query: {type: apiKey, in: query, name: key}
    Again: {type: apiKey, in: query, name: key}
    Crumb: {type: apiKey, in: cookie, name: crumb}
    Crumbs: {type: apiKey, in: cookie, name: crumb}
    Signed: {type: apiKey, in: header, name: X-Key, x-signature: {algorithm: sha256, encoding: hex}}
security:
  - {Key: [], Other: [], Login: [], Token: [], Query: [], Again: [], Crumb: [], Crumbs: [], Signed: []}
webhooks:
  parcel.sent:
    post:
      requestBody: &parcel
        content:
          application/json:
            schema: {type: object, properties: {id: {type: string}}}
            example: {id: p1}
  parcel lost/found:
    put:
      requestBody: *parcel
";

fn run(spec: &str, arguments: &[&str]) -> Ran {
    let desk = Desk::new();
    desk.put("parcels.yaml", spec);
    desk.run(&[arguments, &["--spec", "parcels.yaml"]].concat())
}

/// The first line and the rest of what is sent.
fn sent(spec: &str, event: &str, path: &str, auth: &[&str]) -> (String, String) {
    let (url, serving) = answer_once(path, "HTTP/1.1 204 No Content\r\n\r\n");
    let mut arguments = vec!["send", event, "--url", &url];
    for auth in auth {
        arguments.extend(["--auth", auth]);
    }
    let ran = run(spec, &arguments);
    assert_eq!((ran.exit, ran.stderr.as_str()), (Some(0), ""));
    let request = serving.join().unwrap();
    let (line, rest) = request.split_once("\r\n").unwrap();
    (line.to_owned(), rest.to_owned())
}

#[test]
fn an_event_that_the_path_names_is_sent_to_its_path() {
    for (path, line) in [
        ("/webhooks", "POST /webhooks/parcel.sent HTTP/1.1"),
        ("/webhooks/", "POST /webhooks/parcel.sent HTTP/1.1"),
        ("", "POST /parcel.sent HTTP/1.1"),
        ("/a/parcel.sent", "POST /a/parcel.sent HTTP/1.1"),
        ("/a?b=c/d", "POST /a/parcel.sent?b=c/d HTTP/1.1"),
    ] {
        assert_eq!(sent(SPEC, "parcel.sent", path, &[]).0, line);
    }
    let (line, _) = sent(SPEC, "parcel.sent", "/a?b=c", &["Query=k k"]);
    assert_eq!(line, "POST /a/parcel.sent?b=c&key=k+k HTTP/1.1");
}

#[test]
fn an_event_is_sent_by_its_own_method() {
    let (line, _) = sent(SPEC, "parcel lost/found", "/webhooks", &[]);
    assert_eq!(line, "PUT /webhooks/parcel%20lost%2Ffound HTTP/1.1");
}

#[test]
fn an_event_that_headers_name_is_sent_with_them() {
    let header = SPEC.replace(
        "components:",
        "x-webhook-event: {header: X-Event}\ncomponents:",
    );
    let (line, rest) = sent(&header, "parcel.sent", "/webhooks", &[]);
    assert_eq!(line, "POST /webhooks HTTP/1.1");
    let rest = rest.to_ascii_lowercase();
    assert!(rest.contains("x-event: parcel.sent\r\n"), "{rest}");
    let both = SPEC.replace(
        "components:",
        "x-webhook-event: {header: X-Event, pointer: /action}\ncomponents:",
    );
    let (line, rest) = sent(&both, "parcel.sent", "/webhooks", &[]);
    assert_eq!(line, "POST /webhooks HTTP/1.1");
    let rest = rest.to_ascii_lowercase();
    assert!(rest.contains("x-event: parcel\r\n"), "{rest}");
}

#[test]
fn credentials_for_different_places_go_together() {
    let auth = ["Key=a", "Login=u:p", "Query=q", "Crumb=c"];
    let (line, rest) = sent(SPEC, "parcel.sent", "/", &auth);
    assert_eq!(line, "POST /parcel.sent?key=q HTTP/1.1");
    let rest = rest.to_ascii_lowercase();
    for header in [
        "x-key: a\r\n",
        "authorization: basic dtpw\r\n",
        "cookie: crumb=c\r\n",
    ] {
        assert!(rest.contains(header), "{rest}");
    }
}

#[test]
fn credentials_for_one_place_are_refused() {
    for (auth, place) in [
        (
            ["Login=u:sEcReT", "Token=sEcReT"],
            "the header `authorization`",
        ),
        (["Key=sEcReT", "Key=sEcReT"], "the header `x-key`"),
        (["Key=sEcReT", "Other=sEcReT"], "the header `x-key`"),
        (["Signed=sEcReT", "Key=sEcReT"], "the header `x-key`"),
        (
            ["Query=sEcReT", "Again=sEcReT"],
            "the query parameter `key`",
        ),
        (["Crumb=sEcReT", "Crumbs=sEcReT"], "the cookie `crumb`"),
    ] {
        let url = "http://127.0.0.1:1/";
        let mut arguments = vec!["send", "parcel.sent", "--url", url];
        for auth in &auth {
            arguments.extend(["--auth", auth]);
        }
        let ran = run(SPEC, &arguments);
        assert_eq!((ran.exit, ran.stdout.as_str()), (Some(2), ""));
        let expected = format!(
            "error: two of the credentials go into {place}, and a receiver refuses a request that has it twice\n\
             help: give one of them, and send again with the other\n"
        );
        assert_eq!(ran.stderr, expected);
    }
}
