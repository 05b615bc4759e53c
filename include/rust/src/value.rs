//! What goes in behind the `?` marks, and what comes out of a column.

use std::ffi::c_void;
use std::marker::PhantomData;

use crate::abi;

/// A value on its way to the database; text and bytes are borrowed.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Value<'a> {
    pub(crate) raw: abi::Value,
    borrowed: PhantomData<&'a [u8]>,
}

impl<'a> Value<'a> {
    /// SQL's NULL.
    pub const NULL: Value<'static> = Value::new(abi::TYPE_NULL, 0, abi::Content { integer: 0 });

    /// Ends a list whose length is not told otherwise.
    pub(crate) const END: Value<'static> =
        Value::new(abi::TYPE_END, 0, abi::Content { integer: 0 });

    const fn new(kind: i32, length: u32, content: abi::Content) -> Self {
        Value {
            raw: abi::Value {
                kind,
                length,
                content,
            },
            borrowed: PhantomData,
        }
    }

    fn bytes(kind: i32, bytes: &'a [u8]) -> Self {
        let length = u32::try_from(bytes.len()).expect("a value of 4 GiB or more");
        Value::new(
            kind,
            length,
            abi::Content {
                data: bytes.as_ptr() as *const c_void,
            },
        )
    }
}

/// What can stand for a `?`. A `u64` or `usize` may not fit into a column's 64 signed bits: say
/// `as i64` or `i64::try_from()`.
pub trait ToValue {
    fn to_value(&self) -> Value<'_>;
}

macro_rules! integers {
    ($($type:ty)*) => { $(impl ToValue for $type {
        fn to_value(&self) -> Value<'_> {
            Value::new(abi::TYPE_INT, 0, abi::Content { integer: i64::from(*self) })
        }
    })* };
}

macro_rules! reals {
    ($($type:ty)*) => { $(impl ToValue for $type {
        fn to_value(&self) -> Value<'_> {
            Value::new(abi::TYPE_REAL, 0, abi::Content { real: f64::from(*self) })
        }
    })* };
}

macro_rules! texts {
    ($kind:expr; $($type:ty)*) => { $(impl ToValue for $type {
        fn to_value(&self) -> Value<'_> {
            Value::bytes($kind, self.as_ref())
        }
    })* };
}

integers! { i8 i16 i32 i64 u8 u16 u32 bool }
reals! { f32 f64 }
texts! { abi::TYPE_TEXT; str String }
texts! { abi::TYPE_BLOB; [u8] Vec<u8> }

impl<const N: usize> ToValue for [u8; N] {
    fn to_value(&self) -> Value<'_> {
        self[..].to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::NULL, ToValue::to_value)
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl ToValue for Value<'_> {
    fn to_value(&self) -> Value<'_> {
        *self
    }
}

/// The values of a statement: `()`, a tuple such as `(5, "Aras")`, or an array, a slice or a
/// `Vec` of one type.
pub trait Values {
    fn to_values(&self) -> Vec<Value<'_>>;
}

impl<T: ToValue> Values for &[T] {
    fn to_values(&self) -> Vec<Value<'_>> {
        self.iter().map(ToValue::to_value).collect()
    }
}

impl<T: ToValue> Values for Vec<T> {
    fn to_values(&self) -> Vec<Value<'_>> {
        self.iter().map(ToValue::to_value).collect()
    }
}

impl<T: ToValue, const N: usize> Values for [T; N] {
    fn to_values(&self) -> Vec<Value<'_>> {
        self.iter().map(ToValue::to_value).collect()
    }
}

impl Values for () {
    fn to_values(&self) -> Vec<Value<'_>> {
        Vec::new()
    }
}

macro_rules! tuples {
    ($($name:ident $place:tt)*) => {
        impl<$($name: ToValue),*> Values for ($($name,)*) {
            fn to_values(&self) -> Vec<Value<'_>> {
                vec![$(self.$place.to_value()),*]
            }
        }
    };
}

tuples! { A 0 }
tuples! { A 0 B 1 }
tuples! { A 0 B 1 C 2 }
tuples! { A 0 B 1 C 2 D 3 }
tuples! { A 0 B 1 C 2 D 3 E 4 }
tuples! { A 0 B 1 C 2 D 3 E 4 F 5 }
tuples! { A 0 B 1 C 2 D 3 E 4 F 5 G 6 }
tuples! { A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 }
tuples! { A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 }
tuples! { A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 }
tuples! { A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 }
tuples! { A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 }
