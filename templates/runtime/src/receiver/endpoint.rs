//! What the receiver asks of the code behind it.

use bytes::Bytes;
use http::Method;
use http::request::Parts;

use crate::runtime::handling::reply::Reply;
#[cfg(feature = "handshakes")]
use crate::runtime::handshake::Handshake;
use crate::runtime::receiver::about::About;
use crate::runtime::receiver::admission::{Admitted, Denied, HeadCheck};
use crate::runtime::receiver::answer::failure::Failure;
use crate::runtime::receiver::received::Received;
use crate::runtime::receiver::request::media_type::Media;
use crate::runtime::security::Checks;

/// What is behind the receiver: who may deliver, and what becomes of a delivery. Implemented by
/// generated code.
///
/// Who delivers is asked in two steps: [`authenticate_head`](Self::authenticate_head) before the
/// body is read, so that a sender without a credential costs next to nothing, and
/// [`authenticate_body`](Self::authenticate_body) only where that left it open. Whoever is let in
/// by either arrives at [`receive`](Self::receive) as a [`Received`], which is complete, owned and
/// not yet decoded. So something can be put between: a durable inbox is an `Endpoint` around
/// another one, which passes both questions on, stores in `receive`, and calls the inner `receive`
/// later.
///
/// The futures are dropped, at the `await` they stand at, when the client closes the connection or
/// [`Limits::handle`](crate::runtime::receiver::Limits::handle) is over. They are polled again
/// after neither that nor a panic, but the endpoint itself is used on: what it shares between
/// deliveries must survive both.
pub trait Endpoint: Send + Sync + 'static {
    /// The names of all events that a path may name, in the specification's order.
    fn events(&self) -> impl Iterator<Item = &'static str>;

    /// The methods that deliveries are sent by. `POST` alone unless the endpoint says otherwise.
    fn methods(&self) -> &[Method] {
        static POST: [Method; 1] = [Method::POST];
        &POST
    }

    /// The headers that credentials come in, besides `Authorization`, `Proxy-Authorization` and
    /// `Cookie`.
    ///
    /// Their values are marked as sensitive before anything is done with the request, so that no
    /// `Debug` of a [`HeaderMap`](http::HeaderMap) shows them.
    fn credential_headers(&self) -> &[&'static str] {
        &[]
    }

    /// The methods that this event is delivered by; those of all events unless the endpoint says
    /// otherwise.
    fn methods_of(&self, event: &'static str) -> &[Method] {
        let _ = event;
        self.methods()
    }

    /// What a body may be written in that comes by this method: JSON alone unless the endpoint says
    /// otherwise.
    ///
    /// Anything else is refused where nobody is authenticated. What an authenticated sender
    /// delivers reaches [`receive`](Self::receive) whatever it is written in.
    ///
    /// `path_event` is the event that the path names, if it names one.
    fn accepts(&self, method: &Method, path_event: Option<&'static str>) -> &'static [Media] {
        let _ = (method, path_event);
        &[Media::Json]
    }

    /// Finds out what the head of a request says of its sender.
    ///
    /// Nothing of the body has been read, and none of it is read if this lets nobody in.
    /// `path_event` is the event that the path names, if it names one; see
    /// [`path_event`](crate::runtime::receiver::path_event).
    ///
    /// # Errors
    ///
    /// [`Denied`] if no security alternative can hold any more, whatever the body is; or if that
    /// could not be found out.
    fn authenticate_head(
        &self,
        parts: &Parts,
        path_event: Option<&'static str>,
    ) -> impl Future<Output = Result<HeadCheck, Denied>> + Send;

    /// Finds out whether one of the security alternatives holds, over the bytes of the body as they
    /// were received.
    ///
    /// `known` is what [`authenticate_head`](Self::authenticate_head) found out, which need not be
    /// checked again; with nothing in it, this decides alone.
    ///
    /// # Errors
    ///
    /// [`Denied`] if none holds, or if that could not be found out.
    fn authenticate_body(
        &self,
        parts: &Parts,
        body: &Bytes,
        path_event: Option<&'static str>,
        known: Checks,
    ) -> impl Future<Output = Result<Admitted, Denied>> + Send;

    /// Both steps at once, for those who have the whole request and want to know who sent it.
    ///
    /// # Errors
    ///
    /// As the two steps.
    fn authenticate(
        &self,
        parts: &Parts,
        body: &Bytes,
        path_event: Option<&'static str>,
    ) -> impl Future<Output = Result<Admitted, Denied>> + Send {
        async move {
            match self.authenticate_head(parts, path_event).await? {
                HeadCheck::Admitted(admitted) => Ok(admitted),
                HeadCheck::AwaitsBody(known) => {
                    self.authenticate_body(parts, body, path_event, known).await
                }
            }
        }
    }

    /// The handshakes that are answered before anything is dispatched. An endpoint around another
    /// one passes this on, and [`answer_handshake`](Self::answer_handshake) too.
    #[cfg(feature = "handshakes")]
    fn handshakes(&self) -> &'static [Handshake] {
        &[]
    }

    /// Answers a request that is this handshake, once its sender has shown what the handshake asks
    /// for. `body` is empty where the handshake does not read it.
    ///
    /// # Errors
    ///
    /// [`Denied`] if the sender has not shown it, or if that could not be found out.
    #[cfg(feature = "handshakes")]
    fn answer_handshake(
        &self,
        handshake: &'static Handshake,
        parts: &Parts,
        body: &Bytes,
    ) -> impl Future<Output = Result<Reply, Denied>> + Send {
        let _ = (handshake, parts, body);
        async { Err(Denied::unauthenticated([], "no handshake is answered")) }
    }

    /// The name and the version of the crate whose deliveries these are. Both are empty unless the
    /// endpoint says otherwise.
    fn package(&self) -> (&'static str, &'static str) {
        ("", "")
    }

    /// What is known of an authenticated delivery before it is decoded. Nothing unless the endpoint
    /// says otherwise.
    ///
    /// # Errors
    ///
    /// [`Failure`] for a request that names no event, or two, outside its body.
    fn about(&self, delivery: &Received) -> Result<About, Failure> {
        let _ = delivery;
        Ok(About::default())
    }

    /// Whether somebody was named who takes events that the specification does not list. So it is
    /// unless the endpoint says otherwise.
    fn takes_unknown_events(&self) -> bool {
        true
    }

    /// Decodes an authenticated delivery and hands it to its handler.
    ///
    /// The delivery counts as handled once this returns `Ok`, and only then.
    ///
    /// # Errors
    ///
    /// [`Failure`], which says how the request is answered.
    fn receive(&self, delivery: Received) -> impl Future<Output = Result<Reply, Failure>> + Send;
}

/// An endpoint that a builder puts together, as that of a generated crate is.
pub trait Built: Endpoint {
    /// The builder. Its default has no handlers and no credentials.
    type Builder: Default;
}
