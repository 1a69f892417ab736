//! Dates and times of JSON Schema's formats.
//!
//! In: a text. Out: whether the crate that is generated reads it as one. Source: RFC 3339, section
//! 5.6; a space between date and time and a leap second are read too.

/// Whether a text is a `full-date`.
pub(crate) fn is_date(text: &str) -> bool {
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u16>().ok();
    let is_leap = number(0, 4).is_some_and(|year| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    });
    let days = match number(5, 7) {
        Some(2) if is_leap => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        Some(1..=12) => 31,
        _ => 0,
    };
    masked(text) == "0000-00-00" && number(8, 10).is_some_and(|day| (1..=days).contains(&day))
}

/// Whether a text is a `date-time`.
pub(crate) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else {
        return false;
    };
    let (clock, rest) = time.split_at_checked(8).unwrap_or_default();
    let is_hour = clock < "24" && clock.get(3..).is_some_and(|minutes| minutes < "60");
    let is_time = is_hour && clock.get(6..).is_some_and(|seconds| seconds <= "60");
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let is_offset = matches!(masked(offset).as_str(), "Z" | "z" | "+00:00" | "-00:00");
    is_date(date) && masked(clock) == "00:00:00" && is_time && is_offset
}

/// A text with a zero for each digit.
fn masked(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_digit(), "0")
}

#[cfg(test)]
mod tests {
    use super::{is_date, is_date_time};

    #[test]
    fn dates_and_times_are_told_from_other_texts() {
        for text in ["2024-02-29", "2000-02-29", "1999-12-31"] {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2024-13-01",
            "2024-1-1",
            "today",
        ] {
            assert!(!is_date(text), "{text}");
        }
        for text in [
            "2024-02-29T23:59:60Z",
            "2024-02-29 12:00:00.123456+02:00",
            "2024-02-29t00:00:00z",
        ] {
            assert!(is_date_time(text), "{text}");
        }
        for text in [
            "2024-02-29",
            "2024-02-29T12:00:00",
            "2024-02-29T24:00:00Z",
            "2024-02-29T12:00Z",
        ] {
            assert!(!is_date_time(text), "{text}");
        }
    }
}
