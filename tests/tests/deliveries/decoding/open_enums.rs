//! A value that no enum lists is kept and written as it came.

use rebilly_kyc_webhooks::types::{
    KycDocumentEventType, KycDocumentStatus, KycMatchLevel, KycRequestEventType, TagType,
};
use rebilly_kyc_webhooks::{EventName, Strictness, decode_as};
use serde_json::{Value, json};
use tests::receiving::json::{body, dropped, pointers, with};

use super::{again, document_event, full_document, full_request};

/// Every string or integer enum of a document event.
const OF_DOCUMENTS: [&str; 16] = [
    "/_links/0/rel",
    "/_embedded/customer/taxNumbers/0/type",
    "/_embedded/customer/tags/0/type",
    "/_embedded/customer/tags/0/_links/0/rel",
    "/_embedded/customer/_links/0/rel",
    "/_embedded/customer/leadSource/_links/0/rel",
    "/_embedded/customer/company/_links/0/rel",
    "/_embedded/customer/defaultPaymentInstrument/method",
    "/_embedded/kycDocument/documentSubtype",
    "/_embedded/kycDocument/status",
    "/_embedded/kycDocument/rejectionReason/type",
    "/_embedded/kycDocument/tags/0/type",
    "/_embedded/kycDocument/documentMatches/checkList/0/name",
    "/_embedded/kycDocument/documentMatches/data/documentSubtype",
    "/_embedded/kycDocument/_links/0/rel",
    "/_embedded/kycDocument/documentType",
];

/// Every string enum of a request event.
const OF_REQUESTS: [&str; 6] = [
    "/_links/0/rel",
    "/_embedded/customer/defaultPaymentInstrument/method",
    "/_embedded/kycRequest/status",
    "/_embedded/kycRequest/documents/0/type",
    "/_embedded/kycRequest/documents/0/subtypes/0",
    "/_embedded/kycRequest/_links/0/rel",
];

/// The value is kept, and so is everything else.
fn is_kept(event: &Value, place: &str, value: Value) {
    let sent = with(event, place, value);
    let kept = again(&sent);
    let changed = [dropped(&sent, &kept), dropped(&kept, &sent)].concat();
    assert!(changed.is_empty(), "{place}: {changed:?}");
}

#[test]
fn an_unknown_text_is_kept_wherever_an_enum_stands() {
    for text in [
        "of-a-later-spec",
        "",
        "PASSPORT ",
        "ünïcode \u{1f600}",
        "a\"b\\c\nd",
    ] {
        for place in OF_DOCUMENTS {
            is_kept(&full_document(), place, text.into());
        }
        for place in OF_REQUESTS {
            is_kept(&full_request(), place, text.into());
        }
    }
}

#[test]
fn an_unknown_match_level_is_kept_as_the_number_it_is() {
    for number in [
        json!(7),
        json!(0),
        json!(-1),
        json!(2.5),
        json!(u64::MAX),
        json!(i64::MIN),
    ] {
        is_kept(
            &full_document(),
            "/_embedded/kycDocument/matchLevel",
            number.clone(),
        );
        is_kept(&full_request(), "/_embedded/kycRequest/matchLevel", number);
    }
    assert_eq!(KycMatchLevel::from(7).as_i64(), Some(7));
    assert_eq!(KycMatchLevel::from(2), KycMatchLevel::Level2);
}

#[test]
fn an_unknown_event_type_inside_a_payload_is_kept() {
    for (name, event) in [
        (EventName::KycDocumentRejected, full_document()),
        (EventName::KycRequestAttempted, full_request()),
    ] {
        let sent = with(&event, "/eventType", "kyc-later".into());
        for strictness in [Strictness::Strict, Strictness::Tolerant] {
            let decoded = decode_as(name.clone(), &body(&sent), strictness).unwrap();
            assert_eq!(decoded.defects, []);
            let kept = serde_json::to_value(decoded.value).unwrap();
            assert!(dropped(&sent, &kept).is_empty() && dropped(&kept, &sent).is_empty());
        }
    }
    let unknown = KycDocumentEventType::from("kyc-later");
    assert_eq!(
        unknown,
        KycDocumentEventType::Unknown("kyc-later".to_owned())
    );
    assert_eq!(KycRequestEventType::from("kyc-later").as_str(), "kyc-later");
}

#[test]
fn a_handler_can_tell_a_known_value_from_an_unknown_one() {
    let place = "/_embedded/customer/tags/0/type";
    let tag_type = |value: &str| {
        let event = document_event(&with(&full_document(), place, value.into()));
        let tags = event.embedded.unwrap().customer.unwrap().tags.unwrap();
        tags[0].r#type.clone().unwrap()
    };
    assert_eq!(tag_type("aml-check"), TagType::AmlCheck);
    assert_eq!(tag_type("later"), TagType::Unknown("later".to_owned()));
    assert!(!TagType::is_known("later") && TagType::is_known("aml-check"));
}

#[test]
fn every_known_value_has_a_variant_of_its_own_and_its_text_back() {
    for (value, text) in KycDocumentStatus::KNOWN {
        let read: KycDocumentStatus = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(read, *value);
        assert!(!matches!(read, KycDocumentStatus::Unknown(_)));
        assert_eq!(serde_json::to_value(&read).unwrap(), json!(text));
    }
    for (level, text) in KycMatchLevel::KNOWN {
        assert_eq!(level.as_str(), *text);
        assert_eq!(serde_json::to_string(level).unwrap(), *text);
    }
}

#[test]
fn the_lists_of_enums_name_places_of_the_full_examples() {
    for place in OF_DOCUMENTS {
        assert!(
            pointers(&full_document()).contains(&place.to_owned()),
            "a list in this file names `{place}`, which the full example of the spec has not"
        );
    }
    for place in OF_REQUESTS {
        assert!(
            pointers(&full_request()).contains(&place.to_owned()),
            "a list in this file names `{place}`, which the full example of the spec has not"
        );
    }
}
