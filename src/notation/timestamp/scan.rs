//! The search: from digit to digit, each stamp read once and checked for what it touches.

use super::chars::{expect, is_blank, next, next_digit, skip_blanks, skip_digits};
use super::read::Stamp;
use super::tables::Tables;
use super::{Atom, Written, glue};

impl Tables {
    /// Finds the stamps of a text. See [`super::Notations::scan`].
    pub(super) fn scan(&self, text: &str) -> Vec<Atom> {
        let mut atoms = Vec::new();
        if next_digit(text, 0).is_none() {
            return atoms;
        }
        let mut addresses = glue::addresses(text).into_iter().peekable();
        let mut previous = None;
        let mut at = 0;
        while let Some(digit) = next_digit(text, at) {
            while addresses.next_if(|address| address.end <= digit).is_some() {}
            if let Some(address) = addresses.peek()
                && address.contains(&digit)
            {
                at = address.end;
                continue;
            }
            let known = atoms.len();
            let end = self.chain(text, previous, digit, &mut atoms);
            if atoms.len() > known {
                previous = Some(end);
            }
            // Going on behind all that was looked at keeps the search linear.
            at = end.max(skip_digits(text, digit));
        }
        self.with_dates_behind(text, atoms)
    }

    /// Joins a time and the date behind it: `15:30, Feb 20`, `14:05 on 3 March`, `10:15 (2024-02-20)`.
    fn with_dates_behind(&self, text: &str, atoms: Vec<Atom>) -> Vec<Atom> {
        if atoms.len() < 2 {
            return atoms;
        }
        let mut joined: Vec<Atom> = Vec::with_capacity(atoms.len());
        for atom in atoms {
            if let (Some(Atom::Stamp(time)), Atom::Stamp(date)) = (joined.last_mut(), &atom)
                && let Some(end) = self.date_behind(text, time, date)
            {
                time.date = date.date;
                time.approximate |= date.approximate;
                time.range.end = end;
                self.date_both_sides(text, &mut joined);
                continue;
            }
            joined.push(atom);
        }
        joined
    }

    /// Gives the date behind the second side of a range to the first one as well: `12:00-12:30
    /// 2021-03-19`. Over midnight it is that of the second side alone.
    fn date_both_sides(&self, text: &str, atoms: &mut [Atom]) {
        if let [.., Atom::Stamp(start), Atom::Stamp(end)] = atoms
            && start.date.is_none()
            && start.days_later == 0
            && let (Some(from), Some(to)) = (start.time, end.time)
            && (from.hour, from.minute, from.second) <= (to.hour, to.minute, to.second)
            && self.separator(text, start.range.end, end.range.start).is_some()
        {
            start.date = end.date;
        }
    }

    /// Where a stamp ends that is a time with its date behind it.
    fn date_behind(&self, text: &str, time: &Written, date: &Written) -> Option<usize> {
        let apart = time.date.is_none() && time.time.is_some() && time.days_later == 0;
        if !apart || date.date.is_none() || date.time.is_some() {
            return None;
        }
        let gap = text.get(time.range.end..date.range.start)?;
        if gap.chars().any(|c| !is_blank(c) && c.is_whitespace()) {
            return None;
        }
        let end = date.range.end;
        let after = skip_blanks(text, end);
        let gap = gap.trim();
        if matches!(gap, "(" | "（") {
            return expect(text, after, ')');
        }
        let comma = gap.strip_prefix([',', '，']).unwrap_or(gap).trim_start();
        // "10:42 Feb 20 release rolled back" is about a release.
        let ends = || next(text, after).is_none_or(|(c, _)| !c.is_alphanumeric());
        (self.on.whole(comma).is_some() || comma.is_empty() && ends()).then_some(end)
    }

    /// Takes stamps that touch each other, `11:45-11:48`, `12:12/14:41`, and says where they end.
    ///
    /// If the last one touches something else, none of them is a stamp.
    fn chain(
        &self,
        text: &str,
        previous: Option<usize>,
        digit: usize,
        atoms: &mut Vec<Atom>,
    ) -> usize {
        let known = atoms.len();
        let mut link = self.stamp(text, previous, digit);
        let mut end = digit;
        while let Some(Stamp { atom, end: after, dated }) = link {
            atoms.push(atom);
            end = after;
            link = match next(text, end) {
                Some((sign @ ('-' | '/'), after)) if sign == '-' || !dated => {
                    let digit = self.first_digit(text, after);
                    digit.and_then(|digit| self.stamp(text, Some(after), digit))
                }
                _ => None,
            };
            if link.is_none() && glue::on_right(text, end, dated) {
                atoms.truncate(known);
            }
        }
        end
    }

    /// The first digit of a stamp that begins at a place: the place itself, or after a month.
    fn first_digit(&self, text: &str, at: usize) -> Option<usize> {
        let name = self.names.months.starting(text, at);
        let digit = name.map_or(at, |(_, end)| skip_blanks(text, end));
        next(text, digit).filter(|(c, _)| c.is_ascii_digit()).map(|_| digit)
    }
}
