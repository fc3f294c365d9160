//! What of a sequence is in order, and what has to move.

/// The fewest values to move, each with the value it stands on the wrong side of, as places. Of two
/// swapped values it is the later one, unless only the other one `stays`.
pub(super) fn out_of_order(values: &[usize], stays: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    if values.is_sorted() {
        return Vec::new();
    }
    let is_kept = longest_increasing(values, stays);
    let kept: Vec<usize> = (0..values.len()).filter(|&at| is_kept[at]).collect();
    let moved = (0..values.len()).filter(|&at| !is_kept[at]);
    moved
        .filter_map(|at| {
            let earlier = kept.iter().find(|&&other| other < at && values[other] > values[at]);
            let later =
                || kept.iter().rev().find(|&&other| other > at && values[other] < values[at]);
            Some((at, *earlier.or_else(later)?))
        })
        .collect()
}

/// Which places are in the longest increasing part of a sequence: of all of them the one with the most
/// that stay, then the longest, then the one with the earliest places, so that of two swapped values the
/// later one is left out.
fn longest_increasing(values: &[usize], stays: impl Fn(usize) -> bool) -> Vec<bool> {
    let own = |at: usize| (usize::from(stays(at)), 1);
    let mut lengths = vec![(0, 0); values.len()];
    for at in (0..values.len()).rev() {
        let after = (at + 1..values.len()).filter(|&next| values[next] > values[at]);
        let (stay, count) = after.map(|next| lengths[next]).max().unwrap_or((0, 0));
        lengths[at] = (stay + own(at).0, count + own(at).1);
    }
    let mut wanted = lengths.iter().copied().max().unwrap_or((0, 0));
    let mut last = None;
    let mut is_kept = vec![false; values.len()];
    for at in 0..values.len() {
        let fits = last.is_none_or(|last: usize| values[last] < values[at]);
        if wanted.1 > 0 && fits && lengths[at] == wanted {
            is_kept[at] = true;
            last = Some(at);
            wanted = (wanted.0 - own(at).0, wanted.1 - own(at).1);
        }
    }
    is_kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_and_the_latest_are_left_out() {
        let cases: [(&[usize], &[usize]); 7] = [
            (&[], &[]),
            (&[0, 1, 2], &[0, 1, 2]),
            (&[1, 0], &[0]),
            (&[2, 0, 1], &[1, 2]),
            (&[0, 2, 1], &[0, 1]),
            (&[1, 2, 0], &[0, 1]),
            (&[3, 2, 1], &[0]),
        ];
        for (values, kept) in cases {
            let is_kept = longest_increasing(values, |_| true);
            let places: Vec<usize> = (0..values.len()).filter(|&at| is_kept[at]).collect();
            assert_eq!(places, kept, "{values:?}");
        }
    }

    #[test]
    fn what_moves_is_told_by_what_stays() {
        let out_of_order = |values: &[usize]| out_of_order(values, |_| true);
        assert_eq!(out_of_order(&[0, 1, 2]), []);
        assert_eq!(out_of_order(&[1, 0]), [(1, 0)]);
        assert_eq!(out_of_order(&[2, 0, 1]), [(0, 2)]);
        assert_eq!(out_of_order(&[0, 2, 3, 1]), [(3, 1)]);
    }

    #[test]
    fn what_has_left_its_place_moves_first() {
        assert_eq!(out_of_order(&[1, 0], |at| at == 1), [(0, 1)]);
        assert_eq!(out_of_order(&[2, 3, 0, 1], |at| at > 1), [(0, 3), (1, 3)]);
    }
}
