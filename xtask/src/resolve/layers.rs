//! Nodes that are written in part elsewhere: a `$ref`, with or without other keys beside it.
//!
//! In: a location. Out: that location and those that references lead to from there, in order. It
//! does not judge what the keys of one mean for those of another.

use super::report::cycle;
use super::{Resolver, reference};
use crate::diagnostic::{Code, Diagnostic};
use crate::place::Location;

/// What is said of one thing in several places.
#[derive(Debug, Clone)]
pub struct LayeredNode {
    /// The node itself first, then what its `$ref` names, and so on.
    pub locations: Vec<Location>,
    /// What is to be said where the last of them refers to another machine.
    pub remote: Option<Diagnostic>,
}

impl Resolver<'_> {
    /// The node at a location and those that it refers to, nearest first, whatever stands beside
    /// each `$ref`: what is said nearer adds to what is said farther away, and wins over it.
    ///
    /// # Errors
    /// As for [`target`](Self::target), the reference at fault being labelled. A reference to
    /// another machine is no error: it ends the way.
    pub fn layers(&self, location: &Location) -> Result<LayeredNode, Diagnostic> {
        let mut passed: Vec<Location> = Vec::new();
        let mut current = location.clone();
        loop {
            if passed.contains(&current) {
                return Err(cycle(&passed, &current));
            }
            let next =
                reference(self.value(&current)).map(|reference| self.target(reference, &current));
            passed.push(current);
            let remote = match next {
                Some(Ok(next)) => {
                    current = next;
                    continue;
                }
                Some(Err(diagnostic)) if diagnostic.code == Code::RemoteReference => {
                    Some(diagnostic)
                }
                Some(Err(diagnostic)) => return Err(diagnostic),
                None => None,
            };
            return Ok(LayeredNode {
                locations: passed,
                remote,
            });
        }
    }
}
