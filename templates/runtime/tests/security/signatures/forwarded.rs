//! The URL that a sender called, as a proxy in front says it: trusted only where it is said.

use http::Request;
use webhook_runtime::security::{
    KeyError, Presented, Refusal, SignatureScheme, SignatureSigner, SignatureVerifier, SignedPart,
};

use crate::signatures::signing::{NOW, PLAIN};
use crate::support::at;

const URL: SignatureScheme = SignatureScheme {
    signed: &[SignedPart::Url, SignedPart::Body],
    ..PLAIN
};

/// A request to `https://hooks.example.com/in?a=1`, signed, with these headers of the proxy.
fn through_proxy(headers: &[(&str, &str)]) -> Request<Vec<u8>> {
    let mut request = Request::post("/in?a=1").body(b"{}".to_vec()).unwrap();
    let signer = SignatureSigner::new(URL, "secret").unwrap();
    let origin = Some("https://hooks.example.com");
    signer.sign(&mut request, origin, at(NOW)).unwrap();
    for (name, value) in headers {
        let name = http::HeaderName::try_from(*name).unwrap();
        request.headers_mut().append(name, value.parse().unwrap());
    }
    request
}

fn verify(verifier: &SignatureVerifier, request: &Request<Vec<u8>>) -> Result<(), Refusal> {
    let (head, ()) = request.clone().map(|_| ()).into_parts();
    let presented = Presented::of(&head, at(NOW)).with_body(request.body());
    verifier.verify(&presented).map(|_| ())
}

fn verifier() -> SignatureVerifier {
    SignatureVerifier::new(URL, "secret").unwrap()
}

#[test]
fn nothing_that_a_request_says_of_the_receiver_counts_unless_it_is_trusted() {
    let told = through_proxy(&[
        ("host", "hooks.example.com"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "proto=https;host=hooks.example.com"),
    ]);
    assert_eq!(verifier().fault(), Some(KeyError::NoOrigin));
    assert_eq!(verify(&verifier(), &told), Err(Refusal::NotConfigured));
    let elsewhere = verifier().at_origin("https://other.example.com");
    assert_eq!(verify(&elsewhere, &told), Err(Refusal::Mismatch));
    // What is said last counts.
    let trusting = elsewhere.trust_forwarded();
    assert_eq!(trusting.fault(), None);
    assert_eq!(verify(&trusting, &told), Ok(()));
}

#[test]
fn the_origin_is_read_of_each_way_to_write_it() {
    for (headers, expected) in [
        (
            &[
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "hooks.example.com"),
                ("host", "10.0.0.7"),
            ][..],
            Ok(()),
        ),
        (
            &[
                ("x-forwarded-proto", "HTTPS"),
                ("host", "hooks.example.com"),
            ],
            Ok(()),
        ),
        (
            &[(
                "forwarded",
                "for=192.0.2.1; Proto=https ;host=\"hooks.example.com\"",
            )],
            Ok(()),
        ),
        (
            &[("forwarded", "proto=https"), ("host", "hooks.example.com")],
            Ok(()),
        ),
        // Of `Forwarded` and the others, the former alone counts.
        (
            &[
                ("forwarded", "proto=https;host=evil.example.com"),
                ("x-forwarded-host", "hooks.example.com"),
            ],
            Err(Refusal::Mismatch),
        ),
        (
            &[("x-forwarded-proto", "http"), ("host", "hooks.example.com")],
            Err(Refusal::Mismatch),
        ),
        (&[("host", "hooks.example.com")], Err(Refusal::Missing)),
        (&[("x-forwarded-proto", "https")], Err(Refusal::Missing)),
        // Which of several proxies wrote what cannot be known.
        (
            &[
                ("x-forwarded-proto", "https, http"),
                ("host", "hooks.example.com"),
            ],
            Err(Refusal::Malformed),
        ),
        (
            &[
                ("x-forwarded-proto", "https"),
                ("x-forwarded-host", "hooks.example.com, evil"),
            ],
            Err(Refusal::Malformed),
        ),
        (
            &[(
                "forwarded",
                "proto=https;host=a, proto=https;host=hooks.example.com",
            )],
            Err(Refusal::Malformed),
        ),
        (
            &[("forwarded", "proto=https;host=a;host=hooks.example.com")],
            Err(Refusal::Repeated),
        ),
        (
            &[
                ("x-forwarded-proto", "https"),
                ("x-forwarded-proto", "https"),
                ("host", "hooks.example.com"),
            ],
            Err(Refusal::Repeated),
        ),
        // A path in the host would move the beginning of the URL.
        (
            &[
                ("x-forwarded-proto", "https"),
                ("host", "hooks.example.com/in"),
            ],
            Err(Refusal::Malformed),
        ),
        (
            &[
                ("x-forwarded-proto", "https"),
                ("host", "a@hooks.example.com"),
            ],
            Err(Refusal::Malformed),
        ),
        (
            &[("x-forwarded-proto", "ftp"), ("host", "hooks.example.com")],
            Err(Refusal::Malformed),
        ),
    ] {
        let request = through_proxy(headers);
        let trusting = verifier().trust_forwarded();
        assert_eq!(verify(&trusting, &request), expected, "{headers:?}");
    }
}

#[test]
fn a_scheme_without_the_url_reads_no_such_header() {
    let mut request = Request::post("/in").body(b"{}".to_vec()).unwrap();
    let signer = SignatureSigner::new(PLAIN, "secret").unwrap();
    signer.sign(&mut request, None, at(NOW)).unwrap();
    let trusting = SignatureVerifier::new(PLAIN, "secret")
        .unwrap()
        .trust_forwarded();
    assert_eq!(verify(&trusting, &request), Ok(()));
}
