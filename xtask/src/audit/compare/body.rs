//! The bodies of an event: what is delivered, and what may be answered.

use serde_json::Value;

use super::Comparison;
use crate::audit::outcome::{Finding, Kind};
use crate::audit::page::{Body, Response};
use crate::audit::schema::SchemaView;
use crate::diagnostic::Place;
use crate::document::{MediaType, Operation};
use crate::place::Location;

/// What a page says of a body as a whole.
pub(super) fn says(body: &Body) -> String {
    let media_type = body.media_type.as_ref();
    media_type.map_or_else(String::new, |name| name.value.clone())
}

impl<'c> Comparison<'c, '_> {
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
        let place = chosen.map_or_else(
            || Place::key(&operation.location),
            |media| Place::key(&media.location),
        );
        let schema = chosen.and_then(|media| media.schema.as_ref());
        let view = schema.map(|schema| self.reader.view(schema, None));
        let span = body.span.clone();
        self.entry(Kind::MediaType, "request", &says(body), span, |this| {
            if let (None, Some(wanted)) = (found, wanted) {
                let names: Vec<&str> = content.iter().map(|media| media.name.as_str()).collect();
                let message = format!(
                    "the page says {}, the spec {}",
                    wanted.value,
                    names.join(", ")
                );
                this.difference(
                    (Kind::MediaType, Finding::Changed),
                    "request",
                    (&wanted.span, &place),
                    (
                        Some(Value::from(wanted.value.as_str())),
                        Some(Value::from(names)),
                    ),
                    message,
                );
            }
            this.is_object(body, view.as_ref(), "request");
            place.clone()
        });
        for media in content.iter().filter(|media| !same(media)) {
            if found.is_some() {
                let place = Place::key(&media.location);
                self.note_beyond(Kind::MediaType, &media.name, &place, None);
                self.difference(
                    (Kind::MediaType, Finding::Beyond),
                    "request",
                    (&body.span, &place),
                    (None, Some(Value::from(media.name.as_str()))),
                    format!("the page does not have {}", media.name),
                );
            }
        }
        self.body(body, view.as_ref(), &place, "");
    }

    /// A difference, if a body that has fields is no object.
    fn is_object(&mut self, body: &Body, view: Option<&SchemaView<'c>>, subject: &str) {
        let types = view.and_then(|view| Some((view, view.types(&mut self.reader)?)));
        let Some((view, types)) = types else {
            return;
        };
        if types.contains("object") || body.fields.is_empty() {
            return;
        }
        let said: Vec<&str> = types.into_iter().collect();
        let message = format!("the page lists fields, the spec says {}", said.join(","));
        self.difference(
            (Kind::Type, Finding::Changed),
            subject,
            (&body.span, &view.keyword_place("type")),
            (Some(Value::from("object")), Some(Value::from(said))),
            message,
        );
    }

    /// The fields of a body against its schema, if it has one.
    fn body(
        &mut self,
        body: &'c Body,
        view: Option<&SchemaView<'c>>,
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
        let resolver = self.reader.resolver;
        let status = &response.status;
        let subject = format!("response {}", status.value);
        let says = says(&response.body);
        let responses = operation.location.child("responses");
        let declared = key(resolver.value(&responses), Some(&status.value));
        let target = declared.and_then(|key| {
            let followed = resolver.follow(&responses.child(key));
            self.reader.diagnostics.keep(followed)
        });
        let Some(target) = target else {
            self.difference(
                (Kind::Response, Finding::Missing),
                &subject,
                (&status.span, &Place::key(&operation.location)),
                (Some(Value::from(status.value.as_str())), None),
                "the spec has no such response".to_owned(),
            );
            self.missing_entry(Kind::Response, &subject, &says, response.body.span.clone());
            self.missing_entries(&response.body.fields, &subject);
            return;
        };
        let wanted = response.body.media_type.as_ref();
        let content = target.child("content");
        let media = key(
            resolver.value(&content),
            wanted.map(|wanted| wanted.value.as_str()),
        );
        let schema: Option<Location> = media.map(|media| content.child(media).child("schema"));
        let view = schema.map(|schema| self.reader.view(&schema, None));
        let place = Place::key(&target);
        let span = response.body.span.clone();
        self.entry(Kind::Response, &subject, &says, span, |this| {
            if let (None, Some(wanted)) = (media, wanted) {
                this.difference(
                    (Kind::MediaType, Finding::Missing),
                    &subject,
                    (&wanted.span, &place),
                    (Some(Value::from(wanted.value.as_str())), None),
                    format!("the spec does not have {}", wanted.value),
                );
            }
            this.is_object(&response.body, view.as_ref(), &subject);
            place.clone()
        });
        self.body(&response.body, view.as_ref(), &place, &subject);
    }
}

/// The key of an object that is equal to a text but for letter case; the first key if there is no text.
fn key<'v>(object: &'v Value, wanted: Option<&str>) -> Option<&'v str> {
    let keys = object.as_object()?.keys();
    keys.map(String::as_str)
        .find(|key| wanted.is_none_or(|wanted| key.eq_ignore_ascii_case(wanted)))
}
