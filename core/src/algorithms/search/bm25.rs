//! How much does a term say about a document?

use core::fmt;

use super::small_float::{byte_of_length, length_of_byte};

/// Which of the two common forms of BM25 is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Form {
    /// Lucene's: idf = ln(1 + (N - n + 0.5) / (n + 0.5)), which is never negative, and a share of
    /// idf * tf / (tf + K), which never reaches idf.
    #[default]
    Lucene,
    /// The textbook's: idf = ln((N - n + 0.5) / (n + 0.5)), which is negative for a term that more
    /// than half of the documents hold, and a share of idf * (k1 + 1) * tf / (tf + K).
    Textbook,
}

/// How the lengths of documents are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Lengths {
    /// As they are.
    Exact,
    /// In one byte, as Lucene keeps them: see [`byte_of_length`].
    #[default]
    OneByte,
}

/// Why there are no such parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bm25Error {
    /// k1 is negative, infinite or no number.
    K1(f32),
    /// b is not between 0 and 1.
    B(f32),
}

impl fmt::Display for Bm25Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::K1(k1) => write!(f, "k1 is {k1}: choose a number from 0 on"),
            Self::B(b) => write!(f, "b is {b}: choose a number between 0 and 1"),
        }
    }
}

impl core::error::Error for Bm25Error {}

/// The ranking function BM25, with its parameters.
///
/// The share of a term in the score of a document is idf * tf / (tf + K), where tf is how often the
/// term stands in the document and K = k1 * (1 - b + b * dl / avgdl) grows with the document's
/// length dl. Arithmetic and rounding are Lucene's, step by step, in 32 bits.
///
/// Sources: S. E. Robertson et al., "Okapi at TREC-3", 1994; S. Robertson, H. Zaragoza, *The
/// Probabilistic Relevance Framework: BM25 and Beyond*, 2009; Lucene, `BM25Similarity`. For the
/// forms: C. Kamphuis et al., "Which BM25 do you mean?", ECIR 2020.
///
/// ```
/// use sandtable_core::algorithms::search::Bm25;
///
/// // The weight of a term that 14 of 8516 documents hold, and that stands twice in a text of
/// // four terms: the figures of an Elasticsearch explanation.
/// let bm25 = Bm25::new(1.2, 0.75)?;
/// let share = bm25.share(bm25.idf(14, 8516), 2, 4, 2.7322686);
/// assert!((share - 3.52482).abs() < 1e-6 * 3.52482);
/// # Ok::<(), sandtable_core::algorithms::search::Bm25Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bm25 {
    k1: f32,
    b: f32,
    form: Form,
    lengths: Lengths,
}

impl Bm25 {
    /// Lucene's form with exact lengths.
    ///
    /// k1 says how fast repetition stops to count: at 0 it does not count at all. b says how much of
    /// the length is taken into account: none at 0, all at 1.
    ///
    /// # Errors
    /// If k1 is negative or not finite, or b is not between 0 and 1.
    pub fn new(k1: f32, b: f32) -> Result<Self, Bm25Error> {
        if !k1.is_finite() || k1 < 0.0 {
            return Err(Bm25Error::K1(k1));
        }
        if !(0.0..=1.0).contains(&b) {
            return Err(Bm25Error::B(b));
        }
        Ok(Self { k1, b, form: Form::Lucene, lengths: Lengths::Exact })
    }

    /// What Lucene does unless told otherwise: k1 = 1.2, b = 0.75, lengths in one byte.
    pub const LUCENE: Bm25 =
        Bm25 { k1: 1.2, b: 0.75, form: Form::Lucene, lengths: Lengths::OneByte };

    /// The same in this form.
    #[must_use]
    pub const fn with_form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// The same with lengths kept so.
    #[must_use]
    pub const fn with_lengths(self, lengths: Lengths) -> Self {
        Self { lengths, ..self }
    }

    /// How fast repetition stops to count.
    #[must_use]
    pub const fn k1(self) -> f32 {
        self.k1
    }

    /// How much of the length counts.
    #[must_use]
    pub const fn b(self) -> f32 {
        self.b
    }

    /// Which form it is.
    #[must_use]
    pub const fn form(self) -> Form {
        self.form
    }

    /// How lengths are kept.
    #[must_use]
    pub const fn lengths(self) -> Lengths {
        self.lengths
    }

    /// The rarity of a term that `doc_freq` of `doc_count` documents hold. O(1).
    #[must_use]
    pub fn idf(self, doc_freq: u32, doc_count: u32) -> f32 {
        let (n, all) = (f64::from(doc_freq), f64::from(doc_count));
        let odds = (all - n + 0.5) / (n + 0.5);
        let idf = match self.form {
            Form::Lucene => libm::log(1.0 + odds),
            Form::Textbook => libm::log(odds),
        };
        idf as f32
    }

    /// The length that is counted with: the length itself, or what one byte keeps of it.
    #[must_use]
    pub fn kept_length(self, length: u32) -> u32 {
        match self.lengths {
            Lengths::Exact => length,
            Lengths::OneByte => length_of_byte(byte_of_length(length)),
        }
    }

    /// 1 / K for a document of this length; infinite if k1 is 0. O(1).
    #[must_use]
    pub fn norm_inverse(self, length: u32, mean_length: f32) -> f32 {
        let length = self.kept_length(length) as f32;
        1.0 / (self.k1 * ((1.0 - self.b) + self.b * length / mean_length))
    }

    /// What idf is multiplied with to get the weight of a term: 1, or k1 + 1 in the textbook form.
    #[must_use]
    pub fn scale(self) -> f32 {
        match self.form {
            Form::Lucene => 1.0,
            Form::Textbook => self.k1 + 1.0,
        }
    }

    /// A term's share in the score of a document that holds it `freq` times. O(1).
    #[must_use]
    pub fn share(self, idf: f32, freq: u32, length: u32, mean_length: f32) -> f32 {
        share(self.scale() * idf, freq as f32 * self.norm_inverse(length, mean_length))
    }
}

impl Default for Bm25 {
    fn default() -> Self {
        Self::LUCENE
    }
}

/// A term's share: weight * tf / (tf + K), from tf / K. It is written so that rounding cannot break
/// its order: more of `ratio` is never less of a share.
#[inline]
pub(super) fn share(weight: f32, ratio: f32) -> f32 {
    weight - weight / (1.0 + ratio)
}
