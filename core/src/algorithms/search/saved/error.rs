//! Why is this no saved index?

use core::fmt;

use super::{MAGIC, VERSION};

/// Why bytes are not read as an index, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SavedIndexError {
    /// They do not begin as a saved index does.
    Foreign,
    /// They have a version that is not read.
    Version(u8),
    /// There are fewer of them, or more, than the header says.
    Length {
        /// How many there are.
        found: u64,
        /// How many the header says.
        expected: u64,
    },
    /// They are not those that the checksum at their end was made of.
    Checksum,
    /// They say what no saved index says.
    Garbled {
        /// The part that is wrong.
        part: &'static str,
        /// The byte at which it was noticed.
        at: u64,
        /// What is wrong.
        fault: &'static str,
    },
}

impl fmt::Display for SavedIndexError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Foreign => {
                let magic = core::str::from_utf8(MAGIC).unwrap_or_default();
                write!(f, "no saved index: at byte 0, it does not begin with `{magic}`")
            }
            Self::Version(version) => write!(
                f,
                "the saved index has version {version} (byte {}), and version {VERSION} is read: \
                 save it again",
                MAGIC.len()
            ),
            Self::Length { found, expected } if found < expected => {
                write!(f, "the saved index ends after {found} bytes of {expected}: copy it again")
            }
            Self::Length { found, expected } => write!(
                f,
                "the saved index goes on after its last byte, {found} bytes instead of {expected}: \
                 copy it again"
            ),
            Self::Checksum => {
                write!(
                    f,
                    "the saved index was changed: its last four bytes, the checksum, differ; copy it again"
                )
            }
            Self::Garbled { part, at, fault } => {
                write!(f, "byte {at} of the saved index, in its {part}: {fault}; save it again")
            }
        }
    }
}

impl core::error::Error for SavedIndexError {}
