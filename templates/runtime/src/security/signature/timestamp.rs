//! When a request says that it was signed: the scheme and what the request shows in, a time that is
//! near enough out.

use std::time::{Duration, SystemTime};

use crate::runtime::security::refusal::Refusal;
use crate::runtime::security::signature::scheme::{SignedTimestamp, TimestampPlace, TimestampUnit};
use crate::runtime::security::signature::values::Values;
#[cfg(feature = "timestamps")]
use crate::runtime::types::timestamp::Timestamp;

/// When a request says that it was signed.
#[derive(Clone, Debug)]
pub(super) struct ShownTimestamp {
    /// As it was sent.
    pub(super) text: Vec<u8>,
    /// The time since 1970 that it says, and the grain that it is counted in.
    made: Duration,
    scheme: SignedTimestamp,
}

impl ShownTimestamp {
    /// Reads the time, of which `among` are the parts of the signature's own place.
    ///
    /// # Errors
    ///
    /// [`Refusal::Missing`], [`Refusal::Repeated`] or [`Refusal::Malformed`] for a time that is not
    /// there once in the form that the scheme says.
    pub(super) fn read(
        scheme: SignedTimestamp,
        among: &[Vec<u8>],
        values: &Values<'_>,
    ) -> Result<Self, Refusal> {
        let text = match scheme.place {
            TimestampPlace::Header(names) => values.header(names)?.to_vec(),
            TimestampPlace::Body(pointer) => values.body(pointer)?.into_bytes(),
            TimestampPlace::AmongSignatures(prefix) => {
                let mut found = among
                    .iter()
                    .filter_map(|one| one.strip_prefix(prefix.as_bytes()));
                let text = found.next().ok_or(Refusal::Malformed)?;
                // A header that is given twice may say one time twice, and not two times.
                if found.any(|other| other != text) {
                    return Err(Refusal::Repeated);
                }
                text.to_vec()
            }
        };
        let made = std::str::from_utf8(&text)
            .ok()
            .and_then(|text| since_1970(text, scheme.unit))
            .ok_or(Refusal::Malformed)?;
        Ok(Self { text, made, scheme })
    }

    /// Checks that it is near a time.
    ///
    /// # Errors
    ///
    /// [`Refusal::Replayed`] if it lies too far back, [`Refusal::NotYetValid`] if too far ahead.
    pub(super) fn is_near(&self, now: SystemTime) -> Result<(), Refusal> {
        // A clock before 1970 is wrong, and 1970 is as near as it gets.
        let now = now
            .duration_since(SystemTime::UNIX_EPOCH)
            .unwrap_or_default();
        let is_fine = self.scheme.unit == TimestampUnit::Milliseconds;
        let grain = |time: Duration| {
            if is_fine {
                time.as_millis()
            } else {
                u128::from(time.as_secs())
            }
        };
        let (made, now) = (grain(self.made), grain(now));
        let exceeds = |distance: u128, most: Option<Duration>| {
            most.is_some_and(|most| distance > grain(most))
        };
        if exceeds(now.saturating_sub(made), self.scheme.past) {
            Err(Refusal::Replayed)
        } else if exceeds(made.saturating_sub(now), self.scheme.future) {
            Err(Refusal::NotYetValid)
        } else {
            Ok(())
        }
    }
}

/// The time that a text says.
fn since_1970(text: &str, unit: TimestampUnit) -> Option<Duration> {
    // Digits alone: `parse` would take a sign too.
    let number = || {
        let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
        is_digits.then(|| text.parse().ok()).flatten()
    };
    match unit {
        TimestampUnit::Seconds => number().map(Duration::from_secs),
        TimestampUnit::Milliseconds => number().map(Duration::from_millis),
        #[cfg(feature = "timestamps")]
        TimestampUnit::Rfc3339 => {
            let instant = text.parse::<Timestamp>().ok()?;
            SystemTime::from(*instant)
                .duration_since(SystemTime::UNIX_EPOCH)
                .ok()
        }
    }
}

/// A time as a scheme has it written.
pub(super) fn written(time: SystemTime, unit: TimestampUnit) -> String {
    let since = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    match unit {
        TimestampUnit::Seconds => since.as_secs().to_string(),
        TimestampUnit::Milliseconds => since.as_millis().to_string(),
        #[cfg(feature = "timestamps")]
        TimestampUnit::Rfc3339 => chrono::DateTime::<chrono::Utc>::from(time)
            .format("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
    }
}
