//! The states of deliveries against a model of them, by random steps; and that the test finds a store
//! that lets a stale lease finish.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use webhook_inbox::{
    DeadKind, Death, DedupKey, DeliveryId, Filter, Held, Lease, MemoryStore, OnDead, Order, Page,
    Receipt, Retry, State, Store, Stored, Verdict, Wanted,
};
use webhook_runtime::receiver::Clock;

#[path = "model/mutant.rs"]
mod mutant;

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

    fn lease_end(&self) -> u64 {
        self.now + u64::try_from(LEASE.as_millis()).unwrap()
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

/// A store, the model of it, and all leases that were ever given.
struct Trial<'a> {
    store: &'a dyn Store,
    time: &'a AtomicU64,
    model: Model,
    leases: Vec<Lease>,
}

type Checked = Result<(), TestCaseError>;

impl Trial<'_> {
    async fn step(&mut self, step: &Step) -> Checked {
        match *step {
            Step::Receive(number, queue) => self.receive(number, queue).await,
            Step::Claim(limit) => self.claim(limit).await,
            Step::Finish(..) | Step::Renew(_) if self.leases.is_empty() => Ok(()),
            Step::Finish(lease, verdict) => self.finish(lease, verdict).await,
            Step::Renew(lease) => self.renew(lease).await,
            Step::Pass(millis) => {
                self.model.now += millis;
                self.time.store(self.model.now, Ordering::SeqCst);
                Ok(())
            }
            Step::Rescue => self.rescue().await,
            Step::Replay(number) => self.replay(number).await,
            Step::Discard(number) => self.discard(number).await,
        }
    }

    fn nth(&self, nth: u8) -> Option<DeliveryId> {
        let count = self.model.known.len().max(1);
        self.model
            .known
            .keys()
            .nth(usize::from(nth) % count)
            .copied()
    }

    async fn receive(&mut self, number: u8, queue: u8) -> Checked {
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
        let stored = self.store.receive(vec![receipt]).await.unwrap()[0];
        if let Some(id) = self.model.numbers.get(&number) {
            prop_assert_eq!(stored, Stored::Duplicate(*id));
            return Ok(());
        }
        let Stored::New(id) = stored else {
            return Err(TestCaseError::fail(format!("{stored:?}")));
        };
        self.model.numbers.insert(number, id);
        let one = Known {
            state: State::Discarded,
            attempts: 0,
            lease_no: 0,
            until: 0,
            queue,
        };
        self.model.known.insert(id, one);
        self.model.enter(id);
        Ok(())
    }

    async fn claim(&mut self, limit: u32) -> Checked {
        let wanted = Wanted {
            sources: vec![SOURCE.to_owned()],
            limit,
            lease: LEASE,
        };
        let known = self.model.known.values();
        let ready = known.filter(|one| one.state == State::Ready).count();
        let claimed = self.store.claim(wanted).await.unwrap();
        prop_assert_eq!(claimed.len(), ready.min(usize::try_from(limit).unwrap()));
        let until = self.model.lease_end();
        for claim in claimed {
            let one = self.model.known.get_mut(&claim.lease.id).unwrap();
            prop_assert_eq!(one.state, State::Ready);
            one.state = State::Leased;
            one.attempts += 1;
            one.lease_no += 1;
            one.until = until;
            prop_assert_eq!(claim.attempt, one.attempts);
            prop_assert_eq!(claim.lease.lease_no, one.lease_no);
            self.leases.push(claim.lease);
        }
        Ok(())
    }

    async fn finish(&mut self, lease: u8, verdict: u8) -> Checked {
        let lease = self.leases[usize::from(lease) % self.leases.len()];
        let again = Verdict::Again {
            after: Duration::ZERO,
            error: String::new(),
        };
        let (verdict, state) = match verdict {
            0 => (Verdict::Done, State::Done),
            1 => (again, State::Ready),
            2 => (Verdict::Untried, State::Ready),
            _ => {
                let death = Death::new(DeadKind::Never, "", "1");
                (Verdict::Dead(death), State::Dead)
            }
        };
        let is_untried = verdict == Verdict::Untried;
        let held = self.store.finish(lease, verdict).await.unwrap();
        prop_assert_eq!(held == Held::Yes, self.model.holds_lease(lease));
        if held == Held::Yes {
            let one = self.model.known.get_mut(&lease.id).unwrap();
            one.attempts -= u32::from(is_untried);
            self.model.set(lease.id, state);
        }
        Ok(())
    }

    async fn renew(&mut self, lease: u8) -> Checked {
        let lease = self.leases[usize::from(lease) % self.leases.len()];
        let held = self.store.renew(lease, LEASE).await.unwrap();
        prop_assert_eq!(held == Held::Yes, self.model.holds_lease(lease));
        if held == Held::Yes {
            let until = self.model.lease_end();
            self.model.known.get_mut(&lease.id).unwrap().until = until;
        }
        Ok(())
    }

    async fn rescue(&mut self) -> Checked {
        let now = self.model.now;
        let lost = self.model.known.iter();
        let lost = lost.filter(|(_, one)| one.state == State::Leased && one.until < now);
        let lost: Vec<_> = lost.map(|(id, _)| *id).collect();
        let rescued = self.store.rescue(retry(), 100).await.unwrap();
        let ids: Vec<_> = rescued.iter().map(|one| one.id).collect();
        prop_assert_eq!(&ids, &lost);
        for one in rescued {
            let is_last = self.model.known[&one.id].attempts >= ATTEMPTS;
            prop_assert_eq!(one.death.is_some(), is_last);
            let state = if is_last { State::Dead } else { State::Ready };
            self.model.set(one.id, state);
        }
        Ok(())
    }

    async fn replay(&mut self, number: u8) -> Checked {
        let Some(id) = self.nth(number) else {
            return Ok(());
        };
        let replaying = self.store.replay(Filter::of(id), Page::first(1));
        let pass = replaying.await.unwrap();
        let is_open = self.model.known[&id].state.is_open();
        prop_assert_eq!(pass.changed, u64::from(!is_open));
        if !is_open {
            self.model.enter(id);
        }
        Ok(())
    }

    async fn discard(&mut self, number: u8) -> Checked {
        let Some(id) = self.nth(number) else {
            return Ok(());
        };
        let discarding = self.store.discard(Filter::of(id), Page::first(1));
        let pass = discarding.await.unwrap();
        let state = self.model.known[&id].state;
        let may = state.is_open() || state == State::Dead;
        prop_assert_eq!(pass.changed, u64::from(may));
        if may {
            self.model.set(id, State::Discarded);
        }
        Ok(())
    }
}

async fn check(store: &dyn Store, time: &AtomicU64, steps: &[Step]) -> Checked {
    let mut trial = Trial {
        store,
        time,
        model: Model::default(),
        leases: Vec::new(),
    };
    for step in steps {
        trial.step(step).await?;
        let listed = store
            .list(Filter::default(), Page::first(100))
            .await
            .unwrap();
        let states = listed.iter();
        let states: Vec<_> = states
            .map(|one| (one.id, one.state, one.attempts))
            .collect();
        let known = trial.model.known.iter();
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
    let checked = run(1_000, |store| Arc::new(mutant::Mutant(store)));
    assert!(checked.is_err(), "the mutant was not found");
}
