//! The search: from digit to digit, each stamp read once and checked for what it touches.

use super::chars::{next, next_digit, skip_blanks, skip_digits};
use super::read::Stamp;
use super::tables::Tables;
use super::{Atom, glue};

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
        atoms
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
