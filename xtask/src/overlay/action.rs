//! The Overlay and Action Objects (sections 4.4.1 and 4.4.3 of version 1.1.0).
//!
//! In: the value of an overlay. Out: its actions in their order, or what is missing, misspelt or of
//! a wrong type. It does not look at the document.

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, closest};
use crate::place::{FileId, Location};

/// What an overlay does.
pub(super) struct Overlay<'o> {
    /// Whether it is of version 1.0, which has no `copy` and no single values.
    pub is_first_version: bool,
    pub actions: Vec<Action<'o>>,
}

/// One change.
pub(super) struct Action<'o> {
    /// The object.
    pub place: Location,
    /// The query for the nodes that are changed.
    pub target: &'o str,
    pub target_place: Location,
    pub change: Change<'o>,
}

/// What is done to each node.
pub(super) enum Change<'o> {
    Update(&'o Value),
    /// The query for the one node that is laid over the others.
    Copy(&'o str),
    Remove,
}

const OVERLAY_KEYS: &[&str] = &["overlay", "info", "extends", "actions"];

const INFO_KEYS: &[&str] = &["title", "version", "description"];

const ACTION_KEYS: &[&str] = &["target", "description", "update", "copy", "remove"];

/// Reads an overlay; `None` if it is none, or of a version that is not read.
pub(super) fn read<'o>(
    overlay: &'o Value,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<Overlay<'o>> {
    let mut reader = Reader { diagnostics };
    let place = Location::root(file);
    let object = reader.object(overlay, &place, "an overlay")?;
    let is_first_version = reader.version(object, &place)?;
    reader.unknown_keys(object, &place, OVERLAY_KEYS);
    match object.get("info") {
        None => reader.off_spec(
            &place,
            "the overlay has no `info`",
            "add `info` with a `title` and a `version`",
        ),
        Some(info) => {
            let place = place.child("info");
            if let Some(info) = reader.object(info, &place, "the `info` of an overlay") {
                reader.unknown_keys(info, &place, INFO_KEYS);
            }
        }
    }
    let list_place = place.child("actions");
    let Some(list) = object.get("actions") else {
        reader.missing(&place, "actions", "the overlay");
        return None;
    };
    let Some(list) = list.as_array() else {
        reader.wrong_type(&list_place, "`actions`", "an array of actions");
        return None;
    };
    if list.is_empty() {
        reader.off_spec(
            &list_place,
            "the overlay has no actions, so it changes nothing",
            "add an action, or take the overlay away",
        );
    }
    let actions = list.iter().enumerate();
    let actions = actions.filter_map(|(index, action)| {
        reader.action(
            action,
            list_place.child(&index.to_string()),
            is_first_version,
        )
    });
    Some(Overlay {
        is_first_version,
        actions: actions.collect(),
    })
}

struct Reader<'d> {
    diagnostics: &'d mut Diagnostics,
}

