//! The words of durations and time stamps: `[durations]` and `[stamps]`.
//!
//! Every field of [`DurationWords`] and [`StampWords`] is one line here, under its own name with
//! hyphens. What a table does not give stays as it is, so that a template can extend another.

use std::collections::BTreeMap;

use super::words::{is_word, set, take};
use crate::notation::duration::{DurationWords, Unit};
use crate::notation::number::Numerals;
use crate::notation::timestamp::{Order, StampWords};
use crate::toml_text::{Problem, Table, Value, shown};

/// Reads `[durations]`.
pub(super) fn read_durations(mut table: Table<'_, '_>, words: &mut DurationWords) {
    let t = &mut table;
    if let Some(units) = t.table("units") {
        read_units(units, &mut words.units);
    }
    set(&mut words.ambiguous_units, map(t, "ambiguous-units", strings).map(into_map));
    set(&mut words.measures, take(t, "measures"));
    set(&mut words.joins, take(t, "joins"));
    if let Some(numerals) = t.table("numerals") {
        read_numerals(numerals, &mut words.numerals);
    }
    set(&mut words.halves, take(t, "halves"));
    set(&mut words.halves_after, take(t, "halves-after"));
    set(&mut words.quarters, take(t, "quarters"));
    set(&mut words.about_before, take(t, "about-before"));
    set(&mut words.about_after, take(t, "about-after"));
    set(&mut words.nearly, take(t, "nearly"));
    set(&mut words.under, take(t, "under"));
    set(&mut words.at_most_before, take(t, "at-most-before"));
    set(&mut words.at_most_after, take(t, "at-most-after"));
    set(&mut words.at_least_before, take(t, "at-least-before"));
    set(&mut words.at_least_after, take(t, "at-least-after"));
    set(&mut words.more_after, take(t, "more-after"));
    set(&mut words.to, take(t, "to"));
    set(&mut words.vague, take(t, "vague"));
    set(&mut words.per, take(t, "per"));
    set(&mut words.each, take(t, "each"));
    set(&mut words.totals, take(t, "totals"));
    set(&mut words.lasting, take(t, "lasting"));
    set(&mut words.from, take(t, "from"));
    set(&mut words.working_hours, take(t, "working-hours"));
    set(&mut words.not_working_hours, take(t, "not-working-hours"));
    table.finish();
}

/// Reads `[stamps]`. The order of `dates` and `times` is that of the file.
pub(super) fn read_stamps(mut table: Table<'_, '_>, words: &mut StampWords) {
    let t = &mut table;
    set(&mut words.dates, list(t, "dates"));
    set(&mut words.times, list(t, "times"));
    set(&mut words.months, map(t, "months", Value::number));
    set(&mut words.weekdays, map(t, "weekdays", Value::number));
    set(&mut words.ordinals, take(t, "ordinals"));
    set(&mut words.at, take(t, "at"));
    set(&mut words.on, take(t, "on"));
    set(&mut words.am, take(t, "am"));
    set(&mut words.pm, take(t, "pm"));
    set(&mut words.morning, take(t, "morning"));
    set(&mut words.forenoon, take(t, "forenoon"));
    set(&mut words.noon, take(t, "noon"));
    set(&mut words.afternoon, take(t, "afternoon"));
    set(&mut words.evening, take(t, "evening"));
    set(&mut words.next_day, take(t, "next-day"));
    set(&mut words.about_before, take(t, "about-before"));
    set(&mut words.about_after, take(t, "about-after"));
    set(&mut words.to, take(t, "to"));
    set(&mut words.between, map(t, "between", string));
    set(&mut words.open_end, take(t, "open-end"));
    set(&mut words.now, take(t, "now"));
    set(&mut words.zones, map(t, "zones", string));
    set(&mut words.slash_order, t.value("slash-dates").and_then(slash_order).map(Some));
    set(&mut words.zone_cues, take(t, "zone-cues"));
    table.finish();
}

/// `slash-dates`: the order of month and day in `3/4`.
fn slash_order(value: Value<'_, '_>) -> Option<Order> {
    let word = value.string_such_as("month/day")?;
    let order = match word.value {
        "month/day" => Some(Order::MonthFirst),
        "day/month" => Some(Order::DayFirst),
        _ => None,
    };
    if order.is_none() {
        let problems = value.problems();
        let shown = shown(word.value);
        let message = problems.pick(
            || format!("`{shown}` is no order of month and day"),
            || format!("`{shown}` 不是月和日的顺序"),
        );
        problems.push(Problem::new(word.span, message).help(problems.pick(
            || "write `month/day` or `day/month`".into(),
            || "写 `month/day` 或 `day/month`".into(),
        )));
    }
    order
}

/// `[durations.units]`: the words of each unit.
fn read_units(mut table: Table<'_, '_>, units: &mut BTreeMap<Unit, Vec<String>>) {
    let names = [
        ("day", Unit::Day),
        ("hour", Unit::Hour),
        ("minute", Unit::Minute),
        ("second", Unit::Second),
    ];
    for (name, unit) in names {
        if let Some(words) = take(&mut table, name) {
            units.insert(unit, words);
        }
    }
    table.finish();
}

/// `[durations.numerals]`: numbers in words.
fn read_numerals(mut table: Table<'_, '_>, numerals: &mut Numerals) {
    let t = &mut table;
    set(&mut numerals.tens, take(t, "tens"));
    set(&mut numerals.hundreds, take(t, "hundreds"));
    set(&mut numerals.words, map(t, "words", Value::number).map(into_map));
    table.finish();
}

fn into_map<T>(entries: Vec<(String, T)>) -> BTreeMap<String, T> {
    entries.into_iter().collect()
}

/// A table whose keys are words, longest word first.
fn map<'t, 'p, T>(
    table: &mut Table<'t, 'p>,
    name: &'static str,
    value: impl Fn(Value<'t, 'p>) -> Option<T>,
) -> Option<Vec<(String, T)>> {
    let inner = table.table(name)?;
    let problems = inner.problems();
    let mut entries: Vec<(String, T)> = inner
        .rest()
        .into_iter()
        .filter(|(word, _)| is_word(*word, problems))
        .filter_map(|(word, node)| Some((word.value.to_owned(), value(node)?)))
        .collect();
    sort(&mut entries);
    Some(entries)
}

fn sort<T>(entries: &mut [(String, T)]) {
    entries.sort_by_key(|(word, _)| std::cmp::Reverse(word.chars().count()));
}

fn list(table: &mut Table<'_, '_>, name: &'static str) -> Option<Vec<String>> {
    let words = super::words::take_placed(table, name)?;
    Some(words.into_iter().map(|word| word.value.to_owned()).collect())
}

fn string(value: Value<'_, '_>) -> Option<String> {
    Some(value.string()?.value.to_owned())
}

fn strings(value: Value<'_, '_>) -> Option<Vec<String>> {
    Some(value.strings()?.into_iter().map(|text| text.value.to_owned()).collect())
}
