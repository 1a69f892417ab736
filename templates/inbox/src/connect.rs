//! An inbox between a receiver and its handlers.

use webhook_runtime::receiver::{BuildError, BuildReceiver, Endpoint, ReceiverService};

use crate::endpoint::InboxEndpoint;
use crate::inbox::Inbox;
use crate::worker::Worker;

impl Inbox {
    /// Puts the inbox between a receiver and its handlers: the receiver that stores, and the worker
    /// that calls the handlers, here or in another process.
    pub fn connect<E: Endpoint>(
        &self,
        receiver: ReceiverService<E>,
    ) -> (StoringReceiver<E>, Worker) {
        let receiver = receiver.around(|inner| InboxEndpoint::new(self.clone(), inner));
        let worker = receiver.endpoint().worker();
        (receiver, worker)
    }

    /// The same under a name of its own in place of the crate's: for several accounts with one
    /// vendor, whose deliveries must not be taken for repeats of one another.
    pub fn connect_as<E: Endpoint>(
        &self,
        source: impl Into<String>,
        receiver: ReceiverService<E>,
    ) -> (StoringReceiver<E>, Worker) {
        let receiver =
            receiver.around(|inner| InboxEndpoint::new(self.clone(), inner).with_source(source));
        let worker = receiver.endpoint().worker();
        (receiver, worker)
    }
}

/// The receiver of an endpoint, with an inbox behind it.
pub type StoringReceiver<E> = ReceiverService<InboxEndpoint<E>>;

/// Builders of receivers, with an inbox: `Receiver::builder()….inbox(&inbox)`.
pub trait WithInbox: BuildReceiver + Sized {
    /// The receiver that stores each delivery before it is acknowledged, and the worker that calls
    /// the handlers, here or in another process. Events whose answers carry content are handled at
    /// once.
    ///
    /// # Errors
    ///
    /// Those of the builder's `build`.
    fn inbox(self, inbox: &Inbox) -> Result<(StoringReceiver<Self::Endpoint>, Worker), BuildError> {
        Ok(inbox.connect(self.build_receiver()?))
    }
}

impl<B: BuildReceiver> WithInbox for B {}
