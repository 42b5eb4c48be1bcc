//! Messages over standard input and output, of bounded size.
//!
//! In go the bytes of an editor, out come its messages, and the other way round. A message
//! says its own length; so much is never reserved, and none is read that is larger than an
//! open text can be.

use std::{
    io::{self, BufRead, Read},
    thread::{self, JoinHandle},
};

use crossbeam_channel::bounded;
use lsp_server::{Connection, Message};

use crate::{base::diagnostic::terminal::excerpt, cli::Failure};

/// A message in bytes, at the most; an editor opens texts that are no data files, too.
const MOST_BODY: usize = 64 * 1024 * 1024;
/// What stands before it, at the most.
const MOST_HEAD: u64 = 16 * 1024;

/// The threads that read and write.
pub(super) struct Wire {
    reader: JoinHandle<Result<(), Failure>>,
    writer: JoinHandle<io::Result<()>>,
}

/// A connection to the editor that started this process.
pub(super) fn stdio() -> (Connection, Wire) {
    // A message that nobody has taken keeps the next one from being read.
    let (heard, receiver) = bounded(0);
    let (sender, said) = bounded::<Message>(0);
    let reader = thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Some(message) = next(&mut input)? {
            let exit = matches!(&message, Message::Notification(it) if it.method == "exit");
            if heard.send(message).is_err() || exit {
                break;
            }
        }
        Ok(())
    });
    let writer = thread::spawn(move || {
        let mut output = io::stdout().lock();
        said.into_iter()
            .try_for_each(|message| message.write(&mut output))
    });
    (Connection { sender, receiver }, Wire { reader, writer })
}

impl Wire {
    /// Waits until all is read and written.
    ///
    /// # Errors
    /// What was read was no message, or nobody takes what is written.
    pub(super) fn end(self) -> Result<(), Failure> {
        let broken = |error: io::Error| format!("与编辑器的通信中断：{error}");
        let panicked = || "与编辑器的通信中断".to_owned();
        self.reader.join().map_err(|_| panicked())??;
        self.writer.join().map_err(|_| panicked())?.map_err(broken)
    }
}

/// The next message; none where the editor has closed its side.
fn next(input: &mut impl BufRead) -> Result<Option<Message>, Failure> {
    let broken = |error: io::Error| format!("与编辑器的通信中断：{error}");
    let Some(length) = length(input)? else {
        return Ok(None);
    };
    let mut body = Vec::new();
    let mut bounded = input.take(length as u64);
    let read = bounded.read_to_end(&mut body).map_err(broken)?;
    if read < length {
        return Err(format!(
            "编辑器的消息不完整：应有 {length} 字节，只来了 {read} 字节"
        ));
    }
    let message = serde_json::from_slice(&body);
    message
        .map(Some)
        .map_err(|error| format!("编辑器的消息读不懂：{error}"))
}

/// How long the next message says that it is.
fn length(input: &mut impl BufRead) -> Result<Option<usize>, Failure> {
    let mut head = input.take(MOST_HEAD);
    let mut stated = None;
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = head.read_until(b'\n', &mut line);
        let read = read.map_err(|error| format!("与编辑器的通信中断：{error}"))?;
        if !line.ends_with(b"\n") && head.limit() == 0 {
            return Err(format!("编辑器的消息头超过 {MOST_HEAD} 字节"));
        }
        let field = String::from_utf8_lossy(&line);
        match field.trim().split_once(':') {
            _ if read == 0 => return Ok(None),
            Some((name, value)) if name.eq_ignore_ascii_case("Content-Length") => {
                stated = Some(value.trim().to_owned());
            }
            None if field.trim().is_empty() => break,
            _ => {}
        }
    }
    let stated = stated.ok_or("编辑器的消息头里没有 Content-Length")?;
    let length = stated.parse().ok().filter(|length| *length <= MOST_BODY);
    let length = length.ok_or_else(|| {
        let stated = excerpt(&stated, 40);
        format!("编辑器的消息自称有「{stated}」字节，最多读 {MOST_BODY} 字节；没有再读下去")
    })?;
    Ok(Some(length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(bytes: &[u8], words: &str) {
        let fault = next(&mut &*bytes).unwrap_err();
        assert!(fault.contains(words), "{fault}");
    }

    #[test]
    fn what_a_message_says_of_its_length_is_not_believed() {
        refused(b"Content-Length: 99999999999999\r\n\r\n{}", "最多读");
        refused(b"Content-Length: 20000000000\r\n\r\n{}", "最多读");
        refused(b"Content-Length: 99999999999999999999999\r\n\r\n", "最多读");
        refused(b"Content-Length: -1\r\n\r\n{}", "最多读");
        refused(b"Content-Length: 60000000\r\n\r\n{}", "只来了 2 字节");
        refused(b"Content-Length: 2\r\n\r\n{}", "读不懂");
        refused(b"X: y\r\n\r\n{}", "没有 Content-Length");
        refused(&[b'a'; 20_000], "16384");
        refused("a: b\r\n".repeat(5000).as_bytes(), "16384");
    }

    #[test]
    fn messages_are_read_one_after_another() {
        let body = r#"{"jsonrpc":"2.0","method":"exit"}"#;
        let one = format!("content-length:{}\r\nX: y\r\n\r\n{body}", body.len());
        let two = one.repeat(2);
        let mut input = two.as_bytes();
        for _ in 0..2 {
            let message = next(&mut input).unwrap();
            assert!(matches!(message, Some(Message::Notification(it)) if it.method == "exit"));
        }
        assert!(next(&mut input).unwrap().is_none());
    }
}
