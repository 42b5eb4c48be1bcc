//! The names of agencies, and when two of them mean the same.

use base::characters::{half_width, is_hidden};
use form::report::Category;

/// What is the same for every way of writing an agency's name: spaces and what is hidden left
/// out, full-width
/// letters, digits and brackets as half-width ones.
pub fn identity(name: &str) -> String {
    let visible = |c: &char| !c.is_whitespace() && !is_hidden(*c);
    let half = |c: char| match half_width(c) {
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        c => c.to_ascii_lowercase(),
    };
    name.chars().filter(visible).map(half).collect()
}

/// Which of some names is so like another one that it may be meant.
pub fn nearest<'a>(name: &str, others: impl Iterator<Item = &'a String>) -> Option<usize> {
    let alike = others.map(|other| strsim::jaro(name, other)).enumerate();
    let (index, likeness) = alike.max_by(|one, other| one.1.total_cmp(&other.1))?;
    (likeness > 0.85).then_some(index)
}

/// The characters that end the name of an area.
const AREA: &str = "省市县区旗州盟";
/// How the names of those end whose name without it is used alone: 李庄镇.
const SEATS: [&str; 2] = ["人民政府", "办事处"];

/// What an agency is called by those who know its area: 市水利局 and 水利局 for 某市水利局,
/// 李庄镇 for 某县李庄镇人民政府. In goes what [`identity`] made of its name.
pub fn short_names(name: &str) -> Vec<String> {
    let ends = name.char_indices().filter(|(_, c)| AREA.contains(*c));
    let cuts = ends.flat_map(|(at, c)| [at, at + c.len_utf8()]);
    let cuts = cuts.filter(|at| *at > 0 && *at < name.len());
    let mut short: Vec<String> = cuts.map(|at| name[at..].to_owned()).collect();
    let seats = [name.to_owned()].into_iter().chain(short.clone());
    let seats = seats.filter_map(|name| {
        let seat = SEATS.iter().find_map(|end| name.strip_suffix(end))?;
        seat.ends_with(['镇', '乡', '道']).then(|| seat.to_owned())
    });
    let seats: Vec<String> = seats.collect();
    short.extend(seats);
    // One character, or an area with nothing behind it, names nobody.
    short.retain(|name| name.chars().count() > 2);
    short
}

/// Whether a name between other words means the agency whose whole name is given: surely,
/// perhaps, or not at all, where the words before it name another area.
///
/// Words behind it that make it another agency's name, 公安局 in 公安局交警大队, leave a doubt.
pub fn is_meant(name: &str, whole: &str, lead: &str, rest: &str) -> Option<bool> {
    let han = |c: &char| ('\u{4e00}'..='\u{9fff}').contains(c);
    let before: String = lead.chars().rev().take_while(han).collect();
    let before: Vec<char> = before.chars().take(2).collect();
    let before: String = before.into_iter().rev().collect();
    let own = whole.find(name).map_or("", |at| &whole[..at]);
    let after_year = before.is_empty() || before.ends_with(['年', '度']);
    let is_own = own.ends_with(&before) || (!own.is_empty() && lead.ends_with(own));
    let area = |c: char| AREA.contains(c);
    let clean = match () {
        () if after_year || is_own => true,
        // 另一市 before 水利局, or 另 before 市水利局.
        () if before.ends_with(area) && !whole.contains(&before) => return None,
        () if name.starts_with(area) => return None,
        () => own.is_empty(),
    };
    let rest: String = rest.chars().take_while(han).collect();
    let of_seat = name.ends_with(['镇', '乡', '道']);
    let seat = ["人民政府", "政府", "街道办事处", "办事处"];
    let rest = match seat.iter().find_map(|seat| rest.strip_prefix(seat)) {
        Some(after) if of_seat => after.to_owned(),
        _ => rest,
    };
    let goes_on = |end: usize| Category::of_name(&rest[..end]).is_some();
    let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8());
    let is_title = ["年", "政府信息公开", "信息公开", "政务公开"];
    let is_title = is_title.iter().any(|title| rest.starts_with(title));
    Some(clean && (is_title || !ends.into_iter().any(goes_on)))
}

#[cfg(test)]
mod tests {
    use super::identity;

    #[test]
    fn ways_of_writing_are_no_difference() {
        assert_eq!(
            identity("某县 教育局（本级）"),
            identity("某县教育局(本级)")
        );
        assert_ne!(identity("某县教育局"), identity("某县体育局"));
    }
}
