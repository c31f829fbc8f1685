//! Why a report cannot be written.

/// Why a report cannot be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The output takes no more: a full disk, a closed pipe.
    #[error("the report cannot be written: {0}")]
    Io(#[from] std::io::Error),
    /// A value has no form in the format.
    #[error("the report cannot be written: {0}")]
    Form(String),
}

impl From<serde_json::Error> for WriteError {
    fn from(error: serde_json::Error) -> Self {
        Self::Io(error.into())
    }
}

impl From<csv::Error> for WriteError {
    fn from(error: csv::Error) -> Self {
        let message = error.to_string();
        match error.into_kind() {
            csv::ErrorKind::Io(error) => Self::Io(error),
            _ => Self::Form(message),
        }
    }
}

impl From<quick_junit::SerializeError> for WriteError {
    fn from(error: quick_junit::SerializeError) -> Self {
        Self::Form(error.to_string())
    }
}
