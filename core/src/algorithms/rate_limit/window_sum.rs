//! How much has passed in the last window, wherever it lies?

use std::collections::VecDeque;

/// The sum of the costs in the half-open window `(t - window, t]`, kept while time goes on, with the
/// most that it ever was.
///
/// Every window is looked at: one that holds most can be moved back until it ends at an entry and
/// still holds it, so the sums just after each entry are enough.
///
/// Time O(1) amortised. Memory O(moments within one window at which something passed).
///
/// ```
/// use sandtable_core::algorithms::rate_limit::WindowSum;
///
/// let mut sum = WindowSum::new(100);
/// assert_eq!(sum.add(10, 2), 2);
/// assert_eq!(sum.add(60, 3), 5);
/// assert_eq!(sum.advance(110), 3); // (10, 110] does not hold what passed at 10
/// assert_eq!(sum.first_ns(), Some(60));
/// assert_eq!((sum.most(), sum.most_at_ns()), (5, 60));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct WindowSum {
    window_ns: u64,
    last_ns: u64,
    /// The moments of the last window at which something passed, with the costs.
    passed: VecDeque<(u64, u64)>,
    sum: u64,
    most: u64,
    most_at_ns: u64,
}

impl WindowSum {
    /// An empty sum. A window of 0 ns never holds anything.
    #[must_use]
    pub const fn new(window_ns: u64) -> Self {
        let passed = VecDeque::new();
        Self { window_ns, last_ns: 0, passed, sum: 0, most: 0, most_at_ns: 0 }
    }

    /// The length of the window in nanoseconds.
    #[must_use]
    pub const fn window_ns(&self) -> u64 {
        self.window_ns
    }

    /// Lets time go on to `at_ns`, and gives the sum then. A time earlier than the last one is
    /// treated as that one.
    pub fn advance(&mut self, at_ns: u64) -> u64 {
        self.last_ns = self.last_ns.max(at_ns);
        while let Some(&(first_ns, cost)) = self.passed.front()
            && self.last_ns - first_ns >= self.window_ns
        {
            self.sum -= cost;
            self.passed.pop_front();
        }
        self.sum
    }

    /// Takes in that `cost` passed at `at_ns`, and gives the sum with it, which saturates.
    pub fn add(&mut self, at_ns: u64, cost: u64) -> u64 {
        self.advance(at_ns);
        let cost = cost.min(u64::MAX - self.sum);
        if cost > 0 && self.window_ns > 0 {
            self.sum += cost;
            match self.passed.back_mut() {
                Some((last_ns, last_cost)) if *last_ns == self.last_ns => *last_cost += cost,
                _ => self.passed.push_back((self.last_ns, cost)),
            }
        }
        if self.sum > self.most {
            (self.most, self.most_at_ns) = (self.sum, self.last_ns);
        }
        self.sum
    }

    /// When the oldest of what is in the window passed, in nanoseconds.
    #[must_use]
    pub fn first_ns(&self) -> Option<u64> {
        self.passed.front().map(|(at_ns, _)| *at_ns)
    }

    /// The most that any window held so far.
    #[must_use]
    pub const fn most(&self) -> u64 {
        self.most
    }

    /// The last nanosecond of the first window that held the most.
    #[must_use]
    pub const fn most_at_ns(&self) -> u64 {
        self.most_at_ns
    }
}
