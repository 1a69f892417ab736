//! The states of deliveries against a model of them, by random steps; and that the test finds a store
//! that lets a stale lease finish.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use webhook_inbox::{
    Claimed, DeadKind, Death, DedupKey, DeliveryId, Details, Filter, Finding, Held, InboxError,
    Lease, MemoryStore, OnDead, Order, Page, Pass, Pending, Purged, Receipt, Rescued, Retention,
    Retry, State, Stats, Store, Stored, Summary, Verdict, Wanted,
};
use webhook_runtime::receiver::Clock;

const SOURCE: &str = "vendor";
const LEASE: Duration = Duration::from_secs(10);
const ATTEMPTS: u32 = 3;

#[derive(Clone, Debug)]
enum Step {
    /// A delivery of this number, in one of two queues or in none.
    Receive(u8, u8),
    Claim(u32),
    /// Finishes by one of the leases that were ever given.
    Finish(u8, u8),
    Renew(u8),
    Pass(u64),
    Rescue,
    Replay(u8),
    Discard(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0..12_u8, 0..3_u8).prop_map(|(number, queue)| Step::Receive(number, queue)),
        4 => (1..4_u32).prop_map(Step::Claim),
        4 => (any::<u8>(), 0..4_u8).prop_map(|(lease, verdict)| Step::Finish(lease, verdict)),
        1 => any::<u8>().prop_map(Step::Renew),
        2 => (0..15_000_u64).prop_map(Step::Pass),
        2 => Just(Step::Rescue),
        1 => any::<u8>().prop_map(Step::Replay),
        1 => any::<u8>().prop_map(Step::Discard),
    ];
    prop::collection::vec(step, 1..60)
}

/// What is known of a delivery.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    state: State,
    attempts: u32,
    lease_no: i64,
    until: u64,
    queue: Option<u8>,
}

/// What must hold, worked out apart from any store.
#[derive(Default)]
struct Model {
    now: u64,
    known: BTreeMap<DeliveryId, Known>,
    numbers: BTreeMap<u8, DeliveryId>,
}

impl Model {
    fn holds(queue: Option<u8>) -> bool {
        queue == Some(1)
    }

    fn is_head(one: &Known) -> bool {
        let is_dead = one.state == State::Dead && Self::holds(one.queue);
        matches!(one.state, State::Ready | State::Leased) || is_dead
    }

    /// Brings every queue to its rule: one head, or nothing that waits.
    fn settle(&mut self) {
        for queue in [0, 1] {
            let mut of_queue = self
                .known
                .values_mut()
                .filter(|one| one.queue == Some(queue));
            if of_queue.any(|one| Self::is_head(one)) {
                continue;
            }
            let mut of_queue = self
                .known
                .values_mut()
                .filter(|one| one.queue == Some(queue));
            if let Some(first) = of_queue.find(|one| one.state == State::Waiting) {
                first.state = State::Ready;
            }
        }
    }

    fn enter(&mut self, id: DeliveryId) {
        let queue = self.known[&id].queue;
        let mut others = self.known.iter().filter(|(other, _)| **other != id);
        let is_behind = queue.is_some()
            && others.any(|(_, one)| {
                one.queue == queue && (Self::is_head(one) || one.state == State::Waiting)
            });
        let was_head = Self::is_head(&self.known[&id]);
        let one = self.known.get_mut(&id).unwrap();
        one.attempts = 0;
        one.state = if is_behind && !was_head {
            State::Waiting
        } else {
            State::Ready
        };
    }

    fn holds_lease(&self, lease: Lease) -> bool {
        let one = self.known.get(&lease.id);
        one.is_some_and(|one| one.state == State::Leased && one.lease_no == lease.lease_no)
    }

    fn set(&mut self, id: DeliveryId, state: State) {
        self.known.get_mut(&id).unwrap().state = state;
        self.settle();
    }
}

fn retry() -> Retry {
    let retry = Retry::default()
        .with_first(Duration::ZERO)
        .with_longest(Duration::ZERO);
    retry.with_attempts(ATTEMPTS)
}

