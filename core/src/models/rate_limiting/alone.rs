//! Six limiters side by side: each decides on the same requests.

use super::Event;
use super::kind::KINDS;
use super::setup::Setup;
use super::state::{State, is_new};
use crate::engine::SimTime;

impl State {
    /// All six decide on requests that come now. One that is down lets nothing pass.
    pub(super) fn decide_side_by_side(&mut self, setup: &Setup, count: u32, out: &mut Vec<Event>) {
        let now = self.world.now();
        let period_ns = setup.quota.rate().period_ns();
        let limit = u64::from(setup.quota.rate().limit());
        let (mut passed, mut fresh) = ([0u16; KINDS], 0u8);
        let mut over = [None; KINDS];
        let first = out.len();
        out.push(Event::Arrived { count: count as u16, passed, fresh });
        for i in 0..KINDS {
            let up = self.is_up(i as u8 + 1);
            let desk = &mut self.desks[i];
            let granted = match &mut desk.limiter {
                Some(limiter) if up => limiter.decide_all(now.as_ns(), count),
                _ => 0,
            };
            passed[i] = granted as u16;
            let outcome = desk.record(i as u8 + 1, now, count, granted);
            fresh |= u8::from(outcome.fresh) << i;
            out.push(outcome.event);
            if granted > 0 && outcome.sum > limit {
                let again = desk.over_at.is_some();
                if is_new(&mut desk.over_at, now, period_ns) {
                    let from = desk.window.first_ns().unwrap_or(now.as_ns());
                    let span = now.since(SimTime::from_ns(from));
                    over[i] = Some((outcome.sum as u32, span, again));
                }
            }
        }
        out[first] = Event::Arrived { count: count as u16, passed, fresh };
        for i in 0..KINDS {
            let Some((granted, span, again)) = over[i] else { continue };
            if over[..i].contains(&over[i]) {
                continue;
            }
            // Those that exceed the limit in the same way are told of together.
            let same = (i..KINDS).filter(|j| over[*j] == over[i]);
            let who = same.fold(0, |who, j| who | 1 << j);
            out.push(Event::Over { who, granted, span, again });
        }
    }
}
