//! How the events of one specification come over HTTP: what generated code says of them.

use std::time::SystemTime;

use http::request::Parts;
use http::{Method, StatusCode};

use crate::runtime::decode::error::DecodeError;
use crate::runtime::handling::event_set::{EventSet, Standing};
#[cfg(feature = "handshakes")]
use crate::runtime::handshake::Handshake;
use crate::runtime::receiver::answer::failure::Failure;
use crate::runtime::receiver::request::media_type::Media;
use crate::runtime::security::Presented;
use crate::runtime::security::keys::SchemeKeys;

/// The events of one specification as requests. Implemented by generated code, which leaves out
/// what most specifications have alike.
pub trait HttpEvents: EventSet {
    /// The keys of the security schemes.
    type Keys: SchemeKeys<Event = Self::Name, Scheme = Self::Scheme>;
    /// What puts a receiver together.
    type Builder: Default;

    /// Where a request names its event.
    const PLACE: EventPlace<Self::Name>;
    /// Whether the place was inferred: what stands there may grow other values, so that one which
    /// names no event says nothing.
    const IS_INFERRED: bool = false;
    /// The events whose bodies name others, by their names: the path alone tells them, and counts
    /// whatever the body says.
    const BY_PATH_ALONE: &'static [&'static str] = &[];
    /// Whether every body is JSON. Where not, one that is not has no name to tell.
    const JSON_ALONE: bool = true;
    /// The headers that credentials come in, besides the usual ones.
    const CREDENTIAL_HEADERS: &'static [&'static str] = &[];
    /// The name and the version of the crate.
    const PACKAGE: (&'static str, &'static str) = ("", "");
    /// The methods that deliveries are sent by.
    const METHODS: &'static [Method] = &[Method::POST];

    /// The events that the specification lists, each with its name, in its order.
    fn listed() -> &'static [(Self::Name, &'static str)];

    /// The handshakes that the specification describes.
    #[cfg(feature = "handshakes")]
    #[must_use]
    fn handshakes() -> &'static [Handshake] {
        &[]
    }

    /// The id of a delivery, where the specification says where it stands.
    #[must_use]
    fn delivery_id(request: &Parts, body: &[u8]) -> Option<String> {
        let _ = (request, body);
        None
    }

    /// The resource that a delivery is about, where the specification says where that stands.
    #[must_use]
    fn order_key(request: &Parts, body: &[u8]) -> Option<String> {
        let _ = (request, body);
        None
    }

    /// Which state of its resource a delivery reports, where the specification says where that
    /// stands.
    #[must_use]
    fn revision(request: &Parts, body: &[u8]) -> Option<String> {
        let _ = (request, body);
        None
    }

    /// Whether the answer to an event carries what its handler says.
    #[must_use]
    fn is_answered(event: &Self::Name) -> bool {
        let _ = event;
        false
    }

    /// The name of an event that is not listed.
    fn unlisted() -> Self::Name;

    /// The methods that an event is delivered by.
    #[must_use]
    fn methods_of(event: &'static str) -> &'static [Method] {
        let _ = event;
        Self::METHODS
    }

    /// Of the events of one name, the one that is delivered by this method.
    #[must_use]
    fn by_method(name: Self::Name, method: &Method) -> Self::Name {
        let _ = method;
        name
    }

    /// What a body may be written in; the event is the one that the path names.
    #[must_use]
    fn accepts(event: Option<Self::Name>) -> &'static [Media] {
        let _ = event;
        &[Media::Json]
    }

    /// The status that a delivery of an event is accepted with.
    #[must_use]
    fn status(event: &Self::Name) -> StatusCode {
        let _ = event;
        StatusCode::NO_CONTENT
    }
}

