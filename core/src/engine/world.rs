//! Processes, the links between them, and what is due: the simulated world of a protocol.

use super::action::{Action, MessageName, Value};
use super::{Luck, Network, Queue, SimTime};

/// What the world tells the trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NetEvent<M> {
    /// A message was sent.
    Sent {
        /// Its name.
        name: MessageName,
        /// When it arrives.
        due: SimTime,
        /// What it carries.
        payload: M,
    },
    /// A message arrived.
    Delivered(MessageName),
    /// A message was lost.
    Lost(MessageName, Loss),
    /// A message was given a second copy, due then.
    Duplicated(MessageName, SimTime),
    /// A message was held up until then.
    Delayed(MessageName, SimTime),
    /// A process crashed.
    Crashed(u8),
    /// A process came back, with an empty disk if the flag is set.
    Restarted(u8, bool),
    /// A process stands still.
    Paused(u8),
    /// A process goes on.
    Resumed(u8),
    /// A link was cut.
    Cut(u8, u8),
    /// A link was made slow.
    Slowed(u8, u8),
    /// A link works as before.
    Healed(u8, u8),
    /// A process's physical clock jumped by so many milliseconds.
    Skewed(u8, i64),
    /// A process's physical clock runs too fast by so many millionths from now on.
    Drifts(u8, i64),
}

/// Why a message was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The network lost it.
    Network,
    /// Its link was cut when it arrived.
    Cut,
    /// Its receiver was down when it arrived.
    Down,
    /// Somebody dropped it.
    Dropped,
}

impl Loss {
    /// The reason in a few words.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Loss::Network => "the network lost it",
            Loss::Cut => "the link is cut",
            Loss::Down => "the receiver is down",
            Loss::Dropped => "dropped by hand",
        }
    }
}

/// What a protocol has to answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening<M, T> {
    /// A message arrived.
    Message {
        /// Its name, with the sender and the receiver.
        name: MessageName,
        /// What it carries.
        payload: M,
    },
    /// A timer fired.
    Timer {
        /// Whose.
        process: u8,
        /// Which.
        timer: T,
    },
    /// A process crashed: what it had in memory is gone.
    Crashed(u8),
    /// A process came back; `true`: with an empty disk.
    Restarted(u8, bool),
    /// A process goes on after a pause.
    Resumed(u8),
    /// A link was healed.
    Healed(u8, u8),
    /// A process's physical clock jumped by so many milliseconds. The world's time is the true one;
    /// a model that reads clocks keeps them.
    Skewed(u8, i64),
    /// A process's physical clock runs too fast by so many millionths from now on.
    Drifts(u8, i64),
    /// Nothing that a protocol could notice.
    Nothing,
}

#[derive(Clone, Debug)]
enum Item<M, T> {
    Message { name: MessageName, payload: M, sent: SimTime, lost: bool },
    Timer { process: u8, timer: T, set: SimTime },
}

/// Whether a process runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProcessState {
    /// It runs.
    #[default]
    Up,
    /// It stands still.
    Paused,
    /// It has crashed.
    Down,
}

/// What a link lets through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wire {
    /// There is no link.
    #[default]
    None,
    /// Everything.
    Whole,
    /// Everything, later.
    Slow,
    /// Nothing.
    Cut,
}

/// A message in flight.
#[derive(Clone, Copy, Debug)]
pub struct Flight<'a, M> {
    /// Its name.
    pub name: MessageName,
    /// What it carries.
    pub payload: &'a M,
    /// When it was sent.
    pub sent: SimTime,
    /// When it arrives.
    pub due: SimTime,
    /// Whether it has arrived and waits for its receiver to go on.
    pub held: bool,
}

/// The simulated world: who runs, which links work, what is due. `M` is what messages carry, `T`
/// tells timers apart.
///
/// Every change is told to the trace and, where a protocol has to answer, returned as a
/// [`Happening`].
#[derive(Clone, Debug)]
pub struct World<M, T> {
    seed: u64,
    network: Network,
    now: SimTime,
    processes: Vec<ProcessState>,
    wires: Vec<Wire>,
    kinds: usize,
    sent: Vec<u32>,
    last_due: Vec<SimTime>,
    queue: Queue<Item<M, T>>,
    held: Vec<Item<M, T>>,
}

