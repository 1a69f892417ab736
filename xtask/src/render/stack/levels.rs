//! How much of the stack a value takes that nests so and so many levels.
//!
//! In: the frames of the types. Out: the most that reading any JSON of a number of levels can take,
//! and the number of levels that fits. What lies deeper is part of what lies above, so the levels
//! are counted up from nothing. Most types lead to no more than a few levels of others, beyond
//! which they take no more.

use super::DEEPEST;
use super::frames::Frames;
use super::recursive::{Recursive, shapes};
use crate::layout::held;
use crate::layout::walk::depth_first;
use crate::model::{Model, Shape, TypeId, TypeKind};

/// No body is read more deeply than this: a union starts a read of its own, and the unions inside
/// it share its bound.
const LAST: usize = 2 * DEEPEST;

/// What reading takes.
pub(super) struct Levels<'f> {
    frames: &'f Frames<'f>,
    /// For each type what its values take, by the number of levels; with more levels than are
    /// listed, as much as with the last.
    taken: Vec<Vec<usize>>,
}

/// The way from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    /// How many lists and maps are between them.
    levels: usize,
    /// Where it leads.
    end: End,
    /// What is between them takes so much.
    around: usize,
    /// What comes after the value inside takes so much.
    after: usize,
}

/// Where a step leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Type(TypeId),
    Json,
    Scalar,
}

impl<'f> Levels<'f> {
    /// Counts the levels up for one circle of types after the other: what a circle leads to comes
    /// before it.
    pub fn new(model: &Model, frames: &'f Frames<'f>, recursive: &Recursive) -> Self {
        let mut levels = Self {
            frames,
            taken: vec![Vec::new(); model.types.len()],
        };
        let order = order(model);
        for component in &recursive.components {
            let mut types = Vec::new();
            for id in component {
                if let Some(definition) = model.definition(*id) {
                    let steps = distinct_steps(*id, &definition.kind, model, frames);
                    types.push((*id, &definition.kind, steps));
                }
            }
            types.sort_by_key(|(id, ..)| order.get(id.0));
            let last = match types.as_slice() {
                [(id, kind, steps)] if !recursive.contains(*id) => levels.last_of(kind, steps),
                _ => LAST,
            };
            for level in 0..=last {
                for (id, ..) in &types {
                    levels.set(*id, level, frames.scalar());
                }
                for (id, kind, steps) in &types {
                    let taken = levels.of_type(*id, kind, steps, level);
                    levels.set(*id, level, taken);
                }
            }
        }
        levels
    }

    fn set(&mut self, id: TypeId, level: usize, taken: usize) {
        if let Some(row) = self.taken.get_mut(id.0) {
            row.truncate(level);
            row.push(taken);
        }
    }

    /// A number of levels beyond which a type takes no more, by what is known of the types that it
    /// leads to.
    fn last_of(&self, kind: &TypeKind, steps: &[Step]) -> usize {
        let ends = steps.iter().map(|step| match step.end {
            End::Scalar => step.levels,
            End::Json => step.levels + DEEPEST,
            End::Type(TypeId(index)) => step.levels + self.taken.get(index).map_or(0, Vec::len),
        });
        // What is of no variant of a union is kept as JSON.
        let own = matches!(kind, TypeKind::Union(_)).then_some(DEEPEST);
        (1 + ends.chain(own).max().unwrap_or_default()).min(LAST)
    }

    /// How many levels of a shape take no more than this; `None` if all that can be read do.
    /// `is_placed` says whether it is read to its place.
    pub fn fitting(
        &self,
        shape: &Shape,
        is_placed: bool,
        model: &Model,
        most: usize,
    ) -> Option<usize> {
        let step = step(shape, is_placed, model, self.frames);
        let fits = |levels: &usize| self.frames.base() + self.of_step(&step, *levels) <= most;
        if fits(&LAST) {
            return None;
        }
        Some((0..LAST).take_while(fits).last().unwrap_or_default())
    }

    fn of_type(&self, id: TypeId, kind: &TypeKind, steps: &[Step], levels: usize) -> usize {
        let inside = |levels: usize| {
            let inside = steps.iter().map(|step| self.of_step(step, levels));
            inside.max().unwrap_or_default()
        };
        match (kind, levels.checked_sub(1)) {
            (TypeKind::Object(_) | TypeKind::Tuple(_), Some(below)) => {
                self.frames.around(id) + inside(below).max(self.frames.made(id))
            }
            (TypeKind::Union(_), _) => {
                // What is of no variant is kept as JSON.
                self.frames.around(id) + inside(levels).max(self.of_json(levels))
            }
            (TypeKind::Object(_) | TypeKind::Tuple(_) | TypeKind::OpenEnum(_), _) => {
                self.frames.scalar()
            }
        }
    }