/// Where a request names its event.
#[derive(Clone, Copy, Debug)]
pub enum EventPlace<N: 'static> {
    /// In the body, where this function finds it.
    Body(fn(&[u8]) -> Result<N, DecodeError>),
    /// In this header.
    Header(&'static str),
    /// One half in this header, the other in the body: the function puts them together.
    HeaderAndBody(&'static str, fn(&str, &[u8]) -> Result<N, DecodeError>),
    /// In this parameter of the query.
    Query(&'static str),
    /// In the first of these that is there.
    Several(&'static [EventPlace<N>]),
    /// In the path alone.
    Path,
}

impl<N: for<'n> From<&'n str>> EventPlace<N> {
    /// Whether the head of a request tells all.
    pub(crate) fn is_in_head(&self) -> bool {
        match self {
            Self::Header(_) | Self::Query(_) | Self::Path => true,
            Self::Body(_) | Self::HeaderAndBody(..) => false,
            Self::Several(places) => places.iter().all(Self::is_in_head),
        }
    }

    /// The name that a request has here, or why the body that should tell it does not. `None` if
    /// its head has nothing here.
    fn find(&self, parts: &Parts, body: &[u8]) -> Option<Result<N, DecodeError>> {
        match self {
            Self::Body(read) => Some(read(body)),
            Self::Header(header) => Some(Ok(in_header(parts, header)?.into())),
            Self::HeaderAndBody(header, read) => Some(read(in_header(parts, header)?, body)),
            Self::Query(query) => Some(Ok(in_query(parts, query)?.as_str().into())),
            Self::Several(places) => {
                let mut silent = None;
                for place in *places {
                    match place.find(parts, body) {
                        Some(Err(error)) => silent = Some(Err(error)),
                        None => {}
                        found => return found,
                    }
                }
                silent
            }
            Self::Path => None,
        }
    }

    /// Why a request has no name here.
    fn missing(&self) -> Failure {
        let place = match self {
            Self::Header(header) | Self::HeaderAndBody(header, _) => {
                format!("the header `{header}`")
            }
            Self::Query(query) => format!("the query parameter `{query}`"),
            Self::Several(_) => "any of its places".to_owned(),
            Self::Body(_) => "the body".to_owned(),
            Self::Path => return Failure::UnknownPath,
        };
        Failure::NoEventName { place }
    }
}

/// The text of a header, unless it is empty.
fn in_header<'p>(parts: &'p Parts, header: &str) -> Option<&'p str> {
    let text = parts.headers.get(header)?.to_str().ok()?;
    Some(text).filter(|text| !text.is_empty())
}

/// The text of a query parameter that is there once, unless it is empty.
fn in_query(parts: &Parts, query: &str) -> Option<String> {
    let presented = Presented::of(parts, SystemTime::now());
    let text = presented.query_parameter(query).ok()?;
    let text = String::from_utf8(text).ok()?;
    Some(text).filter(|text| !text.is_empty())
}

/// The event that is meant where a request by this method names none: the only one that is
/// delivered by it. Nothing has to be told apart from that.
fn only_event<E: HttpEvents>(method: &Method) -> Option<&'static str> {
    let names = E::listed().iter().map(|(_, name)| *name);
    let mut names = names.filter(|name| E::methods_of(name).contains(method));
    let first = names.next()?;
    names.all(|name| name == first).then_some(first)
}

/// The event that a request is for: its name, or why the body that should tell it does not. One
/// that names no event is for the only event of its method, if there is but one.
///
/// # Errors
///
/// [`Failure`] if the name is missing outside the body, or if path and request name different
/// events.
pub(crate) fn named<E: HttpEvents>(
    parts: &Parts,
    body: &[u8],
    path_event: Option<&'static str>,
) -> Result<Result<E::Name, DecodeError>, Failure> {
    let otherwise = path_event.or_else(|| only_event::<E>(&parts.method));
    let found = match (E::PLACE.find(parts, body), otherwise) {
        (Some(found), _) => found,
        (None, Some(event)) => Ok(event.into()),
        (None, None) => return Err(E::PLACE.missing()),
    };
    let is_silent = match &found {
        Ok(name) => path_event.is_some_and(|path_event| {
            let is_unknown = || E::IS_INFERRED && E::standing(name) == Standing::Unknown;
            E::BY_PATH_ALONE.contains(&path_event) || is_unknown()
        }),
        Err(DecodeError::NoEventName { .. }) => true,
        Err(
            DecodeError::NotAnObject { .. }
            | DecodeError::NotJson { .. }
            | DecodeError::NotUtf8 { .. },
        ) => !E::JSON_ALONE,
        Err(_) => false,
    };
    match (found, path_event, otherwise) {
        (_, _, Some(event)) if is_silent => Ok(Ok(event.into())),
        (Ok(name), Some(path_event), _) if name.as_ref() != path_event => {
            Err(Failure::EventMismatch { path_event })
        }
        (found, ..) => Ok(found),
    }
}
