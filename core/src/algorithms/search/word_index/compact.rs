//! How does an index with its words lie in a file that is fetched?

use core::fmt;
use core::ops::Range;

use super::super::analysis::{Analysis, Analyzer, TERM_BYTES_MAX};
use super::super::dictionary::Dictionary;
use super::super::lexicon::Lexicon;
use super::super::saved::{CHECKSUM, analysis_of_byte, byte_of_analysis, shared};
use super::{Lists, WordIndex};
use crate::algorithms::coding::{Decoder, Encoder, Numbers, Text};
use crate::algorithms::hashing::crc32;
/// What words are mostly made of; a zero ends each.
const USUAL: &[u8] = b"\0abcdefghijklmnopqrstuvwxyz01.'";

/// What the bytes begin with, the version at its end.
const MAGIC: &[u8; 8] = b"sandwrd\x02";
/// The most documents, words and parts that are read: more than any site has, and little enough that
/// a garbled count does no harm.
const COUNT_MAX: u32 = 1 << 20;

/// Why bytes are not read as an index with its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WordIndexError {
    /// They do not begin as one does, or have another version.
    Foreign,
    /// They are not those that the checksum at their end was made of: cut off, or changed.
    Checksum,
    /// They say what none says.
    Garbled(&'static str),
}

impl fmt::Display for WordIndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Foreign => f.write_str(
                "no index of words, or one of another version: its first eight bytes differ; \
                 write it again",
            ),
            Self::Checksum => f.write_str(
                "the index of words is cut off or changed: its last four bytes, the checksum, \
                 differ; fetch it again",
            ),
            Self::Garbled(fault) => {
                f.write_str("the index of words is garbled: ")?;
                f.write_str(fault)?;
                f.write_str("; write it again")
            }
        }
    }
}

impl core::error::Error for WordIndexError {}

type Result<T> = core::result::Result<T, WordIndexError>;

/// The guesses at everything that is no letter, the same on both sides.
struct Models {
    counts: Numbers,
    shared: Vec<Numbers>,
    doc_freqs: Numbers,
    gaps: Vec<Numbers>,
    freqs: Vec<Numbers>,
}

/// How many contexts there are for gaps, and how many for frequencies.
const GAPS: usize = 66;
const FREQS: usize = 8;

impl Models {
    fn new(parts: usize) -> Self {
        let many = |count| (0..count).map(|_| Numbers::new()).collect();
        Self {
            counts: Numbers::new(),
            shared: many(8),
            doc_freqs: Numbers::new(),
            gaps: many(GAPS),
            freqs: many(FREQS * parts),
        }
    }

    /// By how much of the previous word the one before it had in common.
    fn shared(&mut self, before: usize) -> &mut Numbers {
        &mut self.shared[before.min(7)]
    }

    /// By how far apart the documents are that are left: in steps of half an octave.
    fn gap(&mut self, docs_left: u32, postings_left: u32) -> &mut Numbers {
        let ratio = u64::from(docs_left) * 4 / u64::from(postings_left.max(1)) + 1;
        let octave = ratio.ilog2();
        let half = ratio >> octave.saturating_sub(1) & 1;
        &mut self.gaps[(2 * octave as usize + half as usize).min(GAPS - 1)]
    }

    /// By the part, and by how many documents of it hold the term.
    fn freq(&mut self, part: usize, doc_freq: u32) -> &mut Numbers {
        &mut self.freqs[part * FREQS + (doc_freq.ilog2() as usize).min(FREQS - 1)]
    }
}

