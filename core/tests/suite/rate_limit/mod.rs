//! The rate limiters against published tables, brute-force oracles and broken copies of themselves.

mod broken;
mod distributed;
mod equivalence;
mod gcra_table;
mod laws;
mod poisson;
mod promises;
mod support;
mod traffic;
mod worst_case;
