//! What handlers are given.
//!
//! In: nothing. Out: the module `delivery`, which says for the runtime's deliveries what names events and schemes have in this crate.

use proc_macro2::TokenStream;
use quote::quote;

use crate::render::syntax::inner_doc;

/// Renders the module `delivery`.
pub(crate) fn render_delivery() -> TokenStream {
    let module = inner_doc(
        "What handlers are given: deliveries of the events of the spec, by its security schemes.",
    );
    quote!(
        #module
        use crate::event::EventName;
        use crate::runtime;
        use crate::scheme::SecurityScheme;

        /// One delivery of an event, with its payload.
        pub type Delivery<T> = runtime::Delivery<T, EventName, SecurityScheme>;

        /// A delivery whose body was not decoded, such as that of an event that the spec does not list.
        pub type RawDelivery = runtime::RawDelivery<EventName, SecurityScheme>;

        /// A delivery whose body cannot be decoded: what it says nevertheless, and why.
        pub type Undecodable = runtime::Undecodable<EventName, SecurityScheme>;

        /// When a delivery came, who sent it, and with which headers.
        pub type Arrival = runtime::Arrival<SecurityScheme>;
    )
}
