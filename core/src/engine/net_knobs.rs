//! Which settings does a model declare for its network, and what network do they make?

use super::spec::{Knob, Values};
use super::{Config, Network};

/// How long a message is on its way, on average.
pub const LATENCY: Knob = Knob {
    name: "latency",
    label: "Time on the way",
    unit: "ms",
    values: Values::number(5, 200, 5),
    default: 60,
    help: "A message takes between half of this and one and a half times as long.",
};

/// How many messages are lost.
pub const LOSS: Knob = Knob {
    name: "loss",
    label: "Lost messages",
    unit: "%",
    values: Values::number(0, 40, 5),
    default: 0,
    help: "How many of a hundred messages the network loses.",
};

/// How many messages arrive twice.
pub const TWICE: Knob = Knob {
    name: "twice",
    label: "Messages that arrive twice",
    unit: "%",
    values: Values::number(0, 40, 5),
    default: 0,
    help: "How many of a hundred messages the network delivers a second time.",
};

impl Network {
    /// The network that a model's knobs describe; a model without [`LOSS`] or [`TWICE`] has none.
    ///
    /// ```
    /// use sandtable_core::catalog::find;
    /// use sandtable_core::engine::{Config, Network};
    /// let config = Config::new(find("quorum").unwrap().spec());
    /// let network = Network::of(&config);
    /// assert_eq!((network.latency_ms_min, network.latency_ms_max), (30, 90));
    /// ```
    ///
    /// # Panics
    /// If the model does not declare [`LATENCY`], or a knob of that name.
    #[must_use]
    pub fn of(config: &Config) -> Network {
        let latency = config.count(LATENCY.name);
        let percent = |knob: &Knob| config.spec().knob(knob.name).map(|_| config.count(knob.name));
        Network {
            latency_ms_min: latency.div_ceil(2),
            latency_ms_max: latency + latency / 2,
            loss_percent: percent(&LOSS).unwrap_or(0),
            duplicate_percent: percent(&TWICE).unwrap_or(0),
            ..Network::default()
        }
    }
}
