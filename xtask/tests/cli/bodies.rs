//! What `send` sends where a body is not JSON.

use super::desk::Desk;
use super::listener::answer_once;

const SPEC: &str = "\
openapi: 3.1.0
info: {title: Parcel webhooks, version: 1.0.0}
x-webhook-event: {pointer: /event}
webhooks:
  parcel sent:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: &parcel
              type: object
              required: [event]
              properties:
                event: {type: string}
                to: {type: string}
                weight: {type: number}
                stops: {type: array, items: {type: string}}
                note: {type: [string, 'null']}
            example: {event: parcel sent, to: 'Zoë & Co = 100%', weight: 2.5, stops: [a b, 'c'], note: null}
  parcel-lost:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema: *parcel
            example: {event: parcel-lost, to: \"Zoë\\r\\n\\\"Z\\\"\", weight: 2.5, stops: [a, b]}
  parcel-found:
    post:
      requestBody:
        content:
          application/json: {schema: *parcel}
          application/x-www-form-urlencoded: {schema: *parcel}
  12:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [event], properties: {event: {type: integer}, fragile: {type: boolean}}}
  listed:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, required: [event], properties: {event: {type: string}, stops: {type: array, items: {type: string}}}}
            example: {event: listed, stops: [a, b]}
            encoding: {stops: {style: pipeDelimited}}
  text:
    post:
      requestBody: {content: {text/plain: {schema: {type: string}, example: All is well.}}}
  nothing:
    post: {}
";

/// The `Content-Type` of what is sent, and its body.
fn sent(event: &str) -> (Option<String>, String) {
    let desk = Desk::new();
    desk.put("parcels.yaml", SPEC);
    let (url, serving) = answer_once("/", "HTTP/1.1 204 No Content\r\n\r\n");
    let ran = desk.run(&["send", event, "--url", &url, "--spec", "parcels.yaml"]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    let request = serving.join().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    let content_type = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    let content_type = content_type.map(|(_, value)| value.to_owned());
    (content_type, body.to_owned())
}

#[test]
fn a_list_is_sent_as_the_document_has_it_written() {
    let (_, body) = sent("listed");
    assert_eq!(body, "event=listed&stops=a%7Cb");
}

#[test]
fn a_form_is_sent_as_one() {
    let (content_type, body) = sent("parcel sent");
    assert_eq!(
        content_type.as_deref(),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        body,
        "event=parcel+sent&to=Zo%C3%AB+%26+Co+%3D+100%25&weight=2.5&stops=a+b&stops=c"
    );
}

#[test]
fn a_form_that_is_made_has_its_events_name() {
    let (_, body) = sent("12");
    assert_eq!(body, "event=12&fragile=true");
}

#[test]
fn parts_are_sent_with_the_boundary_that_divides_them() {
    let (content_type, body) = sent("parcel-lost");
    let content_type = content_type.unwrap();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=");
    let boundary = boundary.unwrap_or_else(|| panic!("{content_type}"));
    let part = |name: &str, text: &str| {
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n")
    };
    let expected = [
        part("event", "parcel-lost"),
        part("to", "Zoë\r\n\"Z\""),
        part("weight", "2.5"),
        part("stops", "a"),
        part("stops", "b"),
        format!("--{boundary}--\r\n"),
    ];
    assert_eq!(body, expected.concat());
}

#[test]
fn of_several_media_types_json_is_sent() {
    let (content_type, body) = sent("parcel-found");
    assert_eq!(content_type.as_deref(), Some("application/json"));
    let body: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(body["event"], "parcel-found");
}

#[test]
fn a_text_is_sent_as_it_is_and_nothing_as_nothing() {
    let (content_type, body) = sent("text");
    assert_eq!(content_type.as_deref(), Some("text/plain"));
    assert_eq!(body, "All is well.");
    assert_eq!(sent("nothing"), (None, String::new()));
}
