//! `nianbao edit`: the official form in the browser, over a data file.
//!
//! What the page may do is the core's ([`crate::edit::workbench`]); here are the folder on
//! the disk ([`desk`]) and the server on this machine alone. The server ([`server`]) answers each
//! browser on a thread of its own and from one of so many [`seats`], so that no client can hold
//! up another or the author. `preview` is the same page where nothing may be changed.

mod autosave;
mod desk;
mod folder;
mod http;
mod news;
mod seats;
mod server;
mod site;
#[cfg(test)]
mod tests;
mod watch;

use std::{
    io,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
};

use clap::Args;

use super::{
    Failure, Outcome, build,
    common::Faces,
    complain,
    files::{self, reason},
    gather::is_yaml,
    output::folder_of,
};
use crate::{
    edit::workbench::{WorkbenchHost, arrivals},
    write::pdf::Fonts,
};
use desk::{Desk, told};
pub use folder::Wishes;
use folder::{DiskFolder, file_name};
use server::Server;
use site::Site;

/// The arguments of `edit`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao edit                    打开这个文件夹里的年报，或新建一份
  nianbao edit report.yaml
  nianbao edit 去年的报告.docx    读成一份新的数据文件，再打开")]
pub struct Edit {
    /// 数据文件，或放年报的文件夹；已发布的报告（Word、Excel、网页、PDF）会先读成数据文件。不写就是这个文件夹
    #[arg(value_name = "文件或文件夹", default_value = ".")]
    place: PathBuf,
    #[command(flatten)]
    faces: Faces,
    #[command(flatten)]
    window: Window,
}

/// Where the page is shown.
#[derive(Args, Default)]
pub struct Window {
    /// 用这个端口；不写就用一个空闲的
    #[arg(long, value_name = "端口")]
    pub port: Option<u16>,
    /// 不打开浏览器，只显示网址
    #[arg(long)]
    pub no_open: bool,
}

impl Edit {
    /// The workbench for a place that was dropped on the program, or for a folder.
    pub fn of(place: PathBuf) -> Self {
        Edit {
            place,
            faces: Faces::default(),
            window: Window::default(),
        }
    }

    /// Serves until Ctrl-C ends the program.
    pub fn run(self) -> Result<Outcome, Failure> {
        let path = match self.place.is_dir() || is_yaml(&self.place) {
            true => self.place,
            false => imported(&self.place)?,
        };
        serve(&path, Wishes::default(), self.faces.read()?, &self.window)
    }
}

/// Reads a published report into a data file beside it.
fn imported(path: &Path) -> Result<PathBuf, Failure> {
    let bytes = files::read(path, crate::read::MOST as u64)?;
    let (name, text) = arrivals::read(&file_name(path), bytes).map_err(told)?;
    let folder = folder_of(path).to_owned();
    let mut folder = DiskFolder::new(folder, Wishes::default(), Fonts::bundled(), Arc::default());
    let place = folder.put(&name, text).map_err(told)?;
    let place = folder.file(&place);
    eprintln!("已读成数据文件 {}", place.display());
    Ok(place)
}

/// Serves the workbench of a data file or a folder until Ctrl-C ends the program.
///
/// # Errors
/// The file cannot be read, or nothing can be served.
pub fn serve(
    path: &Path,
    wishes: Wishes,
    fonts: Fonts,
    window: &Window,
) -> Result<Outcome, Failure> {
    let file = (!path.is_dir()).then_some(path);
    // A wrong path on the command line ends the run; later faults are shown in the page.
    build::templates(wishes.templates.as_deref())?;
    if let Some(previous) = &wishes.previous {
        files::read_text(previous)?;
    }
    let (what, saved) = match wishes.readonly {
        true => ("预览", ""),
        false => ("工作台", "改动会自动保存；"),
    };
    let folder = file.map_or(path, folder_of).to_owned();
    let desk = Arc::new(Desk::new(folder, wishes, fonts));
    if let Some(file) = file {
        desk.open(file)?;
    }
    let listener = listen(window.port)?;
    let port = listener
        .local_addr()
        .map_err(|error| error.to_string())?
        .port();
    let (token, nonce) = (secret()?, secret()?);
    let address = format!("http://127.0.0.1:{port}/{token}/");
    Server::new(listener, Site::new(Arc::clone(&desk), port, token, nonce)).start();
    eprintln!("{what}： {address}\n{saved}用完关掉这个窗口，或按 Ctrl-C 结束");
    if !window.no_open && open(&address).is_err() {
        complain("没能打开浏览器；请把上面的网址复制到浏览器里打开");
    }
    desk.keep();
    Ok(Outcome::Clean)
}

/// A word that nobody can guess.
fn secret() -> Result<String, Failure> {
    let mut bytes = [0; 16];
    let drawn = getrandom::fill(&mut bytes);
    drawn.map_err(|error| format!("系统给不出随机数：{error}"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Only this machine can connect.
fn listen(port: Option<u16>) -> Result<TcpListener, Failure> {
    let port = port.unwrap_or(0);
    TcpListener::bind(("127.0.0.1", port)).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("端口 {port} 已被别的程序占用；换一个端口，或不写 --port，让程序自己选")
        }
        io::ErrorKind::PermissionDenied => {
            format!("不能用端口 {port}：没有权限；选一个 1024 以上的，或不写 --port")
        }
        _ => format!("不能用端口 {port}：{}", reason(&error)),
    })
}

/// Opens an address in the user's browser.
///
/// # Errors
/// There is no program that opens addresses.
fn open(address: &str) -> io::Result<()> {
    let (opener, arguments): (_, &[&str]) = match () {
        () if cfg!(windows) => ("rundll32", &["url.dll,FileProtocolHandler", address]),
        () if cfg!(target_os = "macos") => ("open", &[address]),
        () => ("xdg-open", &[address]),
    };
    let mut command = Command::new(opener);
    command.args(arguments).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn()?;
    // Some openers stay as long as the browser does.
    thread::spawn(move || child.wait());
    Ok(())
}
