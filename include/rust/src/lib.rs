//! Database migrations for glim, in Rust.
//!
//! ```no_run
//! use glim::{Context, Result};
//!
//! fn run(ctx: &Context) -> Result {
//!     ctx.exec("CREATE TABLE crates (id INTEGER PRIMARY KEY, label VARCHAR(80))", ())?;
//!     ctx.exec("INSERT INTO crates VALUES (?, ?)", (1, "apples"))
//! }
//!
//! fn rollback(ctx: &Context) -> Result {
//!     ctx.exec("DROP TABLE crates", ())
//! }
//!
//! glim::migration! {
//!     description: "creates the crates table, with one crate",
//!     run: run,
//!     rollback: rollback,
//! }
//! # fn main() {}
//! ```
//!
//! A migration is a `cdylib` of one file. It links nothing from glim but this crate, which has no
//! dependencies. The rules on errors, buffers and processes are those of `glim/migration.h`: the
//! first failure sticks, so a `?` that was forgotten hides nothing.
//!
//! What `run` returns as an error, and a panic with its place, become the migration's error.

#[doc(hidden)]
pub mod abi;
mod context;
mod data;
mod entry;
mod error;
#[macro_use]
mod export;
mod rows;
mod site;
mod value;

pub use context::{Context, Level};
pub use data::{Backfill, Bulk, Mode, Scan};
#[doc(hidden)]
pub use entry::enter;
pub use error::{Error, Result};
#[doc(hidden)]
pub use export::{bytes, Flag};
pub use rows::{FromValue, Row, Rows};
pub use value::{ToValue, Value, Values};
