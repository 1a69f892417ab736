//! What the events of a document are called in deliveries, and where.

use std::fs;

use super::desk::Desk;

/// A webhook whose body has these constants as its `type`.
fn webhook(name: &str, constants: &str) -> String {
    format!(
        "  {name}:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                status: {{type: string, enum: [good, bad]}}
                type: {{type: string, enum: [{constants}]}}
"
    )
}

/// What codegen says of a document with these webhooks, and the module of its events.
fn events_of(webhooks: &[String], more: &[&str]) -> (String, String) {
    let desk = Desk::new();
    let head = "openapi: 3.1.0\ninfo: {title: Parcel webhooks, version: 1.0.0}\nwebhooks:\n";
    desk.put("parcels.yaml", &format!("{head}{}", webhooks.concat()));
    let ran = desk.codegen(more);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    let said = ran.stdout.lines().rev().nth(1).unwrap_or_default();
    let module = fs::read_to_string(desk.path("out/src/event.rs")).unwrap();
    (said.to_owned(), module)
}

#[test]
fn constants_that_tell_all_bodies_apart_name_the_event() {
    let (said, module) = events_of(
        &[
            webhook("sent", "parcel.sent"),
            webhook("lost", "parcel.lost, parcel.gone"),
        ],
        &[],
    );
    assert_eq!(said, "events are told apart by `/type` (inferred)");
    assert!(module.contains("\"parcel.sent\" => Self::Sent"), "{module}");
    assert!(
        module.contains("\"parcel.lost\" | \"parcel.gone\" => Self::Lost"),
        "{module}"
    );
}

#[test]
fn an_empty_constant_names_no_event() {
    let (said, _) = events_of(
        &[webhook("sent", "''"), webhook("lost", "parcel.lost")],
        &[],
    );
    assert_eq!(said, "events are told apart by the path");
}

#[test]
fn only_bodies_that_are_decoded_as_json_tell_events_apart() {
    for (media_type, said) in [
        ("'*/*'", "events are told apart by `/type` (inferred)"),
        ("application/jsonl", "events are told apart by the path"),
    ] {
        let of_media_type = |name: &str, constants: &str| {
            webhook(name, constants).replace("application/json", media_type)
        };
        let webhooks = [of_media_type("sent", "sent"), of_media_type("lost", "lost")];
        assert_eq!(events_of(&webhooks, &[]).0, said, "{media_type}");
    }
}

#[test]
fn a_body_of_two_events_names_them_by_their_own_names() {
    let (said, module) = events_of(
        &[webhook("sent", "sent, lost"), webhook("lost", "sent, lost")],
        &[],
    );
    assert_eq!(said, "events are told apart by `/type` (inferred)");
    assert!(!module.contains("in_delivery"), "{module}");
}

#[test]
fn what_tells_nothing_apart_leaves_it_to_the_path() {
    let (said, _) = events_of(&[webhook("sent", "a, b"), webhook("lost", "b, c")], &[]);
    assert_eq!(said, "events are told apart by the path");
}

#[test]
fn the_only_event_of_a_method_is_told_apart_from_nothing() {
    let sent = webhook("sent", "a");
    let (said, _) = events_of(std::slice::from_ref(&sent), &[]);
    assert_eq!(said, "there is one event, which every delivery is for");
    let lost = webhook("lost", "b").replace("post:", "put:");
    let lost = lost.replace("type: {type: string, enum: [b]}", "id: {type: string}");
    let (said, _) = events_of(&[sent, lost], &[]);
    assert_eq!(said, "events are told apart by the method");
}

/// The warnings of codegen on a document with these webhooks, and what it says and makes.
fn warned(webhooks: &[String]) -> (Vec<String>, String, String) {
    let desk = Desk::new();
    let head = "openapi: 3.1.0\ninfo: {title: Parcel webhooks, version: 1.0.0}\nwebhooks:\n";
    desk.put("parcels.yaml", &format!("{head}{}", webhooks.concat()));
    let ran = desk.codegen(&[]);
    assert_eq!(ran.exit, Some(0), "{}", ran.stderr);
    let warnings = ran.stderr.lines();
    let warnings = warnings.filter(|line| line.starts_with("warning[unnamed-event]"));
    let warnings = warnings.map(str::to_owned).collect();
    let said = ran.stdout.lines().rev().nth(1).unwrap_or_default();
    let read = |file: &str| fs::read_to_string(desk.path(file)).unwrap();
    let made = read("out/src/event.rs") + &read("out/src/receiver.rs");
    (warnings, said.to_owned(), made)
}

