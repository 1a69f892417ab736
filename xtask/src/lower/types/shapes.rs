//! Which shape the values of a schema have.
//!
//! In: what all parts of a schema say. Out: the shape, made by the module that knows its kind; plain JSON, loudly, where Rust has none.

use super::builder::{DEEPEST, TypeBuilder};
use crate::diagnostic::{Code, Diagnostic};
use crate::lower::naming::Origin;
use crate::model::Shape;
use crate::place::Location;
use crate::schema::{Conditional, Conjunction, View};

impl<'a> TypeBuilder<'a, '_> {
    /// Says that a schema holds more lists and maps inside one another than the compiler goes along with.
    pub(super) fn refuse_depth(&mut self, view: &View<'a>) {
        let why = format!(
            "it holds {DEEPEST} lists and maps inside one another, with no object in between"
        );
        for keyword in ["items", "additionalProperties"] {
            if let Some((part, _)) = view.keyword(keyword) {
                let location = part.location.clone();
                self.keep_as_json(&location, keyword, &view.together, &why);
            }
        }
    }

    /// Says that schemas are put together in more ways than there can be types for.
    pub(super) fn refuse_combination(&mut self, key: &Conjunction) {
        let Some(last) = key.last() else {
            return;
        };
        let together: Vec<Location> = key.iter().map(|one| one.location.clone()).collect();
        let why = "it holds together with others in too many ways to give each a type";
        let part = self.schemas.resolver.value(&last.location);
        for keyword in ["oneOf", "anyOf", "allOf", "properties", "items", "type"] {
            if part.get(keyword).is_some() {
                self.keep_as_json(&last.location, keyword, &together, why);
                return;
            }
        }
    }

    /// The shape without `null`, and whether a union has `null` among its alternatives.
    pub(super) fn bare_shape(
        &mut self,
        view: &View<'a>,
        key: &Conjunction,
        origin: &Origin,
    ) -> (Shape, bool) {
        let unions = self.kept_unions(view);
        match unions.as_slice() {
            [] => {}
            [union] => return self.alternatives_shape(view, key, union, origin),
            several => {
                if let Some(whole) = self.with_optional_members(view, several) {
                    let nullable = several.iter().all(|union| union.nullable);
                    return (self.typed_shape("object", &whole, key, origin), nullable);
                }
                for union in several {
                    self.keep_as_json(
                        &union.part.location,
                        union.keyword,
                        &view.together,
                        "several `oneOf`/`anyOf` hold at once",
                    );
                }
                return (Shape::Json, false);
            }
        }
        if let Some(union) = self.schemas.descendants(view, key) {
            return self.alternatives_shape(view, key, &union, origin);
        }
        if let Some(values) = view.values()
            && let Some(shape) = self.listed_shape(view, key, &values, origin)
        {
            return (shape, false);
        }
        let shape = match view.types().as_deref() {
            Some([]) => {
                if !view.nullable()
                    && let Some((part, _)) = view.keyword("type")
                {
                    let location = part.location.clone();
                    self.diagnostics.push(kept_as_json(
                        &location.child("type"),
                        "no type fits all that is said of it",
                    ));
                    let typed = view.parts.iter();
                    for part in typed.filter(|part| part.keywords.contains_key("type")) {
                        let place = part.location.child("type");
                        self.ledger.lose_together(place, &view.together);
                    }
                }
                Shape::Json
            }
            Some([one]) => self.typed_shape(one, view, key, origin),
            Some(["integer", "number"] | ["number", "integer"]) => Shape::Number,
            Some(several) => self.kinds_shape(several, view, key, origin),
            None => {
                let describes = |keyword: &&str| view.keyword(keyword).is_some();
                if ["properties", "additionalProperties", "patternProperties"]
                    .iter()
                    .any(describes)
                    || view.conditional.iter().any(Conditional::has_members)
                {
                    self.typed_shape("object", view, key, origin)
                } else if ["items", "prefixItems"].iter().any(describes) {
                    self.typed_shape("array", view, key, origin)
                } else {
                    Shape::Json
                }
            }
        };
        (shape, false)
    }

    /// Says that a keyword is what a schema becomes plain JSON for, where it holds together with others.
    pub(crate) fn keep_as_json(
        &mut self,
        schema: &Location,
        keyword: &str,
        together: &[Location],
        why: &str,
    ) {
        self.diagnostics.push(kept_as_json(schema, why));
        self.ledger.lose_together(schema.child(keyword), together);
    }
}

/// Says that a schema is kept as raw JSON, and why.
pub(crate) fn kept_as_json(location: &Location, why: &str) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSchema, format!("this schema becomes plain JSON: {why}"))
        .at(location, "decoded as `serde_json::Value`")
        .help("nothing is lost: the value reaches the handler as it came; describe it with other keywords to get a type")
}

/// Says that the items of a list are kept as raw JSON, and why.
pub(crate) fn items_kept_as_json(location: &Location, why: &str) -> Diagnostic {
    let message = format!("the items of this list become plain JSON: {why}");
    Diagnostic::new(Code::UnsupportedSchema, message)
        .at(location, "decoded as `Vec<serde_json::Value>`")
        .help("nothing is lost: the items reach the handler as they came; describe all of them with one schema to get a type")
}
