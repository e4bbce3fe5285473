//! Ends the program at every step, once and twice, and lets it run again.

use super::*;
use fs::OpenOptions;

/// Steps of a run that nothing ends.
async fn steps(scene: &Scene) -> u32 {
    let kills = Kills::default();
    scene.run(&FaultyDisk::new(kills.clone()), &kills).await.unwrap();
    kills.steps.get()
}

/// `pause`: blocks the chain makes before the program runs again.
async fn end_at_every_step(pause: u64, new_scene: impl Fn() -> Scene) {
    let steps = steps(&new_scene()).await;
    assert!(steps > 40, "the run has {steps} steps");
    for step in 1..=steps {
        let scene = new_scene();
        let note = format!("ended at step {step} of {steps}");

        let ended = scene.run_until(step).await;
        scene.world.go_on(pause);
        let salts = scene.salts();
        scene.finish().await.unwrap_or_else(|failure| panic!("{note}: {failure:?}"));

        assert!(ended.is_err(), "{note}");
        scene.assert_finished(&note);
        // Salts that a manifest speaks of are never replaced.
        if salts.is_some() {
            assert_eq!(scene.salts(), salts, "{note}");
        }
    }
}

#[tokio::test]
async fn at_every_step_with_a_stream_that_exists() {
    end_at_every_step(0, || Scene::new(9, 4, StreamWish::Number(0))).await;
}

#[tokio::test]
async fn at_every_step_with_a_new_stream() {
    end_at_every_step(3, || Scene::new(3, 4, StreamWish::New)).await;
}

#[tokio::test]
async fn at_every_step_with_several_calls() {
    end_at_every_step(1, || Scene::new(66, 1, StreamWish::Number(0))).await;
}

#[tokio::test]
async fn at_every_step_while_the_archive_lags_and_others_write_to_the_stream() {
    end_at_every_step(3, || {
        let scene = Scene::new(3, 4, StreamWish::Number(0));
        scene.world.change(|chain| chain.archive_lag = 3);
        for block in [1, 2, 5, 9] {
            scene.world.surprise(block, |chain| chain.anchor_foreign(0));
        }
        scene
    })
    .await;
}

#[tokio::test]
async fn twice() {
    let new_scene = || Scene::new(3, 4, StreamWish::New);
    let steps = steps(&new_scene()).await;
    for first in (1..=steps).step_by(5) {
        for second in (1..=steps).step_by(9) {
            let scene = new_scene();
            let note = format!("ended at step {first}, then at step {second}");

            let _ = scene.run_until(first).await;
            scene.world.go_on(u64::from(second % 4));
            let _ = scene.run_until(second).await;
            scene.finish().await.unwrap_or_else(|failure| panic!("{note}: {failure:?}"));

            scene.assert_finished(&note);
        }
    }
}

#[tokio::test]
async fn a_new_stream_is_opened_once() {
    let new_scene = || Scene::new(3, 4, StreamWish::New);
    let steps = steps(&new_scene()).await;
    for step in 1..=steps {
        let scene = new_scene();
        let _ = scene.run_until(step).await;
        scene.finish().await.unwrap();

        assert_eq!(scene.world.streams(), 2, "ended at step {step}");
    }
}

#[tokio::test]
async fn a_disk_that_fills_at_any_byte_keeps_nothing_half_written() {
    let whole = Scene::new(9, 4, StreamWish::Number(0));
    whole.finish().await.unwrap();
    let length = |name: &str| whole.folder().join(name).metadata().unwrap().len();
    let needed: u64 = ["salts", "leaves", "records", "index"]
        .iter()
        .map(|name| length(&format!("data/{name}.bin")))
        .sum::<u64>()
        + 4 * length("manifest.json");
    let mut failed = 0;
    for space in (0..needed).step_by(needed as usize / 60) {
        let scene = Scene::new(9, 4, StreamWish::Number(0));
        let note = format!("room for {space} of {needed} bytes");

        let disk = FaultyDisk::with_space(space);
        if let Err(failure) = scene.run(&disk, &Kills::default()).await {
            assert!(failure.message.starts_with("the disk is full"), "{note}: {failure:?}");
            failed += 1;
        }
        scene.finish().await.unwrap_or_else(|failure| panic!("{note}: {failure:?}"));

        scene.assert_finished(&note);
    }
    assert!(failed > 40, "{failed} runs met a full disk");
}

/// What is final needs no node, but receipts need the data.
#[tokio::test]
async fn a_final_folder_without_its_data_is_told_so() {
    let scene = Scene::new(9, 4, StreamWish::Number(0));
    scene.finish().await.unwrap();
    let data = scene.folder().join("data");
    let aside = scene.directory.path().join("aside");

    for name in ["salts.bin", "leaves.bin", "records.bin", "index.bin"] {
        let path = data.join(name);
        fs::rename(&path, &aside).unwrap();
        let gone = scene.finish().await.unwrap_err();
        let whole = fs::read(&aside).unwrap();
        fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        let short = scene.finish().await.unwrap_err();
        fs::rename(&aside, &path).unwrap();

        assert!(gone.message.ends_with(&format!("is damaged: {name} is gone")), "{gone:?}");
        assert!(short.message.contains("is damaged: "), "{name}: {short:?}");
        assert!(short.message.contains(name), "{short:?}");
        for failure in [gone, short] {
            assert!(failure.hint.unwrap().starts_with("restore the folder from a copy"));
        }
    }
    fs::rename(&data, &aside).unwrap();
    let failure = scene.finish().await.unwrap_err();
    fs::rename(&aside, &data).unwrap();

    assert!(failure.message.ends_with("folder is damaged: its data is gone"), "{failure:?}");
    assert!(failure.hint.unwrap().starts_with("restore the folder from a copy"));
    assert_eq!(scene.finish().await, Ok(Outcome::Final));
}

#[tokio::test]
async fn a_damaged_folder_is_not_anchored() {
    for name in ["salts.bin", "leaves.bin", "records.bin", "index.bin"] {
        let scene = Scene::new(9, 4, StreamWish::Number(0));
        let sources = [scene.file.clone()];
        let disk = FaultyDisk::new(Kills::default());
        drop(Folder::open_or_prepare(&disk, &scene.folder(), &sources, 4, &mut Silent).unwrap());
        let path = scene.folder().join("data").join(name);
        let mut bytes = fs::read(&path).unwrap();
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        fs::write(&path, &bytes).unwrap();

        let failure = scene.finish().await.unwrap_err();
        assert!(failure.message.contains("is damaged"), "{name}: {failure:?}");

        OpenOptions::new().write(true).open(&path).unwrap().set_len(last as u64).unwrap();
        let failure = scene.finish().await.unwrap_err();
        assert!(failure.message.contains("is damaged"), "{name}: {failure:?}");
        assert!(scene.world.anchored_roots().is_empty());
    }
}
