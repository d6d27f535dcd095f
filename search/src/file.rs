//! How is all of it one file?

use core::fmt;

use sandtable_core::algorithms::coding::{Decoder, Encoder, Text};
use sandtable_core::algorithms::hashing::crc32;
use sandtable_core::algorithms::search::{WordIndex, WordIndexError};

use crate::listing::{Listing, ListingError};
use crate::site_index::SiteIndex;

/// Why bytes are not read as the index of a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SiteIndexError {
    /// They are cut off before the words begin.
    Short,
    /// The listing is not the one that its checksum was made of.
    Checksum,
    /// The listing is no text.
    Text,
    /// The words cannot be read.
    Words(WordIndexError),
    /// The listing cannot be read.
    Listing(ListingError),
    /// The listing and the words are not of the same site.
    Mixed,
}

impl fmt::Display for SiteIndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Short => f.write_str("the index is cut off; fetch it again"),
            Self::Checksum => f.write_str("the listing was changed; fetch the index again"),
            Self::Text => f.write_str("the listing is not UTF-8; write the index again"),
            Self::Words(error) => error.fmt(f),
            Self::Listing(error) => error.fmt(f),
            Self::Mixed => f.write_str("the listing names other documents; write the index again"),
        }
    }
}

impl core::error::Error for SiteIndexError {}

/// The most bytes that a listing takes.
const LISTING_BYTES_MAX: usize = 1 << 20;

impl SiteIndex {
    /// The index as bytes: four with the length of the listing as it lies here and four with its
    /// CRC-32, the lowest first; the listing, coded as text that ends in a zero; the words.
    ///
    /// # Panics
    /// If the listing takes more than a mebibyte.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let text = self.listing.to_text();
        assert!(text.len() <= LISTING_BYTES_MAX, "a listing of at most a mebibyte");
        let (mut encoder, mut model) = (Encoder::new(), Text::new());
        text.bytes()
            .filter(|byte| *byte > 0)
            .chain([0])
            .for_each(|byte| model.encode(byte, &mut encoder));
        let listing = encoder.finish();
        let length = (listing.len() as u32).to_le_bytes();
        let checksum = crc32(&listing).to_le_bytes();
        [&length[..], &checksum, &listing, &self.words.to_bytes()].concat()
    }

    /// The index that [`SiteIndex::to_bytes`] wrote. O(size).
    ///
    /// # Errors
    /// If the bytes are not such an index.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, SiteIndexError> {
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or(SiteIndexError::Short)?;
        let length = u32::from_le_bytes(*length) as usize;
        let (checksum, rest) = rest.split_first_chunk::<4>().ok_or(SiteIndexError::Short)?;
        let (coded, words) = rest.split_at_checked(length).ok_or(SiteIndexError::Short)?;
        if crc32(coded).to_le_bytes() != *checksum {
            return Err(SiteIndexError::Checksum);
        }
        let words = WordIndex::from_bytes(words).map_err(SiteIndexError::Words)?;
        let (mut decoder, mut model, mut text) = (Decoder::new(coded), Text::new(), Vec::new());
        loop {
            match model.decode(&mut decoder) {
                0 => break,
                _ if text.len() == LISTING_BYTES_MAX || decoder.is_overrun() => {
                    return Err(SiteIndexError::Short);
                }
                byte => text.push(byte),
            }
        }
        let text = core::str::from_utf8(&text).map_err(|_| SiteIndexError::Text)?;
        let listing = Listing::from_text(text).map_err(SiteIndexError::Listing)?;
        if listing.len() != words.index().doc_count() {
            return Err(SiteIndexError::Mixed);
        }
        Ok(Self::new(listing, words))
    }
}
