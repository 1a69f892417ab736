//! Which event a path names, and what follows.

use webhook_runtime::receiver::{last_segment, path_event};

use crate::stand_in::{PLAIN, StandIn, delivery_to, full, receiver, receiver_of, send};

const EVENTS: [&str; 5] = ["kyc", "user.created", "orders/create", "create", "ä b"];

#[test]
fn the_end_of_a_path_names_the_event() {
    for (path, event) in [
        ("/kyc", Some("kyc")),
        ("/kyc/", Some("kyc")),
        ("/a/b/kyc", Some("kyc")),
        ("kyc", Some("kyc")),
        ("/k%79c", Some("kyc")),
        ("/user%2Ecreated", Some("user.created")),
        ("/orders%2fcreate", Some("orders/create")),
        ("/hooks/orders/create", Some("orders/create")),
        ("/hooks/create", Some("create")),
        ("/%C3%A4%20b", Some("ä b")),
        ("/", None),
        ("", None),
        ("*", None),
        ("/KYC", None),
        ("/kyc/more", None),
        ("/notkyc", None),
        ("/kyc%", None),
        ("/kyc%2", None),
        ("/kyc%zz", None),
        ("/%FF", None),
        ("/kyc%2F", None),
    ] {
        assert_eq!(path_event(path, EVENTS), event, "{path}");
    }
}

#[test]
fn the_longest_name_is_meant_whatever_the_order() {
    for events in [["create", "orders/create"], ["orders/create", "create"]] {
        assert_eq!(path_event("/orders/create", events), Some("orders/create"));
        assert_eq!(path_event("/users/create", events), Some("create"));
    }
}

#[test]
fn slashes_around_a_name_are_those_of_the_path() {
    let events = ["/orders/create", "/kyc", "carts/create/"];
    for (path, event) in [
        ("/orders/create", Some("/orders/create")),
        ("/hooks/orders/create", Some("/orders/create")),
        ("/%2Forders%2Fcreate", Some("/orders/create")),
        ("/orders%2Fcreate", Some("/orders/create")),
        ("/hooks//orders/create/", Some("/orders/create")),
        ("/kyc", Some("/kyc")),
        ("/%2Fkyc", Some("/kyc")),
        ("/carts/create", Some("carts/create/")),
        ("/create", None),
    ] {
        assert_eq!(path_event(path, events), event, "{path}");
    }
}

#[test]
fn of_names_that_differ_in_slashes_around_them_the_exact_one_is_meant() {
    for events in [["kyc", "/kyc"], ["/kyc", "kyc"]] {
        assert_eq!(path_event("/kyc", events), Some("kyc"));
        assert_eq!(path_event("/%2Fkyc", events), Some("/kyc"));
    }
    for events in [["a/b", "/a/b"], ["/a/b", "a/b"]] {
        assert_eq!(path_event("/a/b", events), Some("a/b"));
        assert_eq!(path_event("/%2Fa%2Fb", events), Some("/a/b"));
    }
}

#[test]
fn an_empty_name_is_named_by_no_path() {
    assert_eq!(path_event("/", ["", "/"]), None);
    assert_eq!(path_event("//", [""]), None);
}

#[test]
fn a_segment_in_braces_stands_for_any() {
    let events = [
        "/hooks/{id}/done",
        "hooks/{id}/gone",
        "hooks/list/done",
        "orders/{order}",
        "done",
        "{all}/{ids}",
    ];
    for (path, event) in [
        ("/hooks/7/done", Some("/hooks/{id}/done")),
        ("/api/hooks/a%2Fb/done/", Some("/hooks/{id}/done")),
        ("/hooks/%7Bid%7D/done", Some("/hooks/{id}/done")),
        ("/hooks/7/gone", Some("hooks/{id}/gone")),
        ("/hooks/list/done", Some("hooks/list/done")),
        ("/orders/done", Some("orders/{order}")),
        ("/orders/", None),
        ("/hooks//gone", None),
        ("/7/done", Some("done")),
        ("/a/b", None),
    ] {
        assert_eq!(path_event(path, events), event, "{path}");
    }
}

#[test]
fn the_last_segment_is_decoded() {
    assert_eq!(last_segment("/a/b%20c/").as_deref(), Some("b c"));
    assert_eq!(last_segment("/"), None);
    assert_eq!(last_segment("/%C3"), None);
    assert_eq!(last_segment("/+"), Some("+".into()));
}

#[tokio::test]
async fn a_path_may_agree_with_the_body_or_say_nothing() {
    let (service, endpoint) = receiver();
    for (path, event) in [
        ("/", None),
        ("/kyc", Some("kyc")),
        ("/webhooks", None),
        ("/webhooks/kyc/?page=1", Some("kyc")),
        ("/webhooks/k%79c", Some("kyc")),
    ] {
        let request = delivery_to(path).body(full(PLAIN)).unwrap();
        assert_eq!(send(&service, request).await.status, 204, "{path}");
        let received = endpoint.received.lock().unwrap().pop().unwrap();
        assert_eq!(received.path_event, event, "{path}");
    }
}

#[tokio::test]
async fn a_path_that_contradicts_the_body_is_refused() {
    let (service, _) = receiver();
    let request = delivery_to("/user.created").body(full(PLAIN)).unwrap();
    let answer = send(&service, request).await;
    assert_eq!(answer.refusal(), (422, "event-mismatch".to_owned()));
    assert!(answer.body.contains("user.created"), "{}", answer.body);
}

#[tokio::test]
async fn a_path_without_an_event_is_unknown_where_only_paths_name_them() {
    let (service, _) = receiver_of(StandIn {
        is_named_by_path: true,
        ..StandIn::default()
    });
    for (path, status) in [
        ("/hooks/user.created", 204),
        ("/hooks/orders/create", 204),
        ("/hooks/other", 404),
        ("/", 404),
    ] {
        let request = delivery_to(path).body(full("{}")).unwrap();
        let answer = send(&service, request).await;
        assert_eq!(answer.status, status, "{path}");
        if status == 404 {
            assert_eq!(answer.problem()["code"], "unknown-path");
        }
    }
}
