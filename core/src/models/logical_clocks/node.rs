//! What one process does with its clocks, and what the rules change about it.

use super::Setup;
use crate::algorithms::clocks::{
    DriftingClock, Hybrid, HybridClock, HybridError, Interval, Lamport, LamportStamp, VectorClock,
    VersionVector,
};

/// Nanoseconds in a millisecond.
pub(super) const MS: u64 = 1_000_000;

/// The stamps of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamps {
    /// What the machine's clock shows, in milliseconds.
    pub physical_ms: u64,
    /// Lamport's number.
    pub lamport: LamportStamp,
    /// The vector.
    pub vector: VersionVector,
    /// The hybrid stamp, in milliseconds.
    pub hybrid: Hybrid,
}

/// The clocks of one process.
#[derive(Clone, Debug)]
pub(super) struct Node {
    process: u32,
    pub(super) physical: DriftingClock,
    lamport: Lamport,
    vector: VectorClock,
    hybrid: HybridClock,
}

impl Node {
    pub(super) fn new(setup: &Setup, process: u8) -> Node {
        let process = u32::from(process);
        Node {
            process,
            physical: DriftingClock::new(0),
            lamport: Lamport::new(process),
            vector: VectorClock::new(process),
            hybrid: HybridClock::new(if setup.bound { setup.epsilon_ms } else { u64::MAX }),
        }
    }

    /// Stamps an event at the true time `now`. `counts` is false for a local event, which one of
    /// the rules makes count; `sent` are the stamps of the message that is received.
    ///
    /// # Errors
    /// The hybrid clock refuses; nothing is changed then.
    pub(super) fn stamp(
        &mut self,
        setup: &Setup,
        now: u64,
        local: bool,
        sent: Option<&Stamps>,
    ) -> Result<Stamps, HybridError> {
        let physical_ms = self.physical.read(now) / MS;
        let told = sent.filter(|_| setup.merge);
        let hybrid = match told {
            _ if !setup.never_back => Hybrid { time: physical_ms, counter: 0 },
            Some(sent) => self.hybrid.receive(physical_ms, sent.hybrid)?,
            None => self.hybrid.tick(physical_ms)?,
        };
        let (lamport, vector) = match told {
            Some(sent) => (self.lamport.receive(sent.lamport), self.vector.receive(&sent.vector)),
            None if local && !setup.tick => (self.lamport.last(), self.vector.last().clone()),
            None => (self.lamport.tick(), self.vector.tick()),
        };
        Ok(Stamps { physical_ms, lamport, vector, hybrid })
    }

    /// What a message carries of the stamps of its sending.
    pub(super) fn carried(&self, setup: &Setup, stamps: &Stamps) -> Stamps {
        let mut carried = stamps.clone();
        if !setup.whole {
            let own = stamps.vector.get(self.process);
            carried.vector = VersionVector::from_iter([(self.process, own)]);
        }
        carried
    }

    /// What the interval clock says at the true time `now`, in nanoseconds.
    pub(super) fn interval(&self, setup: &Setup, now: u64) -> Interval {
        let said = Interval::around(self.physical.read(now), setup.epsilon_ms * MS);
        if setup.honest {
            Interval { earliest: said.earliest.min(now), latest: said.latest.max(now) }
        } else {
            said
        }
    }

    /// The first true time from `now` on at which a timestamp has certainly passed, if nobody
    /// touches the clock.
    pub(super) fn passed(&self, setup: &Setup, now: u64, timestamp: u64) -> u64 {
        let said = self.physical.when(timestamp + setup.epsilon_ms * MS + 1, now);
        if setup.honest { said.max(timestamp + 1) } else { said }
    }
}
