//! The rows of a query.

use std::marker::PhantomData;
use std::ptr;
use std::slice;

use crate::abi;
use crate::{Context, Error, Result, Value, Values};

/// Rows that a query gave; they are in memory, so other statements may run in between.
pub struct Rows<'a> {
    ctx: &'a Context,
    raw: *mut abi::Rows,
}

impl<'a> Rows<'a> {
    pub(crate) fn new(ctx: &'a Context, raw: *mut abi::Rows) -> Self {
        Rows { ctx, raw }
    }

    /// The next row; `None` after the last. A row lives until the next one is asked for.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Option<Row<'_>> {
        if self.raw.is_null() {
            return None;
        }
        let more = unsafe { ((*(*self.raw).api).next_row)(self.raw) } != 0;
        if more {
            return Some(Row {
                ctx: self.ctx,
                raw: self.raw,
                of: PhantomData,
            });
        }
        self.raw = ptr::null_mut(); // the last call has closed them
        None
    }
}

impl Drop for Rows<'_> {
    fn drop(&mut self) {
        if !self.raw.is_null() {
            unsafe { ((*(*self.raw).api).close_rows)(self.raw) }
        }
    }
}

/// One row; columns count from 0.
pub struct Row<'r> {
    ctx: &'r Context,
    raw: *mut abi::Rows,
    of: PhantomData<&'r mut ()>,
}

impl<'r> Row<'r> {
    pub(crate) fn new(ctx: &'r Context, raw: *mut abi::Rows) -> Self {
        Row {
            ctx,
            raw,
            of: PhantomData,
        }
    }

    /// The new values of a backfill's row, once a row at most.
    pub fn put(&self, values: impl Values) -> Result {
        let values = values.to_values();
        let list = values.as_ptr() as *const abi::Value;

        self.ctx
            .outcome(unsafe { ((*(*self.raw).api).put)(self.raw, list, values.len()) })
    }

    /// A column as an `i64`, `f64`, `bool`, `&str`, `String`, `&[u8]`, `Vec<u8>` or an `Option` of
    /// these. What does not convert or fit, as 1.5 does not into an `i64` or a `bool`, is not there,
    /// or is NULL without an `Option`, is a failure, which sticks.
    #[track_caller]
    pub fn get<T: FromValue<'r>>(&self, column: usize) -> Result<T> {
        match T::from_value(self, column) {
            Ok(value) => Ok(value),
            Err(why) => Err(self.ctx.refuse(why)),
        }
    }

    fn read(&self, column: usize, kind: i32) -> Result<abi::Value> {
        let mut value = Value::NULL.raw;
        let status = unsafe { ((*(*self.raw).api).get_column)(self.raw, column, kind, &mut value) };
        self.ctx.outcome(status).map(|()| value)
    }

    fn is_null(&self, column: usize) -> Result<bool> {
        Ok(self.read(column, abi::TYPE_NULL)?.kind == abi::TYPE_NULL)
    }

    fn present(&self, column: usize, kind: i32) -> Result<abi::Value> {
        if self.is_null(column)? {
            return Err(Error::new(format!(
                "column {} is NULL, and no Option was asked for",
                column
            )));
        }
        self.read(column, kind)
    }

    fn bytes(&self, column: usize, kind: i32) -> Result<&'r [u8]> {
        Ok(self.bytes_in(&self.present(column, kind)?))
    }

    fn bytes_in(&self, value: &abi::Value) -> &'r [u8] {
        if value.length == 0 {
            return &[];
        }
        let data = unsafe { value.content.data } as *const u8;
        unsafe { slice::from_raw_parts(data, value.length as usize) }
    }

    /// Of a value as it came; "" of one that is no text.
    fn text_in(&self, value: &abi::Value) -> &'r str {
        if value.kind != abi::TYPE_TEXT {
            return "";
        }
        std::str::from_utf8(self.bytes_in(value)).unwrap_or("")
    }

    fn misfit(&self, column: usize, kind: &str) -> Error {
        let text = self.bytes(column, abi::TYPE_TEXT).unwrap_or_default();
        let text = String::from_utf8_lossy(text);
        Error::new(format!(
            "column {} holds {}, which is no {}",
            column, text, kind
        ))
    }

    fn real(&self, column: usize) -> Result<f64> {
        Ok(unsafe { self.present(column, abi::TYPE_REAL)?.content.real })
    }

    /// A decimal text that is not whole is only asked whether it is a number.
    fn integer(&self, column: usize, kind: &str) -> Result<i64> {
        let value = self.present(column, abi::TYPE_NULL)?;
        let text = self.text_in(&value);
        if value.kind == abi::TYPE_INT {
            return Ok(unsafe { value.content.integer });
        }
        if let Some(integer) = whole(text) {
            return Ok(integer);
        }
        let integer = unsafe { self.read(column, abi::TYPE_INT)?.content.integer };
        if is_decimal(text) || self.real(column)? != integer as f64 {
            return Err(self.misfit(column, kind));
        }
        Ok(integer)
    }
}

fn is_decimal(text: &str) -> bool {
    text.contains('.') && !text.contains(['e', 'E'])
}

/// "12.00" too, to the last digit: on the way through a double some would be lost.
fn whole(text: &str) -> Option<i64> {
    let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.bytes().any(|digit| digit != b'0') {
        return None;
    }
    digits.parse().ok()
}

/// What a column can be read as.
pub trait FromValue<'r>: Sized {
    fn from_value(row: &Row<'r>, column: usize) -> Result<Self>;
}

macro_rules! integers {
    ($($type:ty)*) => { $(impl<'r> FromValue<'r> for $type {
        fn from_value(row: &Row<'r>, column: usize) -> Result<Self> {
            let integer = row.integer(column, stringify!($type))?;
            <$type>::try_from(integer).map_err(|_| row.misfit(column, stringify!($type)))
        }
    })* };
}

macro_rules! owned {
    ($($type:ty, $from:ty;)*) => { $(impl<'r> FromValue<'r> for $type {
        fn from_value(row: &Row<'r>, column: usize) -> Result<Self> {
            <$from>::from_value(row, column).map(Into::into)
        }
    })* };
}

integers! { i8 i16 i32 i64 u8 u16 u32 u64 isize usize }
owned! { String, &str; Vec<u8>, &[u8]; }

impl<'r> FromValue<'r> for bool {
    fn from_value(row: &Row<'r>, column: usize) -> Result<Self> {
        Ok(row.integer(column, "bool")? != 0)
    }
}

impl<'r> FromValue<'r> for f64 {
    fn from_value(row: &Row<'r>, column: usize) -> Result<Self> {
        let real = row.real(column)?;
        if real.is_infinite() && row.read(column, abi::TYPE_NULL)?.kind == abi::TYPE_TEXT {
            return Err(row.misfit(column, "f64"));
        }
        Ok(real)
    }
}

impl<'r> FromValue<'r> for &'r str {
    fn from_value(row: &Row<'r>, column: usize) -> Result<Self> {
        std::str::from_utf8(row.bytes(column, abi::TYPE_TEXT)?)
            .map_err(|why| Error::new(format!("column {} is no UTF-8: {}", column, why)))
    }
}

impl<'r> FromValue<'r> for &'r [u8] {
    fn from_value(row: &Row<'r>, column: usize) -> Result<Self> {
        row.bytes(column, abi::TYPE_BLOB)
    }
}

impl<'r, T: FromValue<'r>> FromValue<'r> for Option<T> {
    fn from_value(row: &Row<'r>, column: usize) -> Result<Self> {
        if row.is_null(column)? {
            return Ok(None);
        }
        T::from_value(row, column).map(Some)
    }
}
