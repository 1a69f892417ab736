//! One span and one event for each request: its fate in, a trace out. Neither holds the body, a
//! header or a credential.

use std::time::Instant;

use tracing::instrument::Instrumented;
use tracing::{Instrument, Level};

use crate::runtime::handling::reply::Reply;
use crate::runtime::handling::trace::DeliveryTrace;
use crate::runtime::log_text::log_text;
use crate::runtime::receiver::answer::failure::Failure;
use crate::runtime::receiver::answer::refusal::Refusal;

/// Follows one request to its end.
pub(super) struct Watch {
    trace: DeliveryTrace,
    started: Instant,
    is_answered: bool,
}

impl Watch {
    /// Starts the clock.
    pub(super) fn start(trace: &DeliveryTrace) -> Self {
        Self {
            trace: trace.clone(),
            started: Instant::now(),
            is_answered: false,
        }
    }

    /// The same work, inside the span.
    pub(super) fn around<F: Future>(&self, work: F) -> Instrumented<F> {
        work.instrument(self.trace.span().clone())
    }

    /// The request is answered.
    pub(super) fn answered(mut self, answer: &Result<Reply, Refusal>) {
        self.is_answered = true;
        match answer {
            Ok(reply) => {
                let is_accepted = reply.status().is_success();
                let status = Some(reply.status().as_u16());
                // Whoever declines on purpose wants to know that it happens, and nothing failed.
                let level = if is_accepted {
                    Level::INFO
                } else {
                    Level::WARN
                };
                #[cfg(feature = "handshakes")]
                if let Some(name) = self.trace.handshake() {
                    let outcome = if is_accepted { "handshake" } else { "declined" };
                    self.report(level, outcome, status, Some(name));
                    return;
                }
                let outcome = match self.trace.outcome() {
                    _ if !is_accepted => "declined",
                    Some(outcome) => outcome.as_str(),
                    None => "accepted",
                };
                self.report(level, outcome, status, None);
            }
            Err(refusal) => {
                let reason = refusal.reason();
                let status = refusal.status().as_u16();
                let (level, outcome) = match refusal {
                    // What is asked for again is not an error: it comes again.
                    Refusal::Failed(Failure::Unavailable(_)) => (Level::INFO, "later"),
                    _ if status >= 500 => (Level::ERROR, refusal.code()),
                    _ => (Level::WARN, refusal.code()),
                };
                self.report(level, outcome, Some(status), Some(&log_text(&reason)));
            }
        }
    }

    fn report(
        &self,
        level: Level,
        outcome: &'static str,
        status: Option<u16>,
        reason: Option<&str>,
    ) {
        let span = self.trace.span();
        span.record("outcome", outcome);
        // A level is a part of the place that an event comes from, so each needs a macro call of
        // its own.
        macro_rules! report {
            ($level:expr) => {
                tracing::event!(
                    parent: span,
                    $level,
                    event = self.trace.event(),
                    outcome,
                    status,
                    scheme = self.trace.scheme(),
                    defects = self.trace.defects(),
                    latency_ms = self.started.elapsed().as_secs_f64() * 1000.0,
                    reason,
                    "webhook delivery"
                )
            };
        }
        match level {
            Level::INFO => report!(Level::INFO),
            Level::ERROR => report!(Level::ERROR),
            _ => report!(Level::WARN),
        }
    }
}

/// A request that goes without an answer is reported too: its connection was closed.
impl Drop for Watch {
    fn drop(&mut self) {
        if !self.is_answered {
            self.report(Level::WARN, "abandoned", None, None);
        }
    }
}
