//! The film strip: the few frames that tell a run without motion.

use super::{Session, Side};
use crate::engine::{SimTime, Verdict};
use crate::scene::{Scene, Tone};

/// A frame of the film strip.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The step it shows.
    pub step: u32,
    /// When.
    pub at: SimTime,
    /// What happens in it.
    pub caption: String,
    /// What there is to see.
    pub scene: Scene,
}

impl Session {
    /// Three to six frames of the run, in order: its turns, the first violation, the end. The
    /// cursor is where it was afterwards.
    pub fn film(&mut self, frames_max: usize) -> Vec<Frame> {
        let (position, now) = (self.position(), self.now());
        let violated = self.run.final_verdicts().into_iter().filter_map(|v| match v {
            Verdict::Violated { step, .. } => Some(step),
            _ => None,
        });
        let violated = violated.min();
        self.run.seek(violated.unwrap_or(u32::MAX));
        let mut turns: Vec<(u32, String)> = Vec::new();
        for line in self.log(Side::Main, usize::MAX) {
            match turns.last_mut() {
                _ if !line.beat => {}
                // What is broken matters more than what else happens in the step.
                Some((step, text)) if *step == line.step && line.tone == Tone::Bad => {
                    *text = line.text;
                }
                Some((step, _)) if *step == line.step => {}
                _ => turns.push((line.step, line.text)),
            }
        }
        // Too many: the first, the last, and those between at even distances.
        let frames_max = frames_max.max(2);
        if turns.len() > frames_max {
            let last = turns.len() - 1;
            let picks: Vec<usize> = (0..frames_max)
                .map(|i| (i * last + (frames_max - 1) / 2) / (frames_max - 1))
                .collect();
            turns = picks.into_iter().map(|i| turns[i.min(last)].clone()).collect();
        }
        let frames = turns.into_iter().map(|(step, caption)| {
            self.run.seek(step);
            Frame { step, at: self.run.now(), caption, scene: self.run.scene() }
        });
        let frames = frames.collect();
        self.run.seek(position);
        if self.spec().is_timed() {
            self.run.seek_time(now);
            if self.run.position() != position {
                self.run.seek(position);
            }
        }
        frames
    }
}
