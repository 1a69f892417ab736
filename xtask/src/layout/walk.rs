//! A walk through what leads to one another, such as types that hold types.
//!
//! In: how many nodes there are, and where each leads. Out: the order in which the walk has done
//! with them, and the steps that close a circle. It has a stack of its own: documents nest more
//! deeply than threads do.

/// What a walk has met.
#[derive(Default)]
pub(crate) struct Walk {
    /// All nodes, each after those that it leads to; but for the steps that close a circle.
    pub finished: Vec<usize>,
    /// The steps that lead back to a node on the way to them: the node that each starts from, and
    /// its place among those of the node.
    pub closing: Vec<(usize, usize)>,
}

/// How far the walk has come with a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Ahead,
    Open,
    Done,
}

/// Walks through so many nodes in their order, depth first. `steps` says where each step of a node
/// leads, if anywhere.
pub(crate) fn depth_first(count: usize, steps: impl Fn(usize) -> Vec<Option<usize>>) -> Walk {
    let mut walk = Walk::default();
    let mut states = vec![State::Ahead; count];
    for start in 0..count {
        let mut path = Vec::new();
        let mut ahead = Some(start);
        loop {
            if let Some(node) = ahead.take()
                && let Some(state @ State::Ahead) = states.get_mut(node)
            {
                *state = State::Open;
                path.push((node, steps(node).into_iter().enumerate()));
            }
            let Some((node, rest)) = path.last_mut() else {
                break;
            };
            match rest.next() {
                Some((at, Some(next))) if states.get(next) == Some(&State::Open) => {
                    walk.closing.push((*node, at));
                }
                Some((_, next)) => ahead = next,
                None => {
                    if let Some(state) = states.get_mut(*node) {
                        *state = State::Done;
                    }
                    walk.finished.push(*node);
                    path.pop();
                }
            }
        }
    }
    walk
}

#[cfg(test)]
mod tests {
    use super::depth_first;

    #[test]
    fn what_is_led_to_is_done_first_and_circles_are_told_by_the_step_that_closes_them() {
        let steps = [
            vec![None, Some(2), Some(1)],
            vec![Some(2)],
            vec![Some(3)],
            vec![Some(2), None, Some(3)],
        ];
        let walk = depth_first(steps.len(), |node| steps[node].clone());
        assert_eq!(walk.finished, [3, 2, 1, 0]);
        assert_eq!(walk.closing, [(3, 0), (3, 2)]);
    }

    #[test]
    fn a_long_way_takes_no_stack() {
        let walk = depth_first(1_000_000, |node| vec![(node < 999_999).then_some(node + 1)]);
        assert_eq!(walk.finished.first(), Some(&999_999));
    }
}
