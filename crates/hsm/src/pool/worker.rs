//! The threads that call the device.

use super::{LONGEST_PAUSE, Shared, impatiently};
use crate::token::Connection;
use parking_lot::Mutex;
use std::{mem, sync::Arc};

type Work = Box<dyn FnOnce(&Shared, &mut Option<Connection>) + Send>;

/// Something to ask the device.
pub(super) struct Job(Mutex<Stage>);

enum Stage {
    Waiting(Work),
    Started,
    GivenUp,
}

/// How far a job had come when it was given up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum JobState {
    /// No thread had begun with it, and none will.
    Waiting,
    /// A thread is at it.
    Started,
}

impl Job {
    pub(super) fn new(
        work: impl FnOnce(&Shared, &mut Option<Connection>) + Send + 'static,
    ) -> Self {
        Self(Mutex::new(Stage::Waiting(Box::new(work))))
    }

    /// Says that nobody waits for it any more.
    pub(super) fn give_up(&self) -> JobState {
        match mem::replace(&mut *self.0.lock(), Stage::GivenUp) {
            Stage::Started => JobState::Started,
            Stage::Waiting(_) | Stage::GivenUp => JobState::Waiting,
        }
    }

    fn begin(&self) -> Option<Work> {
        let mut stage = self.0.lock();
        match mem::replace(&mut *stage, Stage::Started) {
            Stage::Waiting(work) => Some(work),
            other => {
                *stage = other;
                None
            }
        }
    }

    fn was_given_up(&self) -> bool {
        matches!(*self.0.lock(), Stage::GivenUp)
    }
}

/// Starts a thread that does jobs with a session of its own.
pub(super) fn spawn(shared: &Arc<Shared>, connection: Option<Connection>) {
    shared.start("hsm-session", move |shared| run(shared, connection));
}

fn run(shared: &Shared, mut connection: Option<Connection>) {
    loop {
        let Some(job) = impatiently(&shared.jobs).or_else(|| shared.jobs.recv().ok()) else {
            break;
        };
        let Some(work) = job.begin() else { continue };
        if let Some(metrics) = &shared.metrics {
            metrics.sessions_busy(1);
        }
        work(shared, &mut connection);
        if let Some(metrics) = &shared.metrics {
            metrics.sessions_busy(-1);
        }
        if job.was_given_up() && !shared.returned() {
            break;
        }
    }
    if let Some(connection) = connection {
        shared.token.disconnect(connection);
    }
}

/// Starts the thread that looks whether the device is back.
pub(super) fn spawn_prober(shared: &Arc<Shared>) {
    shared.start("hsm-probe", |shared| {
        let mut connection = None;
        while !shared.sleep(LONGEST_PAUSE) {
            if shared.health.is_up() {
                continue;
            }
            // A session of its own, which tells nobody's failure but the device's.
            let asked = shared.ask(&mut connection, |_, _| Ok(()));
            if let (Ok(()), Some(open)) = (asked, connection.take()) {
                shared.token.disconnect(open);
            }
        }
    });
}
