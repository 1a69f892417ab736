//! What a receiver must be given before it is one.

use std::sync::Arc;

use rebilly_kyc_webhooks::runtime::receiver::BuildError;
use rebilly_kyc_webhooks::runtime::security::ApiKey;

use crate::credentials::{KEY, all_keys, plain};
use crate::door::{Door, WAYS, to_inbox};
use crate::inbox::Inbox;

#[test]
fn without_credentials_it_is_not_built() {
    let error = to_inbox(&Arc::new(Inbox::default())).build().unwrap_err();
    assert!(matches!(&error, BuildError::NoCredentials { events, .. } if events.len() == 10));
    let message = error.to_string();
    for part in [
        "nothing would authenticate deliveries of kyc-request-attempted, ",
        "give the receiver the credentials of SecretApiKey or JWT or ServiceCredential. ",
        "To take deliveries from anybody, say `.unauthenticated()`",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[tokio::test]
async fn it_is_built_without_credentials_if_that_is_said() {
    let door = Door::with(rebilly_kyc_webhooks::ReceiverBuilder::unauthenticated).await;
    for post in [
        plain(),
        plain().with_key(),
        plain().authorized("Bearer wrong"),
    ] {
        assert_eq!(door.post(post).await.status, 204);
    }
    let notes = door.inbox.take();
    assert_eq!(notes.len(), 3 * WAYS);
    assert!(notes.iter().all(|note| note.schemes.is_empty()));
}

#[test]
fn credentials_and_none_needed_contradict_each_other() {
    let inbox = Arc::new(Inbox::default());
    let one = to_inbox(&inbox)
        .secret_api_key(ApiKey::new(KEY))
        .unauthenticated();
    let all = all_keys(to_inbox(&inbox).unauthenticated());
    for builder in [one, all] {
        let error = builder.build().unwrap_err();
        assert_eq!(error, BuildError::Contradiction);
        assert!(
            error.to_string().contains("leave one of them out"),
            "{error}"
        );
        assert!(!error.to_string().contains(KEY));
    }
}
