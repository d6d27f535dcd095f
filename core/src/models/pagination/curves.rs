//! What does a page cost, over how far it is into the list?

use super::answer::By;
use super::{Event, Setup, State};
use crate::algorithms::pagination::{Order, Place, Row, after, by_offset};
use crate::engine::Moment;
use crate::scene::{Axis, Curve, CurveStyle, Series, Tone, insertion_sort_by_key};

/// The rows read for each page of the list as it is now, by either method, and what the requests of
/// this run have read.
pub(super) fn curves(setup: &Setup, state: &State, moment: &Moment<'_, Event>) -> Series {
    let list = &state.list;
    let rows: Vec<Row> = list.ascending(|_| false).copied().collect();
    let mut counted = Vec::new();
    let mut sought = Vec::new();
    for offset in (0..rows.len().max(1)).step_by(setup.size) {
        let place = offset.checked_sub(1).map(|at| Place::Row(rows[at]));
        let order = Order::Ascending;
        let by_count = by_offset(list, order, offset as u64, setup.size, setup.more);
        let by_place = after(list, order, place, setup.size, setup.more);
        counted.push((offset as f64, by_count.reads.rows as f64));
        sought.push((offset as f64, by_place.reads.rows as f64));
    }
    let mut made: Vec<(f64, f64)> = Vec::new();
    for (_, _, event) in moment.history() {
        if let Event::Answered(answer) = event {
            let offset = if let By::Offset(offset) = answer.by { offset } else { answer.offset };
            made.push((offset as f64, answer.reads.rows as f64));
        }
    }
    insertion_sort_by_key(&mut made, |point| point.0 as u64);
    let far = made.iter().fold(rows.len() as f64, |far, p| far.max(p.0));
    let high = (rows.len() + setup.size) as f64;
    let curve =
        |label: &str, tone, style, points| Curve { label: label.to_owned(), tone, style, points };
    Series {
        title: "Rows read for a page".to_owned(),
        x: Axis { label: "rows before the page".to_owned(), min: 0.0, max: far.max(1.0) },
        y: Axis { label: "rows read".to_owned(), min: 0.0, max: high },
        curves: vec![
            curve("by offset", Tone::Entity(0), CurveStyle::Line, counted),
            curve("by place", Tone::Entity(2), CurveStyle::Line, sought),
            curve("this run’s requests", Tone::Read, CurveStyle::Points, made),
        ],
        ..Series::default()
    }
}
