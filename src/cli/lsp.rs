//! `nianbao lsp`: a language server over standard input and output.
//!
//! What is said of a data file is [`crate::edit::language`]'s; here is how an editor is spoken
//! to. Every change is read and checked whole; changes that arrive together are checked
//! once.

mod answer;
mod desk;
mod protocol;
mod wire;

use std::io::IsTerminal;

use clap::Args;
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    HoverProviderCapability, OneOf, PublishDiagnosticsParams, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
    notification::{
        DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument,
        DidSaveTextDocument, Notification as _, PublishDiagnostics,
    },
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Failure, Outcome};
use desk::Desk;

/// The arguments of `lsp`.
#[derive(Args)]
#[command(after_help = "\
由编辑器启动，命令写作 nianbao lsp；在 VS Code、Neovim、Helix 里的设置见 docs/editor.md")]
pub struct Lsp {
    /// 编辑器常会写上的选项；通信总是经过标准输入输出
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    /// Serves one editor until it takes its leave; leaving without a word is a fault.
    pub fn run(self) -> Result<Outcome, Failure> {
        if std::io::stdin().is_terminal() {
            eprintln!("这个命令由编辑器启动，不在终端里用；设置方法见 README.zh-CN.md");
        }
        let (connection, wire) = wire::stdio();
        let outcome = serve(&connection);
        drop(connection);
        wire.end()?;
        outcome
    }
}

/// Serves one editor over a connection until it takes its leave.
///
/// # Errors
/// The editor does not begin as the protocol has it, or is no longer there.
pub fn serve(connection: &Connection) -> Result<Outcome, String> {
    let broken = |error| format!("与编辑器的通信中断：{error}");
    let (id, _) = connection.initialize_start().map_err(broken)?;
    let told = json!({
        "capabilities": capabilities(),
        "serverInfo": {"name": "nianbao", "version": env!("CARGO_PKG_VERSION")},
    });
    connection.initialize_finish(id, told).map_err(broken)?;
    let mut session = Session {
        connection,
        desk: Desk::default(),
        leaving: false,
    };
    for message in &connection.receiver {
        if let Some(outcome) = session.take(message) {
            return Ok(outcome);
        }
        // What was typed meanwhile is taken in before anything is checked.
        while let Ok(message) = connection.receiver.try_recv() {
            if let Some(outcome) = session.take(message) {
                return Ok(outcome);
            }
        }
        session.publish();
    }
    Ok(Outcome::Findings)
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities {
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::FULL),
                save: Some(true.into()),
                ..TextDocumentSyncOptions::default()
            },
        )),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(["{", ":", " ", ".", "|", ","].map(str::to_owned).into()),
            ..CompletionOptions::default()
        }),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

/// One editor.
struct Session<'a> {
    connection: &'a Connection,
    desk: Desk,
    /// Whether the editor has asked to shut down.
    leaving: bool,
}

impl Session<'_> {
    /// Takes in a message; an outcome ends the session.
    fn take(&mut self, message: Message) -> Option<Outcome> {
        match message {
            Message::Request(request) => self.answer(request),
            Message::Notification(notification) if notification.method == "exit" => {
                return Some(match self.leaving {
                    true => Outcome::Clean,
                    false => Outcome::Findings,
                });
            }
            Message::Notification(notification) => self.heed(notification),
            Message::Response(_) => {}
        }
        None
    }

    fn answer(&mut self, request: Request) {
        let Request { id, method, params } = request;
        let answer = match method.as_str() {
            _ if self.leaving => Err((ErrorCode::InvalidRequest, "已经在结束".to_owned())),
            "shutdown" => {
                self.leaving = true;
                Ok(Value::Null)
            }
            _ => answer::answer(&mut self.desk, &method, params),
        };
        let response = match answer {
            Ok(result) => Response::new_ok(id, result),
            Err((code, message)) => Response::new_err(id, code as i32, message),
        };
        self.send(Message::Response(response));
    }

    fn heed(&mut self, notification: Notification) {
        let params = notification.params;
        match notification.method.as_str() {
            DidOpenTextDocument::METHOD => {
                if let Some(params) = read::<lsp_types::DidOpenTextDocumentParams>(params) {
                    let document = params.text_document;
                    self.desk.open(&document.uri, document.text);
                }
            }
            DidChangeTextDocument::METHOD => {
                if let Some(params) = read::<lsp_types::DidChangeTextDocumentParams>(params)
                    && let Some(change) = params.content_changes.into_iter().next_back()
                {
                    self.desk.open(&params.text_document.uri, change.text);
                }
            }
            DidCloseTextDocument::METHOD => {
                if let Some(params) = read::<lsp_types::DidCloseTextDocumentParams>(params) {
                    self.desk.close(&params.text_document.uri);
                }
            }
            DidSaveTextDocument::METHOD | DidChangeWatchedFiles::METHOD => self.desk.forget(),
            _ => {}
        }
    }

    /// Tells the editor what is wrong, where that has changed.
    fn publish(&mut self) {
        for (uri, diagnostics) in self.desk.news() {
            let params = PublishDiagnosticsParams {
                uri,
                diagnostics,
                version: None,
            };
            let told = Notification::new(PublishDiagnostics::METHOD.to_owned(), params);
            self.send(Message::Notification(told));
        }
    }

    /// An editor that no longer listens ends the session by closing its side.
    fn send(&self, message: Message) {
        let _ = self.connection.sender.send(message);
    }
}

/// What a message says, if it says it well.
fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
