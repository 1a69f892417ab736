//! Timestamps: the text is kept, the instant is right.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset, TimeZone, Timelike, Utc};
use serde_json::json;
use webhook_runtime::Timestamp;

fn timestamp(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

#[test]
fn the_text_survives_a_round_trip() {
    let texts = [
        "2024-02-29T12:00:00Z",
        "2024-02-29t12:00:00z",
        "2024-02-29 12:00:00Z",
        "2024-02-29T12:00:00.000+00:00",
        "2024-02-29T12:00:00-00:00",
        "2024-02-29T12:00:00.1234567890123456Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59+23:59",
    ];
    for text in texts {
        let value: Timestamp = serde_json::from_value(json!(text)).unwrap();
        assert_eq!(value.as_str(), text);
        assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
        assert_eq!(value.to_string(), text);
        assert_eq!(format!("{value:?}"), text);
    }
}

#[test]
fn the_instant_is_the_one_named() {
    assert_eq!(
        *timestamp("2024-02-29t14:00:00.5+02:00"),
        instant("2024-02-29T12:00:00.5Z")
    );
}

#[test]
fn digits_beyond_nanoseconds_are_cut_from_the_instant_only() {
    let value = timestamp("2024-02-29T12:00:00.1234567899Z");
    assert_eq!(value.nanosecond(), 123_456_789);
    assert!(value.as_str().ends_with(".1234567899Z"));
}

#[test]
fn a_leap_second_is_between_its_neighbours() {
    let leap = timestamp("2016-12-31T23:59:60Z");
    assert!(timestamp("2016-12-31T23:59:59.999Z") < leap);
    assert!(leap < timestamp("2017-01-01T00:00:00.001Z"));
}

#[test]
fn timestamps_compare_by_instant() {
    let noon = timestamp("2024-02-29T12:00:00Z");
    let same = timestamp("2024-02-29T14:00:00+02:00");
    let later = timestamp("2024-02-29T11:30:00-01:00");
    assert_eq!(noon, same);
    assert!(noon < later);
    assert_eq!(HashSet::from([noon, same, later]).len(), 2);
}

#[test]
fn what_is_no_rfc_3339_date_time_is_refused_without_being_quoted() {
    let texts = [
        "",
        "2024-02-29",
        "2024-02-29T12:00:00",
        "2024-02-29T12:00Z",
        "2024-02-30T12:00:00Z",
        "2024-02-29T24:00:00Z",
        "2024-02-29T12:00:61Z",
        "2024-02-29T12:00:00.Z",
        "2024-02-29T12:00:00+0200",
        "2024-02-29T12:00:00+24:00",
        "2024-02-29T12:00:00Z ",
        "24-02-29T12:00:00Z",
        "2024-02-29T12:00:00é",
        "2024-02-29é12:00:00Z",
        "éééééééééééééééééééé",
        "1709208000",
    ];
    for text in texts {
        let error = text.parse::<Timestamp>().expect_err(text);
        let message = error.to_string();
        assert!(
            message.starts_with("not an RFC 3339 date-time: "),
            "{message}"
        );
        assert!(text.is_empty() || !message.contains(text), "{message}");
        assert_eq!(Timestamp::try_from(text), Err(error));
        assert!(serde_json::from_value::<Timestamp>(json!(text)).is_err());
    }
}

#[test]
fn a_value_that_is_no_string_is_named_in_the_error() {
    let error = serde_json::from_str::<Timestamp>("[]").unwrap_err();
    assert!(
        error.to_string().contains("expected an RFC 3339 date-time"),
        "{error}"
    );
}

#[test]
fn an_instant_is_written_in_rfc_3339() {
    let utc = Utc.with_ymd_and_hms(2024, 2, 29, 12, 0, 0).unwrap();
    assert_eq!(Timestamp::from(utc).as_str(), "2024-02-29T12:00:00Z");
    let local = instant("2024-02-29T12:00:00.250+02:00");
    assert_eq!(
        Timestamp::from(local).as_str(),
        "2024-02-29T12:00:00.250+02:00"
    );
}

#[test]
fn an_offset_with_seconds_is_written_in_utc() {
    let offset = FixedOffset::east_opt(3661).unwrap();
    let local = offset.with_ymd_and_hms(2024, 2, 29, 1, 1, 1).unwrap();
    let value = Timestamp::from(local);
    assert_eq!(value.as_str(), "2024-02-29T00:00:00Z");
    assert_eq!(*value, local);
}
