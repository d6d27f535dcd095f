//! The film strip: the few frames that tell a run without motion.

use super::{Session, Side};
use crate::engine::{SimTime, Verdict};
use crate::scene::{Scene, Tone};

/// The fewest frames that tell a run.
const FRAMES_MIN: usize = 3;

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
    /// Which of its views tells it: an index.
    pub view: usize,
}

impl Session {
    /// Three to `frames_max` frames of the run, in order: its turns, the first violation, the end. A run
    /// with fewer turns begins with its start and goes on to its end; one with fewer moments shows
    /// its last moment in another view as well. The cursor is where it was afterwards.
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
        let turns = self.filled(turns);
        // Too many: the first, the last, and those between at even distances.
        let frames_max = frames_max.max(2);
        let turns = if turns.len() > frames_max {
            let last = turns.len() - 1;
            let picks: Vec<usize> = (0..frames_max)
                .map(|i| (i * last + (frames_max - 1) / 2) / (frames_max - 1))
                .collect();
            picks.into_iter().map(|i| turns[i.min(last)].clone()).collect()
        } else {
            turns
        };
        let frames = turns.into_iter().map(|(step, caption)| {
            self.run.seek(step);
            Frame { step, at: self.run.now(), caption, scene: self.run.scene(), view: 0 }
        });
        let mut frames: Vec<Frame> = frames.collect();
        if frames.len() < FRAMES_MIN {
            frames.extend(self.again(frames.last()));
        }
        self.run.seek(position);
        if self.spec().is_timed() {
            self.run.seek_time(now);
            if self.run.position() != position {
                self.run.seek(position);
            }
        }
        frames
    }

    /// A moment once more, in the last of its views, with the last that is said of it.
    fn again(&self, last: Option<&Frame>) -> Option<Frame> {
        let last = last?;
        let view = last.scene.views.len().checked_sub(1).filter(|view| *view > 0)?;
        let said = self.log(Side::Main, 1).pop().map(|line| line.text);
        let title = || format!("The same moment: {}.", last.scene.views[view].title());
        let caption = said.filter(|says| *says != last.caption).unwrap_or_else(title);
        Some(Frame { caption, view, ..last.clone() })
    }

    /// The turns, and if they are fewer than three: the start, the end, and what lies between.
    fn filled(&mut self, mut turns: Vec<(u32, String)>) -> Vec<(u32, String)> {
        if turns.len() >= FRAMES_MIN {
            return turns;
        }
        let add = |turns: &mut Vec<(u32, String)>, step: u32, says: &str| {
            let at = turns.partition_point(|(s, _)| *s < step);
            if turns.get(at).is_none_or(|(s, _)| *s != step) {
                turns.insert(at, (step, says.to_owned()));
            }
        };
        add(&mut turns, 0, "Nothing has happened yet.");
        self.run.seek(u32::MAX);
        let end = self.run.position();
        let lines = self.log(Side::Main, usize::MAX);
        let last = lines.iter().find(|l| l.step == end);
        add(&mut turns, end, last.map_or("Nothing more happens.", |l| &l.text));
        // What is said in between, from the middle outwards.
        let mut between: Vec<_> = lines.iter().filter(|l| l.step < end).collect();
        between.sort_by_key(|l| l.step.abs_diff(end / 2));
        for line in between {
            if turns.len() < FRAMES_MIN {
                add(&mut turns, line.step, &line.text);
            }
        }
        turns
    }
}
