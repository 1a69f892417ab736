//! `null` wherever the reference pages, and what is known beyond them, allow it.

use serde_json::{Value, json};
use tests::receiving::json::{below, dropped, with};

use super::{again, full_document, full_request};

/// Nullable on the page of either family; members of `_embedded`.
const OF_EVERY_CUSTOMER: [&str; 16] = [
    "customer/defaultPaymentInstrument",
    "customer/preferredPayoutInstrumentId",
    "customer/locale",
    "customer/taxNumbers",
    "customer/leadSource/medium",
    "customer/leadSource/source",
    "customer/leadSource/campaign",
    "customer/leadSource/term",
    "customer/leadSource/content",
    "customer/leadSource/affiliate",
    "customer/leadSource/subAffiliate",
    "customer/leadSource/salesAgent",
    "customer/leadSource/clickId",
    "customer/leadSource/path",
    "customer/leadSource/referrer",
    "customer/personId",
];

/// Nullable on the page of requests.
const OF_REQUESTS: [&str; 3] = [
    "kycRequest/documents/0/subtypes",
    "kycRequest/redirectUrl",
    "kycRequest/reason",
];

/// Nullable on the page of documents.
const OF_DOCUMENTS: [&str; 14] = [
    "customer/primaryAddress/firstName",
    "customer/primaryAddress/lastName",
    "customer/primaryAddress/organization",
    "customer/primaryAddress/address",
    "customer/primaryAddress/address2",
    "customer/primaryAddress/city",
    "customer/primaryAddress/region",
    "customer/primaryAddress/country",
    "customer/primaryAddress/postalCode",
    "customer/primaryAddress/dob",
    "customer/primaryAddress/jobTitle",
    "kycDocument/documentSubtype",
    "kycDocument/notes",
    "kycDocument/reason",
];

/// Nullable in deliveries, though not on the pages.
const OF_EVERY_CUSTOMER_BEYOND: [&str; 13] = [
    "customer/taxNumbers/0/isValid",
    "customer/email",
    "customer/firstName",
    "customer/lastName",
    "customer/company",
    "customer/lastPaymentTime",
    "customer/company/name",
    "customer/company/yearFounded",
    "customer/company/industry",
    "customer/company/employeesCount",
    "customer/company/country",
    "customer/company/locality",
    // The page gives it the type "any".
    "customer/primaryAddress",
];

/// Nullable in deliveries of every kind of document, though not on the page.
const OF_DOCUMENTS_BEYOND: [&str; 12] = [
    "kycDocument/rejectionReason",
    "kycDocument/requestId",
    "kycDocument/processedTime",
    "kycDocument/reviewerId",
    "kycDocument/reviewerName",
    "kycDocument/reviewStartTime",
    "kycDocument/reviewTime",
    "kycDocument/documentMatches",
    "kycDocument/documentMatches/checkList",
    "kycDocument/parsedData",
    "kycDocument/parsedData/checkList",
    "kycDocument/settings",
];

/// Nullable in the data of an analysis, by kind of document.
const OF_MATCHES: [(&str, &[&str]); 4] = [
    (
        "identity-proof",
        &[
            "firstName",
            "lastName",
            "dateOfBirth",
            "expirationDate",
            "issueDate",
            "hasMinimalAge",
            "nationality",
            "issuanceCountry",
            "issuanceRegion",
            "documentNumber",
            "sex",
            "mrzChecksumValid",
            "documentSubtype",
            "expiryDate",
        ],
    ),
    (
        "address-proof",
        &[
            "firstName",
            "lastName",
            "line1",
            "city",
            "region",
            "postalCode",
            "date",
            "phone",
            "documentSubtype",
        ],
    ),
    ("funds-proof", &["firstName", "lastName", "documentSubtype"]),
    (
        "purchase-proof",
        &[
            "firstName",
            "lastName",
            "paymentInstrumentId",
            "documentSubtype",
        ],
    ),
];

const KINDS: [&str; 5] = [
    "identity-proof",
    "address-proof",
    "funds-proof",
    "purchase-proof",
    "credit-file-proof",
];

