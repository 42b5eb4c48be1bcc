//! What is served: a handful of fixed addresses, and nothing from the disk.

use std::{
    collections::hash_map::RandomState,
    hash::{BuildHasher, Hasher},
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    board::Board,
    desk::Products,
    http::{Request, Response},
};
use crate::{
    cli::build,
    write::pdf::{self, Fonts},
};

const SHELL: &str = include_str!("shell.html");
const SCRIPT: &str = include_str!("shell.js");
const STYLE: &str = include_str!("shell.css");

/// Scripts and styles only from here; nothing from anywhere else.
const SHELL_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    frame-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML: &str = "text/html; charset=utf-8";

/// The preview's addresses.
pub struct Site {
    board: Arc<Board>,
    port: u16,
    /// One PDF at a time: it is the only thing here that takes long.
    fonts: Mutex<Fonts>,
    nonce: String,
    own_templates: bool,
}

/// How a request is answered.
pub enum Answer {
    /// With this.
    Once(Response),
    /// With news of every change, after these headers.
    News(Response),
}

impl Site {
    /// The site of a board, served on a port.
    pub fn new(board: Arc<Board>, port: u16, fonts: Fonts, own_templates: bool) -> Self {
        let random = || RandomState::new().build_hasher().finish();
        Site {
            board,
            port,
            fonts: Mutex::new(fonts),
            nonce: format!("{:016x}{:016x}", random(), random()),
            own_templates,
        }
    }

    /// The board that it shows.
    pub fn board(&self) -> &Board {
        &self.board
    }

    /// The answer to a request.
    pub fn answer(&self, request: &Request) -> Answer {
        if !self.is_ours(request) {
            let words = "只接受本机浏览器里本页面的请求\n";
            return Answer::Once(Response::words("403 Forbidden", words));
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            let refused = Response::words("405 Method Not Allowed", "只能读取\n");
            return Answer::Once(refused.with("Allow", "GET, HEAD"));
        }
        let shown = self.board.latest();
        let ok = |kind: &str, body: &str| Response::new("200 OK", kind, body);
        Answer::Once(match request.path.as_str() {
            "/" => ok(HTML, SHELL).with("Content-Security-Policy", SHELL_POLICY),
            "/preview.js" => ok("text/javascript; charset=utf-8", SCRIPT),
            "/preview.css" => ok("text/css; charset=utf-8", STYLE),
            "/report" => self.page(&shown.page),
            "/state" => ok("application/json", &shown.state),
            "/events" => return Answer::News(ok("text/event-stream", "")),
            path => match &shown.products {
                Ok(products) => self.product(path, products),
                Err(_) if !is_product(path) => not_found(),
                Err(reason) => {
                    let words = format!("现在还不能生成：{reason}\n");
                    Response::words("409 Conflict", &words)
                }
            },
        })
    }

    /// Whether the request comes from a browser on this machine that means this server:
    /// a page elsewhere, or a foreign name that leads here, gets nothing.
    fn is_ours(&self, request: &Request) -> bool {
        let ours = |host: &str| {
            let names = ["127.0.0.1", "localhost"];
            names.iter().any(|name| {
                host == format!("{name}:{}", self.port) || (self.port == 80 && host == *name)
            })
        };
        let origin = request.origin.as_ref();
        let origin = origin.is_none_or(|origin| origin.strip_prefix("http://").is_some_and(ours));
        let host = matches!(request.hosts.as_slice(), [host] if ours(host));
        host && origin && !request.embeds_from_afar
    }

    /// A page of the report: it may run no script and load nothing.
    fn page(&self, page: &str) -> Response {
        let nonce = &self.nonce;
        // The author's text is escaped, so this is the template's own element.
        let page = page.replacen("<style>", &format!("<style nonce=\"{nonce}\">"), 1);
        // An agency's own template may style its elements where they stand.
        let inline = match self.own_templates {
            true => " style-src-attr 'unsafe-inline';",
            false => "",
        };
        Response::new("200 OK", HTML, page).with(
            "Content-Security-Policy",
            format!(
                "default-src 'none'; style-src 'nonce-{nonce}';{inline} img-src data:; base-uri 'none'; \
                 form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
            ),
        )
    }

    fn product(&self, path: &str, products: &Products) -> Response {
        let plain = "text/plain; charset=utf-8";
        match path {
            "/html" => self.page(&products.page),
            "/markdown" => named(
                Response::new("200 OK", plain, &*products.markdown),
                products,
                "md",
            ),
            "/fragment" => Response::new("200 OK", plain, &*products.fragment),
            "/pdf" => self.print(products),
            _ => not_found(),
        }
    }

    fn print(&self, products: &Products) -> Response {
        let fonts = self.fonts.lock().unwrap_or_else(PoisonError::into_inner);
        let mut document = products.document.clone();
        document.date = document.date.or_else(build::epoch);
        match pdf::render(&document, &fonts) {
            Ok(bytes) => named(
                Response::new("200 OK", "application/pdf", bytes),
                products,
                "pdf",
            ),
            Err(error) => Response::words("409 Conflict", &format!("生成不了 PDF：{error}\n")),
        }
    }
}

fn is_product(path: &str) -> bool {
    matches!(path, "/html" | "/markdown" | "/fragment" | "/pdf")
}

fn not_found() -> Response {
    Response::words("404 Not Found", "没有这个地址\n")
}

/// With the name under which a browser would save it.
fn named(response: Response, products: &Products, ending: &str) -> Response {
    let mut name = String::new();
    for byte in products.name.bytes() {
        match byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            true => name.push(char::from(byte)),
            false => name.push_str(&format!("%{byte:02X}")),
        }
    }
    response.with(
        "Content-Disposition",
        format!("inline; filename*=UTF-8''{name}.{ending}"),
    )
}
