//! The border as `glim/migration.h` has it. Entries are only ever added, at the end.

use std::ffi::c_void;
use std::os::raw::{c_char, c_int};

pub const ABI: u32 = 1 << 16; // what came later is looked for when it is used

pub const TYPE_END: i32 = -1;
pub const TYPE_NULL: i32 = 0;
pub const TYPE_INT: i32 = 1;
pub const TYPE_REAL: i32 = 2;
pub const TYPE_TEXT: i32 = 3;
pub const TYPE_BLOB: i32 = 4;

#[repr(C)]
#[derive(Clone, Copy)]
pub union Content {
    pub integer: i64,
    pub real: f64,
    pub data: *const c_void,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Value {
    pub kind: i32,
    pub length: u32,
    pub content: Content,
}

#[repr(C)]
pub struct Context {
    pub api: *const Api,
    pub file: *const c_char,
    pub line: u32,
}

#[repr(C)]
pub struct Rows {
    pub api: *const Api,
    pub ctx: *mut Context,
}

type Call = unsafe extern "C" fn(*mut Context) -> c_int;
type Statement = unsafe extern "C" fn(*mut Context, *const c_char, *const Value, usize) -> c_int;

#[repr(C)]
pub struct Api {
    pub size: u32,
    pub abi: u32,
    pub exec: Statement,
    pub query: unsafe extern "C" fn(*mut Context, *const c_char, *const Value, usize) -> *mut Rows,
    pub try_exec: Statement,
    pub script: unsafe extern "C" fn(*mut Context, *const c_char) -> c_int,
    pub flush: Call,
    pub next_row: unsafe extern "C" fn(*mut Rows) -> c_int,
    pub get_column: unsafe extern "C" fn(*mut Rows, usize, i32, *mut Value) -> c_int,
    pub close_rows: unsafe extern "C" fn(*mut Rows),
    pub begin: Call,
    pub commit: Call,
    pub rollback: Call,
    pub get_status: Call,
    pub get_message: unsafe extern "C" fn(*mut Context) -> *const c_char,
    pub set_error: unsafe extern "C" fn(*mut Context, c_int, *const c_char) -> c_int,
    pub clear_error: Call,
    pub write_log: unsafe extern "C" fn(*mut Context, c_int, *const c_char),
    pub report_progress: unsafe extern "C" fn(*mut Context, u64, u64) -> c_int,
    pub driver_name: unsafe extern "C" fn(*mut Context) -> *const c_char,
    pub changed_rows: unsafe extern "C" fn(*mut Context) -> i64,
    pub last_id: unsafe extern "C" fn(*mut Context) -> i64,
    pub allocate: usize,
    pub models: [usize; 7],

    // 1.1
    pub scan: unsafe extern "C" fn(*mut Context, *const ScanOptions) -> *mut Rows,
    pub bulk_open: unsafe extern "C" fn(*mut Context, *const BulkOptions) -> *mut Bulk,
    pub bulk_row: unsafe extern "C" fn(*mut Bulk, *const Value, usize) -> c_int,
    pub bulk_close: unsafe extern "C" fn(*mut Bulk) -> c_int,
    pub backfill: unsafe extern "C" fn(*mut Context, *const BackfillOptions) -> c_int,
    pub put: unsafe extern "C" fn(*mut Rows, *const Value, usize) -> c_int,
}

#[repr(C)]
pub struct Bulk {
    pub api: *const Api,
    pub ctx: *mut Context,
}

#[repr(C)]
pub struct ScanOptions {
    pub size: u32,
    pub page_rows: u32,
    pub table: *const c_char,
    pub key: *const c_char,
    pub columns: *const c_char,
    pub condition: *const c_char,
    pub values: *const Value,
    pub key_vouched: u32,
}

#[repr(C)]
pub struct BulkOptions {
    pub size: u32,
    pub mode: u32,
    pub table: *const c_char,
    pub columns: *const c_char,
    pub key: *const c_char,
}

pub type RowFunction = unsafe extern "C" fn(*mut Rows, *mut c_void) -> c_int;

#[repr(C)]
pub struct BackfillOptions {
    pub size: u32,
    pub page_rows: u32,
    pub page_ms: u32,
    pub pause_ms: u32,
    pub threads_most: u32,
    pub key_vouched: u32,
    pub table: *const c_char,
    pub key: *const c_char,
    pub columns: *const c_char,
    pub writes: *const c_char,
    pub set: *const c_char,
    pub condition: *const c_char,
    pub values: *const Value,
    pub row: Option<RowFunction>,
    pub page: Option<RowFunction>,
    pub data: *mut c_void,
}

#[repr(C)]
pub struct Options {
    pub size: u32,
    pub timeout: u32,
    pub irreversible: u32,
    pub rebuilds: u32,
}

impl Options {
    pub const fn none() -> Self {
        let size = std::mem::size_of::<Options>() as u32;
        Options {
            size,
            timeout: 0,
            irreversible: 0,
            rebuilds: 0,
        }
    }
}
