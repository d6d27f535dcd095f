//! Small signs for buttons, verdicts and kinds, as paths in a box of 16 by 16.

use crate::dom::{El, svg};

/// A sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// To the start.
    Reset,
    /// One step back.
    Back,
    /// Plays.
    Play,
    /// Stands still.
    Pause,
    /// One step.
    Step,
    /// To the end.
    Settle,
    /// A promise that is kept.
    Holds,
    /// A promise that is broken.
    Violated,
    /// A promise that cannot be judged yet.
    Pending,
    /// A promise that was not put to the test.
    Vacuous,
    /// Less.
    Minus,
    /// More.
    Plus,
    /// Opens a menu.
    Down,
    /// Closes something.
    Close,
}

/// Draws a sign; words beside it say what it means.
#[must_use]
pub fn icon(icon: Icon) -> El {
    let (class, d) = match icon {
        Icon::Reset => ("solid", "M3 3h2v10H3zM13 3v10L6 8z"),
        Icon::Back => ("solid", "M11 3v10L4 8z"),
        Icon::Play => ("solid", "M4 2l10 6-10 6z"),
        Icon::Pause => ("solid", "M4 3h3v10H4zM9 3h3v10H9z"),
        Icon::Step => ("solid", "M5 3v10l7-5z"),
        Icon::Settle => ("solid", "M3 3v10l7-5zM11 3h2v10h-2z"),
        Icon::Holds => ("", "M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M5 8.2l2.2 2.2L11 6"),
        Icon::Violated => {
            ("", "M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M5.5 5.5l5 5M10.5 5.5l-5 5")
        }
        Icon::Pending => ("dashed", "M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0"),
        Icon::Vacuous => ("", "M1.5 8a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M5 8h6"),
        Icon::Minus => ("", "M4 8h8"),
        Icon::Plus => ("", "M4 8h8M8 4v8"),
        Icon::Down => ("", "M5 6.5l3 3 3-3"),
        Icon::Close => ("", "M4.5 4.5l7 7M11.5 4.5l-7 7"),
    };
    svg("svg")
        .class(format!("icon {class}"))
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .kid(svg("path").attr("d", d))
}
