//! How does a place travel to a client and back without being bent on the way?

use std::fmt;

use super::{Order, Place, Row, base64url, from_base64url};
use crate::algorithms::hashing::sip_hash_2_4;

/// The first byte: how the rest is laid out.
const VERSION: u8 = 1;
/// Version, order, list, key, id.
const BODY: usize = 1 + 1 + 8 + 8 + 8;
/// The body and its tag.
const LENGTH: usize = BODY + 8;

/// What a client is given to ask for the next page with: the last row that it has seen, and the
/// order of the list.
///
/// As a text it is opaque, so that it can change with the next version, and signed, so that a
/// client cannot make one up. It is **not encrypted**: whoever has it can read the key and the id.
/// Put nothing into it that the client may not know, and check on every request what the client
/// may see: a cursor is a place, not a permission.
///
/// ```
/// use sandtable_core::algorithms::pagination::{Cursor, CursorError, Order, Row, Signer};
///
/// let signer = Signer::new([7; 16]);
/// let cursor = Cursor { order: Order::Ascending, row: Row { key: 1430, id: 12 } };
/// let text = signer.sign("posts of Ann", cursor);
/// assert_eq!(signer.open("posts of Ann", Order::Ascending, &text), Ok(cursor));
/// assert_eq!(text.len(), 46);
///
/// let open = |list, order, text| signer.open(list, order, text).unwrap_err();
/// assert_eq!(open("posts of Bob", Order::Ascending, &text), CursorError::List);
/// assert_eq!(open("posts of Ann", Order::Descending, &text), CursorError::Order);
/// assert_eq!(
///     open("posts of Ann", Order::Ascending, &text[..40]).to_string(),
///     "the cursor is cut off or too long: it has 30 bytes where 34 belong; \
///      start again from the first page"
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The order of the list that it belongs to.
    pub order: Order,
    /// The row that it stands beyond.
    pub row: Row,
}

impl Cursor {
    /// The place to give to [`super::after`] or [`super::before`].
    ///
    /// ```
    /// use sandtable_core::algorithms::pagination::{Cursor, Order, Place, Row};
    /// let row = Row { key: 3, id: 1 };
    /// assert_eq!(Cursor { order: Order::Ascending, row }.place(), Place::Row(row));
    /// ```
    #[must_use]
    pub fn place(&self) -> Place {
        Place::Row(self.row)
    }
}

/// Signs cursors with SipHash-2-4, and opens those that it signed.
///
/// The tag has 64 bits: enough where every guess is a request that can be counted, and where the
/// worst that a lucky forger gets is a page of a list that is open to them. To protect more than
/// that, take HMAC-SHA-256.
///
/// ```
/// use sandtable_core::algorithms::pagination::{Cursor, CursorError, Order, Row, Signer};
/// let cursor = Cursor { order: Order::Descending, row: Row { key: 1, id: 1 } };
/// let text = Signer::new([1; 16]).sign("posts", cursor);
/// let error = Signer::new([2; 16]).open("posts", Order::Descending, &text).unwrap_err();
/// assert_eq!(error, CursorError::Signature);
/// ```
#[derive(Clone)]
pub struct Signer {
    secret: [u8; 16],
}

impl fmt::Debug for Signer {
    /// The secret is not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signer(…)")
    }
}

/// Why a text is no cursor for a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorError {
    /// A character that no cursor has.
    Character {
        /// Where, counted from 0, in bytes.
        at: usize,
    },
    /// It is cut off, or something hangs on it.
    Length {
        /// How many bytes it has.
        bytes: usize,
    },
    /// It was made by a newer version, or by none.
    Version(u8),
    /// It was changed, or signed with another secret.
    Signature,
    /// It is of another list: other rows, or another filter.
    List,
    /// It is of this list in the other order.
    Order,
}

impl fmt::Display for CursorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CursorError::Character { at } => {
                write!(f, "the cursor has a wrong character at {at}, or ends there too early")?;
            }
            CursorError::Length { bytes } => write!(
                f,
                "the cursor is cut off or too long: it has {bytes} bytes where {LENGTH} belong"
            )?,
            CursorError::Version(version) => {
                write!(f, "the cursor has version {version}, and only {VERSION} is known here")?;
            }
            CursorError::Signature => {
                f.write_str("the cursor was changed, or signed somewhere else")?;
            }
            CursorError::List => f.write_str("the cursor belongs to another list")?,
            CursorError::Order => f.write_str("the cursor belongs to the other order")?,
        }
        f.write_str("; start again from the first page")
    }
}

impl std::error::Error for CursorError {}

impl Signer {
    /// A signer with a secret of 128 bits: random, and known to the servers alone.
    #[must_use]
    pub fn new(secret: [u8; 16]) -> Signer {
        Signer { secret }
    }

    /// The cursor as a text of 46 characters, safe in an address. `list` names what is listed: the
    /// table, the filter, the owner. O(length of `list`).
    #[must_use]
    pub fn sign(&self, list: &str, cursor: Cursor) -> String {
        let mut bytes = vec![VERSION, mark(cursor.order)];
        bytes.extend(self.name(list).to_be_bytes());
        bytes.extend(cursor.row.key.to_be_bytes());
        bytes.extend(cursor.row.id.to_be_bytes());
        bytes.extend(sip_hash_2_4(&self.secret, &bytes).to_be_bytes());
        base64url(&bytes)
    }

    /// The cursor that was signed so, for this list in this order. O(length of `list`).
    ///
    /// # Errors
    /// [`CursorError`], whose text says what is wrong and what to do.
    pub fn open(&self, list: &str, order: Order, text: &str) -> Result<Cursor, CursorError> {
        let bytes = from_base64url(text).map_err(|at| CursorError::Character { at })?;
        let wrong = CursorError::Length { bytes: bytes.len() };
        let bytes: [u8; LENGTH] = bytes.try_into().map_err(|_| wrong)?;
        let word = |at: usize| bytes[at..at + 8].iter().fold(0, |w, b| w << 8 | u64::from(*b));
        if bytes[0] != VERSION {
            return Err(CursorError::Version(bytes[0]));
        }
        // Two whole words are compared at once, so the time tells nothing of where they differ.
        if sip_hash_2_4(&self.secret, &bytes[..BODY]) != word(BODY) {
            return Err(CursorError::Signature);
        }
        if word(2) != self.name(list) {
            return Err(CursorError::List);
        }
        if bytes[1] != mark(order) {
            return Err(CursorError::Order);
        }
        Ok(Cursor { order, row: Row { key: word(10), id: word(18) } })
    }

    /// A list's name, in eight bytes.
    fn name(&self, list: &str) -> u64 {
        // A byte in front keeps it apart from what is signed, which begins with the version.
        let mut bytes = vec![0];
        bytes.extend(list.bytes());
        sip_hash_2_4(&self.secret, &bytes)
    }
}

fn mark(order: Order) -> u8 {
    match order {
        Order::Ascending => b'<',
        Order::Descending => b'>',
    }
}
