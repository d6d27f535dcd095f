//! The search over the site: the writer of the pages makes its index, a browser asks it.
//!
//! | part | what it answers |
//! |---|---|
//! | [`text`] | which sections a page has, and which words are in them |
//! | [`Listing`] | what can be found, and where it is |
//! | [`SiteIndex`] | which of it answers a query, with which facets; how all of it is one file |
//! | [`SiteIndex::passage`] | which passage of a page answers best, and which of its words |
//!
//! The index knows pages, models and actions by their words; the text of a passage is not in it. It
//! is taken from the page's own Markdown form, which is fetched when the page is among the results.
//! The program is a module of its own, a quarter of what a page's first model needs: nobody fetches
//! the player in order to search.

mod answer;
mod common;
#[cfg(target_arch = "wasm32")]
mod exported;
mod file;
mod json;
mod listing;
mod passage;
mod site_index;
pub mod text;

pub use answer::{Answer, Facet, FacetValue, Group, Selection};
pub use file::SiteIndexError;
pub use listing::{Action, Difficulty, Kind, Listing, ListingError, ModelPlace, Page, Track};
pub use passage::{Passage, Piece};
pub use site_index::{Documents, SiteIndex};
