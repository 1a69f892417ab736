//! The way to a type that nobody named: the words that its name is made of.
//!
//! In: for each place that holds the type, what people named around it, and the members and variants
//! from there. Out: one way, made of what they have in common, and the names that follow from it,
//! shortest first. It may not know what else is in the document: a name must not change for it.

use std::collections::BTreeSet;

use super::plurals::singular;
use crate::ident::camel_words;

/// What stands in a step behind the name of a list: one of its items.
pub(super) const ONE_OF: &str = "[]";

/// The word for an item of a list whose name is no plural.
pub(super) const ITEM: &str = "Item";

/// The word behind a name that is not made longer by saying the same again.
const VALUE: &str = "Value";

/// How many words a name has beside the head: a member of one word says little without the one
/// around it.
const LEAST: usize = 2;

/// How many steps back from the end a name is made longer before it has all of them.
const LONGER: usize = 3;

/// From what people named to a type.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Way {
    /// The nearest name that people gave.
    pub head: String,
    /// The head with the word that every payload has: it is needed inside a payload only where the
    /// names without it are taken.
    pub whole_head: String,
    /// The members and variants from there to the type. What is in a list is `Events[]`.
    pub steps: Vec<String>,
}

impl Way {
    /// The way to what a name stands for.
    pub fn to(head: &(impl AsRef<str> + ?Sized)) -> Self {
        Self {
            head: head.as_ref().to_owned(),
            whole_head: head.as_ref().to_owned(),
            steps: Vec::new(),
        }
    }

    /// The same, for what is inside a payload that nobody named.
    pub fn within(self) -> Self {
        let bare = match self.steps.as_slice() {
            [] => self
                .head
                .strip_suffix("Payload")
                .filter(|bare| !bare.is_empty()),
            _ => None,
        };
        match bare {
            Some(bare) => Self {
                head: bare.to_owned(),
                ..self
            },
            None => self,
        }
    }

    /// The way to a member of what this one leads to.
    pub fn then(&self, step: &str) -> Self {
        let mut way = self.clone();
        way.steps.push(step.to_owned());
        way
    }

    /// The way to what is inside a list or a map of this one.
    pub fn followed_by(mut self, word: &str) -> Self {
        match self.steps.last_mut() {
            Some(step) if word == ITEM => step.push_str(ONE_OF),
            Some(step) => step.push_str(word),
            None => {
                self.head.push_str(word);
                self.whole_head.push_str(word);
            }
        }
        self
    }

    /// What several ways to one type have in common: the words that all begin with and those that
    /// all end with. Where these say too little, one of them speaks for all.
    ///
    /// `group` is what the ways are called together, if they are all of one group.
    pub fn shared(ways: &BTreeSet<Self>, group: Option<&str>) -> Self {
        let Some(first) = Self::shortest(ways) else {
            return Self::default();
        };
        if ways.len() == 1 {
            return first.clone();
        }
        let heads: BTreeSet<&str> = ways.iter().map(|way| way.head.as_str()).collect();
        let from_end = |step: usize| {
            let of = |way: &Self| way.steps.iter().rev().nth(step).cloned();
            let own = of(first)?;
            ways.iter()
                .all(|way| of(way).as_ref() == Some(&own))
                .then_some(own)
        };
        let mut steps: Vec<String> = (0..).map_while(from_end).collect();
        steps.reverse();
        // Where the ways part, they may still end alike: `billing_address`, `home_address`.
        let parting: BTreeSet<&str> = ways
            .iter()
            .filter_map(|way| way.steps.iter().rev().nth(steps.len()))
            .map(String::as_str)
            .collect();
        if parting.len() > 1 && ways.iter().all(|way| way.steps.len() > steps.len()) {
            let (_, end) = common(&parting, true);
            if !end.is_empty() {
                steps.insert(0, end);
            }
        }
        let are_like = ways.iter().all(|way| way.steps.len() == steps.len());
        let (begin, end) = common(&heads, are_like);
        let begin = match group {
            Some(group) if begin.is_empty() && first.steps.is_empty() => group.to_owned(),
            _ => begin,
        };
        let is_enough = !begin.is_empty() && (!steps.is_empty() || !end.is_empty());
        if is_enough || heads.len() == 1 && !steps.is_empty() {
            let head = begin + &end;
            return Self {
                whole_head: head.clone(),
                head,
                steps,
            };
        }
        first.clone()
    }

