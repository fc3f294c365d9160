//! Two stamps with a separator between them are a range.

use super::chars::{is_blank, raw_next, skip_blanks, trim_blanks};
use super::tables::{Separator, Tables};
use super::{Atom, Found, Written, WrittenTime};

impl Tables {
    /// Joins stamps to ranges. See [`super::Notations::join`].
    pub(super) fn join(&self, text: &str, atoms: Vec<Atom>) -> Vec<Found> {
        let mut found = Vec::with_capacity(atoms.len());
        let mut rest = atoms.into_iter().peekable();
        while let Some(atom) = rest.next() {
            let mut start = match atom {
                Atom::Impossible { range } => {
                    found.push(Found::Impossible { range });
                    continue;
                }
                Atom::Stamp(written) => written,
            };
            let end = rest.next_if(|next| match next {
                Atom::Stamp(end) => self.is_range(text, &start, end),
                Atom::Impossible { .. } => false,
            });
            if let Some(Atom::Stamp(mut end)) = end {
                share(&mut start, &mut end);
                found.push(Found::Range { start, end: Some(end) });
                continue;
            }
            let limit = rest.peek().map_or(text.len(), |next| next.range().start);
            if self.open_end(text, start.range.end, limit).is_some() {
                found.push(Found::Range { start, end: None });
            } else {
                found.push(Found::Single(start));
            }
        }
        found
    }

    /// Whether a text is stamps, separators and blanks. See [`super::Notations::covers`].
    pub(super) fn covers(&self, text: &str, atoms: &[Atom]) -> bool {
        let blank = |from: usize, to: usize| {
            text.get(from..to).is_some_and(|gap| gap.chars().all(char::is_whitespace))
        };
        let (Some(first), Some(last)) = (atoms.first(), atoms.last()) else { return false };
        let between = atoms.windows(2).all(|pair| match pair {
            [a, b] => {
                let (from, to) = (a.range().end, b.range().start);
                blank(from, to) || self.separator(text, from, to).is_some()
            }
            _ => true,
        });
        let end = last.range().end;
        let end = self.open_end(text, end, text.len()).unwrap_or(end);
        between && blank(0, first.range().start) && blank(end, text.len())
    }

    /// The separator that is all there is between two places, blanks aside.
    pub(super) fn separator(&self, text: &str, from: usize, to: usize) -> Option<Separator> {
        self.separators.whole(text.get(from..to)?.trim_matches(is_blank))
    }

    fn is_range(&self, text: &str, start: &Written, end: &Written) -> bool {
        // `2021-03-19 - 11:46` is a day and a time on it; `11:46 - 3月19日…` a time and a text.
        let alike = match (start.time, end.time) {
            _ if start.relative.is_some() || end.relative.is_some() => {
                start.relative.is_some() && end.relative.is_some()
            }
            (Some(_), Some(_)) => true,
            (None, _) => end.date.is_some(),
            (Some(_), None) => start.date.is_some(),
        };
        let (from, to) = (start.range.end, end.range.start);
        alike && (self.separator(text, from, to).is_some() || self.is_between(text, start, to))
    }

    /// `between A and B`: the second word alone would join any two times of a sentence.
    fn is_between(&self, text: &str, start: &Written, to: usize) -> bool {
        let before = trim_blanks(text, 0, start.range.start);
        let gap = text.get(start.range.end..to).map(|gap| gap.trim_matches(is_blank));
        self.between.iter().any(|(between, and)| {
            gap.is_some_and(|gap| and.whole(gap).is_some())
                && between.ending(text, 0, before).is_some()
        })
    }

    /// Where the sign or word ends that leaves a range open, if one follows. `limit` is where the next
    /// stamp begins.
    fn open_end(&self, text: &str, from: usize, limit: usize) -> Option<usize> {
        let at = skip_blanks(text, from);
        if let Some(((), end)) = self.open_end.starting(text, at) {
            return Some(end).filter(|end| *end <= limit);
        }
        let (separator, after) = self.separators.starting(text, at)?;
        let next = skip_blanks(text, after);
        let word = self.open_end.starting(text, next).or_else(|| self.now.starting(text, next));
        // "10:42 - now we know" is an entry, not a range.
        if let Some(((), end)) = word
            && raw_next(text, skip_blanks(text, end)).is_none_or(|(c, _)| closes(c))
        {
            return Some(end).filter(|end| *end <= limit);
        }
        let stamp_follows = next >= limit && limit < text.len();
        // A Latin letter or a digit may begin a second side that was not understood.
        let ends = raw_next(text, next)
            .is_none_or(|(c, _)| closes(c) || !c.is_ascii() && c.is_alphabetic());
        (separator == Separator::Tilde && ends && !stamp_follows).then_some(after)
    }
}

/// Whether a character ends a clause: punctuation that closes, a line break.
fn closes(c: char) -> bool {
    matches!(c, '\n' | '\r' | ')' | ']' | '}' | ',' | ';' | '.' | '|')
        || matches!(
            c,
            '）' | '】' | '」' | '』' | '〕' | '》' | '”' | '’' | '，' | '。' | '；' | '、'
        )
}

/// Gives each side of a range what only the other one states.
fn share(start: &mut Written, end: &mut Written) {
    if let (Some(a), Some(b)) = (&mut start.date, &mut end.date) {
        (a.year, b.year) = (a.year.or(b.year), b.year.or(a.year));
    } else if end.date.is_none() && start.date.is_some() {
        end.date = start.date;
        end.date_inherited = true;
    }
    if end.date_inherited || end.date.is_none() {
        end.days_later = end.days_later.max(start.days_later);
    }
    let (first, second) = (start.zone.take(), end.zone.take());
    start.zone = first.clone().or(second.clone()).filter(|_| start.time.is_some());
    end.zone = second.or(first).filter(|_| end.time.is_some());
    let one_day = end.date_inherited || end.date.is_none();
    if let (true, Some(a), Some(b)) =
        (one_day && start.days_later == end.days_later, &mut start.time, &mut end.time)
    {
        share_part_of_day(a, b);
    }
}

/// `下午2点~3点`, `2:00 - 3:30 PM`: a part of the day said once is that of both sides, where this
/// puts them in order.
fn share_part_of_day(start: &mut WrittenTime, end: &mut WrittenTime) {
    let clock = |time: &WrittenTime| (time.hour, time.minute, time.second, time.nanosecond);
    let later = |time: &WrittenTime| WrittenTime { hour: time.hour + 12, ..*time };
    if start.part_of_day && !end.part_of_day && (1..=11).contains(&end.hour) {
        let moved = later(end);
        if clock(end) < clock(start) && clock(start) <= clock(&moved) {
            *end = moved;
        }
    } else if end.part_of_day && !start.part_of_day {
        let moved = later(start);
        if (1..=11).contains(&start.hour) && clock(&moved) <= clock(end) {
            *start = moved;
        } else if start.hour == 12 && end.hour < 12 {
            start.hour = 0;
        }
    }
}
