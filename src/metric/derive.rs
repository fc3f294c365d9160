//! What the timeline gives for a metric, and what that says about the stated value.

use std::cmp::Ordering;

use chrono::{NaiveDateTime, TimeDelta};

use crate::impact::Window;
use crate::key_event::KeyEvent;
use crate::metric::compare::{Meant, Outcome, compare};
use crate::metric::{Anchor, Conclusion, Reading, Standing, Stated, StatedValue};
use crate::milestone::{Milestone, Pair};
use crate::notation::duration::{Duration, Qualifier};
use crate::stamp::{DateFrom, Stamp};
use crate::template::MetricSpec;
use crate::timeline::{Entry, Why};

/// How many entries may stand for one milestone where only words say so.
const CANDIDATES: usize = 4;

/// For each milestone the entries that can stand for it, the most likely first.
#[derive(Debug)]
pub struct Anchors {
    timeline: Vec<(Milestone, Vec<Anchor>)>,
    /// For milestones without an entry the start or the end of the impact, if that is it and an entry
    /// stands at that very time: the author may well mean that entry.
    stand_ins: Vec<(Milestone, Anchor)>,
    /// What is said of a milestone beside the timeline: by the impact section and by key events.
    witnesses: Vec<(Milestone, Anchor)>,
    /// When a fault was there for the last time: what ended before that did not end it for good. An alert
    /// alone tells of none: after the end somebody may well add one.
    last_symptom: Option<NaiveDateTime>,
    /// All times of the timeline, in order, and whether an entry starts then.
    moments: Vec<(Stamp, bool)>,
}

impl Anchors {
    /// The anchors that the entries, the impact windows and the key events of a postmortem give.
    ///
    /// A key event stands for its milestone where no entry of the timeline does; else, as the impact
    /// does, it only bears witness to what the author may have measured from. Of what begins something
    /// the earliest entry is the most likely, of what ends something the latest. An explicit mark leaves
    /// one candidate; with words alone several may be meant.
    #[must_use]
    pub fn new(entries: &[Entry], windows: &[Window], events: &[KeyEvent]) -> Self {
        let timeline = Milestone::ALL.map(|milestone| {
            let marked = candidates(of_entries(entries, milestone), milestone);
            let stated = || candidates(of_events(events, milestone), milestone);
            (milestone, if marked.is_empty() { stated() } else { marked })
        });
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
        let stated = Milestone::ALL.into_iter().flat_map(|milestone| {
            let stated = candidates(of_events(events, milestone), milestone);
            stated.into_iter().map(move |anchor| (milestone, anchor))
        });
        let has_entry = |(_, one): &(Milestone, Anchor)| {
            let at = one.stamp.instant();
            moments.binary_search_by_key(&at, |(stamp, _)| stamp.instant()).is_ok()
        };
        let stand_ins = impact.into_iter().flatten().filter(has_entry).collect();
        let witnesses = impact.into_iter().flatten().chain(stated).collect();
        let symptoms = of_entries(entries, Milestone::Start).into_iter();
        let last_symptom = symptoms.map(|symptom| symptom.stamp.instant()).max();
        Self { timeline: timeline.into(), stand_ins, witnesses, last_symptom, moments }
    }

