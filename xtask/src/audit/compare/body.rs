//! The bodies of an event: what is delivered, and what may be answered.

use serde_json::Value;

use super::Comparison;
use super::record::Fact;
use crate::audit::outcome::Kind;
use crate::audit::page::{Body, Response};
use crate::audit::schema::SchemaView;
use crate::diagnostic::Place;
use crate::document::{MediaType, Operation};

/// What a page says of a body as a whole.
pub(super) fn says(body: &Body) -> String {
    let media_type = body.media_type.as_ref();
    media_type.map_or_else(String::new, |name| name.value.clone())
}

impl<'c, 's> Comparison<'c, 's> {
    pub(super) fn request(&mut self, operation: &Operation) {
        let body = &self.page.request;
        let request = operation.request_body.as_ref();
        let content = request.map_or(&[][..], |request| request.content.as_slice());
        let wanted = body.media_type.as_ref();
        let same = |media: &&MediaType| {
            wanted.is_none_or(|wanted| media.name.eq_ignore_ascii_case(&wanted.value))
        };
        let found = content.iter().find(same);
        // Fields are compared even under another media type.
        let chosen = found.or(content.first());
        let location = chosen.map_or(&operation.location, |media| &media.location);
        let place = Place::key(location);
        let schema = chosen.and_then(|media| media.schema.as_ref());
        let view = schema.map(|schema| SchemaView::new(schema, None, self.schemas));
        self.entry(
            Kind::MediaType,
            "request",
            &says(body),
            &body.span,
            |this| {
                if let (None, Some(wanted)) = (found, wanted) {
                    let names: Vec<&str> =
                        content.iter().map(|media| media.name.as_str()).collect();
                    let (ours, theirs) = (&wanted.value, names.join(", "));
                    this.changed(
                        Fact::new(Kind::MediaType, "request", &wanted.span, &place),
                        (ours.as_str(), names),
                        format!("the page says {ours}, the spec {theirs}"),
                    );
                }
                this.is_object(body, view.as_ref(), "request");
                Some(place.clone())
            },
        );
        for media in content.iter().filter(|media| !same(media)) {
            if found.is_some() {
                let (name, place) = (media.name.as_str(), Place::key(&media.location));
                self.note_beyond(Kind::MediaType, name, &place, None);
                self.only_in_spec(
                    Fact::new(Kind::MediaType, "request", &body.span, place),
                    name,
                    format!("the page does not have {name}"),
                );
            }
        }
        self.body(body, view.as_ref(), &place, "");
    }

    /// A difference, if a body that has fields is not an object.
    fn is_object(&mut self, body: &Body, view: Option<&SchemaView<'c, 's>>, subject: &str) {
        let Some((view, types)) = view.and_then(|view| Some((view, view.types()?))) else {
            return;
        };
        if types.contains("object") || body.fields.is_empty() {
            return;
        }
        let said: Vec<&str> = types.into_iter().collect();
        let message = format!("the page lists fields, the spec says {}", said.join(","));
        let place = view.keyword_place("type");
        let fact = Fact::new(Kind::Type, subject, &body.span, place);
        self.changed(fact, ("object", said), message);
    }

    /// The fields of a body against its schema, if it has one.
    fn body(
        &mut self,
        body: &'c Body,
        view: Option<&SchemaView<'c, 's>>,
        place: &Place,
        subject: &str,
    ) {
        match view {
            Some(view) => self.inside(&body.fields, None, view, subject, &body.span),
            None => {
                for field in &body.fields {
                    self.missing_field(field, place, subject);
                }
            }
        }
    }

    /// Responses that the page lists fields of. A heading without fields documents nothing.
    pub(super) fn responses(&mut self, operation: &Operation) {
        for response in &self.page.responses {
            if !response.body.fields.is_empty() {
                self.response(response, operation);
            }
        }
    }

    fn response(&mut self, response: &'c Response, operation: &Operation) {
        let resolver = self.schemas.resolver;
        let (status, body) = (&response.status, &response.body);
        let subject = format!("response {}", status.value);
        let says = says(body);
        let responses = operation.location.child("responses");
        let declared = key(resolver.value(&responses), Some(&status.value));
        let target = declared.and_then(|key| {
            let followed = resolver.follow(&responses.child(key));
            self.schemas.keep(followed)
        });
        let Some(target) = target else {
            let place = Place::key(&operation.location);
            let fact = Fact::new(Kind::Response, &subject, &status.span, place);
            let message = "the spec has no such response";
            self.only_in_page(fact, status.value.as_str(), message);
            self.missing_entry(Kind::Response, &subject, &says, &body.span);
            self.missing_entries(&body.fields, &subject);
            return;
        };
        let wanted = body.media_type.as_ref();
        let content = target.child("content");
        let name = wanted.map(|wanted| wanted.value.as_str());
        let media = key(resolver.value(&content), name);
        let view = media.map(|media| {
            let schema = content.child(media).child("schema");
            SchemaView::new(&schema, None, self.schemas)
        });
        let place = Place::key(&target);
        self.entry(Kind::Response, &subject, &says, &body.span, |this| {
            if let (None, Some(wanted)) = (media, wanted) {
                let (name, span) = (wanted.value.as_str(), &wanted.span);
                let fact = Fact::new(Kind::MediaType, &subject, span, &place);
                this.only_in_page(fact, name, format!("the spec does not have {name}"));
            }
            this.is_object(body, view.as_ref(), &subject);
            Some(place.clone())
        });
        self.body(body, view.as_ref(), &place, &subject);
    }
}

/// The key of an object that is equal to a text but for letter case; the first key if there is no
/// text.
fn key<'v>(object: &'v Value, wanted: Option<&str>) -> Option<&'v str> {
    let keys = object.as_object()?.keys();
    keys.map(String::as_str)
        .find(|key| wanted.is_none_or(|wanted| key.eq_ignore_ascii_case(wanted)))
}
