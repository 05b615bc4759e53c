//! Many rows: reading them page by page, and writing them by the thousand (`glim/data.h`).

use std::ffi::{c_void, CString};
use std::mem::size_of;
use std::os::raw::c_int;
use std::panic::Location;
use std::ptr;

use crate::abi;
use crate::entry::guard;
use crate::{Context, Error, Result, Row, Rows, Value, Values};

/// What a scan reads. Lists of columns are names with commas between.
#[derive(Clone, Copy, Default)]
pub struct Scan<'a> {
    pub table: &'a str,
    /// The columns of a unique index, as of the primary key.
    pub key: &'a str,
    /// What is read, in this order.
    pub columns: &'a str,
    /// A condition with `?` marks; `None`: every row.
    pub condition: Option<&'a str>,
    /// Rows that are read at a time, at most; 0: 1000.
    pub page_rows: u32,
    /// The key is unique and nowhere NULL although no index says so.
    pub key_vouched: bool,
}

/// What a bulk does with each of its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Insert = 0,
    /// Insert, or update the row that has the key.
    Upsert = 1,
    /// A key that is not there is no failure.
    Update = 2,
    /// Likewise; all columns are the key.
    Delete = 3,
}

/// Rows on their way into a table. One that is dropped without `close` fails the migration.
pub struct Bulk<'a> {
    ctx: &'a Context,
    raw: *mut abi::Bulk,
}

impl Bulk<'_> {
    /// One row, as many values as columns. Buffered.
    pub fn row(&mut self, values: impl Values) -> Result {
        let values = values.to_values();
        let list = values.as_ptr() as *const abi::Value;

        self.ctx
            .known(unsafe { ((*(*self.raw).api).bulk_row)(self.raw, list, values.len()) })
    }

    /// Writes what is left and waits for it.
    pub fn close(self) -> Result {
        self.ctx
            .outcome(unsafe { ((*(*self.raw).api).bulk_close)(self.raw) })
    }
}

fn c_pointer(text: &Option<CString>) -> *const std::os::raw::c_char {
    text.as_ref().map_or(ptr::null(), |text| text.as_ptr())
}

/// The rows that a backfill rewrites, page by page, each page a transaction of its own.
#[derive(Clone, Copy, Default)]
pub struct Backfill<'a> {
    pub table: &'a str,
    /// The columns of a unique index.
    pub key: &'a str,
    /// What the function reads; `None`: the key.
    pub columns: Option<&'a str>,
    /// What the function computes, in the order of `Row::put`.
    pub writes: Option<&'a str>,
    /// In place of `writes` and a function: SQL, as in "name = LOWER(name)".
    pub set: Option<&'a str>,
    /// Which rows; `None`: all.
    pub condition: Option<&'a str>,
    /// Rows of the first page; 0: 1000. The runner then finds its own number ..
    pub page_rows: u32,
    /// .. with which a page takes so many milliseconds; 0: 200.
    pub page_ms: u32,
    /// Between two pages, milliseconds.
    pub pause_ms: u32,
    /// Wait while more threads run on the server; 0: do not look.
    pub threads_most: u32,
    /// As in a scan.
    pub key_vouched: bool,
}

struct RowCall<'a, F> {
    ctx: &'a Context,
    call: F,
}

