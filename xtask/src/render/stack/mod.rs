//! What a body takes of the stack of the thread that decodes it.
//!
//! In: the model and the layout of its types. Out: the types that are written so as to spare the
//! stack, and how deeply the body of each event may nest. A body of a kilobyte can nest a hundred
//! values, and a thread that comes to the end of its stack ends the process; so this is settled
//! here, where the types are known. It knows no Rust syntax.

mod frames;
mod levels;
mod recursive;

use std::collections::BTreeSet;

use self::frames::Frames;
use self::levels::Levels;
use self::recursive::Recursive;
use crate::layout::Layout;
use crate::model::{ByEvent, EventId, Model, Shape, TypeId, TypeKind};

/// How deeply a body with types that hold others of their kind may nest where nothing else bounds
/// it: as deeply as `serde_json` reads one text.
const DEEPEST: usize = 127;

/// What the frames of a body may take: less than half of the 2 MiB that threads of the standard
/// library have, and workers of Tokio. Frames are counted as those of a debug build, the largest
/// there are, and no smaller than they are.
const MOST: usize = 896 << 10;

/// What the frames below and those of a body may take together.
const MOST_WITH_CALLERS: usize = 1792 << 10;

/// What the function that hands an event to its handler takes for each event of the group: a
/// payload that is in no box, twice.
const EVENT: usize = 96;

/// What a body may take however many events there are.
const LEAST: usize = 256 << 10;

/// The largest frame that a struct may have whose code serde derives: the first of these with which
/// bodies may nest most deeply.
const LARGEST: [usize; 6] = [96 << 10, 32 << 10, 16 << 10, 8 << 10, 4 << 10, 0];

/// How the types of a crate spare the stack.
#[derive(Default)]
pub(crate) struct Stack {
    spared: BTreeSet<TypeId>,
    events: ByEvent<Option<usize>>,
    parameters: Vec<Vec<Option<usize>>>,
}

impl Stack {
    /// Settles how each type is written and how deeply each body may nest.
    pub fn new(model: &Model, layout: &Layout) -> Self {
        let recursive = Recursive::new(&model.types);
        let mut best: Option<(usize, Self)> = None;
        for largest in LARGEST {
            let (short, stack) = Self::with_largest(largest, model, layout, &recursive);
            if best.as_ref().is_none_or(|(before, _)| short < *before) {
                best = Some((short, stack));
            }
            if short == 0 {
                break;
            }
        }
        best.map(|(_, stack)| stack).unwrap_or_default()
    }

    /// The structs whose members are gathered on the heap, and the unions that read each variant in
    /// a function of its own.
    pub fn spares(&self, id: TypeId) -> bool {
        self.spared.contains(&id)
    }

    /// Whether a shape holds what spares the stack, as it is or in options, lists and maps.
    pub fn nests(&self, shape: &Shape) -> bool {
        // What a string holds is read on its own.
        let named = shape.named().filter(|_| shape.in_text().is_none());
        named.is_some_and(|id| self.spares(id))
    }

    /// Whether a shape holds structs whose members are gathered on the heap, likewise.
    pub fn nests_structs(&self, shape: &Shape, model: &Model) -> bool {
        let id = shape.named().filter(|_| self.nests(shape));
        let definition = id.and_then(|id| model.definition(id));
        definition.is_some_and(|one| matches!(one.kind, TypeKind::Object(_)))
    }

    /// Whether a payload of this shape is read to its place: what holds it is small, whatever is in
    /// it.
    pub fn is_placed(&self, payload: &Shape, model: &Model) -> bool {
        !matches!(payload, Shape::Nullable(_)) && self.nests_structs(payload, model)
    }

    /// How deeply the body of an event may nest; `None` where that need not be checked.
    pub fn most_nested(&self, event: EventId) -> Option<usize> {
        self.events[event]
    }

    /// How deeply the JSON in a parameter may nest, by its set and place; `None` where that need
    /// not be checked.
    pub fn most_nested_in_parameter(&self, set: usize, at: usize) -> Option<usize> {
        self.parameters.get(set)?.get(at).copied().flatten()
    }

    /// The same for structs whose derived code has no larger frame than this; with it, how many
    /// levels all bodies together are short of those that JSON is read.
    fn with_largest(
        largest: usize,
        model: &Model,
        layout: &Layout,
        recursive: &Recursive,
    ) -> (usize, Self) {
        let frames = Frames::new(largest, model, layout, recursive);
        let levels = Levels::new(model, &frames, recursive);
        let callers = EVENT * model.events().count();
        let most = MOST_WITH_CALLERS.saturating_sub(callers);
        let most = most.clamp(LEAST, MOST);
        let mut short = 0;
        let mut bound = |shape: &Shape, is_placed: bool| {
            let fitting = levels.fitting(shape, is_placed, model, most);
            let bound = fitting.map_or(DEEPEST, |levels| levels.min(DEEPEST));
            short += DEEPEST - bound;
            let is_needed = recursive.reaches(shape) || fitting.is_some();
            is_needed.then_some(bound)
        };
        let events = ByEvent::new(model, |event| {
            let is_decoded = event.body.decodes();
            // An option of a struct is handed up.
            let is_placed = !matches!(event.payload, Shape::Nullable(_));
            is_decoded
                .then(|| bound(&event.payload, is_placed))
                .flatten()
        });
        let parameters = model.parameter_sets.iter().map(|set| {
            let fields = set.fields.iter();
            // serde reads what is in a parameter, and hands it up.
            fields.map(|field| bound(&field.shape, false)).collect()
        });
        let parameters = parameters.collect();
        let spared = frames.spared;
        let stack = Self {
            spared,
            events,
            parameters,
        };
        (short, stack)
    }
}
