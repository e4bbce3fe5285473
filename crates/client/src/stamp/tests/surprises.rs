//! What others, pools and blocks may do while a batch is being anchored.

use super::*;
use crate::{
    chain::{ChainError, Rejection},
    output::Exit,
};

#[tokio::test]
async fn another_process_takes_the_place_in_the_stream() {
    let scene = Scene::new(3, 4, StreamWish::Number(0));
    for block in 1..6 {
        scene.world.surprise(block, |chain| {
            chain.anchor_foreign(0);
            chain.anchor_foreign(0);
        });
    }

    scene.finish().await.unwrap();

    scene.assert_finished("others write too");
}

#[tokio::test]
async fn the_pool_loses_the_extrinsic() {
    let scene = Scene::new(3, 4, StreamWish::Number(0));
    scene.world.surprise(1, |chain| chain.empty_pool());

    scene.finish().await.unwrap();

    scene.assert_finished("signed anew after it expired");
    assert!(scene.world.best() > 60);
}

#[tokio::test]
async fn the_nonce_is_used_by_something_else() {
    let scene = Scene::new(3, 4, StreamWish::Number(0));
    scene.world.surprise(1, |chain| chain.now().nonce += 1);

    scene.finish().await.unwrap();

    scene.assert_finished("signed anew with the next nonce");
    assert!(scene.world.best() < 20);
}

#[tokio::test]
async fn the_stream_is_closed_before_the_batch_arrives() {
    let scene = Scene::new(3, 4, StreamWish::Number(0));
    scene.world.surprise(1, |chain| chain.now().streams[0].open = false);

    let failure = scene.finish().await.unwrap_err();
    assert!(failure.message.contains("closed"), "{failure:?}");
    let again = scene.finish().await.unwrap_err();
    assert!(again.message.contains("closed"), "{again:?}");

    // Once that is final, another stream may take the batch.
    let elsewhere = Scene { wish: StreamWish::New, ..scene };
    for _ in 0..4 {
        if elsewhere.finish().await.is_ok() {
            break;
        }
    }
    elsewhere.assert_finished("in another stream");
}

#[tokio::test]
async fn a_folder_stays_with_its_stream() {
    let scene = Scene::new(3, 4, StreamWish::New);
    let _ = scene.run_until(1).await;
    scene.finish().await.unwrap();
    let stream = scene.manifest().unwrap().anchor_of(0).unwrap().0.stream;

    assert_eq!(stream.number, 1);
}

#[tokio::test]
async fn rejections_that_time_resolves_are_waited_for() {
    for rejection in [Rejection::Stale, Rejection::Outranked, Rejection::Expired, Rejection::Banned]
    {
        let scene = Scene::new(3, 4, StreamWish::Number(0));
        let note = format!("{rejection:?}");
        scene.world.change(|chain| chain.rejections.push_back(rejection));

        scene.finish().await.unwrap();

        scene.assert_finished(&note);
    }
}

#[tokio::test]
async fn rejections_that_somebody_must_resolve_are_told_and_lose_nothing() {
    for rejection in [Rejection::Custom(1), Rejection::ExhaustsResources, Rejection::PoolFull] {
        let scene = Scene::new(3, 4, StreamWish::Number(0));
        let note = format!("{rejection:?}");
        scene.world.change(|chain| chain.rejections.push_back(rejection.clone()));

        let failure = scene.finish().await.unwrap_err();
        let salts = scene.salts();
        scene.finish().await.unwrap();

        assert!(failure.message.contains(&rejection.explain().sentence), "{failure:?}");
        assert_eq!(failure.hint, Some(rejection.explain().hint), "{note}");
        assert_eq!(scene.salts(), salts, "{note}");
        scene.assert_finished(&note);
    }
}

/// Whoever does not wait must not be told that a call was handed over which the node refused.
#[tokio::test]
async fn without_waiting_every_rejection_is_told() {
    for rejection in [Rejection::Stale, Rejection::Outranked, Rejection::Expired, Rejection::Banned]
    {
        let scene = Scene::new(3, 4, StreamWish::Number(0));
        let note = format!("{rejection:?}");
        scene.world.change(|chain| chain.rejections.push_back(rejection.clone()));

        let failure = scene.hand_over().await.unwrap_err();
        let salts = scene.salts();

        assert_eq!(failure, ChainError::Rejected(rejection).into(), "{note}");
        assert_eq!(failure.exit, Exit::Failed, "{note}");
        assert_eq!(scene.hand_over().await, Ok(Outcome::Submitted), "{note}: taken now");
        scene.finish().await.unwrap();
        scene.assert_finished(&note);
        assert_eq!(scene.salts(), salts, "{note}");
    }
}

#[tokio::test]
async fn without_waiting_a_call_that_waits_in_the_pool_is_handed_over() {
    let scene = Scene::new(3, 4, StreamWish::Number(0));

    assert_eq!(scene.hand_over().await, Ok(Outcome::Submitted));
    // The pool answers that it has it.
    assert_eq!(scene.hand_over().await, Ok(Outcome::Submitted));

    scene.finish().await.unwrap();
    scene.assert_finished("handed over twice");
}

#[tokio::test]
async fn without_waiting_a_call_in_a_block_that_is_not_final_is_handed_over() {
    let scene = Scene::new(3, 4, StreamWish::Number(0));
    scene.hand_over().await.unwrap();
    scene.world.go_on(1);

    // The pool answers that the nonce is used up: by this very call.
    assert_eq!(scene.hand_over().await, Ok(Outcome::Submitted));

    scene.finish().await.unwrap();
    scene.assert_finished("seen in a block");
}

#[tokio::test]
async fn without_waiting_a_nonce_that_something_else_used_is_told() {
    let scene = Scene::new(3, 4, StreamWish::Number(0));
    scene.world.surprise(1, |chain| chain.now().nonce += 1);
    scene.hand_over().await.unwrap();
    scene.world.go_on(1);

    let failure = scene.hand_over().await.unwrap_err();

    assert_eq!(failure, ChainError::Rejected(Rejection::Stale).into());
    scene.finish().await.unwrap();
    scene.assert_finished("signed anew with the next nonce");
}

#[tokio::test]
async fn an_account_of_nobody_is_told_so() {
    let mut scene = Scene::new(3, 4, StreamWish::Number(0));
    scene.signer =
        Signer::from_uri("0x0202020202020202020202020202020202020202020202020202020202020202")
            .unwrap();

    let failure = scene.finish().await.unwrap_err();

    assert!(failure.message.contains("belongs to no institution"), "{failure:?}");
}

#[tokio::test]
async fn a_stream_that_is_not_there_is_told_so() {
    let scene = Scene::new(3, 4, StreamWish::Number(8));

    let failure = scene.finish().await.unwrap_err();

    assert!(failure.message.ends_with("has no stream CCDEV0ALPHABANK00022/8"), "{failure:?}");
}