impl Reader<'_> {
    fn action<'o>(
        &mut self,
        action: &'o Value,
        place: Location,
        is_first_version: bool,
    ) -> Option<Action<'o>> {
        let object = self.object(action, &place, "an action")?;
        self.unknown_keys(object, &place, ACTION_KEYS);
        let target_place = place.child("target");
        let target = self.text(object, "target", &place);
        if target.is_none() && !object.contains_key("target") {
            self.missing(&place, "target", "the action");
        }
        let is_removal = match object.get("remove") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(remove)) => *remove,
            Some(_) => {
                self.wrong_type(&place.child("remove"), "`remove`", "`true` or `false`");
                return None;
            }
        };
        let update = object.get("update");
        let copy = object.get("copy").filter(|copy| !copy.is_null());
        let change = match (is_removal, update, copy) {
            (true, None, None) => Change::Remove,
            (true, _, _) => {
                let key = if update.is_some() { "update" } else { "copy" };
                self.off_spec(
                    Place::key(&place.child(key)),
                    &format!("`{key}` stands beside `remove: true`, which wins"),
                    "write two actions, or take one of them away",
                );
                Change::Remove
            }
            (false, Some(_), Some(_)) => {
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::OverlayAction,
                        "`update` and `copy` stand in one action, where neither has an effect",
                    )
                    .at(Place::key(&place.child("copy")), "beside `update`")
                    .and(Place::key(&place.child("update")), "beside `copy`")
                    .help("write two actions"),
                );
                return None;
            }
            (false, Some(update), None) => Change::Update(update),
            (false, None, Some(_)) => {
                if is_first_version {
                    self.off_spec(
                        Place::key(&place.child("copy")),
                        "`copy` came with version 1.1 of overlays; it is done all the same",
                        "say `overlay: 1.1.0`",
                    );
                }
                Change::Copy(self.text(object, "copy", &place)?)
            }
            (false, None, None) => {
                let has_remove = object.contains_key("remove");
                let message = "the action changes nothing: it says neither `update`, `copy` nor `remove: true`";
                let code = if has_remove {
                    Code::OffSpec
                } else {
                    Code::OverlayAction
                };
                self.diagnostics.push(
                    Diagnostic::new(code, message)
                        .at(&place, "this action")
                        .help("say what is laid over the target, or take the action away"),
                );
                return None;
            }
        };
        Some(Action {
            target: target?,
            place,
            target_place,
            change,
        })
    }

    /// Whether the overlay is of version 1.0; `None` if it is neither of that nor of 1.1.
    fn version(&mut self, overlay: &Map<String, Value>, place: &Location) -> Option<bool> {
        let here = place.child("overlay");
        let help = "versions 1.0 and 1.1 of the Overlay Specification are read: start the file with `overlay: 1.1.0`";
        let version = match overlay.get("overlay") {
            Some(Value::String(version)) => version.clone(),
            Some(Value::Number(number)) => {
                self.off_spec(
                    &here,
                    "`overlay` is a number where a text should be",
                    "write all three parts of the version, as in `overlay: 1.1.0`",
                );
                number.to_string()
            }
            Some(_) => {
                self.wrong_type(&here, "`overlay`", "a version such as `1.1.0`");
                return None;
            }
            None => {
                let message = match overlay.get("openapi").or(overlay.get("swagger")) {
                    Some(_) => "this is an OpenAPI document, and no overlay",
                    None => "the overlay does not say its version: `overlay` is missing",
                };
                let told = Diagnostic::new(Code::UnsupportedVersion, message);
                self.diagnostics.push(told.at(place, "").help(help));
                return None;
            }
        };
        let mut parts = version.trim().splitn(3, '.');
        match (parts.next(), parts.next()) {
            (Some("1"), Some("0")) => Some(true),
            (Some("1"), Some("1")) => Some(false),
            _ => {
                let message = format!("version `{version}` of overlays is not supported");
                let told = Diagnostic::new(Code::UnsupportedVersion, message);
                self.diagnostics
                    .push(told.at(&here, "this version").help(help));
                None
            }
        }
    }

    fn text<'o>(
        &mut self,
        object: &'o Map<String, Value>,
        key: &str,
        place: &Location,
    ) -> Option<&'o str> {
        let value = object.get(key)?;
        if value.as_str().is_none() {
            let what = "a JSONPath query, which is a text";
            self.wrong_type(&place.child(key), &format!("`{key}`"), what);
        }
        value.as_str()
    }

    fn object<'o>(
        &mut self,
        value: &'o Value,
        place: &Location,
        what: &str,
    ) -> Option<&'o Map<String, Value>> {
        if !value.is_object() {
            self.wrong_type(place, "this", &format!("{what}, which is an object"));
        }
        value.as_object()
    }

    fn wrong_type(&mut self, place: &Location, what: &str, expected: &str) {
        let told = Diagnostic::new(Code::WrongType, format!("{what} should be {expected}"));
        let help = "write it as the Overlay Specification has it";
        self.diagnostics.push(told.at(place, "").help(help));
    }

    fn missing(&mut self, place: &Location, key: &str, owner: &str) {
        self.diagnostics.push(
            Diagnostic::new(Code::MissingField, format!("{owner} has no `{key}`"))
                .at(place, format!("`{key}` is missing here"))
                .help(format!(
                    "add `{key}`; the Overlay Specification requires it"
                )),
        );
    }

    fn off_spec(&mut self, place: impl Into<Place>, message: &str, help: &str) {
        let told = Diagnostic::new(Code::OffSpec, message);
        self.diagnostics.push(told.at(place, "").help(help));
    }

    /// Warns about keys that the object does not have; extensions are free.
    fn unknown_keys(&mut self, object: &Map<String, Value>, place: &Location, known: &[&str]) {
        let keys = object.keys().map(String::as_str);
        for key in keys.filter(|key| !known.contains(key) && !key.starts_with("x-")) {
            let help = match closest(key, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("remove it, or call it `x-{key}` if it is meant as an extension"),
            };
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UnknownKey,
                    format!("the key `{key}` has no meaning here and is ignored"),
                )
                .at(Place::key(&place.child(key)), "unknown key")
                .help(help),
            );
        }
    }
}
