//! The names that a migration exports, as constants that the runner reads from the file.

/// A text with its NUL, as an array.
#[doc(hidden)]
pub const fn bytes<const N: usize>(text: &str) -> [u8; N] {
    let (from, mut to, mut at) = (text.as_bytes(), [0; N], 0);

    while at < from.len() {
        to[at] = from[at];
        at += 1;
    }
    to
}

/// `true` as the 1 that C's options hold.
#[doc(hidden)]
pub struct Flag(pub bool);

impl Flag {
    pub const fn number(self) -> u32 {
        self.0 as u32
    }
}

/// Makes a file a migration. `run` is a function from `&Context` to a `Result` whose error can be
/// displayed; all else is optional.
///
/// ```ignore
/// glim::migration! {
///     description: "creates the crates table",
///     run: run,
///     rollback: rollback,          // without: cannot be rolled back
///     depends: "AddUser, AddBox",  // come before this one
///     timeout: 60,                 // seconds
///     irreversible: true,          // is not rolled back, whatever there is
///     rebuilds: true,              // see GLIM_OPTIONS in glim/migration.h
/// }
/// ```
#[macro_export]
macro_rules! migration {
    ($($key:ident: $value:expr),+ $(,)?) => {
        const _: () = {
            #[export_name = "glim_abi"]
            pub static ABI: u32 = $crate::abi::ABI;

            #[export_name = "glim_options"]
            pub static OPTIONS: $crate::abi::Options = {
                #[allow(unused_mut)]
                let mut options = $crate::abi::Options::none();
                $($crate::migration_option!(options $key $value);)+
                options
            };

            #[allow(unknown_lints, unexpected_cfgs)]
            #[cfg(glim_source_checksum)]
            $crate::migration_text!("glim_source_checksum", env!("GLIM_SOURCE_CHECKSUM"));
        };
        $(const _: () = { $crate::migration_export!($key $value); };)+
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! migration_text {
    ($name:literal, $text:expr) => {
        #[export_name = $name]
        pub static TEXT: [u8; $text.len() + 1] = $crate::bytes($text);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! migration_call {
    ($name:literal, $call:expr) => {
        #[export_name = $name]
        pub unsafe extern "C" fn call(ctx: *mut $crate::abi::Context) -> ::std::os::raw::c_int {
            $crate::enter(ctx, $call)
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! migration_export {
    (description $text:expr) => {
        $crate::migration_text!("description", $text);
    };
    (depends $text:expr) => {
        $crate::migration_text!("glim_depends", $text);
    };
    (run $call:expr) => {
        $crate::migration_call!("run", $call);
    };
    (rollback $call:expr) => {
        $crate::migration_call!("rollback", $call);
    };
    (timeout $seconds:expr) => {};
    (irreversible $flag:expr) => {};
    (rebuilds $flag:expr) => {};
    ($key:ident $value:expr) => {
        compile_error!(concat!(
            "glim::migration! takes description, run, rollback, depends, \
            timeout, irreversible and rebuilds, but no ",
            stringify!($key)
        ));
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! migration_option {
    ($options:ident timeout $seconds:expr) => {
        $options.timeout = $seconds;
    };
    ($options:ident irreversible $flag:expr) => {
        $options.irreversible = $crate::Flag($flag).number();
    };
    ($options:ident rebuilds $flag:expr) => {
        $options.rebuilds = $crate::Flag($flag).number();
    };
    ($options:ident $key:ident $value:expr) => {};
}
