//! How often a delivery is tried, and how long the pauses are.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// How often a delivery is tried, and how long the pauses between attempts are: each is longer than
/// the one before by a factor, up to a longest one, and a random part keeps deliveries that failed
/// together from coming again together.
///
/// By default there are 21 attempts with pauses of 10 seconds to 6 hours: about two and a half days.
///
/// ```
/// # use std::time::Duration;
/// # use webhook_inbox::Retry;
/// let retry = Retry::default().with_attempts(3).with_first(Duration::from_secs(1)).with_jitter(0.0);
/// assert_eq!(retry.pause(1, 0.5), Some(Duration::from_secs(1)));
/// assert_eq!(retry.pause(2, 0.5), Some(Duration::from_secs(2)));
/// assert_eq!(retry.pause(3, 0.5), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Retry {
    /// The most attempts, the first one included. At least 1 is made.
    pub attempts: u32,
    /// The pause after the first attempt.
    pub first: Duration,
    /// What each pause is multiplied by to give the next one.
    pub factor: f64,
    /// The longest pause.
    pub longest: Duration,
    /// Which part of a pause is random, from 0 to 1: with 0.2, a pause is 80 to 120 % as long.
    pub jitter: f64,
}

impl Retry {
    /// The same with this many attempts.
    #[must_use]
    pub fn with_attempts(self, attempts: u32) -> Self {
        Self { attempts, ..self }
    }

    /// The same with this pause after the first attempt.
    #[must_use]
    pub fn with_first(self, first: Duration) -> Self {
        Self { first, ..self }
    }

    /// The same with pauses that grow by this factor.
    #[must_use]
    pub fn with_factor(self, factor: f64) -> Self {
        Self { factor, ..self }
    }

    /// The same with pauses up to this one.
    #[must_use]
    pub fn with_longest(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// The same with this part of each pause random.
    #[must_use]
    pub fn with_jitter(self, jitter: f64) -> Self {
        Self { jitter, ..self }
    }

    /// The pause after this attempt, counted from 1; `None` where no other attempt follows. `random`
    /// is a number from 0 to 1.
    #[must_use]
    pub fn pause(&self, attempt: u32, random: f64) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let exponent = i32::try_from(attempt.saturating_sub(1)).unwrap_or(i32::MAX);
        let grown = self.first.as_secs_f64() * self.factor.max(1.0).powi(exponent);
        let longest = self.longest.max(self.first).as_secs_f64();
        let jitter = self.jitter.clamp(0.0, 1.0) * (2.0 * random.clamp(0.0, 1.0) - 1.0);
        let pause = grown.min(longest) * (1.0 + jitter);
        Some(Duration::try_from_secs_f64(pause).unwrap_or(self.longest))
    }

    /// The same pause with a random number.
    #[must_use]
    pub fn random_pause(&self, attempt: u32) -> Option<Duration> {
        self.pause(attempt, random())
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 21,
            first: Duration::from_secs(10),
            factor: 2.0,
            longest: Duration::from_secs(6 * 3600),
            jitter: 0.2,
        }
    }
}

/// A number from 0 to 1, good enough to spread attempts: the standard library seeds each hasher with
/// another number.
fn random() -> f64 {
    let bits = u32::try_from(RandomState::new().hash_one(0_u8) >> 32).unwrap_or_default();
    f64::from(bits) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Retry, random};

    #[test]
    fn the_default_lasts_about_two_and_a_half_days() {
        let retry = Retry::default();
        let pauses = (1..).map_while(|attempt| retry.pause(attempt, 0.5));
        let days = pauses.sum::<Duration>().as_secs_f64() / 86_400.0;
        assert!((2.3..2.7).contains(&days), "{days}");
    }

    #[test]
    fn pauses_are_bounded_whatever_is_set() {
        let retry = Retry::default().with_attempts(u32::MAX);
        for attempt in [0, 1, 40, 5_000, u32::MAX - 1] {
            let pause = retry.pause(attempt, 1.0).unwrap();
            assert!(pause <= retry.longest.mul_f64(1.2), "{attempt}: {pause:?}");
        }
        let odd = retry.with_factor(f64::NAN).with_jitter(f64::INFINITY);
        assert!(odd.pause(9, f64::NAN).is_some());
    }

    #[test]
    fn pauses_differ() {
        let numbers: Vec<f64> = (0..100).map(|_| random()).collect();
        assert!(numbers.iter().any(|number| *number < 0.4));
        assert!(numbers.iter().any(|number| *number > 0.6));
        assert!(numbers.iter().all(|number| (0.0..=1.0).contains(number)));
    }
}
