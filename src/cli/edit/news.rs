//! What is told to every page that listens, in the order in which it came about.

use std::sync::{
    Mutex, PoisonError,
    mpsc::{Receiver, Sender, channel},
};

use serde_json::json;

/// Where news is handed in; whoever does it waits for nobody.
pub struct News {
    sender: Sender<String>,
    receiver: Mutex<Option<Receiver<String>>>,
}

impl Default for News {
    fn default() -> Self {
        let (sender, receiver) = channel();
        let receiver = Mutex::new(Some(receiver));
        News { sender, receiver }
    }
}

impl News {
    /// All that was handed in and will be, for the one who asks first.
    pub fn all(&self) -> impl Iterator<Item = String> + use<> {
        let mut receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner);
        receiver.take().into_iter().flatten()
    }

    /// The open file has changed, and is saved or not.
    pub fn changed(&self, revision: &str, saved: bool) {
        self.tell(&json!({ "news": "changed", "revision": revision, "saved": saved }));
    }

    /// Something came into the folder, or went.
    pub fn folder(&self) {
        self.tell(&json!({ "news": "folder" }));
    }

    fn tell(&self, words: &serde_json::Value) {
        let _ = self.sender.send(words.to_string());
    }
}
