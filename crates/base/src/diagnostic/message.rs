//! What is told, in the words of the surface that tells it.
//!
//! In: `message!(cell; "「{cell}」写 {stated}")`, where `cell` is a [`Subject`]. Out: 「申请.新收.总计」
//! to one who writes a data file, 「一、本年新收政府信息公开申请数量 · 总计」 to one who has the form
//! before him.

use super::terminal::safe;

/// In whose words something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// Of those who write a data file: its keys and marks.
    DataFile,
    /// Of those who have the form before them, in the workbench or as a document: what it prints.
    Form,
}

/// A part of a report: a cell, a row, a section, the year.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The keys that lead to it in a data file: `申请.新收.总计`; empty for the whole file.
    pub path: String,
    /// What the form prints for it.
    pub name: String,
}

impl Subject {
    /// What a surface calls it.
    pub fn on(&self, surface: Surface) -> &str {
        match surface {
            Surface::DataFile => &self.path,
            Surface::Form => &self.name,
        }
    }
}

impl<T: Into<String>> From<T> for Subject {
    /// A part that the form does not print.
    fn from(path: T) -> Self {
        let path = path.into();
        let name = path.replace('.', " · ");
        Subject { path, name }
    }
}

/// A text for people, worded for each surface. Like all that they read, it shows what is
/// hidden in the author's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    data_file: String,
    /// Where it differs.
    form: Option<String>,
}

impl Message {
    /// The message that is worded so on each surface.
    pub fn each(words: impl Fn(Surface) -> String) -> Self {
        either(words(Surface::DataFile), words(Surface::Form))
    }

    /// The words of a surface.
    pub fn on(&self, surface: Surface) -> &str {
        match surface {
            Surface::DataFile => &self.data_file,
            Surface::Form => self.form.as_ref().unwrap_or(&self.data_file),
        }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.data_file.is_empty()
    }
}

/// A message in other words for one who writes a data file than for one who has the form.
pub fn either(data_file: impl Into<String>, form: impl Into<String>) -> Message {
    let [data_file, form] = [data_file.into(), form.into()].map(|words| safe(&words).into_owned());
    Message {
        form: (form != data_file).then_some(form),
        data_file,
    }
}

impl<T: Into<String>> From<T> for Message {
    fn from(words: T) -> Self {
        Message {
            data_file: safe(&words.into()).into_owned(),
            form: None,
        }
    }
}

impl From<Subject> for Message {
    fn from(subject: Subject) -> Self {
        either(subject.path, subject.name)
    }
}

/// Messages one behind the other, with something between them.
pub fn joined<T: Into<Message>>(messages: impl IntoIterator<Item = T>, between: &str) -> Message {
    let messages: Vec<Message> = messages.into_iter().map(Into::into).collect();
    Message::each(|surface| {
        let words: Vec<&str> = messages.iter().map(|one| one.on(surface)).collect();
        words.join(between)
    })
}

/// A [`Message`]: as `format!`, after the names of what surfaces have their own words for.
#[macro_export]
macro_rules! message {
    (@ $name:ident) => { &$name };
    (@ $name:ident $value:expr) => { &$value };
    ($($name:ident $(= $value:expr)?),+; $($format:tt)+) => {
        $crate::diagnostic::Message::each(|surface| {
            $(let $name = $crate::message!(@ $name $($value)?);)+
            $(let $name = $name.on(surface);)+
            format!($($format)+)
        })
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_named_in_the_words_of_the_surface() {
        let cell = Subject {
            path: "申请.新收".to_owned(),
            name: "一、本年新收".to_owned(),
        };
        let told = message!(cell, fill = either("写 ~", "清空"); "「{cell}」：{fill}，{}", 1);
        assert_eq!(told.on(Surface::DataFile), "「申请.新收」：写 ~，1");
        assert_eq!(told.on(Surface::Form), "「一、本年新收」：清空，1");
        assert_eq!(Message::from("一样").on(Surface::Form), "一样");
    }
}
