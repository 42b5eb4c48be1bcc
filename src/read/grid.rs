//! Tables that lines of dashes frame: `+---+---+` above and below every row.

/// The rows of a table so framed. None where lines are not framed throughout, as where
/// cells span others.
pub fn rows(text: &str) -> Option<Vec<Vec<String>>> {
    let mut lines = text.lines().map(str::trim).peekable();
    let frame = lines.peek().copied().filter(|line| is_frame(line))?;
    let columns = frame.matches('+').count() - 1;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut begun = false;
    for line in lines {
        if is_frame(line) {
            begun = false;
            if line.matches('+').count() != columns + 1 {
                return None;
            }
            continue;
        }
        let inner = line.strip_prefix('|')?.strip_suffix('|')?;
        let cells: Vec<&str> = inner.split('|').map(str::trim).collect();
        if cells.len() != columns {
            return None;
        }
        match rows.last_mut().filter(|_| begun) {
            Some(row) => row
                .iter_mut()
                .zip(cells)
                .for_each(|(cell, more)| cell.push_str(more)),
            None => rows.push(cells.into_iter().map(str::to_owned).collect()),
        }
        begun = true;
    }
    Some(rows)
}

/// Whether a line frames a row: `+---+===+`.
fn is_frame(line: &str) -> bool {
    line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(|b| matches!(b, b'+' | b'-' | b'=' | b':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_between_frames() {
        let table = "+---+-----+\n| 甲 | 1  |\n| 乙 |    |\n+===+:===:+\n| 丙 |    |\n+---+-----+";
        let told = rows(table).unwrap();
        assert_eq!(told, [["甲乙", "1"], ["丙", ""]]);
    }

    #[test]
    fn cells_that_span_others_make_no_rows() {
        for table in [
            "| 甲 | 1 |\n+---+---+",
            "+---+---+\n| 甲   |\n+---+---+",
            "+---+---+\n| 甲 | 1 |\n|   +---+\n|   | 2 |\n+---+---+",
            "+---+---+\n| 甲 | 1 |\n+-------+",
            "",
        ] {
            assert_eq!(rows(table), None, "{table}");
        }
    }
}
