//! What is found out about a delivery on its way, for the receiver's trace.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use crate::runtime::handling::outcome::Outcome;
use crate::runtime::log_text::log_text;

/// Takes notes of one delivery: with the feature `tracing` they are in its span and its event;
/// without it, the event's name stands beside the error of a handler that failed.
///
/// Cloning is cheap, and clones write to the same notes. They stand even if the handler fails,
/// panics or runs out of time, so take them as soon as they are known. The default one belongs to
/// no request, and its notes go nowhere.
#[derive(Clone, Debug, Default)]
pub struct DeliveryTrace {
    notes: Arc<Notes>,
}

#[derive(Debug)]
struct Notes {
    #[cfg(feature = "tracing")]
    span: tracing::Span,
    event: OnceLock<String>,
    #[cfg(feature = "tracing")]
    scheme: OnceLock<String>,
    defects: AtomicUsize,
    /// The place of the outcome in [`Outcome::ALL`], or none.
    outcome: AtomicUsize,
    #[cfg(feature = "handshakes")]
    handshake: OnceLock<&'static str>,
}

impl Default for Notes {
    fn default() -> Self {
        Self {
            #[cfg(feature = "tracing")]
            span: tracing::Span::none(),
            event: OnceLock::new(),
            #[cfg(feature = "tracing")]
            scheme: OnceLock::new(),
            defects: AtomicUsize::new(0),
            outcome: AtomicUsize::new(usize::MAX),
            #[cfg(feature = "handshakes")]
            handshake: OnceLock::new(),
        }
    }
}

impl DeliveryTrace {
    /// Opens the span of a request.
    pub(crate) fn start() -> Self {
        #[cfg(feature = "tracing")]
        {
            use tracing::field::Empty;
            let span = tracing::info_span!(
                "webhook_delivery",
                event = Empty,
                scheme = Empty,
                defects = Empty,
                outcome = Empty,
            );
            Self {
                notes: Arc::new(Notes {
                    span,
                    ..Notes::default()
                }),
            }
        }
        #[cfg(not(feature = "tracing"))]
        Self::default()
    }

    /// Notes the event's name. The first note stands.
    pub fn note_event(&self, name: &str) {
        let name = self.notes.event.get_or_init(|| log_text(name).into_owned());
        #[cfg(feature = "tracing")]
        self.notes.span.record("event", name.as_str());
        #[cfg(not(feature = "tracing"))]
        let _ = name;
    }

    /// Notes how many defects the body was decoded with. The last note stands.
    pub fn note_defects(&self, count: usize) {
        self.notes.defects.store(count, Ordering::Relaxed);
        #[cfg(feature = "tracing")]
        self.notes.span.record("defects", count);
    }

    /// Notes what becomes of the delivery if it is accepted. The last note stands.
    pub fn note_outcome(&self, outcome: Outcome) {
        let at = Outcome::ALL.iter().position(|one| *one == outcome);
        let at = at.unwrap_or(usize::MAX);
        self.notes.outcome.store(at, Ordering::Relaxed);
    }

    /// What becomes of the delivery if it is accepted, once that was noted.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        let at = self.notes.outcome.load(Ordering::Relaxed);
        Outcome::ALL.get(at).copied()
    }

    /// Notes who was let in.
    pub(crate) fn note_admitted(&self, schemes: &[String]) {
        #[cfg(feature = "tracing")]
        {
            let scheme = self.notes.scheme.get_or_init(|| schemes.join("+"));
            self.notes.span.record("scheme", scheme.as_str());
        }
        #[cfg(not(feature = "tracing"))]
        let _ = (self, schemes);
    }

    /// Notes that the request is no delivery but this handshake.
    #[cfg(feature = "handshakes")]
    pub(crate) fn note_handshake(&self, name: &'static str) {
        self.notes.handshake.get_or_init(|| name);
    }

    /// The event's name, if it was noted.
    pub(crate) fn event(&self) -> Option<&str> {
        self.notes.event.get().map(String::as_str)
    }
}

#[cfg(feature = "tracing")]
impl DeliveryTrace {
    /// The span that the notes are in.
    pub(crate) fn span(&self) -> &tracing::Span {
        &self.notes.span
    }

    /// Who was let in, if anybody was.
    pub(crate) fn scheme(&self) -> Option<&str> {
        self.notes.scheme.get().map(String::as_str)
    }

    /// How many defects were noted.
    pub(crate) fn defects(&self) -> usize {
        self.notes.defects.load(Ordering::Relaxed)
    }

    /// The handshake that the request is, if it was noted.
    #[cfg(feature = "handshakes")]
    pub(crate) fn handshake(&self) -> Option<&'static str> {
        self.notes.handshake.get().copied()
    }
}
