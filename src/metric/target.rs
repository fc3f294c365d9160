//! Judging a stated duration by a limit (SEMANTICS 3.3). Tolerance for rounding has no place here.

use chrono::TimeDelta;

use crate::metric::compare::cell;
use crate::notation::duration::{Duration, Qualifier};

/// Whether a stated value is within a limit; `None` where that depends on what it stands for.
#[must_use]
pub fn judge(stated: &Duration, limit: TimeDelta) -> Option<bool> {
    let value = stated.nominal;
    let cell = cell(stated);
    let at_nominal = Some(value <= limit);
    match stated.qualifier {
        Qualifier::Exact => at_nominal,
        Qualifier::About | Qualifier::Nearly | Qualifier::Under => {
            let inside = cell.lower < limit && cell.upper.is_none_or(|upper| limit < upper);
            if inside { None } else { at_nominal }
        }
        Qualifier::AtMost => (value <= limit).then_some(true),
        Qualifier::AtLeast => (value > limit).then_some(false),
        Qualifier::More if value >= limit => Some(false),
        Qualifier::More => cell.upper.is_some_and(|upper| upper <= limit).then_some(true),
        Qualifier::UpTo(_) if value > limit => Some(false),
        Qualifier::UpTo(end) => (end <= limit).then_some(true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(qualifier: Qualifier, minutes: i64, limit: i64) -> Option<bool> {
        let nominal = TimeDelta::minutes(minutes);
        let stated = Duration { nominal, unit: TimeDelta::minutes(1), qualifier };
        judge(&stated, TimeDelta::minutes(limit))
    }

    #[test]
    fn an_exact_value_is_judged_with_the_limit_included() {
        assert_eq!(judged(Qualifier::Exact, 30, 30), Some(true));
        assert_eq!(judged(Qualifier::Exact, 31, 30), Some(false));
    }

    #[test]
    fn an_approximate_value_near_the_limit_is_undecided() {
        assert_eq!(judged(Qualifier::About, 60, 50), None);
        assert_eq!(judged(Qualifier::About, 60, 40), Some(false));
        assert_eq!(judged(Qualifier::Nearly, 60, 50), None);
        assert_eq!(judged(Qualifier::Under, 60, 60), Some(true));
    }

    #[test]
    fn a_bound_decides_only_on_its_own_side() {
        assert_eq!(judged(Qualifier::AtMost, 5, 5), Some(true));
        assert_eq!(judged(Qualifier::AtMost, 10, 5), None);
        assert_eq!(judged(Qualifier::AtLeast, 60, 60), None);
        assert_eq!(judged(Qualifier::AtLeast, 61, 60), Some(false));
        assert_eq!(judged(Qualifier::More, 60, 60), Some(false));
        assert_eq!(judged(Qualifier::More, 59, 60), Some(true));
    }

    #[test]
    fn a_range_of_values_is_judged_by_both_ends() {
        let range = Qualifier::UpTo(TimeDelta::minutes(40));
        assert_eq!(judged(range, 30, 40), Some(true));
        assert_eq!(judged(range, 30, 35), None);
        assert_eq!(judged(range, 30, 29), Some(false));
    }
}
