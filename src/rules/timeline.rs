//! The order of a timeline's entries.

use crate::rules::clock::is_before;
use crate::stamp::DateFrom;
use crate::timeline::Entry;

/// The timelines of a postmortem, each with its entries in document order.
pub(super) fn lists(entries: &[Entry]) -> Vec<Vec<&Entry>> {
    let refs: Vec<&Entry> = entries.iter().collect();
    refs.chunk_by(|one, next| one.list == next.list).map(<[_]>::to_vec).collect()
}

/// The entry that another one of the same list must not start before: the last one that is no
/// deeper, so a nested entry goes by its sibling or its parent.
///
/// An entry whose date is a guess says nothing about one with a date of its own.
pub(super) fn above<'e>(list: &[&'e Entry], at: usize) -> Option<&'e Entry> {
    let entry = list.get(at)?;
    let dated = entry.start.date == DateFrom::Stamp;
    let earlier = list.get(..at)?.iter().rev();
    earlier
        .filter(|above| above.depth <= entry.depth)
        .find(|above| !(dated && above.start.is_guess()))
        .copied()
}

/// The outermost entries of a list.
pub(super) fn outermost<'e>(list: &[&'e Entry]) -> Vec<&'e Entry> {
    let depth = list.iter().map(|entry| entry.depth).min();
    list.iter().copied().filter(|entry| Some(entry.depth) == depth).collect()
}

/// Whether a list runs from the newest entry to the oldest: three entries or more, never up and at
/// least twice down. A clock that goes back without a date goes down here.
pub(super) fn is_newest_first(list: &[&Entry]) -> bool {
    let outermost = outermost(list);
    let steps = || std::iter::zip(&outermost, outermost.iter().skip(1));
    let down = |(above, entry): &(&&Entry, &&Entry)| {
        entry.start.is_guess() || is_before(&entry.start, &above.start)
    };
    let up = |(above, entry): &(&&Entry, &&Entry)| {
        !entry.start.is_guess() && is_before(&above.start, &entry.start)
    };
    steps().filter(down).count() >= 2 && !steps().any(|step| up(&step))
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::rules::clock::tests::stamp;
    use crate::stamp::Stamp;

    /// Entries of one list, each with its depth and its time; `+` marks a date that is a guess.
    pub(in crate::rules) fn entries(written: &[(usize, &str)]) -> Vec<Entry> {
        let entry = |&(depth, time): &(usize, &str)| {
            let bare = stamp(time.trim_start_matches('+'));
            let next = bare.at + TimeDelta::days(1);
            let start = match time.starts_with('+') {
                true => Stamp { at: next, date: DateFrom::Midnight, ..bare },
                false => bare,
            };
            Entry {
                start,
                end: None,
                open: false,
                marks: Vec::new(),
                stamp_span: start.span,
                text: String::new(),
                quoted: true,
                in_two_zones: false,
                list: 0,
                depth,
            }
        };
        written.iter().map(entry).collect()
    }

    #[test]
    fn newest_first_is_a_list_that_never_goes_up() {
        let cases: [(&[(usize, &str)], bool); 8] = [
            (&[(1, "12:00"), (1, "11:00"), (1, "10:00")], true),
            (&[(1, "12:00"), (1, "12:00"), (1, "11:00"), (1, "10:00")], true),
            (&[(1, "12:00"), (2, "12:10"), (1, "11:00"), (1, "10:00")], true),
            (&[(1, "23:00"), (1, "12:00"), (1, "+01:00")], true),
            (&[(1, "12:00"), (1, "11:00")], false),
            (&[(1, "12:00"), (1, "12:00"), (1, "11:00")], false),
            (&[(1, "12:00"), (1, "11:00"), (1, "13:00"), (1, "10:00")], false),
            (&[(1, "10:00"), (1, "11:00"), (1, "12:00")], false),
        ];
        for (written, expected) in cases {
            let entries = entries(written);
            assert_eq!(is_newest_first(&lists(&entries)[0]), expected, "{written:?}");
        }
    }

    #[test]
    fn a_nested_entry_goes_by_its_sibling_or_its_parent() {
        let entries = entries(&[(1, "12:00"), (2, "12:30"), (2, "12:40"), (1, "12:10")]);
        let list = &lists(&entries)[0];
        let above: Vec<_> = (0..4).map(|at| above(list, at).map(|e| e.start.at)).collect();
        let at = |entry: usize| Some(entries[entry].start.at);
        assert_eq!(above, [None, at(0), at(1), at(0)]);
    }

    #[test]
    fn a_guess_says_nothing_about_a_date() {
        let mut entries = entries(&[(1, "23:50"), (1, "+00:10"), (1, "23:55")]);
        let above_last = |entries: &[Entry]| above(&lists(entries)[0], 2).map(|e| e.start.at);
        assert_eq!(above_last(&entries), Some(entries[0].start.at));
        entries[2].start.date = DateFrom::Entry;
        assert_eq!(above_last(&entries), Some(entries[1].start.at));
    }
}
