//! What a receiver must be given before it is one.

use std::sync::Arc;

use rebilly_kyc_webhooks::ReceiverBuilder;
use rebilly_kyc_webhooks::runtime::receiver::BuildError;
use rebilly_kyc_webhooks::runtime::security::{ApiKey, BasicCredentials, KeyError};

use crate::credentials::{API_KEY, BASIC, KEY, PASSWORD, USER, all_keys, plain};
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
fn without_any_handler_it_is_built_only_if_that_is_said() {
    let builder = || ReceiverBuilder::default().secret_api_key(ApiKey::new(KEY));
    let error = builder().build().unwrap_err();
    assert_eq!(error, BuildError::NoHandlers);
    assert!(
        error.to_string().contains("`.accept_unhandled()`"),
        "{error}"
    );
    builder().accept_unhandled().build().unwrap();
    // Any handler will do: other events go where the documentation says.
    builder().fallback(Arc::new(())).build().unwrap();
    let inbox = Arc::new(Inbox::default());
    builder().kyc_requests(inbox).build().unwrap();
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

#[test]
fn a_key_that_admits_nobody_is_told_when_it_is_given() {
    let inbox = Arc::new(Inbox::default());
    let key = |keys| to_inbox(&inbox).secret_api_key(keys);
    let basic = |pairs| to_inbox(&inbox).service_credential(pairs);
    let refused = |builder: ReceiverBuilder, scheme, error| {
        let expected = BuildError::UnusableKey { scheme, error };
        assert_eq!(builder.build().unwrap_err(), expected);
    };
    refused(key(ApiKey::new("")), API_KEY, KeyError::Empty);
    // As an old key that is no more, or the next one that is not there yet.
    refused(key(ApiKey::new(KEY).or("")), API_KEY, KeyError::Empty);
    refused(
        key(ApiKey::new("")).unauthenticated(),
        API_KEY,
        KeyError::Empty,
    );
    refused(basic(BasicCredentials::new("", "")), BASIC, KeyError::Empty);
    refused(
        basic(BasicCredentials::new(USER, "")),
        BASIC,
        KeyError::Empty,
    );
    let colon = BasicCredentials::new(USER, PASSWORD).or("a:b", PASSWORD);
    refused(basic(colon), BASIC, KeyError::ColonInUser);

    let error = key(ApiKey::new("")).build().unwrap_err().to_string();
    assert_eq!(
        error,
        "a key of SecretApiKey cannot be used: the secret is empty: check where it is read from, a variable may not be set"
    );
}
