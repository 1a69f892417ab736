//! Events: what the document's operations deliver, what each is called, and how deliveries name it.

mod candidate;
pub(crate) mod deliveries;
pub(crate) mod groups;
pub(crate) mod headers;
pub(crate) mod joined_names;
pub(crate) mod modules;
pub(crate) mod names;
pub(crate) mod unnamed;
pub(crate) mod webhooks;
