//! The failure that a call reports. It sticks in the runner, whether anyone looks at it or not.

use std::fmt;

/// A failure with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
}

/// What every call returns: `?` ends the migration at its first failure.
pub type Result<T = ()> = std::result::Result<T, Error>;

impl Error {
    /// A failure of the migration's own: `return Err(glim::Error::new("two users share a name"))`.
    pub fn new(message: impl Into<String>) -> Self {
        Error {
            message: message.into(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
