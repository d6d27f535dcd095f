//! How does an index lie in a file?

mod error;
mod read;
mod write;

pub use error::SavedIndexError;

use super::analysis::{Analysis, Stemming};
use super::index::Index;

/// What a saved index begins with.
const MAGIC: &[u8; 7] = b"sandidx";
/// The version that is written, and the one that is read.
const VERSION: u8 = 1;
/// The bytes of the checksum at the end.
pub(super) const CHECKSUM: usize = 4;
/// The longest that a saved index can be.
const BYTES_MAX: usize = i32::MAX as usize;

/// The parts of a saved index behind its header, in their order.
const PARTS: [&str; 5] = ["lengths", "deleted", "terms", "postings", "positions"];

impl Index {
    /// The index as bytes, which [`Index::from_bytes`] reads: every document, the deleted included,
    /// so that numbers and scores stay what they are. [`Index::merge`] first leaves the deleted out.
    ///
    /// Terms are saved in alphabetical order, and so get other numbers; the answers are the same to
    /// the last bit. The same texts give the same bytes, whether the index was sealed or not.
    ///
    /// A *number* is written in seven bits a byte, the lowest first; the highest bit says that more
    /// follow. Words and the checksum have their lowest byte first.
    ///
    /// | part | what it holds |
    /// |---|---|
    /// | magic | the seven bytes `sandidx` |
    /// | version | a byte: 1 |
    /// | analysis | a byte: 1 for possessives, 2 for stop words, 0, 4 or 8 for no stemming, Porter, Porter2, and 16 if no positions are kept |
    /// | counts | three numbers: documents, deleted documents, terms |
    /// | sizes | five numbers: the bytes of each part from here to the checksum |
    /// | lengths | for each document a number: how many terms it has |
    /// | deleted | for each deleted document a number: how many come between it and the one before |
    /// | terms | for each term, in the order of its bytes, two numbers and a text: how many bytes it begins with like the one before, how many follow, and those |
    /// | postings | for each term a number, how many documents hold it, and then each of them |
    /// | positions | for each posting as many numbers as its frequency: the gaps between the places where the term stands; empty if they are not kept |
    /// | checksum | [CRC-32](crate::algorithms::hashing::crc32) of all before it |
    ///
    /// Each 128 postings of a term are packed as they are in memory: a byte with the bits of a gap
    /// between documents, a byte with the bits of a frequency less one, and the words of both, in
    /// four lanes each. What is left over is written in numbers: a gap times two, and behind it, if
    /// one was added to that, the frequency less two. A gap counts the documents between.
    ///
    /// What follows from this is not saved: bounds of blocks, frequencies of terms, totals. The
    /// factors that a ranking function makes of lengths belong to the
    /// [`Searcher`](super::Searcher).
    ///
    /// O(size). The 3,204 titles of CACM, half of them with an abstract, hold 114,361 terms and take
    /// 283 kB; 232 kB when gzipped, and 104 kB of that are positions.
    ///
    /// ```
    /// use sandtable_core::algorithms::search::{Analysis, Bm25, Index, SavedIndexError, Searcher};
    ///
    /// let mut index = Index::new(Analysis::ENGLISH);
    /// index.add("Retries without a budget.");
    /// index.add("A retry budget: one retry for ten requests.");
    /// let bytes = index.to_bytes();
    ///
    /// let read = Index::from_bytes(&bytes)?;
    /// let hits = Searcher::new(&read, Bm25::LUCENE).search("retry", 10);
    /// assert_eq!(hits, Searcher::new(&index, Bm25::LUCENE).search("retry", 10));
    ///
    /// let error = Index::from_bytes(&bytes[..40]).unwrap_err();
    /// assert!(error.to_string().contains("40 bytes"));
    /// # Ok::<(), SavedIndexError>(())
    /// ```
    ///
    /// # Panics
    /// Beyond 2 GiB.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        write::write(self)
    }

    /// The index that [`Index::to_bytes`] saved; the format is described there.
    ///
    /// Nothing that is read is trusted: what `to_bytes` would not have written is refused, so that
    /// every input is either refused or comes back byte for byte when it is saved again. Not
    /// looked at is whether two terms stand at the same place of a document, and whether a term is
    /// one that the analysis makes.
    ///
    /// O(size): time and memory are bounded by the bytes that are there, whatever they say of
    /// themselves: a term that begins like the one before takes the most for its bytes, some
    /// hundreds of them in memory for one. Terms are looked up in the alphabetical list, O(length log n), until a document
    /// is added, which makes the table of hashes.
    ///
    /// # Errors
    /// If the bytes are not such an index, whole and unchanged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SavedIndexError> {
        read::read(bytes)
    }
}

/// Marks an index without positions in the byte of its analysis.
const NO_POSITIONS: u8 = 16;

pub(super) fn byte_of_analysis(analysis: Analysis) -> u8 {
    let stemming = match analysis.stemming {
        Stemming::None => 0,
        Stemming::Porter => 4,
        Stemming::English => 8,
    };
    u8::from(analysis.possessive) | u8::from(analysis.stop_words) << 1 | stemming
}

pub(super) fn analysis_of_byte(byte: u8) -> Option<Analysis> {
    let stemming = match byte & !3 {
        0 => Stemming::None,
        4 => Stemming::Porter,
        8 => Stemming::English,
        _ => return None,
    };
    Some(Analysis { possessive: byte & 1 > 0, stop_words: byte & 2 > 0, stemming })
}

/// How many bytes two terms begin with alike.
pub(super) fn shared(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}
