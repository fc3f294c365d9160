//! What the timeline gives for a metric, and what that says about the stated value.

use chrono::TimeDelta;

use crate::impact::Window;
use crate::metric::compare::{Outcome, compare};
use crate::metric::{Anchor, Conclusion, Reading, Stated, StatedValue};
use crate::milestone::{Milestone, Pair};
use crate::notation::duration::{Duration, Qualifier};
use crate::stamp::Stamp;
use crate::template::MetricSpec;
use crate::timeline::{Entry, Why};

/// How many entries may stand for one milestone where only words say so.
const CANDIDATES: usize = 4;

/// For each milestone the entries that can stand for it, the most likely first.
#[derive(Debug)]
pub struct Anchors {
    timeline: Vec<(Milestone, Vec<Anchor>)>,
    /// The start and the end of the impact, as the impact section has them.
    impact: Vec<(Milestone, Anchor)>,
    /// All times of the timeline, in order, and whether an entry starts then.
    moments: Vec<(Stamp, bool)>,
}

impl Anchors {
    /// The anchors that the entries and the impact windows of a postmortem give.
    ///
    /// Of what begins something the earliest entry is the most likely, of what ends something the
    /// latest. An explicit mark leaves one candidate; with words alone several may be meant.
    #[must_use]
    pub fn new(entries: &[Entry], windows: &[Window]) -> Self {
        let timeline = Milestone::ALL.map(|milestone| (milestone, candidates(entries, milestone)));
        let first = windows.iter().min_by_key(|window| window.start.instant());
        let last = windows.iter().filter_map(|window| window.end).max_by_key(Stamp::instant);
        let anchor = |stamp| Anchor { stamp, why: Why::Impact, span: stamp.span };
        let impact = [
            first.map(|window| (Milestone::Start, anchor(window.start))),
            last.map(|end| (Milestone::Recovered, anchor(end))),
        ];
        let starts = entries.iter().map(|entry| (entry.start, true));
        let ends = entries.iter().filter_map(|entry| Some((entry.end?, false)));
        let mut moments: Vec<(Stamp, bool)> = starts.chain(ends).collect();
        moments.sort_by_key(|(stamp, starts)| (stamp.instant(), !starts));
        moments.dedup_by_key(|(stamp, _)| stamp.instant());
        let impact = impact.into_iter().flatten().collect();
        Self { timeline: timeline.into(), impact, moments }
    }

    /// A reading between an entry that is read as one end of a pair and another that nothing marks, if
    /// they are as far apart as an exact value says. A range's end begins nothing.
    fn apart(&self, pair: Pair, value: &Duration) -> Option<Apart> {
        if value.qualifier != Qualifier::Exact || value.nominal <= TimeDelta::zero() {
            return None;
        }
        let outcome = |from: Stamp, to: Stamp| {
            let delta = to.since(&from)?;
            Some((from, to, delta, compare(value, delta, from.precision, to.precision)))
        };
        let is_open = |milestone| !self.of(milestone).iter().any(|end| end.why.is_explicit());
        let ends = self.of(pair.from).iter().filter(|_| is_open(pair.to)).flat_map(|from| {
            let to = self.near(from.stamp, value.nominal, value.unit, false);
            to.filter_map(move |to| outcome(from.stamp, to))
        });
        let starts = self.of(pair.to).iter().filter(|_| is_open(pair.from)).flat_map(|to| {
            let from = self.near(to.stamp, -value.nominal, value.unit, true);
            from.filter_map(move |from| outcome(from, to.stamp))
        });
        let best = ends.chain(starts).min_by_key(|(.., outcome)| *outcome);
        best.filter(|(.., outcome)| *outcome <= Outcome::Precision)
    }

    /// The times of the timeline that may be so far from a stamp.
    fn near(
        &self,
        stamp: Stamp,
        away: TimeDelta,
        unit: TimeDelta,
        begins: bool,
    ) -> impl Iterator<Item = Stamp> {
        let reach = unit.max(stamp.precision);
        let wanted = stamp.instant().checked_add_signed(away);
        let first = wanted.and_then(|wanted| wanted.checked_sub_signed(reach));
        let first = first.map_or(self.moments.len(), |first| {
            self.moments.partition_point(|(moment, _)| moment.instant() < first)
        });
        let moments = self.moments.get(first..).into_iter().flatten();
        moments
            .take_while(move |(moment, _)| {
                wanted.is_some_and(|wanted| moment.instant().signed_duration_since(wanted) <= reach)
            })
            .filter(move |(_, starts)| *starts || !begins)
            .map(|(moment, _)| *moment)
            .take(CANDIDATES)
    }

    fn of(&self, milestone: Milestone) -> &[Anchor] {
        self.timeline
            .iter()
            .find(|(known, _)| *known == milestone)
            .map_or(&[], |(_, anchors)| anchors.as_slice())
    }

    fn of_impact(&self, milestone: Milestone) -> Option<Anchor> {
        self.impact.iter().find(|(known, _)| *known == milestone).map(|&(_, anchor)| anchor)
    }
}

/// Two stamps, the time from one to the other, and how a value compares with it.
type Apart = (Stamp, Stamp, TimeDelta, Outcome);