impl<M: Clone, T: Clone + PartialEq> World<M, T> {
    /// A world of so many processes that all run, without links. At most 64 processes.
    #[must_use]
    pub fn new(seed: u64, network: Network, processes: usize, kinds: usize) -> World<M, T> {
        let n = processes.min(64);
        World {
            seed,
            network,
            now: SimTime::ZERO,
            processes: vec![ProcessState::Up; n],
            wires: vec![Wire::None; n * n],
            kinds,
            sent: vec![0; n * n * kinds],
            last_due: vec![SimTime::ZERO; n * n],
            queue: Queue::default(),
            held: Vec::new(),
        }
    }

    fn at(&self, a: u8, b: u8) -> usize {
        usize::from(a) * self.processes.len() + usize::from(b)
    }

    fn set_wire(&mut self, a: u8, b: u8, wire: Wire) {
        let (ab, ba) = (self.at(a, b), self.at(b, a));
        (self.wires[ab], self.wires[ba]) = (wire, wire);
    }

    /// Links two processes.
    pub fn link(&mut self, a: u8, b: u8) {
        self.set_wire(a, b, Wire::Whole);
    }

    /// A world in which every process is linked to every other.
    #[must_use]
    pub fn complete(seed: u64, network: Network, processes: usize, kinds: usize) -> World<M, T> {
        let mut world = World::new(seed, network, processes, kinds);
        for a in 0..world.len() {
            for b in a + 1..world.len() {
                world.link(a, b);
            }
        }
        world
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> SimTime {
        self.now
    }

    /// When the next thing is due.
    #[must_use]
    pub fn next_due(&self) -> Option<SimTime> {
        self.queue.next_due()
    }

    /// Whether a process runs. Processes that do not exist are down.
    #[must_use]
    pub fn state(&self, process: u8) -> ProcessState {
        self.processes.get(usize::from(process)).copied().unwrap_or(ProcessState::Down)
    }

    /// What the link between two processes lets through.
    #[must_use]
    pub fn wire(&self, a: u8, b: u8) -> Wire {
        let n = self.processes.len();
        if usize::from(a) < n && usize::from(b) < n {
            self.wires[self.at(a, b)]
        } else {
            Wire::None
        }
    }

    /// How many processes there are.
    #[must_use]
    pub fn len(&self) -> u8 {
        self.processes.len() as u8
    }

    /// Whether there are no processes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.processes.is_empty()
    }

