//! Tables of notations (SEMANTICS 4.1) and properties of the reader.

use proptest::prelude::*;

use super::Qualifier::{About, AtLeast, AtMost, Exact, More, Nearly, Under, UpTo};
use super::*;

/// Chinese and English words.
pub(crate) fn words() -> DurationWords {
    crate::template::builtin("infra-zh").expect("a built-in template").durations.clone()
}

/// A duration from numbers of seconds.
pub(crate) fn duration(nominal: i64, unit: i64, qualifier: Qualifier) -> Duration {
    Duration { nominal: TimeDelta::seconds(nominal), unit: TimeDelta::seconds(unit), qualifier }
}

const S: i64 = 1;
const M: i64 = 60;
const H: i64 = 3600;
const D: i64 = 86_400;

fn up_to(seconds: i64) -> Qualifier {
    UpTo(TimeDelta::seconds(seconds))
}

/// Text, nominal value, unit, qualifier; a `|` in the text ends what is read.
type Row = (&'static str, i64, i64, Qualifier);

#[track_caller]
fn check(rows: &[Row], label_unit: Option<Unit>) {
    let words = words();
    for (marked, nominal, unit, qualifier) in rows {
        let text = marked.replace('|', "");
        let end = marked.find('|').unwrap_or(text.len());
        let start = text.len() - text.trim_start().len();
        let expected = Value::Duration(duration(*nominal, *unit, *qualifier));
        assert_eq!(read(&text, &words, label_unit), Some((expected, start..end)), "{marked}");
    }
}

#[test]
fn single_units() {
    check(
        &[
            ("30m", 30 * M, M, Exact),
            ("30 min", 30 * M, M, Exact),
            ("30mins", 30 * M, M, Exact),
            ("30 Minutes", 30 * M, M, Exact),
            ("30分钟", 30 * M, M, Exact),
            ("30 分", 30 * M, M, Exact),
            ("30 分鐘", 30 * M, M, Exact),
            ("5 个小时", 5 * H, H, Exact),
            ("2小時", 2 * H, H, Exact),
            ("90 min", 90 * M, M, Exact),
            ("90分钟", 90 * M, M, Exact),
            ("120 min", 120 * M, M, Exact),
            ("5280 minutes", 5280 * M, M, Exact),
            ("5,280 minutes", 5280 * M, M, Exact),
            ("0 minutes|.", 0, M, Exact),
            ("2h", 2 * H, H, Exact),
            ("2H", 2 * H, H, Exact),
            ("2 hours", 2 * H, H, Exact),
            ("2 hrs", 2 * H, H, Exact),
            ("两小时", 2 * H, H, Exact),
            ("2 个小时", 2 * H, H, Exact),
            ("an hour", H, H, Exact),
            ("two hours", 2 * H, H, Exact),
            ("forty-five minutes", 45 * M, M, Exact),
            ("十五分钟", 15 * M, M, Exact),
            ("二十秒", 20, S, Exact),
            ("一百二十分钟", 120 * M, M, Exact),
            ("45s", 45, S, Exact),
            ("11 Days", 11 * D, D, Exact),
            ("1天", D, D, Exact),
            ("3日", 3 * D, D, Exact),
            ("30-minute| outage", 30 * M, M, Exact),
        ],
        None,
    );
}

#[test]
fn compounds() {
    check(
        &[
            ("1h30m", 90 * M, M, Exact),
            ("1h 30m", 90 * M, M, Exact),
            ("1h, 30m", 90 * M, M, Exact),
            ("1h+30m", 90 * M, M, Exact),
            ("1H30M", 90 * M, M, Exact),
            ("1 hour and 30 minutes", 90 * M, M, Exact),
            ("1 hour, and 30 minutes", 90 * M, M, Exact),
            ("1 hour 31 minutes|. Equal", 91 * M, M, Exact),
            ("1小时30分", 90 * M, M, Exact),
            ("1 个小时 30 分钟", 90 * M, M, Exact),
            ("1小时零5分钟", 65 * M, M, Exact),
            ("一小时零五分", 65 * M, M, Exact),
            ("1小时又30分", 90 * M, M, Exact),
            ("一小时一刻钟", 75 * M, 15 * M, Exact),
            ("2h0m", 2 * H, M, Exact),
            ("2小时0分", 2 * H, M, Exact),
            ("0h 16m", 16 * M, M, Exact),
            ("2h13m", 133 * M, M, Exact),
            ("2 小时 13 分钟", 133 * M, M, Exact),
            ("1d 5h 47m", D + 5 * H + 47 * M, M, Exact),
            ("7h20m29s", 7 * H + 20 * M + 29, S, Exact),
            ("14min15s", 14 * M + 15, S, Exact),
            ("1天半小时", D + 30 * M, 30 * M, Exact),
            ("1h 1.5m", H + 90, 30, Exact),
            // Minutes without their unit, where they can be nothing else.
            ("1h30", 90 * M, M, Exact),
            ("1h05| ok", 65 * M, M, Exact),
            ("1小时30", 90 * M, M, Exact),
            ("约1小时30左右", 90 * M, M, About),
            ("5m30", 5 * M + 30, S, Exact),
            // Each unit once, and downward.
            ("30m| 1h", 30 * M, M, Exact),
            ("1h| 2h", H, H, Exact),
            ("1h 30m| 20m", 90 * M, M, Exact),
            ("1h| 30", H, H, Exact),
            ("1.5h| 30m", 90 * M, 30 * M, Exact),
        ],
        None,
    );
}

#[test]
fn fractions() {
    check(
        &[
            ("1.5h", 90 * M, 30 * M, Exact),
            ("1.5小时", 90 * M, 30 * M, Exact),
            ("１．５小时", 90 * M, 30 * M, Exact),
            ("1½h", 90 * M, 30 * M, Exact),
            ("1 ½ hours", 90 * M, 30 * M, Exact),
            ("一个半小时", 90 * M, 30 * M, Exact),
            ("两个半小时", 150 * M, 30 * M, Exact),
            ("1小时半", 90 * M, 30 * M, Exact),
            ("1 个小时半", 90 * M, 30 * M, Exact),
            ("an hour and a half", 90 * M, 30 * M, Exact),
            ("one and a half hours", 90 * M, 30 * M, Exact),
            ("1.2h", 72 * M, 6 * M, Exact),
            ("2.0h", 120 * M, 6 * M, Exact),
            ("1.25h", 75 * M, 15 * M, Exact),
            ("1.23h", 4428, 36, Exact),
            ("半小时", 30 * M, 30 * M, Exact),
            ("半个小时", 30 * M, 30 * M, Exact),
            ("half an hour", 30 * M, 30 * M, Exact),
            ("Half  an\u{a0}hour", 30 * M, 30 * M, Exact),
            ("half-hour", 30 * M, 30 * M, Exact),
            ("½h", 30 * M, 30 * M, Exact),
            ("¾ h", 45 * M, 15 * M, Exact),
            ("半分钟", 30, 30, Exact),
            ("一刻钟", 15 * M, 15 * M, Exact),
            ("三刻钟", 45 * M, 15 * M, Exact),
            ("a quarter of an hour", 15 * M, 15 * M, Exact),
            ("three quarters of an hour", 45 * M, 15 * M, Exact),
        ],
        None,
    );
}

#[test]
fn standard_and_clock_notations() {
    check(
        &[
            ("PT2H", 2 * H, H, Exact),
            ("PT2H13M", 133 * M, M, Exact),
            ("PT2H0M|,", 2 * H, M, Exact),
            ("P1DT2H", D + 2 * H, H, Exact),
            ("P1D", D, D, Exact),
            ("PT45S", 45, S, Exact),
            ("PT1.5H", 90 * M, 30 * M, Exact),
            ("5'30\"", 5 * M + 30, S, Exact),
            ("5′30″", 5 * M + 30, S, Exact),
            ("5'30''", 5 * M + 30, S, Exact),
            ("2:13:00", 133 * M, S, Exact),
            ("02:13:05|，达标", 2 * H + 13 * M + 5, S, Exact),
            ("2：13：00", 133 * M, S, Exact),
            ("100:00:00", 100 * H, S, Exact),
            ("2:13 h", 133 * M, M, Exact),
            ("2:13 分钟", 133, S, Exact),
        ],
        None,
    );
}

#[test]
fn qualifiers() {
    check(
        &[
            ("~2h", 2 * H, H, About),
            ("～2h", 2 * H, H, About),
            ("≈2h", 2 * H, H, About),
            ("about 2 hours", 2 * H, H, About),
            ("around 2 hours", 2 * H, H, About),
            ("approx. 2 hours", 2 * H, H, About),
            ("roughly 2 hours", 2 * H, H, About),
            ("circa 2 hours", 2 * H, H, About),
            ("约 2 小时", 2 * H, H, About),
            ("约7 小时 21 分", 7 * H + 21 * M, M, About),
            ("大约两小时", 2 * H, H, About),
            ("大概 2 小时", 2 * H, H, About),
            ("近似 2 小时", 2 * H, H, About),
            ("约半小时", 30 * M, 30 * M, About),
            ("2h左右", 2 * H, H, About),
            ("2h 上下|，", 2 * H, H, About),
            ("2h-ish", 2 * H, H, About),
            ("nearly 2h", 2 * H, H, Nearly),
            ("almost 2 days", 2 * D, D, Nearly),
            ("近 2 小时", 2 * H, H, Nearly),
            ("将近2小时", 2 * H, H, Nearly),
            ("接近 2 小时", 2 * H, H, Nearly),
            ("不到 2 小时", 2 * H, H, Under),
            ("不足2小时", 2 * H, H, Under),
            ("<5min", 5 * M, M, AtMost),
            ("＜5min", 5 * M, M, AtMost),
            ("<= 5min", 5 * M, M, AtMost),
            ("under 5 minutes", 5 * M, M, AtMost),
            ("less than 5 minutes", 5 * M, M, AtMost),
            ("≤5m", 5 * M, M, AtMost),
            ("within 5 minutes", 5 * M, M, AtMost),
            ("up to 5 minutes", 5 * M, M, AtMost),
            ("不超过 5 分钟", 5 * M, M, AtMost),
            ("5 分钟内", 5 * M, M, AtMost),
            ("5 分钟以内", 5 * M, M, AtMost),
            (">1h", H, H, AtLeast),
            ("over 1 hour", H, H, AtLeast),
            ("more than an hour", H, H, AtLeast),
            ("≥ 1h", H, H, AtLeast),
            ("1h+", H, H, AtLeast),
            ("13+ hours", 13 * H, H, AtLeast),
            ("超过 1 小时", H, H, AtLeast),
            ("大于1小时", H, H, AtLeast),
            ("至少 1 小时", H, H, AtLeast),
            ("1小时以上", H, H, AtLeast),
            ("1小时多", H, H, More),
            ("1小时余", H, H, More),
            ("1 个多小时", H, H, More),
            ("an hour-odd", H, H, More),
            ("半个多小时", 30 * M, 30 * M, More),
            // After the number it means the next round number, after the unit the next unit.
            ("20 多分钟", 20 * M, 10 * M, More),
            ("二十余分钟", 20 * M, 10 * M, More),
            ("10 个多小时", 10 * H, H, More),
            ("1 小时 10 多分钟", 70 * M, 10 * M, More),
            // The first of two counts.
            ("约2小时+", 2 * H, H, About),
            ("不到1小时左右", H, H, Under),
        ],
        None,
    );
}

#[test]
fn ranges() {
    check(
        &[
            ("1-2h", H, H, up_to(2 * H)),
            ("30~40分钟", 30 * M, M, up_to(40 * M)),
            ("30～40 分钟", 30 * M, M, up_to(40 * M)),
            ("30–40 min", 30 * M, M, up_to(40 * M)),
            ("1 到 2 小时", H, H, up_to(2 * H)),
            ("一到两个小时", H, H, up_to(2 * H)),
            ("1 to 2 hours", H, H, up_to(2 * H)),
            ("one or two hours", H, H, up_to(2 * H)),
            ("30m-40m", 30 * M, M, up_to(40 * M)),
            ("30m - 1h", 30 * M, M, up_to(H)),
            ("1-1.5h", H, 30 * M, up_to(90 * M)),
            ("1-2h30m", H, M, up_to(150 * M)),
            ("~1-2h", H, H, up_to(2 * H)),
            ("1-2h左右|，", H, H, up_to(2 * H)),
            ("within 1-2h", 2 * H, H, AtMost),
            ("over 1-2h", H, H, AtLeast),
            // Downward or without an end it is none.
            ("2h|-1h", 2 * H, H, Exact),
            ("2h|-2h", 2 * H, H, Exact),
            ("30m| - 符合预期", 30 * M, M, Exact),
            ("30m|~", 30 * M, M, Exact),
            ("1h| to fix", H, H, Exact),
        ],
        None,
    );
}

#[test]
fn what_follows_is_left() {
    check(
        &[
            ("  5m|，达标", 5 * M, M, Exact),
            ("\u{3000}5m|、", 5 * M, M, Exact),
            ("５ｍ", 5 * M, M, Exact),
            ("5\u{2009}m", 5 * M, M, Exact),
            ("5\u{a0}分钟", 5 * M, M, Exact),
            ("30m| 不符合预期", 30 * M, M, Exact),
            ("5m| 符符预期,", 5 * M, M, Exact),
            ("5m|（符合预期，目标 10m）", 5 * M, M, Exact),
            ("5m|符合预期", 5 * M, M, Exact),
            ("5m|/10m", 5 * M, M, Exact),
            ("5m|/达标", 5 * M, M, Exact),
            ("~6小时|（19:00-01:20）", 6 * H, H, About),
            ("7h| (during support hours)", 7 * H, H, Exact),
            ("2h35m|.", 155 * M, M, Exact),
            ("279 minutes| [^3]", 279 * M, M, Exact),
            ("1小时半|恢复", 90 * M, 30 * M, Exact),
        ],
        None,
    );
}

#[test]
fn units_of_labels() {
    check(
        &[
            ("90", 90 * M, M, Exact),
            ("90| 不符合预期", 90 * M, M, Exact),
            ("约 90|。", 90 * M, M, About),
            ("1.5", 90, 30, Exact),
            ("30-40", 30 * M, M, up_to(40 * M)),
            ("30 ~ 40", 30 * M, M, up_to(40 * M)),
            ("2h", 2 * H, H, Exact),
            ("2:13", 133, S, Exact),
        ],
        Some(Unit::Minute),
    );
    check(&[("2:13", 133 * M, M, Exact), ("2", 2 * H, H, Exact)], Some(Unit::Hour));
    for text in ["90%", "5x", "90人", "2021-03-19", "1.21B"] {
        assert_eq!(read(text, &words(), Some(Unit::Minute)), None, "{text}");
    }
}

#[test]
fn not_comparable() {
    let two =
        |meanings: &[&str]| Value::Ambiguous(meanings.iter().map(ToString::to_string).collect());
    let table = [
        ("30M", two(&["30 minutes", "30 months"]), "30M"),
        ("３０ Ｍ，", two(&["３０ minutes", "３０ months"]), "３０ Ｍ"),
        ("2时", two(&["2 小时", "2 点钟"]), "2时"),
        ("2:13", two(&["2h13m", "2m13s", "02:13"]), "2:13"),
        ("25:10 ", two(&["1d1h10m", "25m10s"]), "25:10"),
        ("13:09恢复", two(&["13h9m", "13m9s", "13:09"]), "13:09"),
        ("90", Value::UnitMissing, "90"),
        (" 90 ", Value::UnitMissing, "90"),
        ("约 90。", Value::UnitMissing, "约 90"),
        ("1.5, ", Value::UnitMissing, "1.5"),
        ("90 不符合预期", Value::UnitMissing, "90"),
        ("90（目标 60）", Value::UnitMissing, "90"),
        ("几分钟。", Value::Vague, "几分钟"),
        ("十来分钟", Value::Vague, "十来分钟"),
        ("半天", Value::Vague, "半天"),
        ("约半天", Value::Vague, "约半天"),
        ("一会儿后", Value::Vague, "一会儿"),
        ("a few minutes", Value::Vague, "a few minutes"),
        ("an hour or two", Value::Vague, "an hour or two"),
        ("4 min/hour, recurring", Value::Rate, "4 min/hour"),
        ("4分钟/小时", Value::Rate, "4分钟/小时"),
        ("99999999999999h", Value::TooLarge, "99999999999999h"),
        ("99999999999999999999999999d 5h", Value::TooLarge, "99999999999999999999999999d 5h"),
        ("99999999999.123456789d", Value::TooLarge, "99999999999.123456789d"),
        ("1-99999999999999h+", Value::TooLarge, "1-99999999999999h+"),
        ("36501d", Value::TooLarge, "36501d"),
        ("9999999999999999999:00:00", Value::TooLarge, "9999999999999999999:00:00"),
    ];
    for (text, value, part) in table {
        let (found, range) = read(text, &words(), None).expect(text);
        assert_eq!((&found, text.get(range)), (&value, Some(part)), "{text}");
    }
    check(&[("36500d", 36_500 * D, D, Exact)], None);
}

#[test]
fn no_durations() {
    let texts = concat!(
        "5x|88x|10x|1.21B|10.5%|10.5 %|500ms|30MB|30mb|5mx|5 más|3 users|5G|5 GB|",
        "90 requests|3人|3个用户|m|min|h|小时|about|约|~|<|近期|-5m|- 5m|2021-03-19|",
        "2021-03-19 11:45|2021/03/19|1.2.3|3月19日|12:3|12:60|2:13:60|2:13pm|2:13.5|",
        "12:30~13:00|40-30 分钟|P1|P0|P|PT|P1M|P1Y|PT5|P1DT|PT1H5|PTA|5'|5'30|",
        "5'70\"|5分钟2次|1h30x|1h5|1h305|1h75|1.5h30m|5m1h|1h30ms|",
        "三四分钟|十五六分钟|一百二分钟|第 5 分钟|a user|an outage|半|half of it|half|a quarter|N/A|",
        "无|-|—|TBD|?|?mins|xx|{duration}|符合预期|$5|５％|5°|the 2h|0x5m|20-30M|2-3时",
    );
    for text in ["", " "].into_iter().chain(texts.split('|')) {
        assert_eq!(read(text, &words(), None), None, "{text}");
    }
}

#[test]
fn reads_nothing_without_words() {
    for text in ["5m", "约 2 小时", "30M"] {
        assert_eq!(read(text, &DurationWords::default(), None), None, "{text}");
    }
    let expected = Value::Duration(duration(133 * M, M, Exact));
    assert_eq!(read("PT2H13M", &DurationWords::default(), None), Some((expected, 0..7)));
}

#[test]
fn displays() {
    let table = [
        (0, "0m"),
        (45_000, "45s"),
        (120_000, "2m"),
        (3_600_000, "1h"),
        (4_740_000, "1h19m"),
        (3_605_000, "1h5s"),
        (183_600_000, "2d3h"),
        (270_000, "4m30s"),
        (750, "0.75s"),
        (61_250, "1m1.25s"),
        (-120_000, "-2m"),
        (-500, "-0.5s"),
    ];
    for (millis, text) in table {
        assert_eq!(display(TimeDelta::milliseconds(millis)), text);
    }
    assert_eq!(display(TimeDelta::MIN).chars().next(), Some('-'));
    assert_eq!(display(TimeDelta::nanoseconds(5)), "0m");
}

#[test]
fn long_texts_are_read_once() {
    // Quadratic time would take hours here.
    let words = words();
    for unit in [
        "9", "1h", "1,000", "1h ", " ", "~", "一", "十", "约", "1:00", "1h and ", "多", "'", "1-",
        "PT", "½",
    ] {
        let _ = read(&unit.repeat(200_000), &words, Some(Unit::Minute));
        let _ = read(&format!("5{}", unit.repeat(200_000)), &words, None);
    }
}

/// A value with the notation it is written in: hours, minutes, seconds, and a form for each.
fn written() -> impl Strategy<Value = (String, i64, i64)> {
    let amounts = (0_i64..1000, 0_i64..60, 0_i64..60);
    (amounts, 0..9_usize, any::<bool>()).prop_map(|((h, m, s), form, wide)| {
        let (text, value, unit) = match form {
            0 => (format!("{h}h"), h * H, H),
            1 => (format!("{m} 分钟"), m * M, M),
            2 => (format!("{h}h{m}m"), h * H + m * M, M),
            3 => (format!("{h} hours, {m} minutes and {s} seconds"), h * H + m * M + s, S),
            4 => (format!("{h} 个小时零 {m} 分"), h * H + m * M, M),
            5 => (format!("PT{h}H{m}M{s}S"), h * H + m * M + s, S),
            6 => (format!("{h}:{m:02}:{s:02}"), h * H + m * M + s, S),
            7 => (format!("{h}.5小时"), h * H + 30 * M, 30 * M),
            _ => (format!("{m}'{s}\""), m * M + s, S),
        };
        let widen = |c: char| match c {
            '!'..='~' if wide => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            _ => c,
        };
        (text.chars().map(widen).collect(), value, unit)
    })
}

proptest! {
    #[test]
    fn round_trip((text, nominal, unit) in written(), around in 0..6_usize, space in "[ \u{a0}\u{3000}]{0,2}") {
        let (before, after, qualifier) = [
            ("", "", Exact),
            ("约", "", About),
            ("nearly ", "", Nearly),
            ("≤", "", AtMost),
            ("", "以上", AtLeast),
            ("", " 左右", About),
        ][around];
        let part = format!("{space}{before}{text}{after}");
        let expected = Value::Duration(duration(nominal, unit, qualifier));
        let found = Some((expected, space.len()..part.len()));
        prop_assert_eq!(read(&format!("{part}；5m"), &words(), None), found);
    }

    #[test]
    fn display_round_trip(seconds in 1_i64..3_000_000_000) {
        let delta = TimeDelta::seconds(seconds);
        let text = display(delta);
        let Some((Value::Duration(found), range)) = read(&text, &words(), None) else {
            return Err(TestCaseError::fail(text));
        };
        prop_assert_eq!((found.nominal, found.qualifier, range), (delta, Exact, 0..text.len()));
    }

    #[test]
    fn never_panics_and_stays_on_characters(
        pieces in prop::collection::vec(
            prop_oneof![
                prop::sample::select(vec![
                    "1", "30", "９", ".5", "½", "h", "m", "M", "ｍ", "s", "d", "小时", "分钟", "分", "秒", "刻钟", "个",
                    "半", "两", "十", "百", "零", " ", "\u{3000}", ",", "，", "and", "a", "an hour", "half", "约", "~", "～",
                    "-", "<", "近", "左右", "以内", "+", "多", "到", "to", ":", "：30", "P", "PT", "T", "H", "'", "\"", "/",
                    "几分钟", "99999999999999999999", "é", "👍",
                ]).prop_map(ToString::to_string),
                any::<char>().prop_map(String::from),
            ],
            0..12,
        ),
        label in prop::option::of(prop::sample::select(vec![Unit::Second, Unit::Minute, Unit::Hour, Unit::Day])),
    ) {
        let text = pieces.concat();
        if let Some((value, range)) = read(&text, &words(), label) {
            prop_assert!(range.start < range.end);
            let part = text.get(range.clone());
            prop_assert!(part.is_some_and(|part| part.trim() == part), "{:?}", part);
            prop_assert_eq!(text.get(..range.start).map(str::trim), Some(""));
            if let Value::Duration(duration) = value {
                prop_assert!(duration.nominal >= TimeDelta::zero() && duration.nominal <= LONGEST);
                prop_assert!(duration.unit > TimeDelta::zero());
                if let UpTo(end) = duration.qualifier {
                    prop_assert!(duration.nominal < end && end <= LONGEST);
                }
            }
        }
    }
}
