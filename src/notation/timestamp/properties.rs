//! Properties: what a notation writes it reads, and no text breaks the search.
use proptest::prelude::*;
use proptest::sample::select;

use super::tables::{CLOCKS, Company, DATES, Tables, Trust};
use super::tests::{notations, show, words};
use super::{Atom, Notations};

thread_local! {
    static NOTATIONS: Notations = notations();
}

fn scan(text: &str) -> Vec<Atom> {
    NOTATIONS.with(|notations| notations.scan(text))
}

/// A day and a time to write, with two digits where `padded`.
#[derive(Clone, Copy, Debug)]
struct Moment {
    date: (u32, u32, u32),
    time: (u32, u32, u32, u32),
    padded: bool,
}

impl Moment {
    /// Writes the moment in a notation: the text, and what [`show`] says of it.
    fn write(&self, pattern: &str) -> (String, String) {
        let ((year, month, day), (hour, minute, second, millis)) = (self.date, self.time);
        let number = |n: u32, width: bool| {
            if width || self.padded { format!("{n:02}") } else { n.to_string() }
        };
        let (mut text, mut rest) = (String::new(), pattern);
        let (mut shown_year, mut dated) = ("-".to_owned(), false);
        let (mut clock, mut precision) = ([0; 4], "");
        while let Some((literal, field)) = rest.split_once('{') {
            text += literal;
            let (field, after) = field.split_once('}').unwrap();
            rest = after;
            let (name, setting) = field.split_at(field.find([':', '=']).unwrap_or(field.len()));
            let wide = setting.starts_with(':');
            match name {
                "year" => (shown_year, text) = (year.to_string(), format!("{text}{year}")),
                "month" => text += &number(month, wide),
                "month-name" => text += month_name(month),
                "day" => (dated, text) = (true, text + &number(day, wide)),
                "hour" => (clock[0], precision, text) = (hour, "/h", text + &number(hour, wide)),
                "minute" if setting.starts_with('=') => {
                    clock[1] = setting.trim_start_matches('=').parse().unwrap();
                    precision = match clock[1] {
                        0 => "/m",
                        30 => "/30m",
                        _ => "/15m",
                    };
                }
                "minute" => {
                    (clock[1], precision, text) = (minute, "/m", text + &number(minute, wide))
                }
                "second" => {
                    (clock[2], precision, text) = (second, "/s", text + &number(second, wide))
                }
                "fraction" => {
                    (clock[3], precision) = (millis, "/1000000ns");
                    text += &format!("{millis:03}");
                }
                _ => panic!("{pattern}: the test does not know `{name}`"),
            }
        }
        text += rest;
        let mut shown = Vec::new();
        if dated {
            shown.push(format!("{shown_year}-{month:02}-{day:02}"));
            if pattern.starts_with("{month}/{day}") && day <= 12 && day != month {
                shown.push("order?".to_owned());
            }
        }
        if !precision.is_empty() {
            let [hour, minute, second, millis] = clock;
            let fraction = format!(".{millis:03}");
            let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
            shown.push(format!("{hour:02}:{minute:02}:{second:02}{fraction} {precision}"));
        }
        (text, shown.join(" "))
    }
}

fn month_name(month: u32) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "Feb",
        "March",
        "Apr",
        "May",
        "Jun",
        "July",
        "Aug",
        "September",
        "Oct",
        "Nov",
        "Dec",
    ];
    NAMES[month as usize - 1]
}

fn moment() -> impl Strategy<Value = Moment> {
    let date = (1990..2100_u32, 1..=12_u32, 1..=28_u32);
    // An hour of one digit with nothing after it is no time by itself: the tables say so.
    let time = (10..24_u32, 0..60_u32, 0..60_u32, 0..1000_u32);
    (date, time, any::<bool>()).prop_map(|(date, time, padded)| Moment { date, time, padded })
}

/// All notations of dates that stand alone, and all of them.
fn date_rows() -> (Vec<String>, Vec<String>) {
    let sure = DATES.iter().filter(|(_, trust)| *trust != Trust::BeforeClock);
    let own = words().dates;
    let alone = sure.map(|(row, _)| (*row).to_owned()).chain(own.clone()).collect();
    (alone, DATES.iter().map(|(row, _)| (*row).to_owned()).chain(own).collect())
}

fn clock_rows() -> Vec<String> {
    let alone = CLOCKS.iter().filter(|(_, company)| *company == Company::Nothing);
    alone.map(|(row, _)| (*row).to_owned()).chain(words().times).collect()
}

