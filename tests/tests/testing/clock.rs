//! The receiver's clock: what it says is when a delivery came, and what credentials are judged by.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rebilly_kyc_webhooks::runtime::receiver::Clock;
use rebilly_kyc_webhooks::security::SecurityScheme;
use rebilly_kyc_webhooks::testing::{KYC_DOCUMENT_REJECTED, Recorder};
use rebilly_kyc_webhooks::{JwtVerifier, Receiver};

const SECRET: &str = "a secret that is long enough to sign tokens with";

#[tokio::test]
async fn a_token_expires_by_the_clock_of_the_receiver() {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    // A token that is made for a test is good for five minutes, and clocks may be a minute apart.
    for (minutes, status) in [(0, 204), (4, 204), (30, 401)] {
        let now = then + Duration::from_secs(60 * minutes);
        let recorder = Arc::new(Recorder::new());
        let receiver = Receiver::builder()
            .kyc_documents(Arc::clone(&recorder))
            .jwt(JwtVerifier::hs256(SECRET).unwrap())
            .clock(Clock::stopped_at(now))
            .build()
            .unwrap();
        let request = KYC_DOCUMENT_REJECTED
            .request()
            .with_credential(SecurityScheme::Jwt, SECRET)
            .sent_at(then);
        let answer = request.send(&receiver.clone()).await.unwrap();
        assert_eq!(answer.status(), status, "{minutes} minutes");
        let times = recorder.take().into_iter();
        let times: Vec<SystemTime> = times.map(|one| one.arrival.received_at).collect();
        assert!(times.iter().all(|time| *time == now), "{times:?}");
        assert_eq!(times.is_empty(), status == 401);
    }
}