async fn check(store: &dyn Store, time: &AtomicU64, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut model = Model::default();
    let mut leases: Vec<Lease> = Vec::new();
    let nth = |model: &Model, nth: u8| {
        let count = model.known.len().max(1);
        model.known.keys().nth(usize::from(nth) % count).copied()
    };
    for step in steps {
        match *step {
            Step::Receive(number, queue) => {
                let key = DedupKey::of_id(SOURCE, None, &number.to_string());
                let mut receipt = Receipt::new(SOURCE, "1", None, key, "{}");
                let queue = (queue < 2).then_some(queue);
                if let Some(queue) = queue {
                    let on_dead = if queue == 1 {
                        OnDead::Hold
                    } else {
                        OnDead::Pass
                    };
                    receipt = receipt.with_order(Order::PerKey(on_dead), queue.to_string());
                }
                let stored = store.receive(vec![receipt]).await.unwrap()[0];
                match model.numbers.get(&number) {
                    Some(id) => prop_assert_eq!(stored, Stored::Duplicate(*id)),
                    None => {
                        let Stored::New(id) = stored else {
                            return Err(TestCaseError::fail(format!("{stored:?}")));
                        };
                        model.numbers.insert(number, id);
                        let state = State::Discarded;
                        let (attempts, lease_no, until) = (0, 0, 0);
                        let one = Known {
                            state,
                            attempts,
                            lease_no,
                            until,
                            queue,
                        };
                        model.known.insert(id, one);
                        model.enter(id);
                    }
                }
            }
            Step::Claim(limit) => {
                let sources = vec![SOURCE.to_owned()];
                let wanted = Wanted {
                    sources,
                    limit,
                    lease: LEASE,
                };
                let ready = model.known.values().filter(|one| one.state == State::Ready);
                let awaited = ready.count().min(usize::try_from(limit).unwrap());
                let claimed = store.claim(wanted).await.unwrap();
                prop_assert_eq!(claimed.len(), awaited);
                let until = model.now + u64::try_from(LEASE.as_millis()).unwrap();
                for claim in claimed {
                    let one = model.known.get_mut(&claim.lease.id).unwrap();
                    prop_assert_eq!(one.state, State::Ready);
                    one.state = State::Leased;
                    one.attempts += 1;
                    one.lease_no += 1;
                    one.until = until;
                    prop_assert_eq!(claim.attempt, one.attempts);
                    prop_assert_eq!(claim.lease.lease_no, one.lease_no);
                    leases.push(claim.lease);
                }
            }
            Step::Finish(lease, verdict) if !leases.is_empty() => {
                let lease = leases[usize::from(lease) % leases.len()];
                let (verdict, state) = match verdict {
                    0 => (Verdict::Done, State::Done),
                    1 => {
                        let (after, error) = (Duration::ZERO, String::new());
                        (Verdict::Again { after, error }, State::Ready)
                    }
                    2 => (Verdict::Untried, State::Ready),
                    _ => {
                        let death = Death::new(DeadKind::Never, "", "1");
                        (Verdict::Dead(death), State::Dead)
                    }
                };
                let is_untried = verdict == Verdict::Untried;
                let held = store.finish(lease, verdict).await.unwrap();
                prop_assert_eq!(held == Held::Yes, model.holds_lease(lease));
                if held == Held::Yes {
                    let one = model.known.get_mut(&lease.id).unwrap();
                    one.attempts -= u32::from(is_untried);
                    model.set(lease.id, state);
                }
            }
            Step::Renew(lease) if !leases.is_empty() => {
                let lease = leases[usize::from(lease) % leases.len()];
                let held = store.renew(lease, LEASE).await.unwrap();
                prop_assert_eq!(held == Held::Yes, model.holds_lease(lease));
                if held == Held::Yes {
                    let until = model.now + u64::try_from(LEASE.as_millis()).unwrap();
                    model.known.get_mut(&lease.id).unwrap().until = until;
                }
            }
            Step::Finish(..) | Step::Renew(_) => {}
            Step::Pass(millis) => {
                model.now += millis;
                time.store(model.now, Ordering::SeqCst);
            }
            Step::Rescue => {
                let now = model.now;
                let lost = model.known.iter();
                let lost = lost.filter(|(_, one)| one.state == State::Leased && one.until < now);
                let lost: Vec<_> = lost.map(|(id, _)| *id).collect();
                let rescued = store.rescue(retry(), 100).await.unwrap();
                let ids: Vec<_> = rescued.iter().map(|one| one.id).collect();
                prop_assert_eq!(&ids, &lost);
                for one in rescued {
                    let is_last = model.known[&one.id].attempts >= ATTEMPTS;
                    prop_assert_eq!(one.death.is_some(), is_last);
                    model.set(one.id, if is_last { State::Dead } else { State::Ready });
                }
            }
            Step::Replay(number) => {
                let Some(id) = nth(&model, number) else {
                    continue;
                };
                let pass = store.replay(Filter::of(id), Page::first(1)).await.unwrap();
                let is_open = model.known[&id].state.is_open();
                prop_assert_eq!(pass.changed, u64::from(!is_open));
                if !is_open {
                    model.enter(id);
                }
            }
            Step::Discard(number) => {
                let Some(id) = nth(&model, number) else {
                    continue;
                };
                let pass = store.discard(Filter::of(id), Page::first(1)).await.unwrap();
                let state = model.known[&id].state;
                let may = state.is_open() || state == State::Dead;
                prop_assert_eq!(pass.changed, u64::from(may));
                if may {
                    model.set(id, State::Discarded);
                }
            }
        }
        let listed = store
            .list(Filter::default(), Page::first(100))
            .await
            .unwrap();
        let states: Vec<_> = listed
            .iter()
            .map(|one| (one.id, one.state, one.attempts))
            .collect();
        let known = model.known.iter();
        let known: Vec<_> = known
            .map(|(id, one)| (*id, one.state, one.attempts))
            .collect();
        prop_assert_eq!(states, known, "after {:?}", step);
    }
    Ok(())
}

