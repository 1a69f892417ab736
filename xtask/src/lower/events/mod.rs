//! Events: what the document's operations deliver, what each is called, and how deliveries name it.

mod delivered_names;
mod delivery_id;
mod groups;
mod inference;
mod joined_names;
mod likely_place;
mod modules;
mod nowhere;
mod operations;
mod own_constants;
mod parameters;
mod signed_members;
mod unnamed;
mod webhooks;

pub use delivered_names::EventPlaceOption;
pub(crate) use delivered_names::lower_event_names;
pub(crate) use delivery_id::lower_delivery_id;
pub(crate) use groups::is_by_part;
pub(crate) use modules::{assign_modules, places};
pub(crate) use parameters::settle_objects;
pub(crate) use signed_members::check_signed_members;
pub(crate) use webhooks::{LoweredWebhooks, lower_webhooks};
