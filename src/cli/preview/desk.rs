//! From the saved files to what browsers are shown.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::findings::{self, FindingView};
use crate::{
    cli::{
        build,
        load::{self, Loaded},
    },
    document::{Document, compose, mark_as_draft},
    ground::{
        characters::{visible, visible_json},
        diagnostic::terminal::safe,
    },
    write::{TEMPLATE_NAMES, Templates, html, markdown},
};

/// What browsers are shown of one state of the files.
pub struct Shown {
    /// Which state it is, counted from 1.
    pub revision: u64,
    /// The state for the panel, as JSON.
    pub state: String,
    /// The page with the place of every cell and sentence; the last good one.
    pub page: String,
    /// The products, unless there is nothing to make them of: then why not.
    pub products: Result<Products, String>,
}

/// What the report of this moment can be made into.
pub struct Products {
    /// The data file's name without its ending.
    pub name: String,
    /// The report, marked as a draft where errors keep it from being published.
    pub document: Document,
    /// The page as published.
    pub page: String,
    /// The text for a CMS.
    pub fragment: String,
    /// As Markdown.
    pub markdown: String,
}

#[derive(Serialize)]
struct State<'a> {
    revision: u64,
    file: &'a str,
    summary: String,
    /// Why the page is not of this moment; null where it is.
    fault: Option<&'a str>,
    /// Whether products are drafts.
    draft: bool,
    /// Whether there are products.
    products: bool,
    findings: Vec<FindingView<'a>>,
    page: &'a str,
}

/// Where the pages are made.
pub struct Desk {
    path: PathBuf,
    previous: Option<PathBuf>,
    folder: Option<PathBuf>,
    templates: Option<Templates>,
    revision: u64,
    /// Every file that the last reading looked for.
    read: Vec<PathBuf>,
    page: String,
}

const NOTHING: &str = "<!DOCTYPE html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>预览</title>\
    <style>body{font:1rem/1.8 sans-serif;padding:3rem;color-scheme:light dark}</style>\
    <body><main><h1>还没有可看的页面</h1><p>改正数据文件，保存后这里就会出现报告。</p></main></body></html>";

impl Desk {
    /// A desk for a data file, with last year's and an agency's templates where they are named.
    pub fn new(path: PathBuf, previous: Option<PathBuf>, folder: Option<PathBuf>) -> Self {
        Desk {
            path,
            previous,
            folder,
            templates: None,
            revision: 0,
            read: Vec::new(),
            page: NOTHING.to_owned(),
        }
    }

    /// The files whose saving changes what is shown.
    pub fn files(&self) -> Vec<PathBuf> {
        let templates = self.folder.iter();
        let templates = templates.flat_map(|folder| TEMPLATE_NAMES.map(|name| folder.join(name)));
        let mut files = vec![self.path.clone()];
        files.extend(self.previous.clone());
        files.extend(self.read.iter().cloned());
        files.extend(templates);
        files.sort();
        files.dedup();
        files
    }

    /// Reads the files and makes what is shown.
    pub fn work(&mut self) -> Shown {
        self.revision += 1;
        let loaded = load::load(&self.path, self.previous.as_deref(), false);
        let file = match loaded {
            Ok(file) => file,
            // What was watched goes on being watched: a file that went may come back.
            Err(fault) => return self.show(None, Err(fault)),
        };
        self.read.clone_from(&file.files);
        let made = self.make(&file);
        self.show(Some(&file), made)
    }

    /// The products, or why there are none; the page for the preview is renewed.
    fn make(&mut self, file: &Loaded) -> Result<Products, String> {
        let Some(report) = &file.report else {
            return Err("数据文件读不懂。改正列出的错误并保存，页面就会更新。".to_owned());
        };
        let mut document = compose(report);
        // An agency's own templates are files that may have been saved too.
        if self.folder.is_some() || self.templates.is_none() {
            self.templates = Some(build::templates(self.folder.as_deref())?);
        }
        let templates = self.templates.as_ref().expect("they were just read");
        self.page = html::preview(&document, templates).map_err(|error| error.to_string())?;
        if file.is_blocked() {
            mark_as_draft(&mut document, &build::told(file));
        }
        let written = |text: Result<String, _>| {
            text.map_err(|error: crate::write::TemplateError| error.to_string())
        };
        Ok(Products {
            name: name(&self.path),
            page: written(html::page(&document, templates))?,
            fragment: written(html::fragment(&document, templates))?,
            markdown: written(markdown::render(&document, templates))?,
            document,
        })
    }

    fn show(&self, file: Option<&Loaded>, products: Result<Products, String>) -> Shown {
        let products = products.map_err(|fault| visible(&fault).into_owned());
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let state = State {
            revision: self.revision,
            file: &safe(&name),
            summary: file.map(Loaded::summary).unwrap_or_default(),
            fault: products.as_ref().err().map(String::as_str),
            draft: file.is_some_and(Loaded::is_blocked),
            products: products.is_ok(),
            findings: file.map(findings::views).unwrap_or_default(),
            page: &self.page,
        };
        let written = serde_json::to_string(&state).expect("strings and numbers always serialize");
        Shown {
            revision: self.revision,
            state: visible_json(&written).into_owned(),
            page: self.page.clone(),
            products,
        }
    }
}

fn name(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}