    /// The way that speaks for all, where they have too little in common: one with the fewest steps.
    pub fn shortest<'w>(ways: impl IntoIterator<Item = &'w Self>) -> Option<&'w Self> {
        let ways = ways.into_iter();
        ways.min_by_key(|way| (way.steps.len(), *way))
    }

    /// The names that follow from the way, shortest first.
    ///
    /// An item is called by the singular of its list first. Words are said twice only where nothing
    /// else is left.
    pub fn names(&self) -> Vec<String> {
        let Some(least) = self.fewest() else {
            return vec![self.whole_head.clone()];
        };
        let (singular, plain) = (self.steps_as(true), self.steps_as(false));
        let all = self.steps.len();
        let mut names = Vec::new();
        for count in (least..all).take(LONGER).chain([all]) {
            names
                .extend([&singular, &plain].map(|steps| joined(&self.head, &steps[all - count..])));
        }
        let whole = joined(&self.whole_head, &plain);
        let doubled = [&self.head, &self.whole_head].map(|head| head.clone() + &plain.concat());
        names.push(whole.clone());
        if !names.contains(&doubled[0]) || whole != doubled[1] {
            names.push(whole + VALUE);
        }
        names.extend(doubled);
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    /// Whether the shortest name leaves out a word that the head and the steps have in common, or
    /// is the singular of a member's name.
    pub fn is_shortened(&self) -> bool {
        let from = self.steps.len() - self.fewest().unwrap_or_default();
        let plain = self.steps_as(false)[from..].concat();
        joined(&self.head, &self.steps_as(true)[from..]) != self.head.clone() + &plain
    }

    /// The steps as they are in names: of a list with a plural name, an item is called by the
    /// singular, if that is asked for.
    fn steps_as(&self, by_singular: bool) -> Vec<String> {
        let steps = self.steps.iter();
        steps.map(|step| step_as(step, by_singular)).collect()
    }

    /// How many steps, counted from the end, have enough words.
    fn fewest(&self) -> Option<usize> {
        let mut words = 0;
        let enough = self.steps.iter().rev().position(|step| {
            words += camel_words(&step_as(step, false)).len();
            words >= LEAST
        });
        let enough = enough.map_or(self.steps.len(), |steps| steps + 1);
        (enough > 0).then_some(enough)
    }
}

/// A step as it is in a name.
fn step_as(step: &str, by_singular: bool) -> String {
    let mut parts = step.split(ONE_OF);
    let mut name = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match singular(&name).filter(|_| by_singular) {
            Some(one) => name = one,
            None if by_singular && name.ends_with(ITEM) => {}
            None => name.push_str(ITEM),
        }
        name.push_str(part);
    }
    name
}

/// A head with steps behind it, without the words that a step begins with and what is before it
/// ends with: `Amount` and `AmountType` is `AmountType`.
fn joined(head: &str, steps: &[String]) -> String {
    let mut name = head.to_owned();
    for step in steps {
        let words = camel_words(step);
        let before = camel_words(&name);
        let doubled = (1..=words.len())
            .rev()
            .find(|count| before.ends_with(&words[..*count]));
        name.extend(words.into_iter().skip(doubled.unwrap_or_default()));
    }
    name
}