impl WordIndex {
    /// The index and its words as bytes, which [`WordIndex::from_bytes`] reads.
    ///
    /// Behind eight bytes that say what it is stand the analysis and the counts of documents, parts
    /// and words; the words, each by how much of the one before it begins with; then for each term,
    /// in the order of the first of its words, and for each part the documents as gaps and the
    /// logarithm of how often they hold it. All are guessed from what stands before them ([`coding`]), so
    /// the bytes cannot be compressed further. Lengths and terms follow from this and are not saved.
    /// At the end stands [CRC-32](crate::algorithms::hashing::crc32).
    ///
    /// O(size). The same texts give the same bytes.
    ///
    /// [`coding`]: crate::algorithms::coding
    ///
    /// # Panics
    /// If a document was deleted, or beyond 1,048,576 documents, words or parts.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let (index, lexicon) = (&self.index, &self.lexicon);
        assert_eq!(index.deleted_count(), 0, "nothing deletes from an index of words");
        let counts = [index.doc_count(), self.parts.len() as u32, lexicon.len()];
        assert!(counts.iter().all(|&count| count <= COUNT_MAX), "at most 2^20 of each");
        let mut bytes = MAGIC.to_vec();
        bytes.push(byte_of_analysis(index.analysis()));
        let (mut encoder, mut models) = (Encoder::new(), Models::new(self.parts.len() + 1));
        counts.into_iter().for_each(|count| models.counts.encode(count, &mut encoder));
        let mut from = 0;
        for &part in &self.parts {
            models.counts.encode(part - from, &mut encoder);
            from = part;
        }
        self.write_words(&mut models, &mut encoder);
        for term in terms(lexicon) {
            self.write_postings(term, &mut models, &mut encoder);
        }
        bytes.extend(encoder.finish());
        let checksum = crc32(&bytes);
        bytes.extend(checksum.to_le_bytes());
        bytes
    }

    fn write_words(&self, models: &mut Models, encoder: &mut Encoder) {
        let (mut text, mut last, mut before) = (Text::mostly(USUAL), "", 0);
        for id in 0..self.lexicon.len() {
            let word = self.lexicon.word(id);
            let same = shared(last.as_bytes(), word.as_bytes());
            models.shared(before).encode(same as u32, encoder);
            text.follow(&word.as_bytes()[..same]);
            word.bytes().skip(same).chain([0]).for_each(|byte| text.encode(byte, encoder));
            (last, before) = (word, same);
        }
    }

    fn write_postings(&self, term: u32, models: &mut Models, encoder: &mut Encoder) {
        let postings: Vec<_> = self.index.postings(term).iter().collect();
        let mut at = 0;
        for (part, range) in ranges(&self.parts, self.index.doc_count()).enumerate() {
            let end = at + postings[at..].partition_point(|posting| posting.doc < range.end);
            let here = &postings[at..end];
            models.doc_freqs.encode(here.len() as u32, encoder);
            let mut from = range.start;
            for (posting, left) in here.iter().zip((1..=here.len() as u32).rev()) {
                models.gap(range.end - from, left).encode(posting.doc - from, encoder);
                models.freq(part, here.len() as u32).encode(posting.freq.ilog2(), encoder);
                from = posting.doc + 1;
            }
            at = end;
        }
    }

    /// The index that [`WordIndex::to_bytes`] saved. O(size), whatever the bytes say of themselves.
    ///
    /// # Errors
    /// If the bytes are not such an index, whole and unchanged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let body = bytes.strip_prefix(MAGIC).ok_or(WordIndexError::Foreign)?;
        let (&[analysis], coded) = body.split_first_chunk().ok_or(WordIndexError::Checksum)?;
        let (coded, checksum) =
            coded.split_last_chunk::<CHECKSUM>().ok_or(WordIndexError::Checksum)?;
        if crc32(&bytes[..bytes.len() - CHECKSUM]).to_le_bytes() != *checksum {
            return Err(WordIndexError::Checksum);
        }
        let analysis = analysis_of_byte(analysis).ok_or(WordIndexError::Garbled("its analysis"))?;
        let mut reader = Reader { decoder: Decoder::new(coded), models: Models::new(1) };
        let [docs, parts, words] = [reader.count()?, reader.count()?, reader.count()?];
        let mut starts = Vec::new();
        for _ in 0..parts {
            let from = starts.last().copied().unwrap_or(0_u32);
            let start = from + reader.count()?;
            if start > docs {
                return Err(WordIndexError::Garbled("a part begins behind the last document"));
            }
            starts.push(start);
        }
        reader.models.freqs = Models::new(starts.len() + 1).freqs;
        let (lexicon, dictionary) = reader.words(words, analysis)?;
        let ranges: Vec<_> = ranges(&starts, docs).collect();
        // Lengths are the sums of frequencies.
        let (mut lengths, mut lists) = (vec![0_u32; docs as usize], Lists::default());
        for _ in 0..dictionary.len() {
            reader.postings(&ranges, &mut lengths, &mut lists)?;
        }
        if !reader.decoder.is_at_end() {
            return Err(WordIndexError::Garbled("it goes on after its last document"));
        }
        let index = lists.index(analysis, lengths, dictionary);
        Ok(Self { index, lexicon, parts: starts })
    }
}

