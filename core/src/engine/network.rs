//! What a network does to messages, as data, and the luck of each message.

use super::{MessageName, Pcg32, SimTime};

/// How the network treats messages.
///
/// A message is lost if its link is cut, or its receiver is down, at the moment it arrives. A
/// message to a process that is paused waits there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    /// The shortest time on the way, in milliseconds.
    pub latency_ms_min: u32,
    /// The longest; each time between is equally likely.
    pub latency_ms_max: u32,
    /// How many of a hundred messages are lost.
    pub loss_percent: u32,
    /// How many of a hundred messages arrive twice.
    pub duplicate_percent: u32,
    /// Whether a message may overtake an earlier one on its link.
    pub reorders: bool,
    /// How many times longer a slow link takes.
    pub slow_factor: u32,
}

impl Default for Network {
    /// 20 to 80 ms, nothing lost or duplicated, overtaking possible, slow links take ten times as
    /// long.
    fn default() -> Network {
        Network {
            latency_ms_min: 20,
            latency_ms_max: 80,
            loss_percent: 0,
            duplicate_percent: 0,
            reorders: true,
            slow_factor: 10,
        }
    }
}

/// What the network does to one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    /// How long it is on its way.
    pub latency: SimTime,
    /// Whether it is lost.
    pub lost: bool,
    /// How long its second copy is on its way, if it has one.
    pub copy: Option<SimTime>,
}

impl Network {
    /// The luck of a message: it depends on the seed and on the message's name and on nothing
    /// else, so that more or fewer messages elsewhere do not change it.
    #[must_use]
    pub fn luck(&self, seed: u64, name: MessageName, slow: bool) -> Luck {
        let entity = u64::from(name.kind) << 48
            | u64::from(name.from) << 40
            | u64::from(name.to) << 32
            | u64::from(name.ordinal);
        let mut rng = Pcg32::numbered(seed, "network", &[entity]);
        let factor = if slow { u64::from(self.slow_factor) } else { 1 };
        let (min, max) = (u64::from(self.latency_ms_min), u64::from(self.latency_ms_max));
        let mut latency = || SimTime::from_ms(rng.between(min, max).saturating_mul(factor));
        let (first, second) = (latency(), latency());
        let lost = rng.chance(u64::from(self.loss_percent), 100);
        let doubled = rng.chance(u64::from(self.duplicate_percent), 100);
        Luck { latency: first, lost, copy: doubled.then_some(second) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_is_a_messages_own() {
        let network = Network { loss_percent: 20, duplicate_percent: 30, ..Network::default() };
        let name = |ordinal| MessageName { kind: 1, from: 0, to: 2, ordinal, copy: false };
        let (mut lost, mut doubled) = (0, 0);
        for ordinal in 1..=10_000 {
            let luck = network.luck(7, name(ordinal), false);
            assert_eq!(luck, network.luck(7, name(ordinal), false));
            assert!((20..=80).contains(&(luck.latency.as_ns() / 1_000_000)));
            let slow = network.luck(7, name(ordinal), true);
            assert_eq!(slow.latency.as_ns(), luck.latency.as_ns() * 10);
            lost += u32::from(luck.lost);
            doubled += u32::from(luck.copy.is_some());
        }
        // Five standard deviations: 200 and 229.
        assert!(lost.abs_diff(2_000) < 200 && doubled.abs_diff(3_000) < 229, "{lost} {doubled}");
    }
}
