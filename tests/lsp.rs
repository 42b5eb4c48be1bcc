//! The language server, spoken to as an editor does: over standard input and output.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use crate::common::{read, root};
use serde_json::{Value, json};

/// An editor with its server.
struct Editor {
    server: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    folder: tempfile::TempDir,
    requests: u64,
    version: u64,
}

impl Editor {
    fn start() -> Self {
        let mut server = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut output = BufReader::new(server.stdout.take().unwrap());
        let (sender, messages) = channel();
        thread::spawn(move || {
            while let Some(message) = next(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let mut editor = Editor {
            input: server.stdin.take(),
            server,
            messages,
            folder: tempfile::tempdir().unwrap(),
            requests: 0,
            version: 0,
        };
        let told = editor.request(
            "initialize",
            json!({"processId": null, "rootUri": null, "capabilities": {}}),
        );
        assert_eq!(told["capabilities"]["textDocumentSync"]["change"], 1);
        editor.notify("initialized", json!({}));
        editor
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = "2.0".into();
        let body = message.to_string();
        let input = self.input.as_mut().unwrap();
        write!(input, "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
        input.flush().unwrap();
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({"method": method, "params": params}));
    }

    fn receive(&self) -> Value {
        let wait = Duration::from_secs(120);
        self.messages
            .recv_timeout(wait)
            .expect("the server answers")
    }

    fn answer(&mut self, method: &str, params: Value) -> Value {
        self.requests += 1;
        let id = self.requests;
        self.send(json!({"id": id, "method": method, "params": params}));
        loop {
            let message = self.receive();
            if message["id"] == id {
                return message;
            }
        }
    }

    fn request(&mut self, method: &str, params: Value) -> Value {
        let answer = self.answer(method, params);
        assert!(answer["error"].is_null(), "{answer}");
        answer["result"].clone()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join(name)
    }

    fn uri(&self, name: &str) -> String {
        uri(&self.path(name))
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    /// Opens or changes a text, and returns what is wrong with another one then.
    fn tell(&mut self, name: &str, text: &str, about: &str) -> Vec<Value> {
        self.change(name, text);
        self.diagnostics(about)
    }

    fn change(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        self.version += 1;
        match self.version {
            1 => self.open(name, text),
            version => self.notify(
                "textDocument/didChange",
                json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}),
            ),
        }
    }

    fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        let document = json!({"uri": uri, "languageId": "yaml", "version": 1, "text": text});
        self.notify("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn diagnostics(&self, name: &str) -> Vec<Value> {
        let uri = self.uri(name);
        loop {
            let message = self.receive();
            let params = &message["params"];
            if message["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri {
                return params["diagnostics"].as_array().unwrap().clone();
            }
        }
    }

    /// Asks about the place of a needle in the text that is open.
    fn ask(&mut self, method: &str, text: &str, needle: &str) -> Value {
        let params = json!({"textDocument": {"uri": self.uri("report.yaml")}, "position": position(text, needle)});
        self.request(method, params)
    }

    /// The quick fixes for a diagnostic, by title.
    fn fixes(&mut self, diagnostic: &Value) -> Vec<Value> {
        let params = json!({
            "textDocument": {"uri": self.uri("report.yaml")},
            "range": diagnostic["range"],
            "context": {"diagnostics": []},
        });
        let offers = self.request("textDocument/codeAction", params);
        offers.as_array().unwrap().clone()
    }

    /// Takes leave and returns the exit status.
    fn leave(mut self) -> i32 {
        assert_eq!(self.request("shutdown", Value::Null), Value::Null);
        self.notify("exit", Value::Null);
        self.server.wait().unwrap().code().unwrap()
    }
}

fn next(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            header => {
                if let Some(number) = header.strip_prefix("Content-Length: ") {
                    length = number.parse().ok()?;
                }
            }
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn uri(path: &Path) -> String {
    let path = path.to_str().unwrap().replace('\\', "/");
    // Windows writes the whole path of a file with a mark of its own.
    let path = path.replacen("//?/", "/", 1);
    let bytes = path.bytes();
    let encoded: String = bytes
        .map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect();
    format!("file://{encoded}")
}

/// Where a needle begins, counted in UTF-16.
fn position(text: &str, needle: &str) -> Value {
    let at = text.find(needle).unwrap_or_else(|| panic!("no {needle}"));
    let before = &text[..at];
    let line = before.rfind('\n').map_or(before, |end| &before[end + 1..]);
    json!({"line": before.matches('\n').count(), "character": line.encode_utf16().count()})
}

/// The byte of a position.
fn offset(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let units = position["character"].as_u64().unwrap() as usize;
    let mut seen = 0;
    let inside = text[start..].char_indices().find(|(_, c)| {
        let here = seen;
        seen += c.len_utf16();
        here >= units
    });
    start + inside.map_or(text.len() - start, |(at, _)| at)
}

/// A text after the edits of a code action.
fn applied(text: &str, action: &Value, uri: &str) -> String {
    let mut text = text.to_owned();
    for edit in action["edit"]["changes"][uri]
        .as_array()
        .unwrap()
        .iter()
        .rev()
    {
        let from = offset(&text, &edit["range"]["start"]);
        let to = offset(&text, &edit["range"]["end"]);
        text.replace_range(from..to, edit["newText"].as_str().unwrap());
    }
    text
}

fn minimal() -> String {
    read(&root("examples/minimal.yaml"))
}

#[test]
fn a_wrong_total_is_marked_and_mended() {
    let mut editor = Editor::start();
    // An astral character before the figure on its line counts twice.
    let faulty = minimal().replace(
        "新收:     {自然人: 2, 商业企业: 1, 其余: 0, 总计: 3}",
        "新收: {自然人: {值: 2, 注: 𬇙}, 商业企业: 1, 其余: 0, 总计: 4}",
    );
    let told = editor.tell("report.yaml", &faulty, "report.yaml");
    assert_eq!(told.len(), 1, "{told:#?}");
    let found = &told[0];
    assert_eq!(found["code"], "row-total");
    assert_eq!(found["severity"], 1);
    assert_eq!(found["range"]["start"], position(&faulty, "4}"));
    let message = found["message"].as_str().unwrap();
    assert!(
        message.contains("很可能应为 3") && message.contains("怎么办："),
        "{message}"
    );
    let fixes = editor.fixes(found);
    assert_eq!(fixes[0]["title"], "改成算出的 3");
    assert_eq!(fixes[0]["isPreferred"], true);
    assert_eq!(fixes[0]["diagnostics"][0], *found);
    let mended = applied(&faulty, &fixes[0], &editor.uri("report.yaml"));
    assert!(mended.contains("总计: 3}"));
    assert_eq!(
        editor.tell("report.yaml", &mended, "report.yaml"),
        Vec::<Value>::new()
    );
    assert_eq!(editor.leave(), 0);
}

#[test]
fn words_places_and_offers_are_told() {
    let mut editor = Editor::start();
    let text = minimal();
    assert_eq!(
        editor.tell("report.yaml", &text, "report.yaml"),
        Vec::<Value>::new()
    );
    let hover = editor.ask("textDocument/hover", &text, "新收.总计}}");
    let words = hover["contents"]["value"].as_str().unwrap();
    assert_eq!(words, "**总计**　`申请.新收.总计`\n\n现在的数：3");
    assert_eq!(hover["range"]["start"], position(&text, "{{申请"));

    let typing = text.replace("{{申请.新收.总计}}", "{{申请.");
    editor.tell("report.yaml", &typing, "report.yaml");
    let offers = editor.ask("textDocument/completion", &typing, "件，均在法定期限内");
    let offer = offers
        .as_array()
        .unwrap()
        .iter()
        .find(|offer| offer["label"] == "申请.新收.总计")
        .unwrap();
    assert_eq!(offer["detail"], "总计 = 3");
    let action = json!({"edit": {"changes": {"it": [offer["textEdit"]]}}});
    assert_eq!(applied(&typing, &action, "it"), text);
    assert_eq!(editor.leave(), 0);
}

/// A report with a block of a chart and the short form of one.
fn charted(data: &str) -> String {
    let charts = format!(
        "引言: |\n  ```图\n  标题: 一年的申请\n  {data}\n  ```\n\n  {{{{图:申请.办理结果}}}}\n\n"
    );
    minimal().replacen("引言: |\n", &charts, 1)
}

#[test]
fn the_short_form_of_a_chart_is_told_as_a_reference() {
    let mut editor = Editor::start();
    let text = charted("数据: [申请.新收, 申请.上年结转]");
    let told = editor.tell("report.yaml", &text, "report.yaml");
    assert_eq!(told, Vec::<Value>::new());
    let hover = editor.ask("textDocument/hover", &text, "办理结果}}");
    let told = hover["contents"]["value"].as_str().unwrap_or_default();
    assert!(told.contains("办理结果"), "{hover}");
    let typing = text.replace("{{图:申请.办理结果}}", "{{图:申请.办");
    editor.tell("report.yaml", &typing, "report.yaml");
    let offers = editor.ask("textDocument/completion", &typing, "\n\n  根据《");
    let mut offers = offers.as_array().unwrap().iter();
    let offer = offers.find(|offer| offer["label"] == "申请.办理结果");
    let action = json!({"edit": {"changes": {"it": [offer.unwrap()["textEdit"]]}}});
    let chosen = applied(&typing, &action, "it");
    assert!(chosen.contains("{{图:申请.办理结果}}"), "{chosen}");
    assert_eq!(editor.leave(), 0);
}

#[test]
fn a_file_is_laid_out_as_fmt_does() {
    let mut editor = Editor::start();
    let text = minimal();
    let loose = text.replacen("年度: ", "年度:     ", 1);
    assert_ne!(loose, text);
    for (name, written, edits) in [("a.yaml", &loose, 1), ("b.yaml", &text, 0)] {
        editor.open(name, written);
        let options = json!({"tabSize": 2, "insertSpaces": true});
        let answer = editor.request(
            "textDocument/formatting",
            json!({"textDocument": {"uri": editor.uri(name)}, "options": options}),
        );
        assert_eq!(answer.as_array().unwrap().len(), edits);
        let action = json!({"edit": {"changes": {"it": answer}}});
        assert_eq!(applied(written, &action, "it"), text);
    }
    assert_eq!(editor.leave(), 0);
}

#[test]
fn what_is_open_counts_more_than_what_is_saved() {
    let mut editor = Editor::start();
    let previous = minimal()
        .replace("2025", "2024")
        .replace("2026-01-20", "2025-01-20");
    editor.write("2024.yaml", &previous);
    let text = minimal().replace("日期: 2026-01-20", "上年: 2024.yaml\n日期: 2026-01-20");
    let rules = |told: &[Value]| -> Vec<String> {
        let codes = told
            .iter()
            .map(|told| told["code"].as_str().unwrap().to_owned());
        codes.filter(|code| code == "brought-forward").collect()
    };
    let told = editor.tell("report.yaml", &text, "report.yaml");
    assert_eq!(rules(&told), Vec::<String>::new());
    // Last year's file is opened and changed, but not saved.
    let carried = previous
        .replace(
            "新收:     {自然人: 2, 商业企业: 1, 其余: 0, 总计: 3}",
            "新收: {自然人: 3, 商业企业: 1, 其余: 0}",
        )
        .replace("结转下年度: 0", "结转下年度: {自然人: 1, 其余: 0}");
    editor.open("2024.yaml", &carried);
    assert_eq!(
        rules(&editor.diagnostics("report.yaml")),
        ["brought-forward"]
    );
    let hover = editor.ask("textDocument/hover", &text, "新收.总计}}");
    let words = hover["contents"]["value"].as_str().unwrap();
    assert!(words.contains("2024 年的数：4"), "{words}");
    // Closed, what is saved counts again.
    let document = json!({"textDocument": {"uri": editor.uri("2024.yaml")}});
    editor.notify("textDocument/didClose", document);
    assert_eq!(
        rules(&editor.diagnostics("report.yaml")),
        Vec::<String>::new()
    );
    assert_eq!(editor.leave(), 0);
}

#[test]
fn a_mistake_in_another_file_is_marked_there_and_cleared_again() {
    let mut editor = Editor::start();
    let text = minimal();
    let start = text.find("其他事项: |").unwrap();
    let text = format!("{}其他事项: {{文件: 其他 事项.md}}\n", &text[..start]);
    editor.write(
        "其他 事项.md",
        "没有收取信息处理费。\n\n共收到申请{{申请.新}}件。\n",
    );
    let told = editor.tell("report.yaml", &text, "其他 事项.md");
    assert_eq!(told[0]["code"], "unfilled");
    assert_eq!(
        told[0]["range"]["start"],
        json!({"line": 2, "character": 5})
    );
    editor.open(
        "其他 事项.md",
        "没有收取信息处理费。\n\n共收到申请{{申请.新收}}件。\n",
    );
    assert_eq!(editor.diagnostics("其他 事项.md"), Vec::<Value>::new());
    assert_eq!(editor.leave(), 0);
}

#[test]
fn an_open_file_goes_by_the_name_that_the_editor_gives_it() {
    let mut editor = Editor::start();
    let text = minimal();
    let start = text.find("其他事项: |").unwrap();
    let text = format!("{}其他事项: {{文件: b.md}}\n", &text[..start]);
    let other = "没有收取信息处理费。\n\n共收到申请{{申请.新}}件。\n";
    editor.write("b.md", other);
    let own = editor.uri("b.md").replace("b.md", "%62.md");
    let document = json!({"uri": own, "languageId": "markdown", "version": 1, "text": other});
    editor.notify("textDocument/didOpen", json!({"textDocument": document}));
    editor.open("report.yaml", &text);
    let told = loop {
        let message = editor.receive();
        let params = &message["params"];
        assert_ne!(params["uri"], editor.uri("b.md"));
        if params["uri"] == own && params["diagnostics"] != json!([]) {
            break params["diagnostics"].clone();
        }
    };
    assert_eq!(told[0]["code"], "unfilled");
    assert_eq!(editor.leave(), 0);
}

#[test]
fn any_text_may_be_typed() {
    let mut editor = Editor::start();
    let text = minimal();
    let marks = [
        "",
        "{",
        "年度：",
        "申请: [[[[{{{{",
        "\u{0}",
        "- - -\n",
        "&a *a",
        "𬇙: 𬇙",
    ];
    for mark in marks {
        let broken = format!("{}{mark}", &text[..text.find("结转下年度").unwrap()]);
        editor.change("report.yaml", &broken);
        for method in ["hover", "completion"] {
            editor.ask(&format!("textDocument/{method}"), &broken, "上年结转");
        }
        let whole =
            json!({"start": {"line": 0, "character": 0}, "end": {"line": 999, "character": 0}});
        editor.fixes(&json!({"range": whole}));
    }
    // Far outside of the text.
    let far = json!({"textDocument": {"uri": editor.uri("report.yaml")}, "position": {"line": 4_000_000_000_u32, "character": 4_000_000_000_u32}});
    editor.request("textDocument/completion", far);
    assert_eq!(
        editor.tell("report.yaml", &text, "report.yaml"),
        Vec::<Value>::new()
    );
    let unknown = editor.answer("textDocument/unheardOf", json!({}));
    assert_eq!(unknown["error"]["code"], -32601);
    let senseless = editor.answer("textDocument/hover", json!({"position": "here"}));
    assert_eq!(senseless["error"]["code"], -32602);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn other_files_are_left_in_peace() {
    let mut editor = Editor::start();
    let told = editor.tell(
        "compose.yaml",
        "services:\n  web: {image: x, image: y}\n",
        "compose.yaml",
    );
    assert_eq!(told, Vec::<Value>::new());
    assert_eq!(editor.leave(), 0);
}

#[test]
fn leaving_without_a_word_is_a_fault() {
    let mut editor = Editor::start();
    editor.notify("exit", Value::Null);
    assert_eq!(editor.server.wait().unwrap().code(), Some(1));
    let mut editor = Editor::start();
    drop(editor.input.take());
    assert_eq!(editor.server.wait().unwrap().code(), Some(1));
}

#[test]
fn a_message_without_bounds_ends_the_session_with_a_word() {
    for head in [
        "Content-Length: 99999999999999",
        "Content-Length: 20000000000",
    ] {
        let mut server = Command::new(env!("CARGO_BIN_EXE_nianbao"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = server.stdin.take().unwrap();
        write!(input, "{head}\r\n\r\n{{}}").unwrap();
        input.flush().unwrap();
        let told = server.wait_with_output().unwrap();
        assert_eq!(told.status.code(), Some(2));
        let words = String::from_utf8(told.stderr).unwrap();
        assert!(words.contains("最多读 67108864 字节"), "{words}");
    }
}

#[test]
fn many_braces_are_told_of_within_bounds() {
    let mut editor = Editor::start();
    let text = format!(
        "{}其他事项: |\n  {}\n",
        &minimal()[..minimal().find("其他事项: |").unwrap()],
        "{{".repeat(30_000)
    );
    let told = editor.tell("report.yaml", &text, "report.yaml");
    let braces = told.iter().filter(|told| told["code"] == "unfilled");
    assert_eq!(braces.count(), 1001);
    assert_eq!(editor.leave(), 0);
}
