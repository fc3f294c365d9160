//! What of a sequence is in order, and what has to move.

/// The fewest values to move, each with the value it stands on the wrong side of, as places. Of two
/// swapped values it is the later one.
pub(super) fn out_of_order(values: &[usize]) -> Vec<(usize, usize)> {
    let kept = longest_increasing(values);
    let moved = (0..values.len()).filter(|at| !kept.contains(at));
    moved
        .filter_map(|at| {
            let earlier = kept.iter().find(|&&other| other < at && values[other] > values[at]);
            let later =
                || kept.iter().rev().find(|&&other| other > at && values[other] < values[at]);
            Some((at, *earlier.or_else(later)?))
        })
        .collect()
}

/// The places of the longest increasing part of a sequence; of several, the one with the earliest
/// places, so that of two swapped values the later one is left out.
fn longest_increasing(values: &[usize]) -> Vec<usize> {
    let mut lengths = vec![1; values.len()];
    for at in (0..values.len()).rev() {
        let after = (at + 1..values.len()).filter(|&next| values[next] > values[at]);
        lengths[at] = 1 + after.map(|next| lengths[next]).max().unwrap_or(0);
    }
    let mut wanted = lengths.iter().copied().max().unwrap_or(0);
    let mut kept: Vec<usize> = Vec::new();
    for at in 0..values.len() {
        let fits = kept.last().is_none_or(|&last| values[last] < values[at]);
        if fits && lengths[at] == wanted {
            kept.push(at);
            wanted -= 1;
        }
    }
    kept
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
            assert_eq!(longest_increasing(values), kept, "{values:?}");
        }
    }

    #[test]
    fn what_moves_is_told_by_what_stays() {
        assert_eq!(out_of_order(&[0, 1, 2]), []);
        assert_eq!(out_of_order(&[1, 0]), [(1, 0)]);
        assert_eq!(out_of_order(&[2, 0, 1]), [(0, 2)]);
        assert_eq!(out_of_order(&[0, 2, 3, 1]), [(3, 1)]);
    }
}
