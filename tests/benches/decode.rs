//! Decoding: the generated crate beside types written by hand, over the same bodies in the same
//! run.
//!
//! `by_hand` is what a team would have written instead: serde structs, `match` in open enums and
//! unions, and `serde_json::from_slice`; a test holds that both read the same out of these bodies.
//! `generated` is the payload alone, `named_by_the_body` reads the event's name in the body first.

mod by_hand;

use divan::{Bencher, black_box};
use rebilly_kyc_webhooks::{EventName, Strictness, decode, decode_as};

const REQUEST: &[u8] = include_bytes!("../../spec/examples/kyc-request-attempted.full.json");
const DOCUMENT: &[u8] = include_bytes!("../../spec/examples/kyc-document-rejected.full.json");

fn main() {
    divan::main();
}

fn request_by_hand() -> Option<by_hand::request::KycRequestEvent> {
    serde_json::from_slice(black_box(REQUEST)).ok()
}

fn document_by_hand() -> Option<by_hand::document::KycDocumentEvent> {
    serde_json::from_slice(black_box(DOCUMENT)).ok()
}

#[divan::bench_group]
mod kyc_request_attempted {
    use super::{
        Bencher, EventName, REQUEST, Strictness, black_box, decode, decode_as, request_by_hand,
    };

    #[divan::bench]
    fn by_hand(bencher: Bencher) {
        bencher.bench(request_by_hand);
    }

    #[divan::bench]
    fn generated(bencher: Bencher) {
        let name = EventName::KycRequestAttempted;
        bencher.bench(|| decode_as(name.clone(), black_box(REQUEST), Strictness::Tolerant));
    }

    #[divan::bench]
    fn named_by_the_body(bencher: Bencher) {
        bencher.bench(|| decode(black_box(REQUEST)));
    }
}

#[divan::bench_group]
mod kyc_document_rejected {
    use super::{
        Bencher, DOCUMENT, EventName, Strictness, black_box, decode, decode_as, document_by_hand,
    };

    #[divan::bench]
    fn by_hand(bencher: Bencher) {
        bencher.bench(document_by_hand);
    }

    #[divan::bench]
    fn generated(bencher: Bencher) {
        let name = EventName::KycDocumentRejected;
        bencher.bench(|| decode_as(name.clone(), black_box(DOCUMENT), Strictness::Tolerant));
    }

    #[divan::bench]
    fn named_by_the_body(bencher: Bencher) {
        bencher.bench(|| decode(black_box(DOCUMENT)));
    }
}
