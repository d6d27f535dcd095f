//! The player, the views and the element, in Leptos.
//!
//! One of two features is chosen for each build. `csr` is what runs in a browser: the player behind
//! `<sand-table>`. `ssr` renders the same pictures to text, for static pages. Both reach the engine
//! through [`sandtable_core::session`] and [`sandtable_core::scene`] only.

#[cfg(all(feature = "csr", feature = "ssr"))]
compile_error!("`csr` and `ssr` in one build silently lose event handlers: choose one");

#[cfg(all(feature = "csr", not(feature = "whole")))]
mod chunks;
pub mod dom;
#[cfg(feature = "csr")]
pub mod element;
pub mod frame;
#[cfg(feature = "ssr")]
mod looks;
#[cfg(feature = "csr")]
mod player;
#[cfg(feature = "ssr")]
pub mod poster;
#[cfg(feature = "csr")]
mod problems;
#[cfg(feature = "csr")]
mod qr;
#[cfg(feature = "ssr")]
pub mod still;
pub mod views;

/// The style sheet of static figures and players: the tokens first, because the others use them.
pub const STYLE: [&str; 3] = [
    include_str!("../css/tokens.css"),
    include_str!("../css/picture.css"),
    include_str!("../css/player.css"),
];

/// The style sheet of what moves a live player, which a static figure has not.
pub const LIVE_STYLE: &str = include_str!("../css/live.css");

/// The style sheet of the controls below a live player's pictures, which come behind them.
pub const CONTROLS_STYLE: &str = include_str!("../css/controls.css");

/// The width of a player in CSS pixels below which pictures are drawn for a phone. The container
/// queries in `player.css` say the same.
pub const NARROW_PX: f64 = 560.0;

/// The width of a player in CSS pixels from which two pictures stand side by side, or one is drawn
/// broad.
pub const BROAD_PX: f64 = 880.0;
