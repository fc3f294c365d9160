//! Tables of what is read, what is not, and what comes out.

mod ranges;
mod reads;
mod rejects;

use chrono::NaiveDate;

use super::{Atom, Notations, Order, StampWords, Written, WrittenZone};

fn list(words: &str) -> Vec<String> {
    words.split('|').map(str::to_owned).collect()
}

/// A pack of words, like that of a template.
pub(super) fn words() -> StampWords {
    let months = "Jan January Feb February Mar March Apr April May May Jun June Jul July Aug August \
                  Sep September Oct October Nov November Dec December";
    let mut months: Vec<_> =
        months.split_whitespace().map(str::to_owned).zip((2..).map(|i| i / 2)).collect();
    months.push(("三月".to_owned(), 3));
    StampWords {
        dates: list(
            "{year} 年 {month} 月 {day} 日|{month} 月 {day} 日|{month} 月 {day} 号|\
             {month-name} {day}|{month-name} {day}, {year}|{month-name} {day} {year}|\
             {day} {month-name}|{day} {month-name} {year}|\
             {month-name}-{day}-{year}",
        ),
        times: list(
            "{hour} 点 {minute} 分|{hour} 时 {minute} 分|{hour} 时 {minute} 分 {second} 秒|\
             {hour} 点|{hour} 时|{hour} 点半{minute=30}|{hour} 点一刻{minute=15}|\
             {hour} 点整{minute=0}",
        ),
        months,
        ordinals: list("st|nd|rd|th"),
        at: list("at|的"),
        on: list("on"),
        am: list("AM|a.m."),
        pm: list("PM|p.m."),
        morning: list("凌晨|早上"),
        forenoon: list("上午"),
        noon: list("中午"),
        afternoon: list("下午"),
        evening: list("晚上|晚"),
        weekdays: [("Monday", 1), ("Mon", 1), ("Friday", 5), ("Fri", 5), ("周五", 5), ("金", 5)]
            .map(|(name, number)| (name.to_owned(), number))
            .to_vec(),
        next_day: list("次日|第二天|next day"),
        about_before: list("约|大约|around"),
        about_after: list("左右|前后|頃|ish"),
        to: list("至|到|一直到|to|until"),
        between: vec![("between".to_owned(), "and".to_owned())],
        open_end: list("至今|起|onwards"),
        now: list("现在|now"),
        zones: vec![
            ("北京时间".to_owned(), "+08:00".to_owned()),
            ("CET".to_owned(), "+01:00".to_owned()),
            ("PT".to_owned(), "America/Los_Angeles".to_owned()),
            ("Pacific".to_owned(), "America/Los_Angeles".to_owned()),
            ("PDT".to_owned(), "-07:00 America/Los_Angeles".to_owned()),
            ("ET".to_owned(), "America/New_York".to_owned()),
        ],
        units: vec![("minutes".to_owned(), 60), ("分钟".to_owned(), 60), ("小时".to_owned(), 3600)],
        slash_order: None,
        zone_cues: list("all times|times|timezone|时间均|以下"),
    }
}

pub(super) fn notations() -> Notations {
    Notations::new(words()).expect("the words of the tests are usable")
}

/// `2021-03-19 11:46:30.123 /1s +08:00 +1d about`, as far as it was written.
pub(super) fn show(written: &Written) -> String {
    let mut parts = Vec::new();
    if let Some(date) = written.date {
        let year = date.year.map_or("-".to_owned(), |year| year.to_string());
        parts.push(format!("{year}-{:02}-{:02}", date.month, date.day));
        if date.order == Order::Unknown {
            parts.push("order?".to_owned());
        }
        if written.date_inherited {
            parts.push("inherited".to_owned());
        }
    }
    if let Some(relative) = written.relative {
        let (length, unit) = (relative.length.num_seconds(), relative.precision.num_seconds());
        parts.push(format!("T{length:+}s /{unit}"));
    }
    if let Some(time) = written.time {
        let mut clock = format!("{:02}:{:02}:{:02}", time.hour, time.minute, time.second);
        if time.nanosecond > 0 {
            clock += format!(".{:09}", time.nanosecond).trim_end_matches('0');
        }
        parts.push(clock);
        parts.push(match time.precision.num_seconds() {
            0 => format!("/{}ns", time.precision.num_nanoseconds().unwrap_or(0)),
            1 => "/s".to_owned(),
            60 => "/m".to_owned(),
            3600 => "/h".to_owned(),
            seconds => format!("/{}m", seconds / 60),
        });
    }
    if let Some(WrittenZone { zone, .. }) = &written.zone {
        parts.push(zone.offset.map_or("named".to_owned(), |offset| offset.to_string()));
    }
    if let Some(day) = written.weekday {
        parts.push(format!("on {day}"));
    }
    if written.days_later > 0 {
        parts.push(format!("+{}d", written.days_later));
    }
    if written.approximate {
        parts.push("about".to_owned());
    }
    parts.join(" ")
}