    /// A reading between an entry that is read as one end of a pair and another that nothing marks, if
    /// they are as far apart as an exact value says. A range's end begins nothing.
    fn apart(&self, pair: Pair, value: &Duration) -> Option<Apart> {
        // `13+ hours` is fourteen at most.
        let worst = match value.qualifier {
            Qualifier::Exact => Outcome::Precision,
            Qualifier::AtLeast | Qualifier::More => Outcome::Fits,
            _ => return None,
        };
        if value.nominal <= TimeDelta::zero() {
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
        best.filter(|(.., outcome)| *outcome <= worst)
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

    /// The anchors of a milestone, or what stands in for them where no entry is read as it.
    fn standing_for(&self, milestone: Milestone) -> &[Anchor] {
        let stand_in = || {
            let stand_in = self.stand_ins.iter().find(|(known, _)| *known == milestone);
            stand_in.map_or(&[][..], |(_, anchor)| std::slice::from_ref(anchor))
        };
        let known = self.of(milestone);
        if known.is_empty() { stand_in() } else { known }
    }

    /// Whether an end of a reading was taken from the impact because the timeline has no entry for it.
    fn is_stand_in(&self, milestone: Milestone, end: &Anchor) -> bool {
        end.why == Why::Impact && self.of(milestone).is_empty()
    }

    fn witnesses(&self, milestone: Milestone) -> impl Iterator<Item = &Anchor> {
        self.witnesses.iter().filter(move |(known, _)| *known == milestone).map(|(_, one)| one)
    }
}

/// Two stamps, the time from one to the other, and how a value compares with it.
type Apart = (Stamp, Stamp, TimeDelta, Outcome);

fn of_entries(entries: &[Entry], milestone: Milestone) -> Vec<Anchor> {
    entries
        .iter()
        .flat_map(|entry| {
            let marks = entry.marks.iter().filter(|mark| mark.milestone == milestone);
            marks.map(|mark| Anchor {
                stamp: entry.stamp_of(milestone),
                why: mark.why,
                span: mark.span,
            })
        })
        .collect()
}

fn of_events(events: &[KeyEvent], milestone: Milestone) -> Vec<Anchor> {
    let events = events.iter().filter(|event| event.milestone == milestone);
    events.map(|event| Anchor { stamp: event.stamp, why: Why::Field, span: event.name }).collect()
}

fn candidates(mut anchors: Vec<Anchor>, milestone: Milestone) -> Vec<Anchor> {
    anchors.sort_by_key(|anchor| anchor.stamp.instant());
    if milestone.is_end() {
        anchors.reverse();
    }
    anchors.dedup_by_key(|anchor| anchor.stamp.instant());
    // Two parts of a document may each state the event in their own way.
    let marked = anchors.iter().any(|a| matches!(a.why, Why::Tag | Why::Label));
    anchors.truncate(if marked { 1 } else { CANDIDATES });
    anchors
}

/// Derives the readings of a metric and draws the conclusion.
pub fn derive(stated: &mut Stated, spec: &MetricSpec, pin: Option<&[Pair]>, anchors: &Anchors) {
    let value = match stated.value {
        StatedValue::Duration(duration) => Some(duration),
        _ => None,
    };
    let (usual, unusual) = match pin {
        Some(pairs) => (pairs, &[][..]),
        None => (spec.readings.as_slice(), spec.unusual.as_slice()),
    };
    let meant = value.as_ref().map(Meant::new);
    let mut readings = Vec::with_capacity(16);
    let mut ends = Vec::new();
    for (pairs, usual) in [(usual, true), (unusual, false)] {
        for &pair in pairs {
            set_ends(&mut ends, pair, anchors, stated.standing);
            add_readings(&mut readings, pair, usual, &ends, meant.as_ref());
        }
    }
    stated.conclusion = conclude(&readings, value.as_ref(), usual, anchors);
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

/// The two ends of a reading, and the time from one to the other.
type Ends<'a> = (&'a Anchor, &'a Anchor, TimeDelta);

/// Finds the anchors that a pair of milestones may be measured between, the likeliest first.
fn set_ends<'a>(ends: &mut Vec<Ends<'a>>, pair: Pair, anchors: &'a Anchors, standing: Standing) {
    ends.clear();
    let (from, to) = (anchors.standing_for(pair.from), anchors.standing_for(pair.to));
    let stand_in = anchors.of(pair.from).is_empty() && anchors.of(pair.to).is_empty();
    if from.is_empty() || to.is_empty() || stand_in {
        return;
    }
    // The impact section and key events are second witnesses where the timeline is the first. A length
    // beside an impact window may be that of the window.
    let aside = standing == Standing::Aside;
    let alone = |one: &&Anchor| one.why == Why::Field || aside;
    let timeline = to.iter().flat_map(|to| from.iter().map(move |from| (from, to)));
    let started = anchors.witnesses(pair.from);
    let started = started.flat_map(|from| to.iter().map(move |to| (from, to)));
    let ended = anchors.witnesses(pair.to);
    let ended = ended.flat_map(|to| from.iter().map(move |from| (from, to)));
    let both = anchors
        .witnesses(pair.from)
        .filter(alone)
        .flat_map(|from| anchors.witnesses(pair.to).filter(alone).map(move |to| (from, to)));
    for (from, to) in timeline.chain(started).chain(ended).chain(both) {
        if comparable(from, to) {
            ends.extend(to.stamp.since(&from.stamp).map(|delta| (from, to, delta)));
        }
    }
}

/// Adds what a pair of milestones gives.
fn add_readings(
    readings: &mut Vec<Reading>,
    pair: Pair,
    usual: bool,
    ends: &[Ends<'_>],
    meant: Option<&Meant>,
) {
    let first = readings.len();
    // What comes before its cause is a misreading, unless there is nothing else.
    let is_forward = |delta: TimeDelta| delta >= TimeDelta::zero();
    let any_forward = ends.iter().any(|(.., delta)| is_forward(*delta));
    for &(from, to, delta) in ends {
        // Equal lengths between other entries are readings of their own: which entries a metric
        // was taken from matters where several metrics are held together.
        let known = |reading: &Reading| {
            let same = |one: &Anchor, other: &Anchor| one.stamp.instant() == other.stamp.instant();
            reading.delta == delta && same(&reading.from, from) && same(&reading.to, to)
        };
        if any_forward && !is_forward(delta)
            || readings.get(first..).is_some_and(|own| own.iter().any(known))
        {
            continue;
        }
        let outcome =
            meant.map(|meant| meant.compare(delta, from.stamp.precision, to.stamp.precision));
        readings.push(Reading { pair, from: *from, to: *to, delta, usual, outcome });
    }
}

/// Whether the difference of two stamps means anything. One of a key event may have a day or a zone
/// where the timeline has none.
fn comparable(from: &Anchor, to: &Anchor) -> bool {
    let stated = from.why == Why::Field || to.why == Why::Field;
    let dated = |anchor: &Anchor| anchor.stamp.date != DateFrom::Nowhere;
    let zoned = |anchor: &Anchor| anchor.stamp.zone.is_some();
    !stated || dated(from) == dated(to) && zoned(from) == zoned(to)
}

/// What says that the service was back, and not that the work was done.
const ENDS_OF_SERVICE: [Milestone; 2] = [Milestone::Recovered, Milestone::Mitigated];

/// Whether a reading that does not fit leaves a value possible all the same, because the event that is
/// meant has no entry, and the one that was taken only says how late, or how early, it can be.
///
/// When the work was closed says that the service was back by then. A report of a symptom says that it
/// had begun by then. What was over before the symptoms came back was over later.
fn only_bounds(reading: &Reading, value: &Duration, pairs: &[Pair], anchors: &Anchors) -> bool {
    let ends_service = |milestone| ENDS_OF_SERVICE.contains(&milestone);
    let comes_back = |end: &Anchor| {
        let end_of = end.stamp.instant();
        end.why == Why::Word && anchors.last_symptom.is_some_and(|symptom| end_of < symptom)
    };
    let (to, begins) = (reading.pair.to, begins(reading, anchors));
    match value.nominal.cmp(&reading.delta) {
        Ordering::Less => {
            let closes = to == Milestone::Closed
                && pairs.iter().any(|pair| ends_service(pair.to))
                && ENDS_OF_SERVICE.into_iter().flat_map(|end| anchors.of(end)).all(comes_back);
            closes || to == Milestone::Detected && begins == Begins::AfterReport
        }
        Ordering::Greater => {
            let ends = ends_service(to) || to == Milestone::Closed;
            begins != Begins::Here || ends && comes_back(&reading.to)
        }
        Ordering::Equal => false,
    }
}

/// Where a fault began, by the entry that was taken for it.
#[derive(PartialEq, Eq)]
enum Begins {
    /// When the entry says.
    Here,
    /// Before: the entry is a report of it.
    InReport,
    /// Before: it had been reported by then.
    AfterReport,
}

fn begins(reading: &Reading, anchors: &Anchors) -> Begins {
    let from = reading.from;
    let is_start = matches!(reading.pair.from, Milestone::Start | Milestone::Trigger);
    if !is_start || from.why != Why::Word {
        return Begins::Here;
    }
    let reports = [Milestone::Detected, Milestone::Declared];
    let mut reports = reports.into_iter().flat_map(|milestone| anchors.of(milestone));
    let first = anchors.of(Milestone::Detected).first();
    if first.is_some_and(|first| first.stamp.instant() < from.stamp.instant()) {
        Begins::AfterReport
    } else if reading.pair.from == Milestone::Start
        && reports.any(|report| report.stamp.span == from.stamp.span)
    {
        Begins::InReport
    } else {
        Begins::Here
    }
}

fn conclude(
    readings: &[Reading],
    value: Option<&Duration>,
    pairs: &[Pair],
    anchors: &Anchors,
) -> Conclusion {
    let best = |usual: bool| {
        readings
            .iter()
            .enumerate()
            .filter(|(_, reading)| reading.usual == usual)
            .filter_map(|(index, reading)| Some((reading.outcome?, index)))
            .filter(|(outcome, _)| *outcome != Outcome::Mismatch)
            .min()
    };
    let Some(value) = value else { return Conclusion::Unverifiable };
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
    let bounds = |r: &&Reading| only_bounds(r, value, pairs, anchors);
    // What is stated elsewhere explains a value, and is no proof against it.
    let stands_in = |r: &Reading| {
        anchors.is_stand_in(r.pair.from, &r.from) || anchors.is_stand_in(r.pair.to, &r.to)
    };
    let proves = |r: &Reading| !backward(r) && !bounds(&r) && !stands_in(r);
    // Where nobody knows when it began, an author who does may mean that.
    let is_open = |r: &Reading| {
        let of_pair = || usual().filter(|other| other.pair == r.pair);
        r.pair.from == Milestone::Start && of_pair().all(|other| bounds(&other))
    };
    // A guess at the day proves nothing against the author.
    if !usual().any(proves) || usual().any(guessed) || usual().any(is_open) {
        Conclusion::Unverifiable
    } else {
        Conclusion::Mismatch
    }
}
