//! Two sequences laid along each other.

/// Pairs that are less alike are none.
const LEAST: f64 = 0.6;

/// The pairs of a row and a line that together are most alike, in order and without
/// crossing.
pub fn align(
    rows: usize,
    lines: usize,
    likeness: impl Fn(usize, usize) -> f64,
) -> Vec<(usize, usize)> {
    let width = lines + 1;
    let mut best = vec![0.0_f64; (rows + 1) * width];
    let mut worth = vec![0.0_f64; rows * lines];
    for row in (0..rows).rev() {
        for line in (0..lines).rev() {
            let alike = likeness(row, line);
            let pair = match alike >= LEAST {
                true => alike - LEAST + 0.1,
                false => 0.0,
            };
            worth[row * lines + line] = pair;
            let skip = best[(row + 1) * width + line].max(best[row * width + line + 1]);
            let take = match pair > 0.0 {
                true => pair + best[(row + 1) * width + line + 1],
                false => 0.0,
            };
            best[row * width + line] = skip.max(take);
        }
    }
    let mut pairs = Vec::new();
    let (mut row, mut line) = (0, 0);
    while row < rows && line < lines {
        let here = best[row * width + line];
        let pair = worth[row * lines + line];
        let taken = pair > 0.0 && here <= pair + best[(row + 1) * width + line + 1];
        match () {
            () if taken => {
                pairs.push((row, line));
                row += 1;
                line += 1;
            }
            () if here <= best[(row + 1) * width + line] => row += 1,
            () => line += 1,
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(rows: &str, lines: &str) -> Vec<(usize, usize)> {
        let rows: Vec<char> = rows.chars().collect();
        let lines: Vec<char> = lines.chars().collect();
        align(rows.len(), lines.len(), |row, line| {
            f64::from(u8::from(rows[row] == lines[line]))
        })
    }

    #[test]
    fn missing_strange_and_doubled_rows_leave_the_rest_in_place() {
        assert_eq!(pairs("abc", "abc"), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(pairs("ac", "abc"), [(0, 0), (1, 2)]);
        assert_eq!(pairs("axbc", "abc"), [(0, 0), (2, 1), (3, 2)]);
        assert_eq!(pairs("abbc", "abc"), [(0, 0), (1, 1), (3, 2)]);
        assert_eq!(pairs("", "abc"), []);
        assert_eq!(pairs("cab", "abc"), [(1, 0), (2, 1)]);
    }
}
