//! Where results go: standard output, or a file that is replaced only when all is written.

use std::{
    fs::OpenOptions,
    io::{BufWriter, Write},
    path::Path,
};

use accordance_report::WriteError;

use crate::{failure::Failure, workspace::reason_to_write};

/// Has `write` write to a file beside `path`, which then takes its place and its permissions. A link stays one: what it
/// leads to is replaced. What is no file, such as a pipe, is written to.
pub(crate) fn to_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>,
) -> Result<(), Failure> {
    let shown = path.display().to_string();
    let real = path.canonicalize();
    let path = real.as_deref().unwrap_or(path);
    if path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        let file = OpenOptions::new().write(true).open(path).map_err(|error| Failure::file(&shown, &error))?;
        let mut out = BufWriter::new(file);
        write(&mut out)?;
        return Ok(out.flush().map_err(WriteError::Io)?);
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".accordance-");
    // Others may read what is new as far as the user lets them read new files, and not what is temporary.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder).map_err(|error| Failure::file(&shown, &of_folder(folder, &error)))?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().map_err(|error| WriteError::Io(error.into_error()))?;
    if let Ok(replaced) = path.metadata() {
        file.as_file().set_permissions(replaced.permissions()).map_err(WriteError::Io)?;
    }
    file.as_file().sync_all().map_err(WriteError::Io)?;
    file.persist(path).map_err(|error| Failure::file(&shown, &error.error))?;
    Ok(())
}

/// Why no file can be made in a folder. The error itself names a file that nobody asked for.
fn of_folder(folder: &Path, error: &std::io::Error) -> String {
    if folder.is_dir() { reason_to_write(error) } else { "there is no such folder".to_owned() }
}

/// Has `write` write to standard output.
pub(crate) fn to_stdout(write: impl FnOnce(&mut dyn Write) -> Result<(), WriteError>) -> Result<(), Failure> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    write(&mut out)?;
    out.flush().map_err(WriteError::Io)?;
    Ok(())
}
