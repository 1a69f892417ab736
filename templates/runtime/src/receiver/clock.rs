//! The receiver's time, which a test may set.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// Where a receiver takes the time from: the tolerance of signatures, the expiry of tokens and
/// [`Arrival::received_at`](crate::runtime::Arrival::received_at) go by it. By default it is the
/// system's clock.
///
/// Timeouts do not go by it: they are Tokio's.
///
/// ```
/// # use std::time::{Duration, SystemTime};
/// # use webhook_runtime::receiver::Clock;
/// let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
/// assert_eq!(Clock::stopped_at(then).now(), then);
/// ```
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<dyn Fn() -> SystemTime + Send + Sync>>);

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that tells what this function gives.
    #[must_use]
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(now)))
    }

    /// A clock that tells this time whenever it is asked.
    #[must_use]
    pub fn stopped_at(time: SystemTime) -> Self {
        Self::new(move || time)
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        self.0.as_ref().map_or_else(SystemTime::now, |now| now())
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() {
            "Clock(..)"
        } else {
            "Clock(system)"
        })
    }
}