/// Null at the place is accepted, and is the same as absent; all else is kept.
fn may_be_null(event: &Value, place: &str) {
    let sent = with(event, place, Value::Null);
    let kept = again(&sent);
    let left: Vec<String> = [dropped(&sent, &kept), dropped(&kept, &sent)].concat();
    assert!(left.is_empty(), "null at {place}: {left:?}");
}

fn embedded(places: &[&str]) -> Vec<String> {
    places
        .iter()
        .map(|place| format!("/_embedded/{place}"))
        .collect()
}

#[test]
fn every_nullable_field_of_a_request_event_may_be_null() {
    let places = [
        &OF_EVERY_CUSTOMER[..],
        &OF_EVERY_CUSTOMER_BEYOND,
        &OF_REQUESTS,
    ]
    .concat();
    for place in embedded(&places) {
        assert!(
            full_request().pointer(&place).is_some(),
            "a list in this file names `{place}`, which the full example of the spec has not"
        );
        may_be_null(&full_request(), &place);
    }
}

#[test]
fn every_nullable_field_of_a_document_event_may_be_null() {
    let places = [
        &OF_EVERY_CUSTOMER[..],
        &OF_EVERY_CUSTOMER_BEYOND,
        &OF_DOCUMENTS,
        &OF_DOCUMENTS_BEYOND,
        &["kycDocument/documentMatches/checkList/0/reason"],
    ]
    .concat();
    for place in embedded(&places) {
        assert!(
            full_document().pointer(&place).is_some(),
            "a list in this file names `{place}`, which the full example of the spec has not"
        );
        may_be_null(&full_document(), &place);
    }
}

#[test]
fn what_every_kind_of_document_may_leave_open_may_be_null_in_each() {
    for kind in KINDS {
        let document = json!({
            "documentType": kind, "fileIds": [], "customerId": "c",
            "documentMatches": {"checkList": []}, "parsedData": {"checkList": []},
        });
        let event = with(&full_document(), "/_embedded/kycDocument", document);
        let places = [&OF_DOCUMENTS[11..], &OF_DOCUMENTS_BEYOND].concat();
        for place in embedded(&places) {
            may_be_null(&event, &place);
        }
    }
}

#[test]
fn what_an_analysis_did_not_find_may_be_null() {
    for (kind, fields) in OF_MATCHES {
        for field in fields {
            let data = json!({*field: null});
            let event = json!({"eventType": "kyc-document-rejected", "_embedded": {"kycDocument": {
                "documentType": kind, "fileIds": [], "customerId": "c",
                "documentMatches": {"data": data}, "parsedData": {"data": data},
            }}});
            for owner in ["documentMatches", "parsedData"] {
                may_be_null(
                    &event,
                    &below(&format!("/_embedded/kycDocument/{owner}/data"), field),
                );
            }
        }
    }
}

#[test]
fn a_credit_file_without_a_second_comparison_may_say_null() {
    let event = json!({"eventType": "kyc-document-rejected", "_embedded": {"kycDocument": {
        "documentType": "credit-file-proof", "fileIds": [], "customerId": "c",
        "documentMatches": {"data": {"referenceData": {}}},
    }}});
    may_be_null(
        &event,
        "/_embedded/kycDocument/documentMatches/data/referenceData/dualDecision",
    );
}

#[test]
fn the_reference_of_an_alternative_instrument_may_be_null() {
    let place = "/_embedded/customer/defaultPaymentInstrument";
    let event = with(&full_document(), place, json!({"method": "bank-transfer"}));
    may_be_null(&event, &format!("{place}/reference"));
}

#[test]
fn null_inside_a_list_keeps_its_position() {
    let subtypes = json!([null, "passport", null, "unheard-of"]);
    let place = "/_embedded/kycRequest/documents/0/subtypes";
    let kept = again(&with(&full_request(), place, subtypes.clone()));
    assert_eq!(kept.pointer(place), Some(&subtypes));
}