#[test]
fn a_slip_of_the_document_leaves_the_place_where_most_events_are_named() {
    let mut webhooks = vec![
        webhook("sent", "sent, lost"),
        webhook("lost", "sent, lost"),
        webhook("trial-sent", "sent, lost"),
        webhook("found", "found"),
        webhook("weighed-2", "weighed"),
    ];
    let (warnings, said, made) = warned(&webhooks);
    assert_eq!(said, "events are told apart by `/type` (inferred)");
    assert_eq!(
        warnings,
        [
            "warning[unnamed-event]: deliveries of the event `trial-sent` name another: `/type` does not list it",
            "warning[unnamed-event]: `/type` does not list the event `weighed-2`, whose body it is in",
        ]
    );
    assert!(made.contains("\"weighed\" => Self::Weighed2"), "{made}");
    assert!(
        made.contains("BY_PATH_ALONE: &'static [&'static str] = &[\"trial-sent\"]"),
        "{made}"
    );
    // The document says what it is called.
    let named = "x-webhook-event-name: trial-sent\n      requestBody";
    webhooks[2] = webhooks[2].replace("requestBody", named);
    assert_eq!(warned(&webhooks).0.len(), 1);
}

#[test]
fn an_event_that_no_other_shares_its_method_with_needs_no_name() {
    let check = "  check:\n    get: {responses: {'200': {description: ok}}}\n".to_owned();
    let (warnings, said, _) = warned(&[check, webhook("sent", "sent"), webhook("lost", "lost")]);
    assert_eq!(said, "events are told apart by `/type` (inferred)");
    assert!(warnings.is_empty(), "{warnings:?}");
}

#[test]
fn paths_are_warned_of_where_bodies_seem_to_name_events() {
    let webhooks = [
        webhook("sent", "sent, lost"),
        webhook("lost", "gone"),
        webhook("found", "gone"),
    ];
    let (warnings, said, _) = warned(&webhooks);
    assert_eq!(said, "events are told apart by the path");
    assert_eq!(
        warnings,
        [
            "warning[unnamed-event]: events are told apart by the path alone, although bodies have `/type`"
        ]
    );
}

#[test]
fn paths_that_differ_in_what_their_parameters_are_called_are_one() {
    let webhooks = ["/hooks/{id}/done", "hooks/{key}/done", "hooks/{id}/gone"];
    let (warnings, said, _) = warned(&webhooks.map(|name| webhook(name, "a")));
    assert_eq!(said, "events are told apart by the path");
    assert_eq!(
        warnings,
        [
            "warning[unnamed-event]: nothing names the event `/hooks/{id}/done`: its path is that of the event `hooks/{key}/done`"
        ]
    );
}

/// What codegen says of a document whose events are named in these places.
fn of_places(places: &str, webhooks: &[String]) -> (Option<i32>, String, String) {
    let desk = Desk::new();
    let head = "openapi: 3.1.0\ninfo: {title: Parcel webhooks, version: 1.0.0}\n";
    let webhooks = webhooks.concat();
    let text = format!("{head}x-webhook-event: {places}\nwebhooks:\n{webhooks}");
    desk.put("parcels.yaml", &text);
    let ran = desk.codegen(&[]);
    let said = ran.stdout.lines().rev().nth(1).unwrap_or_default();
    let complaint = ran.stderr.lines().next().unwrap_or_default();
    (ran.exit, said.to_owned(), complaint.to_owned())
}

#[test]
fn a_document_says_several_places() {
    let webhooks = [webhook("sent", "sent"), webhook("lost", "lost")];
    for (places, said) in [
        ("{query: topic}", "the query parameter `topic`"),
        (
            "{pointers: [/a/type, /type]}",
            "`/a/type` or `/type`, whichever is there first",
        ),
        (
            "[{pointer: /type}, {header: X-Event}, {query: topic}]",
            "`/type` or the header `X-Event` or the query parameter `topic`, whichever is there first",
        ),
        ("[{pointer: /type}]", "`/type`"),
    ] {
        let said = format!("events are told apart by {said} (`x-webhook-event`)");
        // What no body has is told, place for place.
        let complaint = match places.contains("/a/type") {
            true => {
                "warning[unnamed-event]: no body has `/a/type`, where deliveries are said to name their event"
            }
            false => "",
        };
        let expected = (Some(0), said, complaint.to_owned());
        assert_eq!(of_places(places, &webhooks), expected);
    }
    for (places, complaint) in [
        (
            "{query: topic, header: X-Event}",
            "error[invalid-value]: `header` and `query` cannot be said together",
        ),
        (
            "[{pointer: /type}, {query: b}, {pointer: /c}]",
            "error[invalid-value]: places in the body are looked for together",
        ),
        (
            "{query: ''}",
            "error[invalid-value]: a query parameter has no name",
        ),
        ("[]", "error[wrong-type]: "),
    ] {
        let (exit, _, found) = of_places(places, &webhooks);
        assert_ne!(exit, Some(0));
        assert!(found.starts_with(complaint), "{found}");
    }
}

