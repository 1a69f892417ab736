//! Events: what the document's operations deliver, what each is called, and how deliveries name it.

mod candidate;
mod deliveries;
mod groups;
mod headers;
mod joined_names;
mod modules;
mod names;
mod unnamed;
mod webhooks;

pub(crate) use modules::{assign_modules, places};
pub use names::EventPlaceOption;
pub(crate) use names::lower_event_names;
pub(crate) use webhooks::{LoweredWebhooks, lower_webhooks};
