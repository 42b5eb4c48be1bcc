//! `nianbao preview`: the page while the author types.
//!
//! The main thread looks at the files ([`watch`]) and makes the page anew after
//! every save ([`desk`]); what it makes goes up on a [`board`]. The server
//! ([`server`]) answers each browser from the board on a thread of its own and from one of so
//! many [`seats`], so that no client can hold up another or the author.

mod board;
mod desk;
mod findings;
mod http;
mod seats;
mod server;
mod site;
#[cfg(test)]
mod tests;
mod watch;

use std::{
    io,
    net::TcpListener,
    path::PathBuf,
    process::{Command, Stdio},
    sync::Arc,
    thread,
};

use clap::Args;

use super::{Failure, Outcome, build, complain, files::reason};
use crate::write::pdf::Fonts;
use board::Board;
use desk::Desk;
use server::Server;
use site::Site;
use watch::Watch;

/// The arguments of `preview`.
#[derive(Args)]
#[command(after_help = "\
例:
  nianbao preview report.yaml
  nianbao preview report.yaml --port 8000 --no-open    在别处打开 http://127.0.0.1:8000")]
pub struct Preview {
    /// 数据文件
    #[arg(value_name = "数据文件")]
    file: PathBuf,
    /// 用这个端口；不写就用一个空闲的
    #[arg(long, value_name = "端口")]
    port: Option<u16>,
    /// 不打开浏览器，只显示网址
    #[arg(long)]
    no_open: bool,
    /// 上年的数据文件，用于核对结转和同比
    #[arg(long, value_name = "文件")]
    previous: Option<PathBuf>,
    /// 用这个文件夹里的模板代替自带的
    #[arg(long, value_name = "文件夹")]
    templates: Option<PathBuf>,
    /// 先用这个文件夹里的字体（仿宋、小标宋、黑体、楷体）
    #[arg(long, value_name = "文件夹")]
    fonts: Option<PathBuf>,
}

impl Preview {
    /// Serves until Ctrl-C ends the program.
    pub fn run(self) -> Result<Outcome, Failure> {
        let fonts = match &self.fonts {
            Some(folder) => super::files::fonts(folder)?,
            None => Fonts::bundled(),
        };
        // A wrong path on the command line ends the run; later faults are shown in the page.
        super::load::load(&self.file, self.previous.as_deref(), false)?;
        build::templates(self.templates.as_deref())?;
        let listener = self.listen()?;
        let port = listener.local_addr().map_err(|error| error.to_string())?;
        let port = port.port();

        let own_templates = self.templates.is_some();
        let mut desk = Desk::new(self.file, self.previous, self.templates);
        let mut watch = Watch::new(desk.files());
        let board = Arc::new(Board::new(desk.work()));
        let site = Site::new(Arc::clone(&board), port, fonts, own_templates);
        Server::new(listener, site).start();

        let address = format!("http://127.0.0.1:{port}/");
        eprintln!("预览： {address}\n保存数据文件后自动刷新，按 Ctrl-C 结束");
        if !self.no_open && open(&address).is_err() {
            complain("没能打开浏览器；请把上面的网址复制到浏览器里打开");
        }
        loop {
            watch.look_at(desk.files());
            watch.wait();
            board.put_up(desk.work());
        }
    }

    /// Only this machine can connect.
    fn listen(&self) -> Result<TcpListener, Failure> {
        TcpListener::bind(("127.0.0.1", self.port.unwrap_or(0))).map_err(|error| {
            let port = self.port.unwrap_or(0);
            match error.kind() {
                io::ErrorKind::AddrInUse => {
                    format!("端口 {port} 已被别的程序占用；换一个端口，或不写 --port，让程序自己选")
                }
                io::ErrorKind::PermissionDenied => {
                    format!("不能用端口 {port}：没有权限；选一个 1024 以上的，或不写 --port")
                }
                _ => format!("不能用端口 {port}：{}", reason(&error)),
            }
        })
    }
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
