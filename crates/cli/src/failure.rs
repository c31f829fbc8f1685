//! Why a verb cannot do what it is asked.

/// Why a verb cannot do what it is asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Usage(String),
    #[error("{file}: {reason}")]
    File { file: String, reason: String },
    #[error(transparent)]
    Collection(#[from] accordance_engine::CollectionError),
    #[error(transparent)]
    Export(#[from] accordance_exchange::ExportError),
    #[error(transparent)]
    Write(#[from] accordance_report::WriteError),
}

impl Failure {
    pub(crate) fn file(file: impl Into<String>, reason: &dyn std::fmt::Display) -> Self {
        Self::File { file: file.into(), reason: reason.to_string() }
    }

    /// Whether the reader of the output has closed it, as `head` does.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        let Self::Write(accordance_report::WriteError::Io(error)) = self else { return false };
        error.kind() == std::io::ErrorKind::BrokenPipe
    }
}
