//! The model of rate limiting: its story, its rules, random knobs and random scripts.

mod random;
mod rules;
mod same;
mod story;
mod support;
mod windows;