/// Texts made of what stamps are made of, so that near misses are common.
fn near_stamps() -> impl Strategy<Value = String> {
    let pieces = [
        "1",
        "12",
        "2021",
        "02",
        "30",
        ":",
        "：",
        "-",
        "/",
        ".",
        " ",
        "~",
        "～",
        "T",
        "Z",
        "+",
        "?",
        "年",
        "月",
        "日",
        "点",
        "半",
        "约",
        "至",
        "上午",
        "次日",
        "Mar",
        "UTC",
        "AM",
        "(",
        "）",
        "１",
        "，",
        "\n",
        "http://",
        "d",
        "é",
        "🎉",
        "2021-03-19",
        "11:46",
        "11:46:30",
        "3月19日",
        "to",
        "between",
        "and",
        "北京时间",
        "左右",
        "至今",
        "now",
    ];
    proptest::collection::vec(select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

/// Writes a moment, and expects the whole of it back: alone, in Chinese without blanks, in full width.
fn check_round_trip(text: &str, shown: &str) -> Result<(), TestCaseError> {
    let wide: String =
        text.chars().map(|c| if c.is_ascii_digit() || c == ':' { widen(c) } else { c }).collect();
    for text in [text, &wide] {
        for (before, after) in [("", ""), ("在", "恢复"), ("（", "）"), ("foo ", " bar")] {
            let around = format!("{before}{text}{after}");
            let found = scan(&around);
            let [Atom::Stamp(written)] = found.as_slice() else {
                return Err(TestCaseError::fail(format!("{around}: {found:?}")));
            };
            prop_assert_eq!(around.get(written.range.clone()), Some(text), "{}", around);
            prop_assert_eq!(show(written), shown, "{}", around);
        }
    }
    Ok(())
}

fn widen(c: char) -> char {
    char::from_u32(u32::from(c) + 0xFEE0).unwrap()
}

proptest! {
    #[test]
    fn dates_come_back(moment in moment(), row in select(date_rows().0)) {
        let (text, shown) = moment.write(&row);
        check_round_trip(&text, &shown)?;
    }

    #[test]
    fn clock_times_come_back(moment in moment(), row in select(clock_rows())) {
        let (text, shown) = moment.write(&row);
        check_round_trip(&text, &shown)?;
    }

    #[test]
    fn dates_with_times_come_back(
        moment in moment(),
        date in select(date_rows().1),
        clock in select(clock_rows()),
        separator in select(vec![" ", "   ", ", ", "　"]),
    ) {
        let (date, shown_date) = moment.write(&date);
        let (clock, shown_clock) = moment.write(&clock);
        check_round_trip(&format!("{date}{separator}{clock}"), &format!("{shown_date} {shown_clock}"))?;
    }

    /// The way round the search leads to what it would find.
    #[test]
    fn a_plain_stamp_is_what_the_search_finds(text in "2021-(0[0-9]|1[0-9])-[0-3][0-9][ T][0-2][0-9]:[0-6][0-9](:[0-9]{2}|Z|[ap]m)?") {
        let plain = NOTATIONS.with(|notations| notations.plain(&text));
        if let Some((stamp, end)) = plain {
            prop_assert_eq!(scan(&text), vec![Atom::Stamp(stamp)]);
            prop_assert_eq!(end, None);
        } else {
            let possible = |atom: &Atom| matches!(atom, Atom::Stamp(_));
            prop_assert!(text.len() != 16 || text.contains('T') || !scan(&text).iter().any(possible));
        }
    }

    #[test]
    fn a_plain_range_is_what_the_search_finds(
        text in "2021-0[1-3]-[0-2][0-9] [0-2][0-9]:[0-6][0-9] {0,2}([-~–→至,/+]|to|~ ~|UTC|左右|次日|晚上|to 周五) {0,2}2021-0[1-3]-[0-2][0-9] [0-2][0-9]:[0-6][0-9]( UTC|Z)?"
    ) {
        if let Some((start, end)) = NOTATIONS.with(|notations| notations.plain(&text)) {
            prop_assert!(end.is_some());
            let stamps: Vec<Atom> = std::iter::once(start).chain(end).map(Atom::Stamp).collect();
            prop_assert_eq!(&stamps, &scan(&text));
            prop_assert!(NOTATIONS.with(|notations| notations.covers(&text, &stamps)));
        }
    }

    #[test]
    fn ranges_come_back(
        moment in moment(),
        row in select(clock_rows()),
        separator in select(vec!["~", " ~ ", " - ", "–", " → ", "至", " to "]),
    ) {
        let (side, shown) = moment.write(&row);
        let text = format!("在{side}{separator}{side}恢复");
        let found = NOTATIONS.with(|notations| notations.join(&text, notations.scan(&text)));
        let [super::Found::Range { start, end: Some(end) }] = found.as_slice() else {
            return Err(TestCaseError::fail(format!("{text}: {found:?}")));
        };
        prop_assert_eq!((show(start), show(end)), (shown.clone(), shown));
    }

    #[test]
    fn no_text_breaks_the_search(text in prop_oneof![any::<String>(), near_stamps(), "[0-9:：~ -]{0,40}"]) {
        NOTATIONS.with(|notations| {
            let atoms = notations.scan(&text);
            let mut last = 0;
            for atom in &atoms {
                let range = atom.range();
                prop_assert!(last <= range.start && range.start < range.end, "{atoms:?}");
                prop_assert!(text.get(range.clone()).is_some(), "{atoms:?}");
                last = range.end;
            }
            let _ = notations.covers(&text, &atoms);
            let count = atoms.len();
            let found = notations.join(&text, atoms);
            prop_assert!(found.len() <= count);
            Ok(())
        })?;
    }

    #[test]
    fn what_is_known_at_sight_is_read_as_by_its_row(text in near_stamps()) {
        NOTATIONS.with(|notations| {
            let rows_alone = Tables { plain_date: None, plain_clock: false, ..notations.tables.clone() };
            prop_assert_eq!(notations.scan(&text), rows_alone.scan(&text));
            Ok(())
        })?;
    }
}
