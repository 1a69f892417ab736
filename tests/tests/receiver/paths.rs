//! Paths that name an event.

use rebilly_kyc_webhooks::EventName;

use crate::client::Post;
use crate::credentials::plain;
use crate::door::{Door, WAYS};

#[tokio::test]
async fn every_event_has_a_path_of_its_own() {
    let door = Door::open().await;
    for (_, name) in EventName::KNOWN {
        let body = format!(r#"{{"eventType":"{name}"}}"#);
        for path in [format!("/webhooks/{name}"), format!("/webhooks/{name}/")] {
            let answer = door
                .post(Post::new(body.as_str()).with_key().to(path))
                .await;
            assert_eq!(answer.status, 204, "{name}: {answer:?}");
        }
        let notes = door.inbox.take();
        assert_eq!(notes.len(), 2 * WAYS);
        for note in notes {
            assert_eq!(note.event.as_deref(), Some(*name));
            assert_eq!(note.method, name.replace('-', "_"));
        }
    }
}

#[tokio::test]
async fn the_path_names_the_event_of_a_body_that_names_none() {
    let door = Door::open().await;
    for body in ["{}", r#"{"eventType":""}"#] {
        let post = Post::new(body).with_key();
        let answer = door
            .post(post.clone().to("/webhooks/kyc-document-created"))
            .await;
        assert_eq!(answer.status, 204, "{answer:?}");
        assert!(
            door.inbox
                .take()
                .iter()
                .all(|note| note.method == "kyc_document_created")
        );
        assert_eq!(door.post(post).await.status, 422, "{body}");
        assert!(
            door.inbox
                .take()
                .iter()
                .all(|note| note.method == "undecodable")
        );
    }
}

#[tokio::test]
async fn a_body_that_contradicts_its_path_is_refused_and_no_handler_is_called() {
    let door = Door::open().await;
    door.inbox.store();
    for (path, event) in [
        ("kyc-request-failed", "kyc-request-attempted"),
        ("kyc-document-created", "kyc-request-attempted"),
        ("kyc-request-attempted", "something-new"),
    ] {
        let body = format!(r#"{{"eventType":"{event}"}}"#);
        let post = Post::new(body).with_key().to(format!("/webhooks/{path}"));
        let answer = door.post(post).await;
        assert_eq!(answer.status, 422, "{path} {event}");
        assert_eq!(answer.problem("code"), "event-mismatch");
        assert_eq!(door.inbox.count(), 0, "{path} {event}");
    }
}

#[tokio::test]
async fn a_path_outside_is_nobodys() {
    let door = Door::open().await;
    for path in ["/", "/webhook", "/webhooks/kyc-request-attempted/more"] {
        let answer = door.over_socket(&plain().with_key().to(path)).await;
        assert_eq!(answer.status, 404, "{path}");
    }
    assert_eq!(door.inbox.count(), 0);
}
