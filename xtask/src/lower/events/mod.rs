//! Events: what the document's operations deliver, what each is called, and how deliveries name it.

pub(crate) mod deliveries;
pub(crate) mod groups;
pub(crate) mod headers;
pub(crate) mod names;
pub(crate) mod unnamed;
pub(crate) mod webhooks;
