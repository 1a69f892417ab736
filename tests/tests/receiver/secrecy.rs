//! What answers and `Debug` texts never hold.

use std::sync::Arc;
use std::time::Duration;

use rebilly_kyc_webhooks::runtime::receiver::Limits;

use crate::client::Post;
use crate::credentials::{KEY, PASSWORD, TOKEN_SECRET, USER, all_keys, basic, right_basic};
use crate::door::{Door, to_inbox};
use crate::inbox::{End, INTERNAL, Inbox};
use crate::tokens::{expired_token, right_token};

/// A text that bodies contain.
const VALUE: &str = "vAlUe-marker";

fn assert_silent(text: &str) {
    for secret in [KEY, TOKEN_SECRET, USER, PASSWORD, VALUE, INTERNAL] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}

fn bodies() -> Vec<String> {
    let event = r#""eventType":"kyc-request-attempted""#;
    vec![
        format!(r#"{{{event},"customerId":"{VALUE}"}}"#),
        format!(r#"{{{event},"_embedded":"{VALUE}","_links":{{"{VALUE}":1}}}}"#),
        format!(r#"{{{event},"customerId":["{VALUE}"]}}"#),
        format!(r#"{{{event},"customerId":"{VALUE}""#),
        format!(r#"{{"eventType":["{VALUE}"]}}"#),
        format!(r#"{{"eventType":"{VALUE}"}}"#),
        format!(r#"["{VALUE}"]"#),
        VALUE.to_owned(),
    ]
}

#[tokio::test]
async fn no_answer_holds_a_secret_or_a_value() {
    let limits = Limits::default().with_handle(Duration::from_millis(20));
    let door = Door::with(|builder| {
        let strict = rebilly_kyc_webhooks::Strictness::Strict;
        all_keys(builder).limits(limits).strictness(strict)
    })
    .await;
    for end in [End::Accept, End::Fail, End::Panic, End::Hang] {
        door.inbox.end_with(end);
        for body in bodies() {
            for path in [
                "/webhooks",
                "/webhooks/kyc-document-created",
                "/webhooks/vAlUe-marker",
            ] {
                let post = Post::new(body.as_str()).to(path);
                for post in [
                    post.clone().with_key(),
                    post.clone().header("reb-apikey", format!("{KEY}0")),
                    post.authorized(basic(format!("{USER}:wrong"))),
                ] {
                    let answer = door.post(post).await;
                    assert_silent(&format!("{answer:?}"));
                    if answer.status >= 300 {
                        assert_ne!(answer.problem("detail"), "");
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn debug_shows_no_secret_and_no_payload() {
    let builder = all_keys(to_inbox(&Arc::new(Inbox::default())));
    assert_silent(&format!("{builder:?} {builder:#?}"));
    let door = Door::open().await;
    assert_silent(&format!("{:?} {:#?}", door.receiver, door.receiver));
    door.inbox.store();
    let mut methods = std::collections::BTreeSet::new();
    for body in bodies()
        .into_iter()
        .filter(|body| !body.contains(&format!(r#""eventType":"{VALUE}""#)))
    {
        for post in [
            Post::new(body.as_str()).with_key(),
            Post::new(body.as_str()).authorized(right_basic()),
            Post::new(body.as_str())
                .authorized(format!("Bearer {}", right_token()))
                .header("x-secret", KEY),
        ] {
            assert_eq!(door.post(post).await.status, 204);
        }
        for note in door.inbox.take() {
            assert_silent(&note.debug);
            methods.insert(note.method);
        }
    }
    assert!(methods.contains("kyc_request_attempted") && methods.contains("undecodable"));
    assert!(!format!("{:?}", door.receiver).contains(&expired_token()));
}