/// The words that all names begin with, and, if that is asked for, those that all end with.
fn common(names: &BTreeSet<&str>, both: bool) -> (String, String) {
    let words: Vec<Vec<String>> = names.iter().map(|name| camel_words(name)).collect();
    let Some(first) = words.first() else {
        return Default::default();
    };
    if words.len() == 1 {
        return (first.concat(), String::new());
    }
    let shortest = words.iter().map(Vec::len).min().unwrap_or_default();
    let begin = (0..shortest)
        .take_while(|at| words.iter().all(|words| words[*at] == first[*at]))
        .count();
    let end = (0..shortest - begin)
        .take_while(|at| {
            let from_end = |words: &[String]| words[words.len() - 1 - at].clone();
            both && words.iter().all(|words| from_end(words) == from_end(first))
        })
        .count();
    (first[..begin].concat(), first[first.len() - end..].concat())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Way;

    /// A way, written as `Head Step Step`.
    fn way(text: &str) -> Way {
        let mut words = text.split(' ').map(str::to_owned);
        let head = words.next().unwrap_or_default();
        words.fold(Way::to(&head), |way, step| way.then(&step))
    }

    fn shared(texts: &[&str]) -> Vec<String> {
        let ways: BTreeSet<Way> = texts.iter().map(|text| way(text)).collect();
        Way::shared(&ways, None).names()
    }

    #[test]
    fn a_name_has_as_few_steps_as_say_enough() {
        let names = |text: &str| way(text).names();
        assert_eq!(names("Order"), ["Order"]);
        assert_eq!(names("Order State"), ["OrderState"]);
        assert_eq!(
            names("Order Customer BillingAddress"),
            ["OrderBillingAddress", "OrderCustomerBillingAddress"]
        );
        assert_eq!(
            names("Order Customer Card Type"),
            ["OrderCardType", "OrderCustomerCardType"]
        );
    }

    #[test]
    fn words_are_not_doubled() {
        let best = |text: &str| way(text).names()[0].clone();
        assert_eq!(best("Amount AmountType"), "AmountType");
        assert_eq!(
            best("Package PackageVersion Release"),
            "PackageVersionRelease"
        );
        assert_eq!(
            way("DeliveryStatus Status").names(),
            [
                "DeliveryStatus",
                "DeliveryStatusValue",
                "DeliveryStatusStatus"
            ]
        );
        assert_eq!(best("Account AccountHolderId"), "AccountHolderId");
        assert!(way("Amount AmountType").is_shortened());
        assert!(!way("Amount Type").is_shortened());
    }

    #[test]
    fn an_item_is_called_by_the_singular_of_its_list() {
        let names = |text: &str| way(text).names();
        assert_eq!(names("Order Events[]"), ["OrderEvent", "OrderEventsItem"]);
        assert_eq!(names("Order Data[]"), ["OrderDataItem"]);
        assert_eq!(names("Order SalesItem"), ["OrderSalesItem"]);
        assert_eq!(
            names("Order Events[] State"),
            ["OrderEventState", "OrderEventsItemState"]
        );
        assert_eq!(names("Order LineItem[]")[0], "OrderLineItem");
        assert_eq!(names("Order Rows[][]")[0], "OrderRowItem");
        assert!(way("Order Events[]").is_shortened());
        assert!(!way("Order Data[]").is_shortened());
    }

    #[test]
    fn what_is_shared_is_named_after_the_beginning_and_the_end() {
        assert_eq!(
            shared(&[
                "HookBatchLost Object",
                "HookBatchSent Object",
                "HookCall Object"
            ]),
            ["HookObject"]
        );
        assert_eq!(
            shared(&["HookLiveCallCame Data", "HookPastCallCame Data"]),
            ["HookCallCameData"]
        );
        assert_eq!(
            shared(&["OrderMadePayload", "OrderLostPayload"]),
            ["OrderPayload"]
        );
        assert_eq!(
            shared(&["Order BillingAddress", "Order HomeAddress"]),
            ["OrderAddress"]
        );
        assert_eq!(
            shared(&["Order Old Card State", "Order New Card State"]),
            ["OrderCardState"]
        );
    }

    #[test]
    fn where_too_little_is_common_one_speaks_for_all() {
        assert_eq!(shared(&["Parcel Owner", "Order Owner"]), ["OrderOwner"]);
        assert_eq!(shared(&["Order Owner", "Parcel Owner"]), ["OrderOwner"]);
        let ways = ["CreatedPayload", "DeletedPayload"].map(way);
        let named = Way::shared(&ways.into(), Some("Orders")).names();
        assert_eq!(named, ["OrdersPayload"]);
    }
}
