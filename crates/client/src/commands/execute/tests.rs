//! Proves that an extrinsic counts as done only by the final block that has it, and that nobody is
//! told to repeat what may have been done.

use super::*;
use crate::{
    batch::{Included, SignedExtrinsic},
    chain::{Explanation, Rejection, testing::without_batches},
    output::Exit,
};
use critical_chains_integrity::Hash;
use std::{collections::VecDeque, future::pending};

/// A chain that says what it is told to, and then nothing more.
struct Script {
    submitted: Result<(), ChainError>,
    events: VecDeque<Result<Event, ChainError>>,
    /// Hashes of the final blocks, from block 0 on.
    finals: Vec<u8>,
}

impl Script {
    fn new(events: impl IntoIterator<Item = Result<Event, ChainError>>) -> Self {
        let events = events.into_iter().collect();
        Self { submitted: Ok(()), events, finals: vec![0, 1, 2, 3, 4, 5] }
    }

    async fn run(mut self) -> Result<(u64, Option<u32>), Failure> {
        let signer = Signer::from_uri("//Alice").unwrap();
        // What is scripted is there at once; what is not never comes.
        let call = Call::OpenStream;
        execute_within(Duration::ZERO, &mut self, &call, &signer, STREAMS).await
    }
}

impl Chain for Script {
    without_batches!();

    async fn final_hash(&mut self, number: u64) -> Result<Option<Hash>, ChainError> {
        Ok(self.finals.get(number as usize).map(|hash| [*hash; 32]))
    }

    async fn submit(&mut self, _: &SignedExtrinsic) -> Result<(), ChainError> {
        self.submitted.clone()
    }

    async fn next_event(&mut self) -> Result<Event, ChainError> {
        match self.events.pop_front() {
            Some(event) => event,
            None => pending().await,
        }
    }
}

fn block(number: u64, hash: u8) -> Included {
    Included { number, hash: [hash; 32] }
}

fn in_block(number: u64, hash: u8, stream: u32) -> Result<Event, ChainError> {
    Ok(Event::InBlock { block: block(number, hash), opened: Some(stream) })
}

fn finalised(number: u8) -> Result<Event, ChainError> {
    Ok(Event::Finalised(block(number.into(), number)))
}

#[tokio::test]
async fn done_is_what_a_final_block_has() {
    let script = Script::new([finalised(1), in_block(3, 3, 7), finalised(2), finalised(3)]);

    assert_eq!(script.run().await, Ok((3, Some(7))));
}

/// The block that had it first was abandoned for another of the same number.
#[tokio::test]
async fn a_block_of_the_same_number_is_not_the_block_that_has_it() {
    let abandoned = in_block(3, 99, 7);
    let script =
        Script::new([abandoned, finalised(4), in_block(5, 5, 8), finalised(4), finalised(5)]);

    assert_eq!(script.run().await, Ok((5, Some(8))));
}

#[tokio::test]
async fn what_only_an_abandoned_block_had_is_not_done() {
    let failure = Script::new([in_block(3, 99, 7), finalised(5)]).run().await.unwrap_err();

    let late = Failure::inconclusive("not final after 0 s").hint(STREAMS.look_first);
    assert_eq!(failure, late);
}

#[tokio::test]
async fn after_submission_every_error_says_to_look_before_repeating() {
    let explained = Explanation::new("no more streams", "use one of them");
    let lost = || ChainError::Lost("reset".to_owned());
    for event in [
        Err(lost()),
        Err(ChainError::Absent),
        Err(ChainError::Unintelligible { asked: "events".into(), reason: "odd".into() }),
        Err(ChainError::Node { code: 1, message: "no".into(), hint: Some("try again".into()) }),
        Ok(Event::Refused(explained)),
        Ok(Event::Dropped("too many extrinsics were waiting")),
    ] {
        for events in [vec![event.clone()], vec![in_block(3, 3, 7), event.clone()]] {
            let failure = Script::new(events).run().await.unwrap_err();

            assert_eq!(failure.exit, Exit::Failed);
            let hint = failure.hint.unwrap();
            assert!(hint.ends_with(STREAMS.look_first), "{event:?}: {hint}");
            assert!(!hint.contains("same command"), "{event:?}: {hint}");
        }
    }
    let submitted = Err(lost());
    let failure = Script { submitted, ..Script::new([]) }.run().await.unwrap_err();
    assert_eq!(failure.hint.as_deref(), Some(STREAMS.look_first), "the node may have it");
}

#[tokio::test]
async fn what_the_node_did_not_take_needs_no_look() {
    let rejection = Rejection::ExhaustsResources;
    let submitted = Err(ChainError::Rejected(rejection.clone()));

    let failure = Script { submitted, ..Script::new([]) }.run().await.unwrap_err();

    assert_eq!(failure.hint, Some(rejection.explain().hint));
}

#[tokio::test]
async fn a_dropped_extrinsic_is_told_from_a_lost_connection() {
    let dropped = Ok(Event::Dropped("it is no longer valid"));

    let failure = Script::new([dropped]).run().await.unwrap_err();

    assert_eq!(failure.message, "the node no longer has the extrinsic: it is no longer valid");
}

#[tokio::test]
async fn who_may_not_do_it_alone_is_told_of_proposals_where_there_are_any() {
    for (may_propose, told) in [(true, true), (false, false)] {
        let submitted = Err(ChainError::Rejected(Rejection::Custom(6)));
        let mut script = Script { submitted, ..Script::new([]) };
        let signer = Signer::from_uri("//Alice").unwrap();
        let advice = Advice { look_first: "look", may_propose, is_done_once: true };

        let done = execute(&mut script, &Call::OpenStream, &signer, advice).await;

        let hint = done.unwrap_err().hint.unwrap();
        assert_eq!(hint.ends_with(PROPOSE), told, "{hint}");
    }
}

#[tokio::test]
async fn what_the_chain_refuses_to_do_twice_needs_no_look_after_a_refusal() {
    let explained = Explanation::new("it has voted", "nothing needs to be done");
    let mut script = Script::new([Ok(Event::Refused(explained))]);
    let signer = Signer::from_uri("//Alice").unwrap();
    let advice = Advice { look_first: "look", may_propose: false, is_done_once: true };

    let done = execute(&mut script, &Call::OpenStream, &signer, advice).await;

    assert_eq!(done.unwrap_err().hint.as_deref(), Some("nothing needs to be done"));
}
