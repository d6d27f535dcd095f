//! Motion: simulated time runs from one step to the next while wall-clock time passes.
//!
//! A protocol is shown step by step, 250 to 800 ms each, however close or far they are in simulated
//! time. Ambient traffic flows at one pace. A script goes on step by step. Where the reader asks for
//! less motion, all of them go in steps.

use leptos_dom::helpers::{request_animation_frame, window};
use sandtable_core::session::{Session, SimTime, Transport};

use super::options::Controls;
use super::state::Player;

/// The shortest and the longest time that a step takes at speed 1, in milliseconds.
const STEP_MS: (f64, f64) = (250.0, 800.0);
/// How long steps at the same moment are apart.
const SAME_MOMENT_MS: f64 = 90.0;
/// How long a player that begins again shows its last moment, in milliseconds.
const REST_MS: f64 = 2_500.0;
/// The shortest and the longest time that ambient traffic takes from end to end, in seconds.
const AMBIENT_SECS: (f64, f64) = (10.0, 40.0);

/// How often what stands beside the pictures follows flowing traffic, which takes a step or more in
/// every frame: faster than anyone reads.
const BESIDE_MS: f64 = 100.0;

/// What is under way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Motion {
    way: Option<Way>,
    /// When what stands beside the pictures was last told of a step.
    told_ms: f64,
    /// Whether a step was taken since then.
    behind: bool,
    /// Grows with each start, so that a frame of an older motion does nothing.
    number: u32,
    /// Whether it plays on when it is seen again.
    resumes: bool,
}

#[derive(Clone, Copy, Debug)]
struct Way {
    from: SimTime,
    to: SimTime,
    start_ms: f64,
    length_ms: f64,
    /// Stops after one step.
    once: bool,
    /// Time flows; steps are taken as they fall due.
    flows: bool,
    /// What is between two steps is shown.
    glides: bool,
    /// The last moment is shown for a while; then it begins again.
    rests: bool,
}

fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// Whether the reader asks for less motion.
pub(crate) fn is_reduced() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|q| q.matches())
}

impl Player {
    /// Plays on from the cursor; at the end, from the start.
    pub(crate) fn play(&self) {
        if self.is_playing() || self.peek(|s| s.length() == 0) {
            return;
        }
        if self.peek(is_at_end) {
            self.go(|s| s.seek(0));
        }
        self.open(|ui| ui.playing = true);
        self.begin(false);
    }

    /// Stands still.
    pub(crate) fn stop(&self) {
        let behind = self.back_stage(|b| {
            b.motion.way = None;
            b.motion.number += 1;
            b.motion.resumes = false;
            std::mem::take(&mut b.motion.behind)
        });
        if behind {
            self.tell_place();
        }
        if self.is_playing() {
            self.open(|ui| ui.playing = false);
            super::address::replace(self);
        }
    }

    /// Plays, or stands still.
    pub(crate) fn toggle(&self) {
        if self.is_playing() { self.stop() } else { self.play() }
    }

    /// Takes one step, shown as a motion; a step that is under way is finished at once.
    pub(crate) fn step_shown(&self) {
        let under_way = self.back_stage(|b| b.motion.way.is_some());
        self.stop();
        if under_way || is_reduced() {
            self.go(|s| {
                s.step();
            });
            super::address::replace(self);
        } else {
            self.begin(true);
        }
    }

    /// Takes one step back.
    pub(crate) fn back(&self) {
        self.stop();
        self.go(|s| {
            // Between two steps, back is to the last one.
            if s.now() > s.time_of(s.position()) {
                s.seek(s.position());
            } else {
                s.back();
            }
        });
        super::address::replace(self);
    }

    /// What happens when the player comes into view or leaves it.
    pub(crate) fn seen(&self, visible: bool) {
        if !visible && self.is_playing() {
            self.stop();
            self.back_stage(|b| b.motion.resumes = true);
        } else if visible {
            let ambient = self.peek(|s| s.spec().transport == Transport::Timed { ambient: true });
            let (first, resumes) = self.back_stage(|b| (b.motion.number == 0, b.motion.resumes));
            // Nothing starts by itself that has no visible pause.
            let stops = self.options().controls > Controls::None;
            let starts = ambient && stops && first && !is_reduced() && !self.peek(is_at_end);
            if resumes || starts {
                self.play();
            }
        }
    }

    /// Whether what stands beside the pictures waits for a later frame before it follows a step.
    pub(crate) fn puts_off(&self) -> bool {
        self.back_stage(|b| {
            let motion = &mut b.motion;
            let flows = motion.way.is_some_and(|way| way.flows);
            // A clock that was set back does not make it wait.
            motion.behind = flows && (0.0..BESIDE_MS).contains(&(now_ms() - motion.told_ms));
            if !motion.behind {
                motion.told_ms = now_ms();
            }
            motion.behind
        })
    }

