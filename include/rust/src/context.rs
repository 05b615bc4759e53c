//! The runner, as a migration sees it.

use std::ffi::{CStr, CString};
use std::fmt::Display;
use std::os::raw::{c_char, c_int};
use std::panic::Location;

use crate::abi;
use crate::site;
use crate::{Error, FromValue, Result, Row, Rows, Value, Values};

/// How loud a line for the operator is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    Debug = 0,
    Info = 1,
    Warning = 2,
}

/// What `run` and `rollback` get. It stays on the thread that received it.
pub struct Context {
    raw: *mut abi::Context,
}

const MISUSE: c_int = 3;
const UNREAD: &str = "a statement failed; the runner tells which";

fn c_text_cut(text: &str) -> CString {
    CString::new(text.replace('\0', " ")).unwrap_or_default()
}

impl Context {
    pub(crate) unsafe fn new(raw: *mut abi::Context) -> Self {
        Context { raw }
    }

    pub(crate) fn api(&self) -> &abi::Api {
        unsafe { &*(*self.raw).api }
    }

    /// Notes where the migration's call stands.
    pub(crate) fn at(&self, place: &'static Location<'static>) {
        unsafe {
            (*self.raw).file = site::file_of(place);
            (*self.raw).line = place.line();
        }
    }

    pub(crate) fn raw(&self) -> *mut abi::Context {
        self.raw
    }

    pub(crate) fn failure(&self) -> Error {
        Error::new(self.message())
    }

    /// Fails the migration with what went wrong on this side of the runner.
    #[track_caller]
    pub(crate) fn refuse(&self, why: Error) -> Error {
        let place = Location::caller();

        self.fail(&format!("{}:{}: {}", place.file(), place.line(), why));
        why
    }

    /// A text that C can read; what stands behind a NUL would be lost.
    #[track_caller]
    pub(crate) fn c_text(&self, text: &str) -> Result<CString> {
        match CString::new(text) {
            Ok(text) => Ok(text),
            Err(_) => Err(self.refuse(Error::new("a text with a NUL byte in it"))),
        }
    }

