//! The simulator: random numbers, simulated time, network, run, script and link.

pub mod action;
pub mod check;
pub mod config;
pub mod faults;
pub mod machine;
pub mod model;
pub mod names;
pub mod net_knobs;
pub mod net_view;
mod net_words;
pub mod network;
pub mod problem;
pub mod queue;
pub mod random;
pub mod run;
pub mod script;
pub mod spec;
pub mod time;
pub mod world;

pub use action::{Action, MessageName, Value};
pub use check::{Ledger, Verdict};
pub use config::Config;
pub use machine::{Machine, Maker, Words, machine};
pub use model::{Cause, Line, Model, Moment, Step};
pub use names::Names;
pub use network::{Luck, Network};
pub use problem::Problem;
pub use queue::Queue;
pub use random::{Fnv1a, Pcg32};
pub use run::Run;
pub use script::{Place, Placed, Script};
pub use spec::{
    Arg, ArgKind, Check, CheckKind, Fault, Knob, Rule, Spec, Switch, Transport, Values, Verb,
};
pub use time::SimTime;
pub use world::{Happening, Loss, NetEvent, ProcessState, Wire, World};
