//! Events: their names and payloads, how they are decoded, and who handles them.

mod answers;
mod decoding;
mod delivery;
mod dispatcher;
mod event;
mod event_names;
mod handlers;
mod left_out;
mod parameters;
mod sent;

pub(crate) use answers::{answer_type, render_answers};
pub(crate) use delivery::render_delivery;
pub(crate) use dispatcher::render_dispatcher;
pub(crate) use event::{is_boxed, payload_text, payload_type, render_events};
pub(crate) use event_names::has_delivered_names;
pub(crate) use handlers::{render_group, render_handlers};
pub(crate) use parameters::{parameter_module, render_parameters};
pub(crate) use sent::is_by_content_type;
