//! How far a long run is, on a terminal.

use std::{io::IsTerminal, time::Duration};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Runs that read less are over before anyone looks.
const LEAST: u64 = 32 << 20;

/// A bar on standard error; nothing is drawn where that is no terminal, or where there is little to read. On a terminal
/// alone it is asked how much that is.
pub(crate) fn bar(bytes: impl FnOnce() -> u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bytes = bytes();
    let target = if bytes < LEAST { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(bytes), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes}  {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