    fn of_step(&self, step: &Step, levels: usize) -> usize {
        let Some(below) = levels.checked_sub(step.levels) else {
            return step.around + step.after;
        };
        let end = match step.end {
            End::Scalar => self.frames.scalar(),
            End::Json => self.of_json(below),
            End::Type(TypeId(index)) => {
                let row = self.taken.get(index);
                let taken = row.and_then(|row| row.get(below).or(row.last()));
                taken.copied().unwrap_or_default()
            }
        };
        step.around + end.max(step.after)
    }

    fn of_json(&self, levels: usize) -> usize {
        self.frames.scalar() + self.frames.json() * levels.min(DEEPEST)
    }
}

/// The ways to the values inside a type. Of those that lead to the same in the same number of
/// levels, the one that takes the most.
fn distinct_steps(id: TypeId, kind: &TypeKind, model: &Model, frames: &Frames<'_>) -> Vec<Step> {
    let is_placing = matches!(kind, TypeKind::Union(_)) || frames.spared.contains(&id);
    let mut steps = steps(kind, is_placing, model, frames);
    steps.sort();
    steps.reverse();
    steps.dedup_by(|one, other| (one.levels, one.end) == (other.levels, other.end));
    steps
}

/// The ways to the values inside a type.
fn steps(kind: &TypeKind, is_placing: bool, model: &Model, frames: &Frames<'_>) -> Vec<Step> {
    let (object, listed) = match kind {
        TypeKind::Object(object) => {
            let fields = object.fields.iter().map(|field| &field.shape);
            (Some(object), fields.collect())
        }
        other => (None, shapes(other)),
    };
    let listed = listed.into_iter();
    let mut steps: Vec<Step> = listed
        .map(|shape| step(shape, is_placing, model, frames))
        .collect();
    if let Some((_, shape)) = object.and_then(|object| object.additional.as_ref()) {
        // The values of a map, which the object is itself.
        let mut step = step(
            &Shape::Map(Box::new(shape.clone())),
            is_placing,
            model,
            frames,
        );
        step.levels -= 1;
        steps.push(step);
        if !is_placing {
            // Derived code keeps them as free-form JSON first.
            steps.push(Step {
                levels: 0,
                end: End::Json,
                around: 0,
                after: 0,
            });
        }
    }
    steps
}

/// The way to the values inside a shape. `is_placing` says whether what has the shape reads to its
/// place what can be read so.
fn step(shape: &Shape, is_placing: bool, model: &Model, frames: &Frames<'_>) -> Step {
    let inner = shape.named().filter(|_| shape.in_text().is_none());
    let inner = inner.filter(|id| frames.spared.contains(id));
    let inner = inner.and_then(|id| model.definition(id));
    let is_struct = inner.is_some_and(|one| matches!(one.kind, TypeKind::Object(_)));
    let is_placed = is_placing && is_struct;
    let mut step = Step {
        levels: 0,
        end: End::Scalar,
        around: if is_placed {
            0
        } else {
            frames.handed_up(shape)
        },
        after: 0,
    };
    let mut shape = shape;
    loop {
        shape = match shape {
            Shape::Nullable(inner) => inner,
            // What is in a string counts with what is around it.
            Shape::JsonText(inner, _) => {
                step.around += frames.json_text(inner);
                inner
            }
            Shape::List(inner) => {
                step.levels += 1;
                step.around += frames.list(inner, is_placed);
                inner
            }
            Shape::Map(inner) => {
                step.levels += 1;
                step.around += frames.map(inner, is_placed);
                step.after = step.after.max(frames.put_into_map(inner));
                inner
            }
            Shape::Named(id) => {
                step.end = End::Type(*id);
                return step;
            }
            Shape::Json | Shape::JsonObject => {
                step.end = End::Json;
                return step;
            }
            _ => return step,
        };
    }
}

/// The place of each type in an order in which a union comes after those that its JSON may be of:
/// structs, which take their members' levels from those below, then unions. A list or a map around
/// a variant is a level, so what it leads to is below as well.
fn order(model: &Model) -> Vec<usize> {
    let union = |index: usize| match &model.types.get(index)?.kind {
        TypeKind::Union(union) => Some(union),
        _ => None,
    };
    let walk = depth_first(model.types.len(), |index| {
        let variants = union(index).into_iter().flat_map(|union| &union.variants);
        let same = variants.map(|variant| held(&variant.shape));
        same.map(|same| same.map(|TypeId(inner)| inner)).collect()
    });
    let finished = walk.finished.into_iter();
    let (unions, mut order): (Vec<usize>, Vec<usize>) =
        finished.partition(|index| union(*index).is_some());
    order.extend(unions);
    let mut places = vec![0; order.len()];
    for (place, index) in order.into_iter().enumerate() {
        if let Some(slot) = places.get_mut(index) {
            *slot = place;
        }
    }
    places
}
