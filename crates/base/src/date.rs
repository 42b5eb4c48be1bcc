//! Calendar dates as data files and reports write them.

use std::fmt;

/// A day of the Gregorian calendar, between the years 1000 and 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// The year.
    pub year: u16,
    /// The month, 1–12.
    pub month: u8,
    /// The day of the month, from 1.
    pub day: u8,
}

impl Date {
    /// The day, if the calendar has it.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap =
            year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1000..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Date {
            year,
            month,
            day,
        })
    }

    /// The day that a person means who writes `2025.1.10` or `2025年1月10日`.
    pub fn loose(text: &str) -> Option<Self> {
        let parts = text.split(|c: char| !c.is_ascii_digit());
        let mut parts = parts.filter(|part| !part.is_empty());
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let day = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        day.filter(|_| parts.next().is_none())
    }

    /// Reads `2025-01-10` (ISO 8601), the only form that data files use.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let digits = |part: &str, length: usize| {
            (part.len() == length && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
        };
        let small = |part| digits(part, 2).and_then(|n| u8::try_from(n).ok());
        Date::new(digits(year, 4)?, small(month)?, small(day)?)
    }

    /// The day that lies a number of days after 1970-01-01.
    pub fn of_unix_day(day: i64) -> Option<Self> {
        if !(0..=3_000_000).contains(&day) {
            return None;
        }
        // Days are counted from 0000-03-01, so that a leap day is its year's last.
        let day = day + 719_468;
        let (era, of_era) = (day / 146_097, day % 146_097);
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let (month, carry) = if month < 10 {
            (month + 3, 0)
        } else {
            (month - 9, 1)
        };
        let year = u16::try_from(era * 400 + year + carry).ok()?;
        Date::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The form that reports print: `2025年1月10日`.
    pub fn chinese(self) -> String {
        format!("{}年{}月{}日", self.year, self.month, self.day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        let day = |n| Date::of_unix_day(n).map(|date| date.to_string());
        assert_eq!(day(0).as_deref(), Some("1970-01-01"));
        assert_eq!(day(11_016).as_deref(), Some("2000-02-29"));
        assert_eq!(day(20_098).as_deref(), Some("2025-01-10"));
        assert_eq!(day(-1), None);
        assert_eq!(day(i64::MAX), None);
    }

    #[test]
    fn only_days_of_the_calendar_are_read() {
        assert_eq!(
            Date::parse("2025-01-10").unwrap().chinese(),
            "2025年1月10日"
        );
        assert!(Date::parse("2024-02-29").is_some());
        for wrong in [
            "2025-02-29",
            "2025-13-01",
            "2025-1-1",
            "2025-00-10",
            "2025/01/10",
            "+025-01-10",
            "2025-01-1０",
        ] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }
}
