//! Samples: each is a delivery that the receiver takes, with any credential of the spec, and whose
//! payload a test can change.

use std::collections::BTreeSet;
use std::sync::Arc;

use rebilly_kyc_webhooks::security::SecurityScheme;
use rebilly_kyc_webhooks::testing::{self, Credential, Recorder, RequestError, SAMPLES};
use rebilly_kyc_webhooks::{ApiKey, BasicCredentials, Event, EventName, JwtVerifier, Receiver};

const SECRET: &str = "a secret that is long enough to sign tokens with";

/// A receiver that takes every scheme.
fn receiver(recorder: &Arc<Recorder>) -> Receiver {
    Receiver::builder()
        .kyc_requests(Arc::clone(recorder))
        .kyc_documents(Arc::clone(recorder))
        .secret_api_key(ApiKey::new("key"))
        .jwt(JwtVerifier::hs256(SECRET).unwrap())
        .service_credential(BasicCredentials::new("user", "password"))
        .build()
        .unwrap()
}

#[tokio::test]
async fn every_sample_is_taken_with_each_scheme() {
    let recorder = Arc::new(Recorder::new());
    let receiver = receiver(&recorder);
    for sample in SAMPLES {
        for (scheme, credential) in [
            (SecurityScheme::SecretApiKey, Credential::new("key")),
            (SecurityScheme::Jwt, Credential::new(SECRET)),
            (
                SecurityScheme::ServiceCredential,
                Credential::basic("user", "password"),
            ),
        ] {
            let request = sample.request().with_credential(scheme, credential);
            let answer = request.send(&receiver).await.unwrap();
            assert_eq!(answer.status(), 204, "{sample:?}, {scheme:?}");
            let taken = recorder.take();
            let [delivery] = taken.as_slice() else {
                panic!("{taken:?}");
            };
            assert_eq!(delivery.payload.name(), EventName::from(sample.event));
            assert_eq!(delivery.defects.total(), 0, "{sample:?}");
        }
    }
}

#[test]
fn every_event_has_samples_and_no_two_are_the_same() {
    let events: BTreeSet<&str> = SAMPLES.iter().map(|sample| sample.event).collect();
    assert_eq!(events.len(), EventName::KNOWN.len());
    let names: BTreeSet<_> = SAMPLES
        .iter()
        .map(|sample| (sample.event, sample.example))
        .collect();
    assert_eq!(names.len(), SAMPLES.len());
    assert_eq!(
        testing::KYC_DOCUMENT_REJECTED,
        testing::KYC_DOCUMENT_REJECTED_FULL
    );
}

#[tokio::test]
async fn nobody_comes_in_without_the_credential_or_with_another() {
    let recorder = Arc::new(Recorder::new());
    let receiver = receiver(&recorder);
    let sample = testing::KYC_DOCUMENT_REJECTED;
    let answer = sample.request().send(&receiver).await.unwrap();
    assert_eq!(answer.status(), 401);
    for scheme in [SecurityScheme::SecretApiKey, SecurityScheme::Jwt] {
        let request = sample.request().with_credential(scheme, "another");
        assert_eq!(request.send(&receiver).await.unwrap().status(), 401);
    }
    assert!(recorder.take().is_empty());
}

#[tokio::test]
async fn a_payload_that_the_test_has_changed_arrives_changed() {
    let recorder = Arc::new(Recorder::new());
    let receiver = receiver(&recorder);
    let mut payload = testing::kyc_document_rejected();
    payload.customer_id = Some("somebody else".to_owned());
    let request = testing::KYC_DOCUMENT_REJECTED
        .request()
        .with_payload(&payload)
        .with_credential(SecurityScheme::SecretApiKey, "key");
    assert_eq!(request.send(&receiver).await.unwrap().status(), 204);
    let [delivery] = recorder.take().try_into().unwrap();
    assert_eq!(
        delivery.payload,
        Event::KycDocumentRejected(Box::new(payload))
    );
}

#[tokio::test]
async fn a_token_has_the_claims_that_the_test_gives() {
    let recorder = Arc::new(Recorder::new());
    let receiver = Receiver::builder()
        .kyc_documents(Arc::clone(&recorder))
        .jwt(JwtVerifier::hs256(SECRET).unwrap().issuer("rebilly"))
        .build()
        .unwrap();
    for (issuer, status) in [("rebilly", 204), ("somebody", 401)] {
        let credential = Credential::new(SECRET).with_claim("iss", issuer);
        let request = testing::KYC_DOCUMENT_REJECTED.request();
        let request = request.with_credential(SecurityScheme::Jwt, credential);
        assert_eq!(request.send(&receiver).await.unwrap().status(), status);
    }
}

#[test]
fn two_credentials_in_one_place_are_an_error_that_shows_neither() {
    let request = testing::KYC_DOCUMENT_REJECTED
        .request()
        .with_credential(SecurityScheme::Jwt, SECRET)
        .with_credential(SecurityScheme::ServiceCredential, "user:password");
    assert!(!format!("{request:?}").contains(SECRET));
    let error = request.build().unwrap_err();
    assert_eq!(error, RequestError::Occupied("authorization".to_owned()));
    assert!(!error.to_string().contains("password"));
}
