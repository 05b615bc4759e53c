//! The border as `glim/migration.h` has it. Entries are only ever added, at the end.

use std::ffi::c_void;
use std::os::raw::{c_char, c_int};

pub const ABI: u32 = 1 << 16;

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
