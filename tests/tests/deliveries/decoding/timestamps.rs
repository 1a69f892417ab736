//! Points in time: typed, with their offset, and written as they came.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use tests::receiving::json::with;

use super::{document_event, full_document, refused};

const PLACE: &str = "/_embedded/customer/lastPaymentTime";

#[test]
fn a_timestamp_keeps_its_text_its_offset_and_its_instant() {
    for (text, offset, utc) in [
        ("2026-04-20T07:00:03+00:00", 0, "2026-04-20T07:00:03Z"),
        ("2026-04-20T07:00:03Z", 0, "2026-04-20T07:00:03Z"),
        ("2026-04-20t07:00:03z", 0, "2026-04-20T07:00:03Z"),
        (
            "2026-04-20T07:00:03.120+05:45",
            20_700,
            "2026-04-20T01:15:03.120Z",
        ),
        ("2026-04-20T00:00:00-03:30", -12_600, "2026-04-20T03:30:00Z"),
        (
            "2026-04-20T07:00:03.1234567891Z",
            0,
            "2026-04-20T07:00:03.123456789Z",
        ),
    ] {
        let event = document_event(&with(&full_document(), PLACE, text.into()));
        let written = serde_json::to_value(&event).unwrap();
        assert_eq!(written.pointer(PLACE), Some(&json!(text)));
        let time = event
            .embedded
            .unwrap()
            .customer
            .unwrap()
            .last_payment_time
            .unwrap();
        assert_eq!(time.as_str(), text);
        assert_eq!(time.offset().local_minus_utc(), offset, "{text}");
        assert_eq!(
            time.to_utc(),
            utc.parse::<DateTime<Utc>>().unwrap(),
            "{text}"
        );
    }
}

#[test]
fn a_date_is_a_day_without_a_time() {
    let event = document_event(&full_document());
    let address = event
        .embedded
        .unwrap()
        .customer
        .unwrap()
        .primary_address
        .unwrap();
    assert_eq!(address.dob, NaiveDate::from_ymd_opt(1987, 9, 23));
}

#[test]
fn what_is_no_timestamp_is_refused_at_its_place_and_not_quoted() {
    for text in [
        "yesterday",
        "2026-04-20",
        "2026-04-20T07:00:03",
        "2026-13-20T07:00:03Z",
        "",
        "2026-04-20T07:00:03Zulu",
    ] {
        let (pointer, reason) =
            refused(&serde_json::to_vec(&with(&full_document(), PLACE, text.into())).unwrap());
        assert_eq!(pointer, PLACE);
        assert!(
            reason.starts_with("not an RFC 3339 date-time: "),
            "{reason}"
        );
        assert!(text.is_empty() || !reason.contains(text), "{reason}");
    }
}