    fn is_playing(&self) -> bool {
        self.glance(|ui| ui.playing)
    }

    /// Starts the way to the next step.
    fn begin(&self, once: bool) {
        let speed = self.glance(|ui| ui.speed);
        let way = self.peek(|s| way(s, once, speed));
        let Some(way) = way.or_else(|| self.rest(once)) else {
            self.stop();
            return;
        };
        let number = self.back_stage(|b| {
            b.motion.way = Some(way);
            b.motion.number += 1;
            b.motion.number
        });
        self.next_frame(number);
    }

    /// The pause before a player that loops begins again. With less motion, only where there is a
    /// button that stops it.
    fn rest(&self, once: bool) -> Option<Way> {
        let options = self.options();
        let stops = options.controls > Controls::None || !is_reduced();
        let (from, to, start_ms) = (SimTime::ZERO, SimTime::ZERO, now_ms());
        (options.loops && stops && !once).then_some(Way {
            from,
            to,
            start_ms,
            length_ms: REST_MS,
            once,
            flows: false,
            glides: false,
            rests: true,
        })
    }

    fn next_frame(&self, number: u32) {
        let player = *self;
        request_animation_frame(move || player.frame(number));
    }

    fn frame(&self, number: u32) {
        // The player may be gone by the time of the frame.
        if self.is_gone() {
            return;
        }
        let current = self.back_stage(|b| (b.motion.number == number).then_some(b.motion.way));
        let Some(Some(way)) = current else { return };
        let share = (now_ms() - way.start_ms) / way.length_ms.max(1.0);
        if way.flows {
            let here = moment(way.from, way.to, share.min(1.0));
            self.go(|s| s.seek_time(here));
            if share >= 1.0 { self.begin(false) } else { self.next_frame(number) }
        } else if share < 1.0 {
            if way.glides {
                let here = moment(way.from, way.to, share);
                // Never quite there: the step itself is taken at the end of the way.
                let last = SimTime::from_ns(way.to.as_ns().saturating_sub(1));
                self.go(|s| s.seek_time(here.min(last).max(way.from)));
            }
            self.next_frame(number);
        } else if way.rests {
            self.go(|s| s.seek(0));
            self.begin(false);
        } else {
            self.go(|s| {
                s.step();
            });
            if way.once {
                self.stop();
                super::address::replace(self);
            } else {
                self.begin(false);
            }
        }
    }
}

/// Whether the cursor is at the end.
fn is_at_end(s: &Session) -> bool {
    s.position() >= s.last() && s.now() >= s.end()
}

fn moment(from: SimTime, to: SimTime, share: f64) -> SimTime {
    let whole = to.since(from).as_ns() as f64;
    from + SimTime::from_ns((whole * share.max(0.0)) as u64)
}

/// The way from the cursor to the next step; `None` at the end.
fn way(s: &Session, once: bool, speed: f64) -> Option<Way> {
    let to = s.next_time()?;
    let from = s.now();
    let start_ms = now_ms();
    let glides = to > from && !is_reduced();
    let stepwise = |from, to, length_ms: f64| Way {
        from,
        to,
        start_ms,
        length_ms: length_ms / speed,
        once,
        flows: false,
        glides,
        rests: false,
    };
    match s.spec().transport {
        Transport::Timed { ambient: true } if !once && !is_reduced() => {
            let whole = s.end().since(s.begin()).as_secs().max(1e-9);
            let wall = whole.clamp(AMBIENT_SECS.0, AMBIENT_SECS.1);
            let left = s.end().since(from).as_secs() / whole * wall * 1000.0;
            let length_ms = left / speed;
            let to = s.end();
            Some(Way { from, to, start_ms, length_ms, once, flows: true, glides, rests: false })
        }
        Transport::Timed { .. } => {
            let gap = to.since(from).as_secs();
            if gap <= 0.0 {
                return Some(stepwise(from, to, SAME_MOMENT_MS));
            }
            // Twice the mean gap takes the longest time.
            let mean = s.end().as_secs() / f64::from(s.length().max(1));
            let share = (gap / (2.0 * mean).max(1e-12)).min(1.0);
            Some(stepwise(from, to, STEP_MS.0 + (STEP_MS.1 - STEP_MS.0) * share))
        }
        Transport::Scripted | Transport::Still => Some(stepwise(from, to, STEP_MS.1)),
    }
}
