//! Whether a seal goes over the signature, which decides where name and date stand.

/// Whether a seal goes over the signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seal {
    /// On it: the seal covers name and date, so one is centred over the other.
    #[default]
    Sealed,
    /// None: the date begins two characters to the right of the name.
    Unsealed,
}

impl Seal {
    /// Both.
    pub const ALL: [Seal; 2] = [Seal::Sealed, Seal::Unsealed];

    /// The one that data files write so.
    pub fn named(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.chinese() == words)
    }

    /// What data files write.
    pub fn chinese(self) -> &'static str {
        match self {
            Seal::Sealed => "加盖",
            Seal::Unsealed => "不加盖",
        }
    }

    /// What to do where something else is written.
    pub fn choice() -> String {
        let [sealed, unsealed] = Self::ALL.map(Self::chinese);
        format!("写「{sealed}」或「{unsealed}」")
    }

    /// What each of them means, for one who chooses.
    pub fn told() -> String {
        let [sealed, unsealed] = Self::ALL.map(Self::chinese);
        format!(
            "「{sealed}」：日期右空四字，署名在它上方居中；「{unsealed}」：署名右空二字，\
             日期首字再右移二字（GB/T 9704）；不写就按「{sealed}」排"
        )
    }
}
