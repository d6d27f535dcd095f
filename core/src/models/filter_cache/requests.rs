//! Which answers without hits does a shard keep whole, and until when?

/// What a shard answers to a request without hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many restaurants match.
    pub total: u64,
    /// The sum of their prices, in dollars.
    pub sum: u64,
}

/// The bytes of a summary.
const SUMMARY: u64 = 16;

/// The request cache of one shard: whole answers by the text of their requests.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestCache {
    bytes_max: u64,
    /// The one that was not used for longest first.
    entries: Vec<(String, Summary)>,
    pub(super) hits: u64,
    pub(super) misses: u64,
}

impl RequestCache {
    pub(super) fn new(bytes_max: u64) -> RequestCache {
        RequestCache { bytes_max, ..RequestCache::default() }
    }

    /// The bytes of requests and answers.
    pub(super) fn bytes(&self) -> u64 {
        self.entries.iter().map(|(text, _)| text.len() as u64 + SUMMARY).sum()
    }

    /// The answer to a request, which is the last used then.
    pub(super) fn get(&mut self, text: &str) -> Option<Summary> {
        let Some(at) = self.entries.iter().position(|(other, _)| other == text) else {
            self.misses += 1;
            return None;
        };
        self.hits += 1;
        let entry = self.entries.remove(at);
        let summary = entry.1;
        self.entries.push(entry);
        Some(summary)
    }

    /// Keeps an answer; those that were not used for longest go while there is not room for all.
    pub(super) fn put(&mut self, text: &str, summary: Summary) {
        self.entries.push((text.to_owned(), summary));
        while self.bytes() > self.bytes_max {
            self.entries.remove(0);
        }
    }

    /// Forgets all answers, and says how many there were.
    pub(super) fn clear(&mut self) -> usize {
        std::mem::take(&mut self.entries).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_unused_for_longest_goes_first() {
        let mut cache = RequestCache::new(2 * (SUMMARY + 1));
        let summary = |total| Summary { total, sum: 0 };
        cache.put("a", summary(1));
        cache.put("b", summary(2));
        assert_eq!(cache.get("a"), Some(summary(1)));
        cache.put("c", summary(3));
        assert_eq!((cache.get("a"), cache.get("b")), (Some(summary(1)), None));
        assert_eq!((cache.bytes(), cache.hits, cache.misses), (34, 2, 1));
        assert_eq!((cache.clear(), cache.bytes()), (2, 0));
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let mut cache = RequestCache::new(10);
        cache.put("a", Summary::default());
        assert_eq!(cache.bytes(), 0);
    }
}