/// Neither an error nor a panic may pass through the runner: both become the migration's.
unsafe extern "C" fn call_row<F>(raw: *mut abi::Rows, data: *mut c_void) -> c_int
where
    F: FnMut(&Row<'_>) -> Result,
{
    let row_call = &mut *(data as *mut RowCall<'_, F>);
    let ctx = row_call.ctx;

    match guard(|| (row_call.call)(&Row::new(ctx, raw))) {
        Ok(()) => 0,
        Err(why) => ctx.fail(&why),
    }
}

impl Context {
    /// A runner of ABI 1.0 ends its table before these.
    #[track_caller]
    fn check_data(&self) -> Result {
        if self.api().size as usize >= size_of::<abi::Api>() {
            return Ok(());
        }
        Err(self.refuse(Error::new(
            "this runner has neither scans nor bulks: they came with ABI 1.1",
        )))
    }

    /// NULL for `None`.
    #[track_caller]
    fn c_text_of(&self, text: Option<&str>) -> Result<Option<CString>> {
        match text {
            Some(text) => self.c_text(text).map(Some),
            None => Ok(None),
        }
    }

    /// Reads any number of rows in constant memory, in the order of a key; `values` are those of
    /// the condition. Waits for its first page; `Rows::next` waits whenever it needs another, and
    /// gives `None` after a failure, which sticks.
    #[track_caller]
    pub fn scan(&self, scan: &Scan<'_>, values: impl Values) -> Result<Rows<'_>> {
        let (table, key, columns) = (
            self.c_text(scan.table)?,
            self.c_text(scan.key)?,
            self.c_text(scan.columns)?,
        );
        let condition = self.c_text_of(scan.condition)?;
        let mut list = values.to_values();

        self.check_data()?;
        list.push(Value::END);
        let options = abi::ScanOptions {
            size: size_of::<abi::ScanOptions>() as u32,
            page_rows: scan.page_rows,
            table: table.as_ptr(),
            key: key.as_ptr(),
            columns: columns.as_ptr(),
            condition: c_pointer(&condition),
            values: list.as_ptr() as *const abi::Value,
            key_vouched: scan.key_vouched as u32,
        };
        self.at(Location::caller());
        self.rows_of(unsafe { (self.api().scan)(self.raw(), &options) })
    }

    /// Begins to write many rows of a table alike: `columns` of a row in the order of its values,
    /// `key` those of them that find a row ("" for `Mode::Insert`).
    #[track_caller]
    pub fn bulk(&self, mode: Mode, table: &str, columns: &str, key: &str) -> Result<Bulk<'_>> {
        let (table, columns) = (self.c_text(table)?, self.c_text(columns)?);
        let key = self.c_text_of(Some(key).filter(|key| !key.is_empty()))?;

        self.check_data()?;
        let options = abi::BulkOptions {
            size: size_of::<abi::BulkOptions>() as u32,
            mode: mode as u32,
            table: table.as_ptr(),
            columns: columns.as_ptr(),
            key: c_pointer(&key),
        };
        self.at(Location::caller());
        let raw = unsafe { (self.api().bulk_open)(self.raw(), &options) };
        if raw.is_null() {
            return Err(self.failure());
        }
        Ok(Bulk { ctx: self, raw })
    }

    #[track_caller]
    fn backfill_with(
        &self,
        backfill: &Backfill<'_>,
        values: impl Values,
        row: Option<abi::RowFunction>,
        data: *mut c_void,
    ) -> Result {
        let (table, key) = (self.c_text(backfill.table)?, self.c_text(backfill.key)?);
        let columns = self.c_text_of(backfill.columns)?;
        let writes = self.c_text_of(backfill.writes)?;
        let set = self.c_text_of(backfill.set)?;
        let condition = self.c_text_of(backfill.condition)?;
        let mut list = values.to_values();

        self.check_data()?;
        list.push(Value::END);
        let options = abi::BackfillOptions {
            size: size_of::<abi::BackfillOptions>() as u32,
            page_rows: backfill.page_rows,
            page_ms: backfill.page_ms,
            pause_ms: backfill.pause_ms,
            threads_most: backfill.threads_most,
            key_vouched: backfill.key_vouched as u32,
            table: table.as_ptr(),
            key: key.as_ptr(),
            columns: c_pointer(&columns),
            writes: c_pointer(&writes),
            set: c_pointer(&set),
            condition: c_pointer(&condition),
            values: list.as_ptr() as *const abi::Value,
            row,
            page: None,
            data,
        };
        self.outcome(unsafe { (self.api().backfill)(self.raw(), &options) })
    }

    /// Calls `call` for each row of a table, which reads it and calls `Row::put` if it is to be
    /// changed; waits until all are done. It is a boundary, and goes on behind its last page when
    /// the migration is run again. `values` are those of the condition.
    #[track_caller]
    pub fn backfill<F>(&self, backfill: &Backfill<'_>, values: impl Values, call: F) -> Result
    where
        F: FnMut(&Row<'_>) -> Result,
    {
        let mut row_call = RowCall { ctx: self, call };
        let data = &mut row_call as *mut RowCall<'_, F> as *mut c_void;

        self.at(Location::caller());
        self.backfill_with(backfill, values, Some(call_row::<F>), data)
    }

    /// A backfill by the SQL of its `set`; `values` are those of `set`, then of the condition.
    #[track_caller]
    pub fn backfill_sql(&self, backfill: &Backfill<'_>, values: impl Values) -> Result {
        self.at(Location::caller());
        self.backfill_with(backfill, values, None, ptr::null_mut())
    }
}
