//! Answers to what an editor asks.

use std::collections::HashMap;

use lsp_server::ErrorCode;
use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CompletionItem,
    CompletionItemKind, CompletionParams, CompletionTextEdit, DocumentFormattingParams, Hover,
    HoverContents, HoverParams, MarkupContent, MarkupKind, Range, TextDocumentPositionParams,
    TextEdit, Uri, WorkspaceEdit,
    request::{CodeActionRequest, Completion, Formatting, HoverRequest, Request as _},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{
    desk::{Desk, address, diagnostic},
    protocol,
};
use crate::{
    base::{
        diagnostic::{Finding, Surface},
        source::{Sources, Span},
    },
    cli::{load::Loaded, neighbours::DiskFiles},
    edit::{
        format::format,
        language::{self, Action, Offer},
    },
};

type Answer = Result<Value, (ErrorCode, String)>;

/// The answer to a request.
///
/// # Errors
/// The request is unknown or makes no sense; the words are for the editor's log.
pub fn answer(desk: &mut Desk, method: &str, params: Value) -> Answer {
    match method {
        HoverRequest::METHOD => with(params, |params: HoverParams| {
            at(desk, &params.text_document_position_params, hover)
        }),
        Completion::METHOD => with(params, |params: CompletionParams| {
            at(desk, &params.text_document_position, |loaded, _, at| {
                let offers = language::complete(loaded, at);
                let items = (0..).zip(offers);
                let items = items.map(|(rank, offer)| item(loaded, rank, offer));
                Some(items.collect::<Vec<_>>())
            })
        }),
        CodeActionRequest::METHOD => with(params, |params: CodeActionParams| {
            let uri = &params.text_document.uri;
            let loaded = desk.loaded(uri)?;
            Some(actions(loaded, uri, params.range))
        }),
        Formatting::METHOD => with(params, |params: DocumentFormattingParams| {
            Some(layout(desk.loaded(&params.text_document.uri)?))
        }),
        _ => Err((
            ErrorCode::MethodNotFound,
            format!("没有「{method}」这种请求"),
        )),
    }
}

fn with<P: DeserializeOwned, R: Serialize>(
    params: Value,
    answer: impl FnOnce(P) -> Option<R>,
) -> Answer {
    let wrong = |error: serde_json::Error| (ErrorCode::InvalidParams, error.to_string());
    let params = serde_json::from_value(params).map_err(wrong)?;
    serde_json::to_value(answer(params)).map_err(wrong)
}

/// Asks about a byte of a data file.
fn at<R>(
    desk: &mut Desk,
    params: &TextDocumentPositionParams,
    ask: impl FnOnce(&Loaded, &Uri, usize) -> Option<R>,
) -> Option<R> {
    let uri = &params.text_document.uri;
    let loaded = desk.loaded(uri)?;
    let source = loaded.sources.get(loaded.file);
    ask(loaded, uri, protocol::offset(source, params.position))
}

fn hover(loaded: &Loaded, _: &Uri, at: usize) -> Option<Hover> {
    let (place, words) = language::hover(loaded, at)?;
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent {
            kind: MarkupKind::Markdown,
            value: words,
        }),
        range: Some(protocol::range(&loaded.sources, place)),
    })
}

/// `rank` keeps the form's order in editors that sort by name.
fn item(loaded: &Loaded, rank: usize, offer: Offer) -> CompletionItem {
    let place = Span::new(loaded.file, offer.typed);
    CompletionItem {
        kind: Some(CompletionItemKind::REFERENCE),
        detail: Some(offer.detail),
        sort_text: Some(format!("{rank:04}")),
        filter_text: Some(offer.label.clone()),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(
            protocol::range(&loaded.sources, place),
            offer.text,
        ))),
        label: offer.label,
        ..CompletionItem::default()
    }
}

/// What mends the findings that a selection touches.
fn actions(loaded: &Loaded, uri: &Uri, selection: Range) -> Vec<CodeActionOrCommand> {
    let source = loaded.sources.get(loaded.file);
    let start = protocol::offset(source, selection.start);
    let end = protocol::offset(source, selection.end);
    let findings = loaded.findings.iter().flat_map(Finding::each);
    let touched = findings.filter(|finding| {
        let range = finding.place.range();
        finding.place.file == loaded.file && range.start <= end && start <= range.end
    });
    let offers = touched.flat_map(|finding| {
        let actions = language::actions(loaded, finding);
        let offers = actions.into_iter().filter_map(|action| {
            let preferred = action.preferred;
            Some(CodeAction {
                title: action.title.on(Surface::DataFile).to_owned(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: Some(vec![diagnostic(loaded, uri, finding)]),
                edit: Some(edit(loaded, uri, action)?),
                is_preferred: preferred.then_some(true),
                ..CodeAction::default()
            })
        });
        offers.collect::<Vec<_>>()
    });
    offers.map(CodeActionOrCommand::CodeAction).collect()
}

/// The canonical layout, as `fmt` writes it; nothing for a file that it would leave alone.
fn layout(loaded: &Loaded) -> Vec<TextEdit> {
    let source = loaded.sources.get(loaded.file);
    let text = source.text();
    let mut sources = Sources::new();
    let file = sources.add(source.name(), text);
    let whole = Span::new(loaded.file, 0..text.len());
    match format(&mut sources, file, &DiskFiles::of(&loaded.path, None)) {
        Ok(formatted) if formatted.text != text => vec![TextEdit::new(
            protocol::range(&loaded.sources, whole),
            formatted.text,
        )],
        _ => Vec::new(),
    }
}

#[expect(clippy::mutable_key_type, reason = "the protocol's own type")]
fn edit(loaded: &Loaded, own: &Uri, action: Action) -> Option<WorkspaceEdit> {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (span, text) in action.edits {
        let uri = address(loaded, own, span.file)?;
        let edit = TextEdit::new(protocol::range(&loaded.sources, span), text);
        changes.entry(uri).or_default().push(edit);
    }
    Some(WorkspaceEdit::new(changes))
}