#[test]
fn an_event_that_no_name_leads_to_is_an_error_of_the_document() {
    let mut webhooks = [webhook("sent", "callback"), webhook("lost", "callback")];
    let (exit, _, complaint) = of_places("{pointer: /type}", &webhooks);
    assert_ne!(exit, Some(0));
    let expected = "error[unreachable-event]: no name leads to the event `sent`: what its body has at `/type` names no event";
    assert_eq!(complaint, expected);
    // One alone is called so.
    webhooks[1] = webhook("lost", "lost");
    assert_eq!(of_places("{pointer: /type}", &webhooks).0, Some(0));
}

#[test]
fn an_option_counts_for_more_than_what_the_bodies_say() {
    let webhooks = [
        webhook("parcel-sent", "sent"),
        webhook("parcel-lost", "lost"),
    ];
    let more = ["--event-header", "X-Event", "--event-pointer", "/type"];
    let (said, module) = events_of(&webhooks, &more);
    assert_eq!(
        said,
        "events are told apart by the header `X-Event` and `/type` (as asked)"
    );
    assert!(
        module.contains("\"parcel.sent\" => Self::ParcelSent"),
        "{module}"
    );
    let (said, module) = events_of(&webhooks, &more[..2]);
    assert_eq!(
        said,
        "events are told apart by the header `X-Event` (as asked)"
    );
    assert!(!module.contains("in_delivery"), "{module}");
}

#[test]
fn the_member_that_says_the_events_own_names_comes_before_others() {
    // `object` tells the bodies apart too, and stands first; `data.kind` stands deeper.
    let webhook = |name: &str, object: &str| {
        format!(
            "  {name}:
    post:
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                object: {{type: string, const: {object}}}
                data: {{type: object, properties: {{kind: {{type: string, const: {object}-data}}}}}}
                event-type: {{type: string, const: {name}}}
"
        )
    };
    let webhooks = [
        webhook("invoice.paid", "invoice"),
        webhook("order.made", "order"),
    ];
    let (said, module) = events_of(&webhooks, &[]);
    assert_eq!(said, "events are told apart by `/event-type` (inferred)");
    assert!(!module.contains("in_delivery"), "{module}");
}

#[test]
fn an_event_that_stands_in_its_own_list_is_called_by_no_other_name() {
    let more = ["--event-pointer", "/type"];
    for (name, constants) in [
        ("parcel-lost", "parcel-sent, parcel-lost"),
        // Separators and case aside, one of the list is the event's name.
        ("parcelLost", "parcel-sent, parcel_lost"),
    ] {
        let (_, module) = events_of(&[webhook(name, constants)], &more);
        assert!(!module.contains("\"parcel-sent\""), "{module}");
        assert!(
            module.contains("\"parcel_lost\" => Self::ParcelLost") == (name == "parcelLost"),
            "{module}"
        );
    }
}

#[test]
fn events_that_share_lists_are_told_apart_where_each_stands_in_its_own() {
    let webhooks = [
        webhook("sent", "sent, lost, returned"),
        webhook("lost", "sent, lost, returned"),
        webhook("billed", "billed"),
    ];
    let (said, module) = events_of(&webhooks, &[]);
    assert_eq!(said, "events are told apart by `/type` (inferred)");
    assert!(!module.contains("in_delivery"), "{module}");
}

#[test]
fn a_body_that_lists_no_constants_leaves_the_place_where_most_events_are_named() {
    let any_text = webhook("broken", "parcel.broken").replace(", enum: [parcel.broken]", "");
    let mut webhooks: Vec<String> = ["sent", "lost", "found"]
        .map(|name| webhook(name, name))
        .into();
    webhooks.push(any_text);
    let (said, module) = events_of(&webhooks, &[]);
    assert_eq!(said, "events are told apart by `/type` (inferred)");
    assert!(module.contains("\"broken\""), "{module}");
}
