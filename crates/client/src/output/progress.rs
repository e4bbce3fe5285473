//! How far a long task has come.

use super::grouped;
use indicatif::{ProgressBar, ProgressStyle};
use std::{
    io::{IsTerminal, stderr},
    time::Duration,
};

/// A part of a long task.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Phase {
    /// Checking what an earlier call prepared.
    Checking,
    /// Reading records and writing the batch folder.
    Reading,
    /// Handing the statement to the node.
    Submitting,
    /// Waiting until a final block has it.
    Finalising,
    /// Writing receipts.
    Receipts,
}

impl Phase {
    const fn label(self) -> &'static str {
        match self {
            Self::Checking => "checking what was prepared",
            Self::Reading => "reading records",
            Self::Submitting => "submitting",
            Self::Finalising => "waiting for finality",
            Self::Receipts => "writing receipts",
        }
    }

    const fn counts_bytes(self) -> bool {
        matches!(self, Self::Reading)
    }
}

/// Whoever wants to know how far a long task has come.
pub trait Observer {
    /// So much is done, of so much in all where that is known.
    fn progress(&mut self, phase: Phase, done: u64, total: Option<u64>);

    /// Something worth a line has happened.
    fn event(&mut self, phase: Phase, text: &str);

    /// The phase is over.
    fn finished(&mut self, phase: Phase);
}

/// A progress bar where a person watches, plain lines where a log is kept.
pub fn observer() -> Box<dyn Observer> {
    if stderr().is_terminal() { Box::new(Terminal::default()) } else { Box::new(Lines::default()) }
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn progress(&mut self, _: Phase, _: u64, _: Option<u64>) {}
    fn event(&mut self, _: Phase, _: &str) {}
    fn finished(&mut self, _: Phase) {}
}

/// One line when a phase begins, one when something happens: nothing that fills a log.
#[derive(Debug, Default)]
pub struct Lines {
    phase: Option<Phase>,
}

impl Lines {
    fn begin(&mut self, phase: Phase) {
        if self.phase != Some(phase) {
            self.phase = Some(phase);
            eprintln!("{} …", phase.label());
        }
    }
}

impl Observer for Lines {
    fn progress(&mut self, phase: Phase, _: u64, _: Option<u64>) {
        self.begin(phase);
    }

    fn event(&mut self, phase: Phase, text: &str) {
        self.begin(phase);
        eprintln!("  {text}");
    }

    fn finished(&mut self, _: Phase) {
        self.phase = None;
    }
}

/// A bar, or a spinner where the end is not known.
#[derive(Debug, Default)]
pub struct Terminal {
    bar: Option<(Phase, ProgressBar)>,
}

impl Terminal {
    fn bar(&mut self, phase: Phase, total: Option<u64>) -> &ProgressBar {
        if self.bar.as_ref().is_some_and(|(current, _)| *current != phase) {
            self.clear();
        }
        let (_, bar) = self.bar.get_or_insert_with(|| (phase, new_bar(phase, total)));
        bar
    }

    fn clear(&mut self) {
        if let Some((_, bar)) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

fn new_bar(phase: Phase, total: Option<u64>) -> ProgressBar {
    let Some(total) = total else {
        let bar = ProgressBar::new_spinner().with_message(phase.label());
        bar.enable_steady_tick(Duration::from_millis(120));
        return bar;
    };
    let template = if phase.counts_bytes() {
        "{msg} {wide_bar} {bytes}/{total_bytes} {eta}"
    } else {
        "{msg} {wide_bar} {human_pos}/{human_len} {eta}"
    };
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total).with_style(style).with_message(phase.label())
}

impl Observer for Terminal {
    fn progress(&mut self, phase: Phase, done: u64, total: Option<u64>) {
        let bar = self.bar(phase, total);
        match total {
            Some(total) => {
                // Several files are read one after another, each with its own length.
                bar.set_length(total);
                bar.set_position(done);
            }
            None => bar.set_message(format!("{}: {}", phase.label(), grouped(done))),
        }
    }

    fn event(&mut self, phase: Phase, text: &str) {
        self.bar(phase, None).set_message(format!("{}: {text}", phase.label()));
    }

    fn finished(&mut self, _: Phase) {
        self.clear();
    }
}
