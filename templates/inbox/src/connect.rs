//! An inbox between a receiver and its handlers.

use webhook_runtime::receiver::{Endpoint, ReceiverService};

use crate::endpoint::InboxEndpoint;
use crate::inbox::Inbox;
use crate::worker::Worker;

impl Inbox {
    /// Puts the inbox between a receiver and its handlers: the receiver that stores, and the worker
    /// that calls the handlers, here or in another process.
    pub fn connect<E: Endpoint>(
        &self,
        receiver: ReceiverService<E>,
    ) -> (ReceiverService<InboxEndpoint<E>>, Worker) {
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
    ) -> (ReceiverService<InboxEndpoint<E>>, Worker) {
        let receiver =
            receiver.around(|inner| InboxEndpoint::new(self.clone(), inner).with_source(source));
        let worker = receiver.endpoint().worker();
        (receiver, worker)
    }
}
