//! What a postmortem says of times: its timeline, its metrics, its impact and its key events.
//!
//! They share one calendar: a date or a zone that stands above is that of what follows.

use crate::config::Settings;
use crate::document::Scope;
use crate::impact::{self, Impact};
use crate::key_event::{self, KeyEvent};
use crate::labelled::Labelled;
use crate::metric::derive::{Anchors, derive};
use crate::metric::{Stated, outside, stated};
use crate::notation::timestamp::Order;
use crate::range::StampRange;
use crate::sentence;
use crate::stamp::Calendar;
use crate::timeline::dates::{self, AmbiguousDate};
use crate::timeline::{self, Timeline};

/// What a postmortem says of times.
#[derive(Debug)]
pub(crate) struct Times {
    /// The metrics, with what the timeline gives for each.
    pub(crate) metrics: Vec<Stated>,
    /// Ranges of two stamps, wherever they stand.
    pub(crate) ranges: Vec<StampRange>,
    /// The timeline, without its ranges.
    pub(crate) timeline: Timeline,
    /// The impact, without its ranges.
    pub(crate) impact: Impact,
    /// The milestones stated outside of the timeline.
    pub(crate) key_events: Vec<KeyEvent>,
    /// Dates that can be read two ways.
    pub(crate) ambiguous: Vec<AmbiguousDate>,
}

impl Times {
    /// Reads them; a second time, where other dates settle the order of month and day of some.
    #[must_use]
    pub(crate) fn read(scope: &Scope<'_>, settings: &Settings, labelled: &[Labelled<'_>]) -> Self {
        let times = Self::read_with(None, scope, settings, labelled);
        if times.ambiguous.is_empty() {
            return times;
        }
        match dates::order(scope, &times.ambiguous) {
            Some(order) => Self::read_with(Some(order), scope, settings, labelled),
            None => times,
        }
    }

    fn read_with(
        order: Option<Order>,
        scope: &Scope<'_>,
        settings: &Settings,
        labelled: &[Labelled<'_>],
    ) -> Self {
        let template = scope.template;
        let calendar = Calendar::new(settings.timezone).with_order(order);
        let mut calendar = dates::initial(scope, labelled, calendar);
        let (mut metrics, mut ranges) = stated::read(scope, &mut calendar.clone());
        let (outside, mut outside_ranges) = outside::read(scope, labelled, &mut calendar.clone());
        metrics.extend(outside);
        metrics.sort_by_key(|stated| stated.name);
        ranges.append(&mut outside_ranges);
        let start = calendar;
        let mut timeline = timeline::read(scope, template.cues(), &mut calendar);
        let entries = &timeline.entries;
        let first_day = entries.first().map_or(start, |entry| start.on_day_of(&entry.start));
        let first_day = first_day.in_zone(timeline::zone(entries).or(start.zone()));
        let mut impact = impact::read(scope, &first_day);
        ranges.append(&mut timeline.ranges);
        ranges.append(&mut impact.ranges);
        ranges.append(&mut sentence::read(scope, &first_day));
        let key_events = key_event::read(scope, labelled, &first_day);
        let anchors = Anchors::new(&timeline.entries, &impact.windows, &key_events);
        for stated in &mut metrics {
            let pin = settings.pins.get(&stated.id).map(|pin| pin.value.as_slice());
            if let Some(spec) = template.metric(&stated.id) {
                derive(stated, spec, pin, &anchors);
            }
        }
        let entries = timeline.entries.iter().flat_map(|entry| [Some(entry.start), entry.end]);
        let windows = impact.windows.iter().flat_map(|window| [Some(window.start), window.end]);
        let ambiguous = dates::ambiguous(entries.chain(windows).flatten());
        Self { metrics, ranges, timeline, impact, key_events, ambiguous }
    }
}