/// Runs random steps against stores that this makes; the first failure, shrunk, where there is one.
fn run(cases: u32, wrap: fn(MemoryStore) -> Arc<dyn Store>) -> Result<(), String> {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let checked = runner.run(&steps(), |steps| {
        let time = Arc::new(AtomicU64::new(0));
        let clock = {
            let time = Arc::clone(&time);
            Clock::new(move || {
                let passed = Duration::from_millis(time.load(Ordering::SeqCst));
                SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000) + passed
            })
        };
        let store = wrap(MemoryStore::by_clock(clock));
        runtime.block_on(check(&*store, &time, &steps))
    });
    checked.map_err(|error| error.to_string())
}

#[test]
fn every_sequence_of_steps_leads_where_the_model_does() {
    let checked = run(1_000, |store| Arc::new(store));
    assert_eq!(checked, Ok(()));
}

#[test]
fn a_store_that_lets_a_stale_lease_finish_is_found() {
    let checked = run(1_000, |store| Arc::new(Mutant(store)));
    assert!(checked.is_err(), "the mutant was not found");
}

/// A store that looks up the latest lease, whichever it is given.
#[derive(Debug)]
struct Mutant(MemoryStore);

impl Store for Mutant {
    fn finish(&self, lease: Lease, verdict: Verdict) -> Pending<'_, Held> {
        Box::pin(async move {
            let details = self.0.get(lease.id).await?;
            let latest = details.and_then(|one| one.attempts.last().map(|last| last.lease_no));
            let lease_no = latest.ok_or(InboxError::Closed)?;
            self.0.finish(Lease { lease_no, ..lease }, verdict).await
        })
    }

    fn receive(&self, batch: Vec<Receipt>) -> Pending<'_, Vec<Stored>> {
        self.0.receive(batch)
    }

    fn claim(&self, wanted: Wanted) -> Pending<'_, Vec<Claimed>> {
        self.0.claim(wanted)
    }

    fn renew(&self, lease: Lease, by: Duration) -> Pending<'_, Held> {
        self.0.renew(lease, by)
    }

    fn rescue(&self, retry: Retry, limit: u32) -> Pending<'_, Vec<Rescued>> {
        self.0.rescue(retry, limit)
    }

    fn list(&self, filter: Filter, page: Page) -> Pending<'_, Vec<Summary>> {
        self.0.list(filter, page)
    }

    fn get(&self, id: DeliveryId) -> Pending<'_, Option<Details>> {
        self.0.get(id)
    }

    fn replay(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.0.replay(filter, page)
    }

    fn discard(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.0.discard(filter, page)
    }

    fn erase(&self, filter: Filter, page: Page) -> Pending<'_, Pass> {
        self.0.erase(filter, page)
    }

    fn purge(&self, retention: Retention, limit: u32) -> Pending<'_, Purged> {
        self.0.purge(retention, limit)
    }

    fn redecode_on_upgrade(&self, source: String, version: String) -> Pending<'_, u64> {
        self.0.redecode_on_upgrade(source, version)
    }

    fn stats(&self) -> Pending<'_, Stats> {
        self.0.stats()
    }

    fn backlog(&self, limit: u64) -> Pending<'_, u64> {
        self.0.backlog(limit)
    }

    fn doctor(&self) -> Pending<'_, Vec<Finding>> {
        self.0.doctor()
    }
}
