//! What generated code and the macros in it stand on.
//!
//! None of it is API: it changes together with the generator.

pub use crate::runtime::body::content_type::{essence, is_json, is_within};
#[cfg(feature = "forms")]
pub use crate::runtime::body::form::{decode_form, decode_form_by, form_text, form_text_at};
#[cfg(any(feature = "forms", feature = "multipart"))]
pub use crate::runtime::body::form_field::{FormField, FormKind};
pub use crate::runtime::body::member::member_text;
#[cfg(feature = "multipart")]
pub use crate::runtime::body::multipart::{
    decode_multipart, decode_multipart_by, multipart_text, multipart_text_at,
};
pub use crate::runtime::decode::mismatch::Mismatch;
pub use crate::runtime::decode::nesting::{check_nesting, is_deeper, nested_at_most};
pub use crate::runtime::decode::reading::{
    Choice, note_bytes, note_choice, note_tuple, noted, trying,
};
pub use crate::runtime::decode::text::or_null;
pub use crate::runtime::decode::tolerant::{WORK, WORK_PER_BYTE, WORK_PER_READ};
pub use crate::runtime::decode::{decode_event, decode_event_by, undecoded};

#[cfg(feature = "dispatcher")]
pub use crate::runtime::handling::answer_headers::AnswerHeaders;
#[cfg(feature = "receiver")]
pub use crate::runtime::handling::delivery_id::{DeliveryIdPlace, delivery_id};
#[cfg(feature = "dispatcher")]
pub use crate::runtime::handling::dispatch::{Call, DeliveryOf, Switch, Unexpected, method};
#[cfg(feature = "dispatcher")]
pub use crate::runtime::handling::dispatcher::dispatcher_methods;
#[cfg(feature = "dispatcher")]
pub use crate::runtime::handling::event_set::{EventSet, Standing};
#[cfg(feature = "dispatcher")]
pub use crate::runtime::handling::fallback::Handling;
#[cfg(feature = "receiver")]
pub use crate::runtime::handling::header::{
    header_integer, header_integers, header_json, header_json_within, header_list, header_text,
    header_value,
};
#[cfg(all(feature = "forms", feature = "receiver"))]
pub use crate::runtime::handling::parameters::object::{
    deep_object, object_of_members, object_of_pairs,
};
#[cfg(feature = "receiver")]
pub use crate::runtime::handling::parameters::path::{path_text, path_texts};
#[cfg(feature = "receiver")]
pub use crate::runtime::handling::parameters::query::{
    query_text, query_texts, query_texts_between,
};
#[cfg(feature = "receiver")]
pub use crate::runtime::handling::parameters::value::{
    parsed, parsed_integer, parsed_integers, parsed_json, parsed_json_within, parsed_list,
};
#[cfg(feature = "handshakes")]
#[cfg(feature = "receiver")]
pub use crate::runtime::handshake::{
    Handshake, HandshakeAnswer, HandshakeBody, HandshakeCondition, HandshakePart, HandshakePlace,
};
pub use crate::runtime::heap::clone as heap_clone;
pub use crate::runtime::heap::in_place;
pub use crate::runtime::heap::in_place::decode_in_place;
pub use crate::runtime::heap::member as heap_member;
pub use crate::runtime::heap::nullable as heap_nullable;
pub use crate::runtime::heap::object as heap_object;
pub use crate::runtime::heap::object::heap_object;
pub use crate::runtime::heap::reading as heap_reading;
pub use crate::runtime::heap::variant as heap_variant;
pub use crate::runtime::heap::variant::nested_union;
pub use crate::runtime::json::number::whole_number;
pub use crate::runtime::json::text as json_text;
#[cfg(feature = "receiver")]
pub use crate::runtime::receiver::building::{Building, SchemeOf, receiver_builder_methods};
#[cfg(feature = "receiver")]
pub use crate::runtime::receiver::http_events::{EventPlace, HttpEvents};
#[cfg(feature = "receiver")]
pub use crate::runtime::security::keys::{Credentials, SchemeKeys};
pub use crate::runtime::types::in_text::text_within::texts_nested_at_most;
pub use crate::runtime::types::integer_enum;
pub use crate::runtime::types::integer_enum::integer_enum;
pub use crate::runtime::types::object;
pub use crate::runtime::types::object::json_object;
pub use crate::runtime::types::open_enum::open_enum;
pub use crate::runtime::types::open_object;
pub use crate::runtime::types::open_object::open_object;
pub use crate::runtime::types::shared_member;
pub use crate::runtime::types::shared_member::shared_members;
pub use crate::runtime::types::string_enum;
pub use crate::runtime::types::string_enum::string_enum;
pub use crate::runtime::types::tuple;
pub use crate::runtime::types::tuple::json_tuple;
pub use crate::runtime::types::union;
pub use crate::runtime::types::union::json_union;
pub use crate::runtime::types::union_attempts;
pub use crate::runtime::types::whole_number;
pub use crate::runtime::types::whole_number::Whole;
