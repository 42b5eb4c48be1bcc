//! When the reports came in: by the day that each is signed on, which is what counts for the
//! deadline. A file's own date tells only when it was copied.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Board;
use crate::ground::date::Date;

/// How many reports are signed on each day.
#[derive(Debug)]
pub(super) struct Arrivals {
    /// The days with how many.
    pub days: BTreeMap<Date, usize>,
    /// How many reports were handed in that bear no date.
    pub undated: usize,
    /// The days by which reports are due.
    due: BTreeSet<Date>,
    /// How many are signed after their deadline.
    late: usize,
}

/// A calendar: a column for each week, a row for each day of the week.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Calendar {
    months: Vec<Month>,
    rows: Vec<Row>,
    /// What it shows, in words.
    told: String,
}

/// A month over as many weeks as begin in it.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Month {
    name: String,
    weeks: usize,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Row {
    name: &'static str,
    cells: Vec<Option<Cell>>,
}

/// A day of the calendar.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Cell {
    date: String,
    reports: usize,
    /// How many that is beside the other days: from 0 to 4.
    level: usize,
    due: bool,
}

/// The days of the week, in a calendar's order.
const WEEK: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
/// Days that a calendar shows, at the most: half a year.
const SPAN: i64 = 26 * 7;
/// Days before the first deadline that it shows, at the most.
const BEFORE: i64 = 90;

impl Arrivals {
    /// Of the agencies of a board.
    pub fn of(board: &Board) -> Self {
        let handed = board.lines.iter().filter(|line| !line.files.is_empty());
        let mut days = BTreeMap::new();
        let mut undated = 0;
        for line in handed {
            match line.date {
                Some(date) => *days.entry(date).or_default() += 1,
                None => undated += 1,
            }
        }
        Arrivals {
            days,
            undated,
            due: board.lines.iter().filter_map(|line| line.due).collect(),
            late: board.lines.iter().filter(|line| line.late).count(),
        }
    }

    /// The calendar from the beginning of the first deadline's month, or the first report, to
    /// the last of both; none where nothing has a date.
    pub fn calendar(&self) -> Option<Calendar> {
        let (first, last) = self.span()?;
        // A week begins on a Monday, as the fifth day of 1970 was.
        let monday = first - (first - 4).rem_euclid(7);
        let weeks = (last - monday).max(0) / 7 + 1;
        let most = self.days.values().copied().max().unwrap_or(1);
        let cell = |day: i64| {
            let date = Date::of_unix_day(day).filter(|_| (first..=last).contains(&day))?;
            let reports = self.days.get(&date).copied().unwrap_or(0);
            Some(Cell {
                date: date.chinese(),
                reports,
                level: (4 * reports).div_ceil(most),
                due: self.due.contains(&date),
            })
        };
        let rows = (0..).zip(WEEK).map(|(weekday, name)| Row {
            name,
            cells: (0..weeks)
                .map(|week| cell(monday + 7 * week + weekday))
                .collect(),
        });
        let shown = |date: &Date| (first..=last).contains(&date.unix_day());
        let beyond = self.days.iter().filter(|(date, _)| !shown(date));
        Some(Calendar {
            months: months((0..weeks).map(|week| first.max(monday + 7 * week))),
            rows: rows.collect(),
            told: self.told(beyond.map(|(_, reports)| reports).sum()),
        })
    }

    /// The first and the last day that are shown: days far from the deadlines are not.
    fn span(&self) -> Option<(i64, i64)> {
        let days = || self.days.keys().map(|date| date.unix_day());
        let (earliest, latest) = (days().next()?, days().next_back()?);
        let (Some(due), Some(end)) = (self.due.first(), self.due.last()) else {
            return Some((earliest, latest.min(earliest + SPAN)));
        };
        let begin = Date { day: 1, ..*due }.unix_day();
        let early = days().find(|day| day + BEFORE >= due.unix_day());
        let first = early.map_or(begin, |day| day.min(begin));
        let late = days().rfind(|day| *day <= first + SPAN);
        let last = late.map_or(end.unix_day(), |day| day.max(end.unix_day()));
        Some((first, last.min(first + SPAN)))
    }

    fn told(&self, beyond: usize) -> String {
        let busiest = self.days.iter().max_by_key(|(_, reports)| **reports);
        let ends = self.days.keys().next().zip(self.days.keys().last());
        let mut told = Vec::new();
        if let Some((first, last)) = ends {
            told.push(format!("最早{}，最晚{}", first.chinese(), last.chinese()));
        }
        if let Some((day, reports)) = busiest.filter(|(_, reports)| **reports > 1) {
            told.push(format!("最多的一天是{}，{reports} 份", day.chinese()));
        }
        let more = [
            (self.late, "期限以后的"),
            (beyond, "日期不在图上的"),
            (self.undated, "没有写日期的"),
        ];
        let more = more.iter().filter(|(count, _)| *count > 0);
        told.extend(more.map(|(count, what)| format!("{what} {count} 份")));
        told.join("；")
    }
}

/// The months of some weeks, each by one of its days.
fn months(weeks: impl Iterator<Item = i64>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for date in weeks.filter_map(Date::of_unix_day) {
        let name = format!("{}月", date.month);
        match months.last_mut() {
            Some(month) if month.name == name => month.weeks += 1,
            _ => months.push(Month { name, weeks: 1 }),
        }
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrivals(days: &[(&str, usize)], due: &[&str]) -> Arrivals {
        let date = |day: &str| Date::parse(day).unwrap();
        Arrivals {
            days: days
                .iter()
                .map(|(day, count)| (date(day), *count))
                .collect(),
            undated: 0,
            due: due.iter().map(|day| date(day)).collect(),
            late: 0,
        }
    }

    #[test]
    fn days_stand_below_their_months_and_beside_their_weekday() {
        let calendar = arrivals(&[("2026-01-05", 1), ("2026-01-31", 8)], &["2026-01-31"]);
        let calendar = calendar.calendar().unwrap();
        let weeks: Vec<usize> = calendar.months.iter().map(|month| month.weeks).collect();
        // From Thursday, 1 January, to Saturday, the 31st.
        assert_eq!(weeks, [5]);
        assert_eq!(calendar.rows[0].cells[0], None);
        let monday = calendar.rows[0].cells[1].as_ref().unwrap();
        assert_eq!((monday.date.as_str(), monday.reports), ("2026年1月5日", 1));
        assert_eq!((monday.level, monday.due), (1, false));
        let last = calendar.rows[5].cells[4].as_ref().unwrap();
        assert_eq!((last.level, last.due), (4, true));
        assert_eq!(calendar.rows[6].cells[4], None);
    }

    #[test]
    fn a_date_far_off_is_told_and_not_drawn() {
        let days = [("2020-01-05", 2), ("2026-03-01", 1), ("2031-01-05", 1)];
        let calendar = arrivals(&days, &["2026-01-31", "2026-03-31"]);
        let calendar = calendar.calendar().unwrap();
        let cells = calendar
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().flatten());
        assert_eq!(cells.map(|cell| cell.reports).sum::<usize>(), 1);
        assert!(
            calendar.told.ends_with("日期不在图上的 3 份"),
            "{}",
            calendar.told
        );
        assert_eq!(arrivals(&[], &["2026-01-31"]).calendar(), None);
    }
}
