//! How much of the stack a value takes that nests so and so many levels.
//!
//! In: the frames of the types. Out: the most that reading any JSON of a number of levels can take, and the number of levels that fits.
//! What lies deeper is part of what lies above, so the levels are counted up from nothing.

use super::DEEPEST;
use super::frames::Frames;
use super::recursive::shapes;
use crate::layout::held;
use crate::layout::walk::depth_first;
use crate::model::{Model, Shape, TypeId, TypeKind};

/// No body is read more deeply than this: a union starts a read of its own, and the unions inside it share its bound.
const LAST: usize = 2 * DEEPEST;

/// What reading takes, by the number of levels and the type.
pub(super) struct Levels<'f> {
    frames: &'f Frames<'f>,
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
    /// Counts the levels up.
    pub fn new(model: &Model, frames: &'f Frames<'f>) -> Self {
        let all_steps: Vec<Vec<Step>> = model
            .types
            .iter()
            .enumerate()
            .map(|(index, definition)| {
                let is_union = matches!(definition.kind, TypeKind::Union(_));
                let is_placing = is_union || frames.spared.contains(&TypeId(index));
                let mut steps = steps(&definition.kind, is_placing, model, frames);
                steps.sort();
                // Of those that lead the same way, the last takes the most.
                steps.reverse();
                steps.dedup_by(|one, other| (one.levels, one.end) == (other.levels, other.end));
                steps
            })
            .collect();
        let order = order(model);
        let longest = all_steps.iter().flatten().map(|step| step.levels).max();
        let longest = longest.unwrap_or_default() + 1;
        let mut levels = Self {
            frames,
            taken: Vec::new(),
        };
        let mut alike = 0;
        // Where no type takes more than one level before, as often as the longest step, none ever will.
        while levels.taken.len() <= LAST && alike <= longest {
            let level = levels.taken.len();
            levels.taken.push(vec![frames.scalar(); model.types.len()]);
            for index in &order {
                let Some(definition) = model.types.get(*index) else {
                    continue;
                };
                let steps = all_steps.get(*index).map(Vec::as_slice).unwrap_or_default();
                let taken = levels.of_type(TypeId(*index), &definition.kind, steps, level);
                if let Some(slot) = levels.taken.last_mut().and_then(|row| row.get_mut(*index)) {
                    *slot = taken;
                }
            }
            let before = level
                .checked_sub(1)
                .and_then(|before| levels.taken.get(before));
            let is_alike = before == levels.taken.last();
            alike = if is_alike { alike + 1 } else { 0 };
        }
        levels
    }

    /// How many levels of a shape take no more than this; `None` if all that can be read do. `is_placed` says whether it is read to its
    /// place.
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
            (TypeKind::Object(_), Some(below)) => {
                self.frames.around(id) + inside(below).max(self.frames.made(id))
            }
            (TypeKind::Union(_), _) => {
                // What is of no variant is kept as JSON.
                self.frames.around(id) + inside(levels).max(self.of_json(levels))
            }
            (TypeKind::Object(_) | TypeKind::OpenEnum(_), _) => self.frames.scalar(),
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
                let row = self.taken.get(below).or(self.taken.last());
                row.and_then(|row| row.get(index))
                    .copied()
                    .unwrap_or_default()
            }
        };
        step.around + end.max(step.after)
    }

    fn of_json(&self, levels: usize) -> usize {
        self.frames.scalar() + self.frames.json() * levels.min(DEEPEST)
    }
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

/// The way to the values inside a shape. `is_placing` says whether what has the shape reads to its place what
/// can be read so.
fn step(shape: &Shape, is_placing: bool, model: &Model, frames: &Frames<'_>) -> Step {
    let inner = shape.named().filter(|id| frames.spared.contains(id));
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

/// The types in an order in which a union comes after those that its JSON may be of: structs, which take their members' levels from those
/// below, then unions. A list or a map around a variant is a level, so what it leads to is below as well.
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
    order
}
