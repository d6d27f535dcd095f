//! The faults of the engine: each one's verb, and what it is for.

use super::spec::{Arg, ArgKind, Fault, Verb};

const fn arg(name: &'static str, kind: ArgKind) -> Arg {
    Arg { name, lead: "", kind, optional: false }
}

const PROCESS: &[Arg] = &[arg("process", ArgKind::Process)];
const LINK: &[Arg] = &[arg("link", ArgKind::Link)];
const MESSAGE: &[Arg] = &[arg("message", ArgKind::Message)];

/// Every verb of the engine, in the order in which they are offered.
pub static VERBS: &[Verb] = &[
    Verb { name: "crash", args: PROCESS, help: "It stops and forgets what it had in memory." },
    Verb {
        name: "restart",
        args: &[
            arg("process", ArgKind::Process),
            Arg { name: "disk", lead: "", kind: ArgKind::Word(&["blank"]), optional: true },
        ],
        help: "It comes back with its disk, or with an empty one.",
    },
    Verb { name: "pause", args: PROCESS, help: "It stands still; messages wait for it." },
    Verb { name: "resume", args: PROCESS, help: "It goes on where it stood still." },
    Verb { name: "timeout", args: PROCESS, help: "Its next timer fires now." },
    Verb { name: "cut", args: LINK, help: "Nothing arrives over it until it is healed." },
    Verb { name: "slow", args: LINK, help: "Everything on it takes longer until it is healed." },
    Verb { name: "heal", args: LINK, help: "It works as before." },
    Verb { name: "drop", args: MESSAGE, help: "It is lost." },
    Verb { name: "duplicate", args: MESSAGE, help: "It arrives twice." },
    Verb {
        name: "delay",
        args: &[
            arg("message", ArgKind::Message),
            Arg { name: "time", lead: "", kind: ArgKind::Time, optional: true },
        ],
        help: "It takes longer: half a second if nothing is said.",
    },
    Verb { name: "deliver", args: MESSAGE, help: "It arrives before everything else that is due." },
    Verb {
        name: "skew",
        args: &[
            arg("process", ArgKind::Process),
            arg("milliseconds", ArgKind::Number(-SKEW_MS_MAX, SKEW_MS_MAX)),
        ],
        help: "Its clock jumps by so many milliseconds, back if negative.",
    },
    Verb {
        name: "drift",
        args: &[
            arg("process", ArgKind::Process),
            arg("millionths", ArgKind::Number(-DRIFT_PPM_MAX, DRIFT_PPM_MAX)),
        ],
        help: "Its clock runs too fast by so many millionths, too slow if negative.",
    },
];

/// The farthest that one action sets a clock, in milliseconds: an hour.
const SKEW_MS_MAX: i64 = 3_600_000;
/// The largest error of a clock's rate, in millionths: it nearly stands still, or runs twice as fast.
const DRIFT_PPM_MAX: i64 = 999_999;

/// The verbs that a fault brings with it.
#[must_use]
pub fn verbs(fault: Fault) -> &'static [&'static str] {
    match fault {
        Fault::Crash => &["crash"],
        Fault::Restart | Fault::RestartBlank => &["restart"],
        Fault::Pause => &["pause", "resume"],
        Fault::Timeout => &["timeout"],
        Fault::Cut => &["cut", "heal"],
        Fault::Slow => &["slow", "heal"],
        Fault::Drop => &["drop"],
        Fault::Duplicate => &["duplicate"],
        Fault::Delay => &["delay"],
        Fault::Deliver => &["deliver"],
        Fault::Skew => &["skew", "drift"],
    }
}

/// The engine's verb of that name, if one of `faults` brings it.
#[must_use]
pub fn verb(name: &str, faults: &[Fault]) -> Option<&'static Verb> {
    let offered = faults.iter().any(|f| verbs(*f).contains(&name));
    VERBS.iter().find(|v| v.name == name).filter(|_| offered)
}
