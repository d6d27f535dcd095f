//! Sample: seats in a room that may not be sold twice. Say here what the topic is, and cite its
//! source.

use crate::engine::spec::declared_range;
use crate::engine::{
    Action, Check, CheckKind, Config, Knob, Ledger, Line, Model, Moment, Names, Rule, SimTime,
    Spec, Switch, Transport, Values, Verb,
};
use crate::scene::{Choice, Scene, Table, Tone, View};

/// The index of the check.
const WITHIN: usize = 0;

static SPEC: Spec = Spec {
    id: "sample",
    title: "Sample",
    summary: "A room sells its seats, and stops when they are gone.",
    transport: Transport::Scripted,
    knobs: &[Knob {
        name: "seats",
        label: "Seats",
        unit: "",
        values: Values::number(1, 9, 1),
        default: 2,
        help: "How many seats the room has.",
    }],
    rules: &[Rule {
        name: "stop",
        label: "Stop when they are gone",
        protects: &["within"],
        switch: Switch::Own,
        help: "Without it a seat is sold twice.",
    }],
    checks: &[Check {
        name: "within",
        title: "No seat is sold twice",
        kind: CheckKind::Always,
        help: "At each sale: no more seats are sold than there are. Vacuous until a seat is sold.",
    }],
    actions: &[Verb { name: "sell", args: &[], help: "Somebody asks for a seat." }],
    faults: &[],
    range: declared_range,
    story: "sell; sell; sell",
    opening: "",
    seed: 1,
    fidelity: &["Nobody gives a seat back."],
};

/// The model.
pub struct Sample;

/// What never changes in a run.
pub struct Setup {
    names: Names,
    seats: u32,
    stop: bool,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A seat is sold, and so many are then.
    Sold(u32),
    /// Nothing is sold, as all seats are gone.
    Refused,
}

impl Model for Sample {
    type Setup = Setup;
    /// How many seats are sold.
    type State = u32;
    type Event = Event;
    /// The check looks at each event alone.
    type Fold = ();

    fn spec() -> &'static Spec {
        &SPEC
    }

    fn setup(config: &Config, _: u64) -> Setup {
        let names = Names::new(["room"], &[]);
        Setup { names, seats: config.count("seats"), stop: config.holds("stop") }
    }

    fn names(setup: &Setup) -> &Names {
        &setup.names
    }

    fn start(_: &Setup) -> (u32, ()) {
        (0, ())
    }

    fn act(
        setup: &Setup,
        sold: &mut u32,
        now: SimTime,
        _: &Action,
        out: &mut Vec<Event>,
    ) -> Result<SimTime, String> {
        if setup.stop && *sold >= setup.seats {
            out.push(Event::Refused);
        } else {
            *sold += 1;
            out.push(Event::Sold(*sold));
        }
        Ok(now)
    }

    fn choices(_: &Setup, _: &u32) -> Vec<Choice> {
        vec![Choice { action: "sell".to_owned(), label: "Sell a seat".to_owned(), fault: false }]
    }

    fn judge(setup: &Setup, (): &mut (), event: &Event, ledger: &mut Ledger) {
        if let Event::Sold(sold) = event {
            ledger.exercise(WITHIN);
            if *sold > setup.seats {
                ledger.violate(WITHIN, format!("{sold} of {} seats are sold", setup.seats));
            }
        }
    }

    fn name(_: &Setup, event: &Event) -> (u8, String) {
        let name = match event {
            Event::Sold(sold) => format!("sold {sold}"),
            Event::Refused => "refused".to_owned(),
        };
        (0, name)
    }

    fn sentence(setup: &Setup, event: &Event) -> Option<Line> {
        Some(match event {
            Event::Sold(sold) if *sold > setup.seats => {
                Line::beat("A seat is sold that there is not.", Tone::Bad)
            }
            Event::Sold(sold) => Line::beat(format!("Seat {sold} is sold."), Tone::Good),
            Event::Refused => Line::new("The room is full.", Tone::Quiet),
        })
    }

    fn scene(setup: &Setup, sold: &u32, (): &(), _: &Moment<'_, Event>) -> Scene {
        let mut table = Table::new("The room").column("", false).column("seats", true);
        table.row(["there are".to_owned(), setup.seats.to_string()]);
        table.row(["sold".to_owned(), sold.to_string()]);
        Scene { views: vec![View::Table(table)] }
    }
}