    pub(crate) fn rows_of(&self, rows: *mut abi::Rows) -> Result<Rows<'_>> {
        if rows.is_null() {
            return Err(self.failure());
        }
        Ok(Rows::new(self, rows))
    }

    /// Of a call that waited: its failure has a text.
    pub(crate) fn outcome(&self, status: c_int) -> Result {
        if status == 0 {
            return Ok(());
        }
        Err(self.failure())
    }

    /// Of a buffered call. Asking for the text would wait, at a moment that chance decides.
    pub(crate) fn known(&self, status: c_int) -> Result {
        if status == 0 {
            Ok(())
        } else {
            Err(Error::new(UNREAD))
        }
    }

    fn message(&self) -> String {
        unsafe { text_of((self.api().get_message)(self.raw)) }
    }

    /// Runs one statement, buffered as stdio's writes are: `Err` is the failure that is known so
    /// far, and the first one sticks. Each `?` outside of texts, quoted names and comments stands
    /// for the next value; in a call with values, `??` is a question mark.
    #[track_caller]
    pub fn exec(&self, sql: &str, values: impl Values) -> Result {
        let (sql, values) = (self.c_text(sql)?, values.to_values());

        self.at(Location::caller());
        self.known(unsafe { (self.api().exec)(self.raw, sql.as_ptr(), raw(&values), values.len()) })
    }

    /// Runs one statement that returns rows, and waits. The rows are in memory: other statements
    /// may run while they are read.
    #[track_caller]
    pub fn query(&self, sql: &str, values: impl Values) -> Result<Rows<'_>> {
        let (sql, values) = (self.c_text(sql)?, values.to_values());

        self.at(Location::caller());
        self.rows_of(unsafe {
            (self.api().query)(self.raw, sql.as_ptr(), raw(&values), values.len())
        })
    }

    /// The first column of the first row, made one's own; `None` without a row.
    #[track_caller]
    pub fn query_one<T>(&self, sql: &str, values: impl Values) -> Result<Option<T>>
    where
        T: for<'r> FromValue<'r>,
    {
        let mut rows = self.query(sql, values)?;
        let row: Option<Row<'_>> = rows.next();

        match row {
            Some(row) => row.get(0).map(Some),
            None => Ok(None),
        }
    }

    /// Runs one statement that may fail, and waits: `Ok(0)`, or the database's own error number,
    /// which does not stick. `Err` is a failure that no migration may ignore.
    #[track_caller]
    pub fn try_exec(&self, sql: &str, values: impl Values) -> Result<i32> {
        let (sql, values) = (self.c_text(sql)?, values.to_values());

        self.at(Location::caller());
        match unsafe { (self.api().try_exec)(self.raw, sql.as_ptr(), raw(&values), values.len()) } {
            -1 => Err(self.failure()),
            code => Ok(code),
        }
    }

    /// Runs many statements, each ended by a semicolon; no marks. Buffered.
    #[track_caller]
    pub fn script(&self, sql: &str) -> Result {
        let sql = self.c_text(sql)?;

        self.at(Location::caller());
        self.known(unsafe { (self.api().script)(self.raw, sql.as_ptr()) })
    }

    /// Waits until all that was asked for has been done.
    pub fn flush(&self) -> Result {
        self.outcome(unsafe { (self.api().flush)(self.raw) })
    }

    /// A savepoint around `body`: kept when it returns `Ok`. When it returns `Err`, what it did is
    /// undone, its failure is forgiven and returned. A statement that ends the transaction by
    /// itself (DDL on MariaDB and MySQL) is refused inside.
    #[track_caller]
    pub fn savepoint<T>(&self, body: impl FnOnce(&Context) -> Result<T>) -> Result<T> {
        self.begin()?;
        match body(self).and_then(|done| self.flush().map(|()| done)) {
            Ok(done) => self.commit().map(|()| done),
            Err(why) => {
                self.rollback().ok(); // tells the failure that still sticks
                self.clear()?;
                Err(why)
            }
        }
    }

    /// Begins a savepoint; they nest, up to 64 deep. Waits.
    #[track_caller]
    pub fn begin(&self) -> Result {
        self.at(Location::caller());
        self.outcome(unsafe { (self.api().begin)(self.raw) })
    }

    /// Keeps what was done since `begin`. Waits.
    #[track_caller]
    pub fn commit(&self) -> Result {
        self.at(Location::caller());
        self.outcome(unsafe { (self.api().commit)(self.raw) })
    }

    /// Undoes what was done since `begin`, after a failure too, which it returns: it sticks until
    /// `clear`. Waits.
    #[track_caller]
    pub fn rollback(&self) -> Result {
        self.at(Location::caller());
        self.outcome(unsafe { (self.api().rollback)(self.raw) })
    }

    /// Forgives a failure, after the `rollback` of its savepoint.
    #[track_caller]
    pub fn clear(&self) -> Result {
        self.at(Location::caller());
        self.outcome(unsafe { (self.api().clear_error)(self.raw) })
    }

    /// A line for the operator, on stderr behind the migration's name.
    pub fn log(&self, level: Level, line: impl Display) {
        let line = c_text_cut(&line.to_string());

        unsafe { (self.api().write_log)(self.raw, level as c_int, line.as_ptr()) }
    }

    /// Tells how far a long migration is, `total` 0 if unknown; false once it should stop.
    pub fn progress(&self, done: u64, total: u64) -> bool {
        unsafe { (self.api().report_progress)(self.raw, done, total) == 0 }
    }

    /// "mysql" (MariaDB too), "sqlite" or "postgresql".
    pub fn driver(&self) -> String {
        unsafe { text_of((self.api().driver_name)(self.raw)) }
    }

    /// How many rows the last statement changed. Waits.
    pub fn changes(&self) -> i64 {
        unsafe { (self.api().changed_rows)(self.raw) }
    }

    /// The id that the last statement gave its last row. Waits.
    pub fn last_id(&self) -> i64 {
        unsafe { (self.api().last_id)(self.raw) }
    }

    /// The end of a migration that went well, for all that it knows.
    pub(crate) fn settle(&self) -> c_int {
        unsafe { (self.api().get_status)(self.raw) }
    }

    /// The end of one that did not; a failure that sticks already stays the one that is told.
    pub(crate) fn fail(&self, why: &str) -> c_int {
        let why = c_text_cut(why);
        let status = unsafe { (self.api().set_error)(self.raw, 1, why.as_ptr()) };

        if status == 0 {
            MISUSE
        } else {
            status
        }
    }
}

fn raw(values: &[Value<'_>]) -> *const abi::Value {
    values.as_ptr() as *const abi::Value
}

unsafe fn text_of(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    CStr::from_ptr(text).to_string_lossy().into_owned()
}