    /// Whether every process runs and no link is cut.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.processes.iter().all(|p| *p == ProcessState::Up) && !self.wires.contains(&Wire::Cut)
    }

    /// The messages in flight, the next to arrive first; those that wait at a paused process last.
    pub fn flights(&self) -> impl Iterator<Item = Flight<'_, M>> {
        let held = self.held.iter().map(|item| (self.now, item, true));
        let moving = self.queue.iter().map(|(due, item)| (due, item, false));
        moving.chain(held).filter_map(|(due, item, held)| match item {
            Item::Message { name, payload, sent, .. } => {
                Some(Flight { name: *name, payload, sent: *sent, due, held })
            }
            Item::Timer { .. } => None,
        })
    }

    /// The timers that run: whose, which, when it was set, when it fires.
    pub fn timers(&self) -> impl Iterator<Item = (u8, &T, SimTime, SimTime)> {
        self.queue.iter().filter_map(|(due, item)| match item {
            Item::Timer { process, timer, set } => Some((*process, timer, *set, due)),
            Item::Message { .. } => None,
        })
    }

    /// Sends a message. It exists from now on, whatever becomes of it.
    pub fn send<E: From<NetEvent<M>>>(
        &mut self,
        kind: u8,
        from: u8,
        to: u8,
        payload: M,
        out: &mut Vec<E>,
    ) -> MessageName {
        let way = self.at(from, to);
        let count = &mut self.sent[way * self.kinds + usize::from(kind)];
        *count += 1;
        let name = MessageName { kind, from, to, ordinal: *count, copy: false };
        let Luck { latency, lost, copy } =
            self.network.luck(self.seed, name, self.wires[way] == Wire::Slow);
        let mut due = self.now + latency;
        if !self.network.reorders {
            due = due.max(self.last_due[way]);
            self.last_due[way] = due;
        }
        let sent = self.now;
        out.push(NetEvent::Sent { name, due, payload: payload.clone() }.into());
        if let Some(latency) = copy {
            let (name, due) = (MessageName { copy: true, ..name }, self.now + latency);
            let payload = payload.clone();
            self.queue.push(due, Item::Message { name, payload, sent, lost: false });
            out.push(NetEvent::Duplicated(name, due).into());
        }
        self.queue.push(due, Item::Message { name, payload, sent, lost });
        name
    }

    /// Sets a timer.
    pub fn set_timer(&mut self, process: u8, after: SimTime, timer: T) {
        self.queue.push(self.now + after, Item::Timer { process, timer, set: self.now });
    }

    /// Stops every timer of that process that equals `timer`.
    pub fn stop_timer(&mut self, process: u8, timer: &T) {
        let other = |item: &Item<M, T>| match item {
            Item::Timer { process: p, timer: t, .. } => *p != process || t != timer,
            Item::Message { .. } => true,
        };
        self.queue.retain(other);
        self.held.retain(other);
    }

    /// Takes the earliest thing that is due.
    pub fn play<E: From<NetEvent<M>>>(&mut self, out: &mut Vec<E>) -> Happening<M, T> {
        match self.queue.pop() {
            Some((due, item)) => self.meet(due, item, out),
            None => Happening::Nothing,
        }
    }

    fn meet<E: From<NetEvent<M>>>(
        &mut self,
        due: SimTime,
        item: Item<M, T>,
        out: &mut Vec<E>,
    ) -> Happening<M, T> {
        self.now = self.now.max(due);
        let process = match &item {
            Item::Message { name, .. } => name.to,
            Item::Timer { process, .. } => *process,
        };
        if self.state(process) == ProcessState::Paused {
            self.held.push(item);
            return Happening::Nothing;
        }
        match item {
            Item::Message { name, lost: true, .. } => {
                out.push(NetEvent::Lost(name, Loss::Network).into());
                Happening::Nothing
            }
            Item::Message { name, .. } if self.wire(name.from, name.to) == Wire::Cut => {
                out.push(NetEvent::Lost(name, Loss::Cut).into());
                Happening::Nothing
            }
            Item::Message { name, .. } if self.state(name.to) == ProcessState::Down => {
                out.push(NetEvent::Lost(name, Loss::Down).into());
                Happening::Nothing
            }
            Item::Message { name, payload, .. } => {
                out.push(NetEvent::Delivered(name).into());
                Happening::Message { name, payload }
            }
            Item::Timer { process, timer, .. } => Happening::Timer { process, timer },
        }
    }

    /// Lets time pass until `moment`, at which something is done.
    pub fn wait_until(&mut self, moment: SimTime) {
        self.now = self.now.max(moment);
    }

    /// Does what one of the engine's verbs says.
    ///
    /// # Errors
    /// Why it is impossible now; nothing is changed then.
    pub fn fault<E: From<NetEvent<M>>>(
        &mut self,
        action: &Action,
        out: &mut Vec<E>,
    ) -> Result<Happening<M, T>, String> {
        match (action.verb.name, action.values.as_slice()) {
            ("cut" | "slow" | "heal", [Value::Link(a, b)]) => {
                self.rewire(action.verb.name, *a, *b, out)
            }
            ("drop" | "duplicate" | "delay" | "deliver", [Value::Message(name), rest @ ..]) => {
                self.meddle(action.verb.name, *name, rest.first(), out)
            }
            ("skew", [Value::Process(p), Value::Number(ms)]) => {
                out.push(NetEvent::Skewed(*p, *ms).into());
                Ok(Happening::Skewed(*p, *ms))
            }
            ("drift", [Value::Process(p), Value::Number(ppm)]) => {
                out.push(NetEvent::Drifts(*p, *ppm).into());
                Ok(Happening::Drifts(*p, *ppm))
            }
            (verb, [Value::Process(p), rest @ ..]) => {
                self.unsettle(verb, *p, !rest.is_empty(), out)
            }
            (verb, _) => Err(format!("the world knows no `{verb}`")),
        }
    }

    fn rewire<E: From<NetEvent<M>>>(
        &mut self,
        verb: &str,
        a: u8,
        b: u8,
        out: &mut Vec<E>,
    ) -> Result<Happening<M, T>, String> {
        let (wire, event) = match (verb, self.wire(a, b)) {
            (_, Wire::None) => return Err("there is no such link".to_owned()),
            ("cut", Wire::Cut) => return Err("the link is cut already".to_owned()),
            ("slow", Wire::Slow) => return Err("the link is slow already".to_owned()),
            ("heal", Wire::Whole) => return Err("the link is whole already".to_owned()),
            ("cut", _) => (Wire::Cut, NetEvent::Cut(a, b)),
            ("slow", _) => (Wire::Slow, NetEvent::Slowed(a, b)),
            _ => (Wire::Whole, NetEvent::Healed(a, b)),
        };
        self.set_wire(a, b, wire);
        out.push(event.into());
        Ok(if wire == Wire::Whole { Happening::Healed(a, b) } else { Happening::Nothing })
    }

    fn meddle<E: From<NetEvent<M>>>(
        &mut self,
        verb: &str,
        name: MessageName,
        time: Option<&Value>,
        out: &mut Vec<E>,
    ) -> Result<Happening<M, T>, String> {
        let wanted =
            |item: &Item<M, T>| matches!(item, Item::Message { name: n, .. } if *n == name);
        let gone = || "no such message is in flight".to_owned();
        match verb {
            "drop" => {
                if self.queue.take(wanted).is_none() {
                    let at = self.held.iter().position(wanted).ok_or_else(gone)?;
                    self.held.remove(at);
                }
                out.push(NetEvent::Lost(name, Loss::Dropped).into());
                Ok(Happening::Nothing)
            }
            "duplicate" => {
                let twin = MessageName { copy: true, ..name };
                if name.copy || self.flights().any(|f| f.name == twin) {
                    return Err("it has a copy already".to_owned());
                }
                let found = self.flights().find(|f| f.name == name).ok_or_else(gone)?;
                let (payload, sent) = (found.payload.clone(), self.now);
                let latency = self.network.luck(self.seed, name, false).latency;
                let due = found.due.max(self.now) + latency;
                self.queue.push(due, Item::Message { name: twin, payload, sent, lost: false });
                out.push(NetEvent::Duplicated(twin, due).into());
                Ok(Happening::Nothing)
            }
            "delay" => {
                let by = match time {
                    Some(Value::Time(t)) => *t,
                    _ => SimTime::from_ms(500),
                };
                let (due, item) = self.queue.take(wanted).ok_or_else(gone)?;
                self.queue.push(due + by, item);
                out.push(NetEvent::Delayed(name, due + by).into());
                Ok(Happening::Nothing)
            }
            _ => {
                let (due, item) = self.queue.take(wanted).ok_or_else(gone)?;
                self.queue.postpone(due);
                Ok(self.meet(due, item, out))
            }
        }
    }

    fn unsettle<E: From<NetEvent<M>>>(
        &mut self,
        verb: &str,
        process: u8,
        blank: bool,
        out: &mut Vec<E>,
    ) -> Result<Happening<M, T>, String> {
        use ProcessState::{Down, Paused, Up};
        let set = |world: &mut Self, state| world.processes[usize::from(process)] = state;
        match (verb, self.state(process)) {
            ("crash", Up | Paused) => {
                set(self, Down);
                let mine = |item: &Item<M, T>| match item {
                    Item::Timer { process: p, .. } => *p != process,
                    Item::Message { .. } => true,
                };
                self.queue.retain(mine);
                let held = std::mem::take(&mut self.held);
                for item in held {
                    match item {
                        Item::Message { name, .. } if name.to == process => {
                            out.push(NetEvent::Lost(name, Loss::Down).into());
                        }
                        Item::Timer { process: p, .. } if p == process => {}
                        other => self.held.push(other),
                    }
                }
                out.push(NetEvent::Crashed(process).into());
                Ok(Happening::Crashed(process))
            }
            ("restart", Down) => {
                set(self, Up);
                out.push(NetEvent::Restarted(process, blank).into());
                Ok(Happening::Restarted(process, blank))
            }
            ("pause", Up) => {
                set(self, Paused);
                out.push(NetEvent::Paused(process).into());
                Ok(Happening::Nothing)
            }
            ("resume", Paused) => {
                set(self, Up);
                for item in std::mem::take(&mut self.held) {
                    let to = match &item {
                        Item::Message { name, .. } => name.to,
                        Item::Timer { process, .. } => *process,
                    };
                    if to == process {
                        self.queue.push(self.now, item);
                    } else {
                        self.held.push(item);
                    }
                }
                out.push(NetEvent::Resumed(process).into());
                Ok(Happening::Resumed(process))
            }
            ("timeout", Up) => {
                let mine = |item: &Item<M, T>| matches!(item, Item::Timer { process: p, .. } if *p == process);
                // Everything else stays where it is: only this clock was wrong.
                let (_, item) =
                    self.queue.take(mine).ok_or_else(|| "it has no timer running".to_owned())?;
                Ok(self.meet(self.now, item, out))
            }
            (_, Down) => Err("it is down".to_owned()),
            (_, Paused) => Err("it is paused".to_owned()),
            (_, Up) => Err("it runs".to_owned()),
        }
    }
}
