//! Where news hangs for all pages to see.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
};

use serde_json::json;

/// What is kept of the news: a page that missed more has asked for the state meanwhile.
const KEPT: usize = 16;

/// News by its number.
type News = (u64, String);

/// The latest news, and a bell that rings when there is more.
#[derive(Default)]
pub struct Board {
    news: Mutex<VecDeque<News>>,
    bell: Condvar,
}

impl Board {
    /// Tells that the open file is another, or that the disk has it now.
    pub fn changed(&self, revision: &str, saved: bool) {
        self.put_up(&json!({ "news": "changed", "revision": revision, "saved": saved }));
    }

    /// Tells that the folder's reports are others.
    pub fn folder(&self) {
        self.put_up(&json!({ "news": "folder" }));
    }

    fn put_up(&self, words: &serde_json::Value) {
        let mut news = self.lock();
        let number = news.back().map_or(1, |(number, _)| number + 1);
        news.push_back((number, words.to_string()));
        while news.len() > KEPT {
            news.pop_front();
        }
        drop(news);
        self.bell.notify_all();
    }

    /// The last of the news, for a page that begins to listen.
    pub fn newest(&self) -> Vec<News> {
        self.lock().back().cloned().into_iter().collect()
    }

    /// Waits for news that is newer than some.
    pub fn newer_than(&self, heard: u64) -> Vec<News> {
        let none =
            |news: &mut VecDeque<News>| news.back().is_none_or(|(number, _)| *number <= heard);
        let news = self.bell.wait_while(self.lock(), none);
        let news = news.unwrap_or_else(PoisonError::into_inner);
        news.iter()
            .filter(|(number, _)| *number > heard)
            .cloned()
            .collect()
    }

    /// Nothing can be half written under this lock, so a panic elsewhere spoils nothing.
    fn lock(&self) -> MutexGuard<'_, VecDeque<News>> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
