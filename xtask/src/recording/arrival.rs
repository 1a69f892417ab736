//! When deliveries arrived, and what their files are called.
//!
//! In: the time. Out: dates and times, each later than the one before it, so that names of files
//! sort by arrival and are used once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Gives out moments, each once.
#[derive(Debug, Default)]
pub(super) struct Arrivals(AtomicU64);

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(u64);

impl Arrivals {
    /// Now, or a little later where that was given out already or the clock was set back.
    pub fn next(&self, now: SystemTime) -> Moment {
        let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = u64::try_from(since.as_micros()).unwrap_or(u64::MAX);
        let later = |last: u64| now.max(last.saturating_add(1));
        let before = self
            .0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(later(last)));
        Moment(later(before.unwrap_or_else(|last| last)))
    }
}

impl Moment {
    /// A date and time of RFC 3339, in UTC.
    pub fn written(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second, fraction) = self.time();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:06}Z")
    }

    /// The name of a file, which sorts as the moment does.
    pub fn file_name(self) -> String {
        let (year, month, day) = self.date();
        let (hour, minute, second, fraction) = self.time();
        format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}.{fraction:06}Z.json")
    }

    fn time(self) -> (u64, u64, u64, u64) {
        let seconds = self.0 / 1_000_000;
        (
            seconds / 3600 % 24,
            seconds / 60 % 60,
            seconds % 60,
            self.0 % 1_000_000,
        )
    }

    /// Year, month and day of the Gregorian calendar, counted in eras of 400 years that begin with
    /// a March.
    fn date(self) -> (u64, u64, u64) {
        let days = self.0 / 86_400_000_000 + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = era * 400 + year_of_era + u64::from(month <= 2);
        (year, month, day)
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::Arrivals;

    #[test]
    fn moments_are_written_as_the_calendar_has_them() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00.000000Z"),
            (951_782_399, "2000-02-28T23:59:59.000000Z"),
            (951_782_400, "2000-02-29T00:00:00.000000Z"),
            (1_798_761_600, "2027-01-01T00:00:00.000000Z"),
        ] {
            let moment = Arrivals::default().next(UNIX_EPOCH + Duration::from_secs(seconds));
            // The first moment that is given out is no earlier than the second microsecond.
            let expected = match seconds {
                0 => written.replace(".000000", ".000001"),
                _ => written.to_owned(),
            };
            assert_eq!(moment.written(), expected);
        }
    }

    #[test]
    fn no_two_names_are_the_same_and_they_sort_by_arrival() {
        let arrivals = Arrivals::default();
        let times = [50, 50, 49, 60].map(|at| UNIX_EPOCH + Duration::from_secs(at));
        let names = times.map(|time| arrivals.next(time).file_name());
        assert_eq!(
            names,
            [
                "19700101T000050.000000Z.json",
                "19700101T000050.000001Z.json",
                "19700101T000050.000002Z.json",
                "19700101T000100.000000Z.json",
            ]
        );
    }
}
