//! The name of the file of a new postmortem, which every file system takes.

use chrono::NaiveDate;
use unicode_width::UnicodeWidthChar as _;

/// The name of a postmortem without a title.
const UNTITLED: &str = "postmortem";
/// The most bytes of a title in a name. Names may have 255 bytes on most systems, and a copy, a swap file
/// or an encryption that the user cannot see adds to them.
const LONGEST: usize = 120;

/// `2024-05-06-cache-down.md`: the date, and the letters and digits of the title in any script.
///
/// What is neither is a dash: no slash, dot, blank or sign of a shell can be in a name, and since it
/// begins with the date, it is none that a system keeps for itself.
#[must_use]
pub fn file_name(title: Option<&str>, date: NaiveDate) -> String {
    let slug = title.map(slug).filter(|slug| !slug.is_empty());
    format!("{}-{}.md", date.format("%Y-%m-%d"), slug.as_deref().unwrap_or(UNTITLED))
}

fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars() {
        let start = slug.len();
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if c.width() == Some(0) && !c.is_control() {
            // What sits on the letter before it, or is not seen at all.
            if is_mark(c) && !slug.is_empty() && !slug.ends_with('-') {
                slug.push(c);
            }
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() > LONGEST {
            slug.truncate(start);
            break;
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Whether a character of no width is an accent, and no sign that turns text around or hides in it.
fn is_mark(c: char) -> bool {
    !matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(title: &str) -> String {
        let date = NaiveDate::from_ymd_opt(2024, 5, 6).expect("a date");
        file_name(Some(title), date)
    }

    #[test]
    fn a_name_holds_letters_and_digits_in_any_script() {
        for (title, slug) in [
            ("Cache down", "cache-down"),
            ("缓存服务不可用", "缓存服务不可用"),
            ("Redis 主从切换：30 分钟", "redis-主从切换-30-分钟"),
            ("キャッシュ障害", "キャッシュ障害"),
            ("Café", "café"),
            ("cafe\u{301}", "cafe\u{301}"),
            ("../../etc/passwd", "etc-passwd"),
            ("..\\..\\CON", "con"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a-b-c-d-e-f-g-h-i-j"),
            ("-rf $(reboot); `id`", "rf-reboot-id"),
            ("line\nbreak\0nul\u{1b}[2J", "line-break-nul-2j"),
            ("left\u{202e}right\u{200b}!", "leftright"),
            ("  --  ", "postmortem"),
            ("", "postmortem"),
            ("...", "postmortem"),
            ("🔥", "postmortem"),
            ("ﬁre İstanbul", "ﬁre-i\u{307}stanbul"),
        ] {
            assert_eq!(name(title), format!("2024-05-06-{slug}.md"), "{title:?}");
        }
        assert_eq!(
            file_name(None, NaiveDate::MIN.max(NaiveDate::default())),
            "1970-01-01-postmortem.md"
        );
    }

    #[test]
    fn a_name_is_never_too_long() {
        for title in
            ["a".repeat(1000), "缓存".repeat(500), "a ".repeat(500), "ß\u{301}".repeat(300)]
        {
            let name = name(&title);
            assert!(name.len() <= LONGEST + "2024-05-06-.md".len(), "{}", name.len());
            assert!(!name.contains("-.md"), "{name}");
        }
    }
}