fn candidates(entries: &[Entry], milestone: Milestone) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = entries
        .iter()
        .flat_map(|entry| {
            let marks = entry.marks.iter().filter(|mark| mark.milestone == milestone);
            marks.map(|mark| Anchor {
                stamp: entry.stamp_of(milestone),
                why: mark.why,
                span: mark.span,
            })
        })
        .collect();
    anchors.sort_by_key(|anchor| anchor.stamp.instant());
    if milestone.is_end() {
        anchors.reverse();
    }
    anchors.dedup_by_key(|anchor| anchor.stamp.instant());
    let explicit = anchors.iter().any(|anchor| anchor.why.is_explicit());
    anchors.truncate(if explicit { 1 } else { CANDIDATES });
    anchors
}

/// Derives the readings of a metric and draws the conclusion.
pub fn derive(stated: &mut Stated, spec: &MetricSpec, pin: Option<Pair>, anchors: &Anchors) {
    let value = match stated.value {
        StatedValue::Duration(duration) => Some(duration),
        _ => None,
    };
    let (usual, unusual) = match &pin {
        Some(pair) => (std::slice::from_ref(pair), &[][..]),
        None => (spec.readings.as_slice(), spec.unusual.as_slice()),
    };
    let mut readings = Vec::with_capacity(16);
    for (pairs, usual) in [(usual, true), (unusual, false)] {
        for &pair in pairs {
            add_readings(&mut readings, pair, usual, anchors, value.as_ref());
        }
    }
    stated.conclusion = conclude(&readings, value.is_some());
    stated.readings = readings;
    if stated.conclusion == Conclusion::Mismatch
        && let Some(value) = &value
    {
        look_elsewhere(stated, usual, value, anchors);
    }
}

/// Where only words say which entry is meant, another one may be: an author who measured to or from
/// it is not told to be wrong, but that nobody can see it.
fn look_elsewhere(stated: &mut Stated, pairs: &[Pair], value: &Duration, anchors: &Anchors) {
    let found = pairs.iter().filter_map(|&pair| Some((pair, anchors.apart(pair, value)?)));
    if let Some((pair, (from, to, delta, outcome))) =
        found.min_by_key(|(_, (.., outcome))| *outcome)
    {
        let anchor = |stamp: Stamp| Anchor { stamp, why: Why::Unmarked, span: stamp.span };
        let (from, to) = (anchor(from), anchor(to));
        stated.conclusion = Conclusion::Unusual(stated.readings.len());
        let outcome = Some(outcome);
        stated.readings.push(Reading { pair, from, to, delta, usual: false, outcome });
    }
}

fn add_readings(
    readings: &mut Vec<Reading>,
    pair: Pair,
    usual: bool,
    anchors: &Anchors,
    value: Option<&Duration>,
) {
    let (from, to) = (anchors.of(pair.from), anchors.of(pair.to));
    if from.is_empty() || to.is_empty() {
        return;
    }
    let first = readings.len();
    // The impact section is a second witness where the timeline is the first.
    let (impact_start, impact_end) = (anchors.of_impact(pair.from), anchors.of_impact(pair.to));
    let ends = || {
        let timeline = to.iter().flat_map(|to| from.iter().map(move |from| (from, to)));
        let started = impact_start.iter().flat_map(|from| to.iter().map(move |to| (from, to)));
        let ended = impact_end.iter().flat_map(|to| from.iter().map(move |from| (from, to)));
        timeline.chain(started).chain(ended)
    };
    // What comes before its cause is a misreading, unless there is nothing else.
    let is_forward = |from: &Anchor, to: &Anchor| {
        to.stamp.since(&from.stamp).is_some_and(|delta| delta >= TimeDelta::zero())
    };
    let any_forward = ends().any(|(from, to)| is_forward(from, to));
    for (from, to) in ends().filter(|(from, to)| !any_forward || is_forward(from, to)) {
        // Equal lengths between other entries are readings of their own: which entries a metric
        // was taken from matters where several metrics are held together.
        let known = |reading: &Reading| {
            let same = |one: &Anchor, other: &Anchor| one.stamp.instant() == other.stamp.instant();
            same(&reading.from, from) && same(&reading.to, to)
        };
        if readings.get(first..).is_some_and(|own| own.iter().any(known)) {
            continue;
        }
        let Some(delta) = to.stamp.since(&from.stamp) else { continue };
        let outcome =
            value.map(|value| compare(value, delta, from.stamp.precision, to.stamp.precision));
        readings.push(Reading { pair, from: *from, to: *to, delta, usual, outcome });
    }
}

fn conclude(readings: &[Reading], comparable: bool) -> Conclusion {
    let best = |usual: bool| {
        readings
            .iter()
            .enumerate()
            .filter(|(_, reading)| reading.usual == usual)
            .filter_map(|(index, reading)| Some((reading.outcome?, index)))
            .filter(|(outcome, _)| *outcome != Outcome::Mismatch)
            .min()
    };
    if !comparable {
        return Conclusion::Unverifiable;
    }
    if let Some((_, index)) = best(true) {
        return Conclusion::Agrees(index);
    }
    if let Some((_, index)) = best(false) {
        return Conclusion::Unusual(index);
    }
    let usual = || readings.iter().filter(|reading| reading.usual);
    let guessed = |r: &Reading| r.from.stamp.is_guess() || r.to.stamp.is_guess();
    // Words that put the end before the beginning were misread.
    let backward = |r: &Reading| {
        let marked = r.from.why.is_explicit() && r.to.why.is_explicit();
        r.delta < TimeDelta::zero() && !marked
    };
    // A guess at the day proves nothing against the author.
    if usual().all(backward) || usual().any(guessed) {
        Conclusion::Unverifiable
    } else {
        Conclusion::Mismatch
    }
}
