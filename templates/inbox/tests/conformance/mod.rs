//! What every store does. A store's own test names a way to make an empty one, and how time passes
//! for it; `conformance!` makes a test of each case.

pub mod order;
pub mod people;
pub mod receipts;
pub mod retention;
pub mod work;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use webhook_inbox::{
    Claimed, DeadKind, Death, DedupKey, DeliveryId, Filter, Page, Receipt, Retry, State, Store,
    Stored, Verdict, Wanted,
};

/// How long leases and pauses are that shall be over soon.
pub const SHORT: Duration = Duration::from_millis(60);
/// How long those are that outlive every test.
pub const LONG: Duration = Duration::from_secs(3600);

/// Lets so much time pass.
pub type Passing = dyn Fn(Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

/// A store under test.
pub struct Subject {
    /// An empty store.
    pub store: Arc<dyn Store>,
    /// Lets time pass for it.
    pub pass: Box<Passing>,
    /// What is dropped with it, such as a folder.
    pub _kept: Box<dyn std::any::Any + Send + Sync>,
}

impl Subject {
    /// Waits until what is `SHORT` is over.
    pub async fn pass_short(&self) {
        (self.pass)(SHORT * 2).await;
    }

    pub async fn receive(&self, receipt: Receipt) -> Stored {
        self.store.receive(vec![receipt]).await.unwrap()[0]
    }

    pub async fn receive_new(&self, receipt: Receipt) -> DeliveryId {
        match self.receive(receipt).await {
            Stored::New(id) => id,
            other => panic!("{other:?}"),
        }
    }

    pub async fn claim_for(&self, limit: u32, lease: Duration) -> Vec<Claimed> {
        let wanted = Wanted {
            sources: vec![SOURCE.to_owned()],
            limit,
            lease,
        };
        self.store.claim(wanted).await.unwrap()
    }

    pub async fn claim(&self, limit: u32) -> Vec<Claimed> {
        self.claim_for(limit, LONG).await
    }

    /// The only delivery that can be claimed.
    pub async fn claim_one(&self) -> Claimed {
        let mut claimed = self.claim(10).await;
        assert_eq!(claimed.len(), 1, "{claimed:?}");
        claimed.remove(0)
    }

    pub async fn state(&self, id: DeliveryId) -> State {
        self.store.get(id).await.unwrap().unwrap().summary.state
    }

    pub async fn states(&self) -> Vec<State> {
        let all = self.store.list(Filter::default(), Page::first(1000)).await;
        all.unwrap().iter().map(|one| one.state).collect()
    }

    pub async fn finish(&self, claimed: &Claimed, verdict: Verdict) {
        let held = self.store.finish(claimed.lease, verdict).await.unwrap();
        assert_eq!(held, webhook_inbox::Held::Yes);
    }
}

pub const SOURCE: &str = "vendor-webhooks";

/// A delivery of this number.
pub fn receipt(number: u32) -> Receipt {
    let id = number.to_string();
    let key = DedupKey::of_id(SOURCE, Some("paid"), &id);
    Receipt::new(
        SOURCE,
        "1.0.0",
        Some("paid".to_owned()),
        key,
        format!("{{\"n\":{number}}}"),
    )
}

pub fn dead(kind: DeadKind) -> Verdict {
    Verdict::Dead(Death::new(kind, "no reason", "1.0.0"))
}

pub fn again(after: Duration) -> Verdict {
    Verdict::Again {
        after,
        error: "not now".to_owned(),
    }
}

/// Attempts without pauses.
pub fn at_once(attempts: u32) -> Retry {
    let retry = Retry::default().with_first(Duration::ZERO);
    retry.with_longest(Duration::ZERO).with_attempts(attempts)
}

/// A test of each case, for the stores that this makes.
macro_rules! conformance {
    ($subject:expr) => {
        $crate::conformance!(@in $subject, receipts,
            a_delivery_comes_back_as_it_was_stored
            a_batch_is_answered_in_its_order
            copies_at_once_are_one_delivery
            a_copy_within_a_batch_is_a_copy
            another_body_of_a_key_is_kept_beside
            a_key_outlives_the_end
            everything_that_a_request_can_hold_is_kept
        );
        $crate::conformance!(@in $subject, work,
            a_claim_is_for_one_alone
            claims_at_once_share_nothing
            a_claim_is_for_sources_that_are_wanted
            a_claim_takes_those_first_that_wait_longest
            the_attempt_counts_at_the_claim
            a_pause_is_kept
            a_lease_is_lost_when_another_one_is_given
            a_renewed_lease_does_not_run_out
            a_second_finish_is_lost
            what_was_not_tried_does_not_count
            the_last_attempt_that_is_lost_is_the_end
            a_rescue_is_bounded
            attempts_are_recorded
            a_lease_that_is_discarded_is_lost
            nothing_known_is_lost
        );
        $crate::conformance!(@in $subject, order,
            a_queue_is_handled_in_its_order
            a_failure_holds_its_queue_alone
            a_dead_one_lets_the_next_pass
            a_dead_one_holds_the_next
            a_discarded_one_lets_the_next_pass
            a_replayed_one_waits_its_turn
            a_replayed_one_that_holds_goes_first
            a_rescued_one_keeps_its_place
            without_order_nothing_waits
            sources_have_queues_of_their_own
            a_waiting_one_can_be_discarded
            no_queue_is_stranded_when_many_work
            a_newer_revision_is_known
        );
        $crate::conformance!(@in $subject, people,
            a_filter_means_what_it_says
            pages_follow_one_another
            a_replay_starts_anew
            a_replay_passes_over_what_is_open
            a_discard_passes_over_what_is_done
            erasure_leaves_the_key
            another_version_reads_what_one_could_not
            numbers_are_right
            a_backlog_is_counted_up_to_a_limit
            the_examination_finds_nothing
        );
        $crate::conformance!(@in $subject, retention,
            bodies_go_before_keys
            what_is_open_stays
            a_purge_is_bounded
            a_dead_one_that_is_purged_holds_nothing
        );
    };
    (@in $subject:expr, $module:ident, $($case:ident)*) => {
        mod $module {
            use super::*;
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $case() {
                    let subject = $subject.await;
                    $crate::suite::$module::$case(&subject).await;
                    $crate::suite::assert_sound(&subject).await;
                }
            )*
        }
    };
}

pub(crate) use conformance;

/// What holds after every case: no queue without a head.
pub async fn assert_sound(subject: &Subject) {
    for finding in subject.store.doctor().await.unwrap() {
        assert!(finding.is_good, "{finding:?}");
    }
}
