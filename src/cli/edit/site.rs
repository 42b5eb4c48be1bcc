//! What is served: the page below an address that nobody can guess, and nothing from the disk.

use std::sync::Arc;

use super::{
    desk::Desk,
    http::{Request, Response},
    news::News,
};
use crate::{base::characters::percent_encoded, write::Product};

const PAGE: &str = include_str!("../../../web/dist/index.html");
const SCRIPT: &str = include_str!("../../../web/dist/workbench.js");
const STYLE: &str = include_str!("../../../web/dist/workbench.css");

const HTML: &str = "text/html; charset=utf-8";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The workbench's addresses.
pub struct Site {
    desk: Arc<Desk>,
    port: u16,
    token: String,
    nonce: String,
}

impl Site {
    /// The site of a desk, served on a port below a token.
    pub fn new(desk: Arc<Desk>, port: u16, token: String, nonce: String) -> Self {
        Site {
            desk,
            port,
            token,
            nonce,
        }
    }

    /// Where pages hear of changes.
    pub fn news(&self) -> &News {
        &self.desk.news
    }

    /// The answer to a request.
    pub fn answer(&self, request: &Request) -> Response {
        let path = request.path.strip_prefix('/').unwrap_or_default();
        let (token, path) = path.split_once('/').unwrap_or((path, "none"));
        if !self.is_ours(request) || !alike(token, &self.token) {
            let words = "只接受本机浏览器里本页面的请求；地址要从程序显示的那一行复制\n";
            return Response::words("403 Forbidden", words);
        }
        let ok = |kind: &str, body: String| Response::new("200 OK", kind, body);
        let method = match path {
            "call" => &["POST"][..],
            _ => &["GET", "HEAD"],
        };
        if !method.contains(&request.method.as_str()) {
            let refused = Response::words("405 Method Not Allowed", "不能这样请求\n");
            return refused.with("Allow", method.join(", "));
        }
        match path {
            "" => self.page(),
            "workbench.js" => ok("text/javascript; charset=utf-8", SCRIPT.to_owned()),
            "workbench.css" => ok("text/css; charset=utf-8", STYLE.to_owned()),
            "call" => ok(
                "application/json",
                self.desk.answer(&request.body).to_string(),
            ),
            // News of every change comes as it happens.
            "events" => Response {
                body: None,
                ..ok("text/event-stream", String::new())
            },
            "report" => match self.desk.report() {
                Ok(page) => self.report(&page),
                Err(why) => Response::words("409 Conflict", &format!("{why}\n")),
            },
            "pdf" => self.product(Product::Pdf, "application/pdf", "inline"),
            "docx" => self.product(Product::Docx, WORD, "attachment"),
            _ => Response::words("404 Not Found", "没有这个地址\n"),
        }
    }

    /// A product, to be shown or saved under the data file's name.
    fn product(&self, product: Product, kind: &str, shown: &str) -> Response {
        match self.desk.product(product) {
            Ok((bytes, name)) => {
                let place = format!(
                    "{shown}; filename*=UTF-8''{}",
                    percent_encoded(&name, "-_.")
                );
                Response::new("200 OK", kind, bytes).with("Content-Disposition", place)
            }
            Err(why) => {
                let what = product.extension();
                Response::words("409 Conflict", &format!("生成不了 {what}：{why}\n"))
            }
        }
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

    /// The page itself: scripts and styles only from here; nothing from anywhere else.
    fn page(&self) -> Response {
        let nonce = &self.nonce;
        Response::new("200 OK", HTML, PAGE.replace("%NONCE%", nonce)).with(
            "Content-Security-Policy",
            format!(
                "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; \
                 connect-src 'self'; frame-src 'self'; img-src 'self' data: blob:; \
                 base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
            ),
        )
    }

    /// The report: it may run no script and load nothing.
    fn report(&self, page: &str) -> Response {
        let nonce = &self.nonce;
        // The author's text is escaped, so this is the template's own element.
        let page = page.replacen("<style>", &format!("<style nonce=\"{nonce}\">"), 1);
        // An agency's own template may style its elements where they stand.
        let inline = match self.desk.has_own_templates() {
            true => " style-src-attr 'unsafe-inline';",
            false => "",
        };
        Response::new("200 OK", HTML, page).with(
            "Content-Security-Policy",
            format!(
                "default-src 'none'; style-src 'nonce-{nonce}';{inline} img-src data:; base-uri 'none'; \
                 form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin allow-modals"
            ),
        )
    }
}

/// Whether two words are the same, in a time that does not tell how much of them is.
fn alike(one: &str, other: &str) -> bool {
    let differs = one
        .bytes()
        .zip(other.bytes())
        .fold(0, |all, (a, b)| all | (a ^ b));
    one.len() == other.len() && differs == 0
}
