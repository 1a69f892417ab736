//! What is found out about a delivery on its way, for the receiver's trace.

#[cfg(feature = "tracing")]
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicUsize, Ordering},
};

#[cfg(feature = "tracing")]
use crate::runtime::log_text::log_text;

/// Takes notes of one delivery: with the feature `tracing` they are in its span and its event,
/// without it nobody keeps them.
///
/// Cloning is cheap, and clones write to the same notes. They stand even if the handler fails,
/// panics or runs out of time, so take them as soon as they are known. The default one belongs to
/// no request, and its notes go nowhere.
#[derive(Clone, Debug, Default)]
pub struct DeliveryTrace {
    #[cfg(feature = "tracing")]
    notes: Arc<Notes>,
}

#[cfg(feature = "tracing")]
#[derive(Debug)]
struct Notes {
    span: tracing::Span,
    event: OnceLock<String>,
    scheme: OnceLock<String>,
    defects: AtomicUsize,
}

#[cfg(feature = "tracing")]
impl Default for Notes {
    fn default() -> Self {
        Self {
            span: tracing::Span::none(),
            event: OnceLock::new(),
            scheme: OnceLock::new(),
            defects: AtomicUsize::new(0),
        }
    }
}

#[cfg(feature = "tracing")]
impl DeliveryTrace {
    /// Opens the span of a request.
    pub(crate) fn start() -> Self {
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

    /// Notes the event's name. The first note stands.
    pub fn note_event(&self, name: &str) {
        let name = self.notes.event.get_or_init(|| log_text(name).into_owned());
        self.notes.span.record("event", name.as_str());
    }

    /// Notes how many defects the body was decoded with. The last note stands.
    pub fn note_defects(&self, count: usize) {
        self.notes.defects.store(count, Ordering::Relaxed);
        self.notes.span.record("defects", count);
    }

    /// Notes who was let in.
    pub(crate) fn note_admitted(&self, schemes: &[String]) {
        let scheme = || schemes.join("+");
        let scheme = self.notes.scheme.get_or_init(scheme);
        self.notes.span.record("scheme", scheme.as_str());
    }

    /// The span that the notes are in.
    pub(crate) fn span(&self) -> &tracing::Span {
        &self.notes.span
    }

    /// The event's name, if it was noted.
    pub(crate) fn event(&self) -> Option<&str> {
        self.notes.event.get().map(String::as_str)
    }

    /// Who was let in, if anybody was.
    pub(crate) fn scheme(&self) -> Option<&str> {
        self.notes.scheme.get().map(String::as_str)
    }

    /// How many defects were noted.
    pub(crate) fn defects(&self) -> usize {
        self.notes.defects.load(Ordering::Relaxed)
    }
}

#[cfg(not(feature = "tracing"))]
impl DeliveryTrace {
    /// Opens nothing.
    pub(crate) fn start() -> Self {
        Self::default()
    }

    /// Notes the event's name. The first note stands.
    pub fn note_event(&self, name: &str) {
        let _ = (self, name);
    }

    /// Notes how many defects the body was decoded with. The last note stands.
    pub fn note_defects(&self, count: usize) {
        let _ = (self, count);
    }

    /// Notes who was let in.
    pub(crate) fn note_admitted(&self, schemes: &[String]) {
        let _ = (self, schemes);
    }
}
