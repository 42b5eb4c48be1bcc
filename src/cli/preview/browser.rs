//! Opening the user's browser.

use std::{
    io,
    process::{Command, Stdio},
    thread,
};

/// Opens an address in the user's browser.
///
/// # Errors
/// There is no program that opens addresses.
pub fn open(address: &str) -> io::Result<()> {
    let mut command = opener(address);
    command.stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Some openers stay as long as the browser does.
    thread::spawn(move || child.wait());
    Ok(())
}

#[cfg(windows)]
fn opener(address: &str) -> Command {
    let mut command = Command::new("rundll32");
    command.args(["url.dll,FileProtocolHandler", address]);
    command
}

#[cfg(target_os = "macos")]
fn opener(address: &str) -> Command {
    let mut command = Command::new("open");
    command.arg(address);
    command
}

#[cfg(not(any(windows, target_os = "macos")))]
fn opener(address: &str) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(address);
    command
}
