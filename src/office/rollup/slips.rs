//! How a figure goes wrong when a person copies it.

/// A slip of the pen between two figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Two neighbouring digits changed places.
    Swapped,
    /// A digit too many.
    Added,
    /// A digit too few.
    Dropped,
    /// One digit is another.
    Changed,
    /// The sign is lost or came in.
    Sign,
}

impl Slip {
    /// What was done, to stand after the place.
    pub fn chinese(self) -> &'static str {
        match self {
            Slip::Swapped => "相邻两位数字写颠倒了",
            Slip::Added => "多写了一位数字",
            Slip::Dropped => "漏写了一位数字",
            Slip::Changed => "有一位数字写错了",
            Slip::Sign => "正负号写反了",
        }
    }

    /// How unlikely it is, in bits.
    pub fn cost(self) -> u32 {
        match self {
            Slip::Swapped | Slip::Sign => 4,
            Slip::Added | Slip::Dropped => 5,
            Slip::Changed => 6,
        }
    }
}

/// The slip that makes one figure of another (both in millionths), if one does.
pub fn slip(right: i128, wrong: i128) -> Option<Slip> {
    if right == -wrong && right != 0 {
        return Some(Slip::Sign);
    }
    if (right < 0) != (wrong < 0) && right != 0 && wrong != 0 {
        return None;
    }
    let (mut a, mut b) = (right.unsigned_abs(), wrong.unsigned_abs());
    // What both have no digits of says nothing.
    while a.is_multiple_of(10) && b.is_multiple_of(10) && (a, b) != (0, 0) {
        (a, b) = (a / 10, b / 10);
    }
    let (a, b) = (a.to_string(), b.to_string());
    let (a, b) = (a.as_bytes(), b.as_bytes());
    match (a.len(), b.len()) {
        (n, m) if n == m => {
            let differ: Vec<usize> = (0..n).filter(|&at| a[at] != b[at]).collect();
            match differ[..] {
                [_] => Some(Slip::Changed),
                [i, j] if j == i + 1 && a[i] == b[j] && a[j] == b[i] => Some(Slip::Swapped),
                _ => None,
            }
        }
        (n, m) if n + 1 == m => without_one(b, a).then_some(Slip::Added),
        (n, m) if n == m + 1 => without_one(a, b).then_some(Slip::Dropped),
        _ => None,
    }
}

/// Whether leaving out one digit of the longer gives the shorter.
fn without_one(longer: &[u8], shorter: &[u8]) -> bool {
    let same = longer
        .iter()
        .zip(shorter)
        .take_while(|(a, b)| a == b)
        .count();
    longer[same + 1..] == shorter[same..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_apart() {
        let slip = |right: i128, wrong: i128| slip(right * 1_000_000, wrong * 1_000_000);
        assert_eq!(slip(1234, 1324), Some(Slip::Swapped));
        assert_eq!(slip(1234, 12034), Some(Slip::Added));
        assert_eq!(slip(1234, 124), Some(Slip::Dropped));
        assert_eq!(slip(1234, 1834), Some(Slip::Changed));
        assert_eq!(slip(5, -5), Some(Slip::Sign));
        assert_eq!(slip(1234, 4321), None);
        assert_eq!(slip(0, 0), None);
    }
}