/// The documents of each part.
fn ranges(parts: &[u32], docs: u32) -> impl Iterator<Item = Range<u32>> {
    let starts = [0].into_iter().chain(parts.iter().copied());
    let ends = parts.iter().copied().chain([docs]);
    starts.zip(ends).map(|(start, end)| start..end)
}

/// The terms in the order of their first words.
fn terms(lexicon: &Lexicon) -> Vec<u32> {
    let (mut seen, mut terms) = (Vec::new(), Vec::new());
    for term in (0..lexicon.len()).map(|word| lexicon.term(word)) {
        if seen.len() <= term as usize {
            seen.resize(term as usize + 1, false);
        }
        if !core::mem::replace(&mut seen[term as usize], true) {
            terms.push(term);
        }
    }
    terms
}

/// Where the reading is.
struct Reader<'a> {
    decoder: Decoder<'a>,
    models: Models,
}

impl Reader<'_> {
    fn count(&mut self) -> Result<u32> {
        let count = self.models.counts.decode(&mut self.decoder);
        if count > COUNT_MAX {
            Err(WordIndexError::Garbled("a count is too large"))
        } else {
            Ok(count)
        }
    }

    fn check(&self) -> Result<()> {
        if self.decoder.is_overrun() {
            Err(WordIndexError::Garbled("it ends too early"))
        } else {
            Ok(())
        }
    }

    fn words(&mut self, count: u32, analysis: Analysis) -> Result<(Lexicon, Dictionary)> {
        let (mut lexicon, mut dictionary) = (Lexicon::default(), Dictionary::default());
        let (mut analyzer, mut text, mut before) =
            (Analyzer::new(analysis), Text::mostly(USUAL), 0);
        let mut word: Vec<u8> = Vec::new();
        for _ in 0..count {
            self.check()?;
            let same = self.models.shared(before).decode(&mut self.decoder) as usize;
            if same > word.len() {
                return Err(WordIndexError::Garbled(
                    "a word begins with more than the one before has",
                ));
            }
            word.truncate(same);
            text.follow(&word);
            loop {
                match text.decode(&mut self.decoder) {
                    0 => break,
                    _ if word.len() == TERM_BYTES_MAX => {
                        return Err(WordIndexError::Garbled("a word is too long"));
                    }
                    byte => word.push(byte),
                }
            }
            let read = core::str::from_utf8(&word)
                .map_err(|_| WordIndexError::Garbled("a word is not UTF-8"))?;
            let term = analyzer.term(read).ok_or(WordIndexError::Garbled("a word that is none"))?;
            if read.is_empty() || !lexicon.push(read, dictionary.intern(term)) {
                return Err(WordIndexError::Garbled("the words are not in order"));
            }
            before = same;
        }
        Ok((lexicon, dictionary))
    }

    /// The documents of the next term and how often each holds it, which is added to their lengths.
    fn postings(
        &mut self,
        parts: &[Range<u32>],
        lengths: &mut [u32],
        lists: &mut Lists,
    ) -> Result<()> {
        for (part, range) in parts.iter().cloned().enumerate() {
            self.check()?;
            let count = self.models.doc_freqs.decode(&mut self.decoder);
            let mut from = range.start;
            if count > range.end - from {
                return Err(WordIndexError::Garbled("a term is in more documents than there are"));
            }
            for left in (1..=count).rev() {
                let gap = self.models.gap(range.end - from, left).decode(&mut self.decoder);
                let doc = from.checked_add(gap).filter(|doc| *doc < range.end);
                let doc = doc.ok_or(WordIndexError::Garbled("a document is beyond the last"))?;
                let freq = self.models.freq(part, count).decode(&mut self.decoder);
                let freq = 1_u32.checked_shl(freq).filter(|freq| *freq <= COUNT_MAX);
                let freq = freq.ok_or(WordIndexError::Garbled("a frequency is too large"))?;
                let length = &mut lengths[doc as usize];
                *length = length
                    .checked_add(freq)
                    .ok_or(WordIndexError::Garbled("a document is too long"))?;
                lists.push(doc, freq);
                from = doc + 1;
            }
        }
        if lists.end() { Ok(()) } else { Err(WordIndexError::Garbled("a term is in no document")) }
    }
}
