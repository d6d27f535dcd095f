//! `content/` in, static pages out.
//!
//! Each file is strict about one thing: [`front_matter`] about what a page says of itself,
//! [`prose`] and [`numerals`] about its words, [`model`], [`predict`] and [`challenge`] about its
//! blocks, [`values`] about what it computes, [`links`] and [`budget`] about what came out. All that
//! is wrong is collected as [`Complaint`]s, each with its file, its line and a cure.

pub mod assets;
pub mod base64;
pub mod blocks;
pub mod budget;
pub mod challenge;
pub mod changes;
pub mod complaint;
pub mod content;
pub mod csp;
pub mod directive;
pub mod feed;
pub mod front_matter;
pub mod glossary;
pub mod graph;
pub mod headers;
pub mod html;
pub mod links;
pub mod llms;
pub mod manifest;
pub mod markdown;
pub mod model;
pub mod numerals;
pub mod oembed;
pub mod offline;
pub mod pages;
pub mod posters;
pub mod predict;
pub mod prose;
pub mod search;
pub mod shell;
pub mod single;
pub mod sitemap;
pub mod stills;
pub mod url;
pub mod values;
pub mod words;
pub mod write;
pub mod writer;

mod build;
mod lean;
mod path;
mod squeeze;
mod styled;

pub use build::{Options, Report, Weight, build};
pub use complaint::Complaint;
