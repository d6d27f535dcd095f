//! Which restaurants are there: the eight, or as many as were asked for?

use std::rc::Rc;

use crate::algorithms::filter_cache::{Document, Documents, Listed, Sliced};
use crate::engine::Pcg32;

/// The fields, in their order.
pub(super) const CITY: usize = 0;
pub(super) const PRICE: usize = 1;
pub(super) const RATING: usize = 2;
pub(super) const JOINED: usize = 3;
pub(super) const FIELDS: usize = 4;

/// The smallest price in dollars, and the largest. Prices are stored from the smallest on.
pub(super) const PRICE_MIN: u32 = 5;
pub(super) const PRICE_MAX: u32 = PRICE_MIN + 63;
/// The smallest rating, in tenths. Ratings are stored from it on.
const RATING_MIN: u32 = 19;
/// The months in which restaurants joined are 0 to 119.
const MONTHS: u64 = 120;

/// The cities by their numbers; there are eight.
const CITIES: [&str; 2] = ["NYC", "LA"];
/// What a city adds to the index: three binary digits, and so on.
const DIGITS: [usize; FIELDS] = [3, 6, 5, 7];

/// The eight: name, city, price in dollars, rating in tenths, month of joining.
const EIGHT: [(&str, u32, u32, u32, u32); 8] = [
    ("Mario’s Pizza", 0, 15, 45, 12),
    ("Luigi’s Pizzeria", 0, 22, 42, 27),
    ("Bella’s Burgers", 1, 12, 40, 41),
    ("Tony’s Tacos", 0, 9, 48, 58),
    ("Panda Express", 1, 11, 39, 66),
    ("Sushi World", 0, 30, 46, 83),
    ("Curry House", 0, 18, 43, 104),
    ("Burger King", 1, 8, 35, 117),
];

/// The shares of the segments of a large set, in thousandths: as merging by tiers leaves them.
const SHARES: [u32; 6] = [500, 300, 120, 60, 15, 5];

/// The segments that a set of so many begins with.
pub(super) fn segments(seed: u64, docs: u32) -> Vec<Rc<dyn Documents>> {
    if docs as usize <= EIGHT.len() {
        let documents = EIGHT.iter().zip(1..).map(|((_, city, price, rating, joined), id)| {
            Document { id, values: values(*city, *price, *rating, *joined) }
        });
        return vec![Rc::new(Listed::new(FIELDS, documents))];
    }
    let mut first = 0;
    let sizes = SHARES.map(|share| (u64::from(docs) * u64::from(share) / 1000) as u32);
    sizes
        .into_iter()
        .map(|size| {
            let segment: Rc<dyn Documents> = Rc::new(generated(seed, docs, first, size));
            first += size;
            segment
        })
        .collect()
}

/// `size` of `docs` restaurants, from number `first` on. City and price are uniform, good ratings are
/// rare, and those with larger numbers joined later.
fn generated(seed: u64, docs: u32, first: u32, size: u32) -> Sliced {
    let mut random = Pcg32::numbered(seed, "digit", &[]);
    Sliced::new(size, first + 1, &DIGITS, |field, digit, block| {
        if block == 0 {
            let place = [u64::from(first), field as u64, digit as u64];
            random = Pcg32::numbered(seed, "digit", &place);
        }
        match field {
            JOINED => {
                let month = |doc| u64::from(first + doc) * MONTHS / u64::from(docs);
                let bit = |doc| month(doc) >> digit & 1;
                let (from, to) = (block * 64, block * 64 + 63);
                if month(from) == month(to) {
                    0_u64.wrapping_sub(bit(from))
                } else {
                    (from..=to).rev().fold(0, |word, doc| word << 1 | bit(doc))
                }
            }
            RATING => random.next_u64() & random.next_u64(),
            _ => random.next_u64(),
        }
    })
}

/// The values as they are stored.
fn values(city: u32, price: u32, rating: u32, joined: u32) -> Vec<Option<u32>> {
    let price = price.clamp(PRICE_MIN, PRICE_MAX) - PRICE_MIN;
    vec![Some(city), Some(price), Some(rating.saturating_sub(RATING_MIN)), Some(joined)]
}

/// A restaurant that a reader adds: in New York, of a middling rating, in the last month.
pub(super) fn newcomer(price: u32) -> Vec<Option<u32>> {
    values(0, price, 40, MONTHS as u32 - 1)
}

/// Values with another price.
pub(super) fn repriced(mut values: Vec<Option<u32>>, price: u32) -> Vec<Option<u32>> {
    values[PRICE] = Some(price.clamp(PRICE_MIN, PRICE_MAX) - PRICE_MIN);
    values
}

/// A price in dollars.
pub(super) fn price(stored: u32) -> u32 {
    stored + PRICE_MIN
}

/// A price as it is stored.
pub(super) fn stored_price(dollars: u32) -> u32 {
    dollars.saturating_sub(PRICE_MIN)
}

/// A rating in tenths.
pub(super) fn rating(stored: u32) -> u32 {
    stored + RATING_MIN
}

/// A rating as it is stored.
pub(super) fn stored_rating(tenths: u32) -> u32 {
    tenths.saturating_sub(RATING_MIN)
}

/// The name of a city.
pub(super) fn city(number: u32) -> &'static str {
    CITIES.get(number as usize).copied().unwrap_or("elsewhere")
}

/// The name of a restaurant, if it has one besides its number.
pub(super) fn restaurant(docs: u32, id: u32) -> &'static str {
    let named = docs as usize <= EIGHT.len();
    let eight = EIGHT.get(id.wrapping_sub(1) as usize).filter(|_| named);
    eight.map_or("a new one", |(name, ..)| name)
}
