//! No data file and no messages make the language server panic, and every request is
//! answered. A NUL parts the file that is opened from the messages, one in a line.
#![no_main]

use lsp_server::{Connection, Message};
use nianbao_fuzz::target;
use serde_json::{Value, json};

fn message(message: Value) -> Message {
    serde_json::from_value(message).expect("it is a message")
}

target!(|bytes: &[u8]| {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let text = String::from_utf8_lossy(part());
    let lines = part().split(|byte| *byte == b'\n');
    let messages = lines.filter_map(|line| serde_json::from_slice::<Message>(line).ok());
    let messages: Vec<_> = messages.collect();
    let ends = |message: &Message| matches!(message, Message::Notification(it) if it.method == "exit");
    let heard = messages.iter().take_while(|message| !ends(message));
    let asked = heard.filter(|message| matches!(message, Message::Request(_))).count();

    let (server, editor) = Connection::memory();
    let opened = json!({"uri": "file:///fuzz/a.yaml", "languageId": "yaml", "version": 1, "text": text});
    let first = [
        json!({"id": "first", "method": "initialize", "params": {"capabilities": {}}}),
        json!({"method": "initialized", "params": {}}),
        json!({"method": "textDocument/didOpen", "params": {"textDocument": opened}}),
    ];
    for message in first.map(message).into_iter().chain(messages) {
        editor.sender.send(message).expect("the server is there");
    }
    let Connection { sender, receiver } = editor;
    drop(sender);
    nianbao::cli::serve(&server).expect("the editor is there");
    drop(server);
    let answers = receiver.iter().filter(|message| matches!(message, Message::Response(_)));
    assert_eq!(answers.count(), asked + 1);
});
