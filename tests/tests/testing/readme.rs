//! The test that the workspace's README shows, and that it is shown as it is here.

use std::fs;

use tests::golden::workspace;

#[rustfmt::skip]
mod shown {
use std::sync::Arc;

use rebilly_kyc_webhooks::security::SecurityScheme;
use rebilly_kyc_webhooks::testing::{KYC_DOCUMENT_REJECTED, Recorder};
use rebilly_kyc_webhooks::{ApiKey, Event, Receiver};

#[tokio::test]
async fn a_rejected_document_reaches_my_handler() {
    let handler = Arc::new(Recorder::new()); // or one of your own
    let receiver = Receiver::builder().kyc_documents(handler.clone()).secret_api_key(ApiKey::new("key")).build().unwrap();
    let request = KYC_DOCUMENT_REJECTED.request().with_credential(SecurityScheme::SecretApiKey, "key");
    assert_eq!(request.send(&receiver).await.unwrap().status(), 204);
    assert!(matches!(handler.take()[0].payload, Event::KycDocumentRejected(_)));
}
}

#[test]
fn the_readme_shows_the_test_that_is_compiled_here() {
    let here = include_str!("readme.rs");
    let (_, test) = here.split_once("mod shown {\n").unwrap();
    let (test, _) = test.split_once("\n}\n}\n").unwrap();
    let readme = fs::read_to_string(workspace().join("README.md")).unwrap();
    assert!(readme.contains(&format!("```rust\n{test}\n}}\n```")));
}