/// The atoms of a text: what each stands on and what it is.
fn atoms(text: &str) -> Vec<(&str, String)> {
    let shown = |atom: &Atom| match atom {
        Atom::Stamp(written) => show(written),
        Atom::Impossible { .. } => "impossible".to_owned(),
    };
    let found = notations().scan(text);
    found.iter().map(|atom| (text.get(atom.range()).unwrap(), shown(atom))).collect()
}

fn stamp(text: &str) -> Written {
    match notations().scan(text).as_slice() {
        [Atom::Stamp(written)] => written.clone(),
        found => panic!("{text}: {found:?}"),
    }
}

#[test]
fn tells_the_moment() {
    let day = NaiveDate::from_ymd_opt(2021, 3, 19);
    for (text, date, year, expected) in [
        ("2020-01-02 11:46", day, None, Some("2020-01-02 11:46:00")),
        ("11:46", day, None, Some("2021-03-19 11:46:00")),
        ("11:46", None, Some(2021), None),
        ("3月20日", None, Some(2022), Some("2022-03-20 00:00:00")),
        ("3月20日", day, None, Some("2021-03-20 00:00:00")),
        ("3月20日", None, None, None),
        ("2月29日", day, None, None),
        ("24:00", day, None, Some("2021-03-20 00:00:00")),
        ("晚上12点半", day, None, Some("2021-03-20 00:30:00")),
        ("次日 02:10", day, None, Some("2021-03-20 02:10:00")),
        ("2021-12-31 24:00", None, None, Some("2022-01-01 00:00:00")),
    ] {
        let written = stamp(text);
        let at = written.at(date, year).map(|at| at.to_string());
        assert_eq!(at.as_deref(), expected, "{text}");
        assert_eq!(written.has_date(), written.date.is_some());
    }
    assert_eq!(stamp("24:00").at(Some(NaiveDate::MAX), None), None);
}

#[test]
fn built_in_notations_work_alone() {
    let found = Notations::default().scan("2021-03-19 11:46 UTC");
    assert!(matches!(found.as_slice(), [Atom::Stamp(_)]), "{found:?}");
    assert!(Notations::new(StampWords::default()).is_ok());
}

#[test]
fn refuses_unusable_words() {
    let date = |pattern: &str| StampWords { dates: list(pattern), ..StampWords::default() };
    let time = |pattern: &str| StampWords { times: list(pattern), ..StampWords::default() };
    for (words, expected) in [
        (date("{year}年{month}月"), "needs `{day}`"),
        (date("{day}日"), "needs `{month}`"),
        (date("第{month}月{day}日"), "must begin"),
        (date("{month}月{day"), "has a `{` without"),
        (date("{month}月day}"), "has a `}` without"),
        (date("{month}月{hour}日"), "unknown field `{hour}`"),
        (date("{month}月{day:0}日"), "write a width"),
        (date("{month}月{day:x}日"), "write a width"),
        (date("{month}月{day}日{day:2}"), "same field twice"),
        (date("{month}{day}"), "two numbers in a row"),
        (date(""), "must begin"),
        (time("{minute}分"), "needs `{hour}`"),
        (time("{hour}点{jiffy}"), "unknown field `{jiffy}`"),
        (StampWords { to: list(""), ..StampWords::default() }, "is empty"),
        (StampWords { months: vec![("Foo".to_owned(), 13)], ..StampWords::default() }, "1 to 12"),
        (
            StampWords { zones: vec![("X".to_owned(), "8h".to_owned())], ..StampWords::default() },
            "no offset",
        ),
        (
            StampWords {
                zones: vec![("X".to_owned(), "+15:00".to_owned())],
                ..StampWords::default()
            },
            "no offset",
        ),
    ] {
        let error = Notations::new(words).expect_err(expected);
        assert!(error.contains(expected), "{error:?} does not say {expected:?}");
    }
}
