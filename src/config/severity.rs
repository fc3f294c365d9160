//! Which `[sla.severity.X]` a severity as a document states it selects.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::{Placed, Sla};
use crate::title::fold;

impl Sla {
    /// The severity of the configuration that a stated one goes by; of several the longest.
    #[must_use]
    pub fn severity(&self, stated: &str) -> Option<&str> {
        let names = self.by_severity.keys().filter(|name| is_severity(stated, name));
        names.max_by_key(|name| name.chars().count()).map(String::as_str)
    }

    /// The limit of a metric in a document of a severity. The limit itself is still met.
    #[must_use]
    pub fn limit(&self, metric: &str, severity: Option<&str>) -> Option<&Placed<TimeDelta>> {
        let limits: Option<&BTreeMap<_, _>> =
            severity.and_then(|stated| self.by_severity.get(self.severity(stated)?));
        limits.and_then(|limits| limits.get(metric)).or_else(|| self.limits.get(metric))
    }
}

/// Whether a severity as stated is one that goes by a name: the name stands at its beginning as a whole
/// word, whatever the case, blanks and dashes. `Sev 2` is `SEV-2`, `P10` is no `P1`.
fn is_severity(value: &str, name: &str) -> bool {
    let skipped = |c: &char| c.is_whitespace() || matches!(c, '-' | '_' | '‐' | '‑' | '–');
    let same = |a: char, b: char| fold(a).to_lowercase().eq(fold(b).to_lowercase());
    let start = value.find(char::is_alphanumeric).unwrap_or_default();
    let mut rest = value.get(start..).unwrap_or_default().chars().peekable();
    let mut last = None;
    for wanted in name.chars().filter(|c| !skipped(c)) {
        while rest.next_if(skipped).is_some() {}
        match rest.next_if(|&c| same(c, wanted)) {
            Some(c) => last = Some(fold(c)),
            None => return false,
        }
    }
    // Of several with a stroke between them none is stated: `P0/P1/P2` of a template.
    let goes_on = |last: char, next: char| match last {
        last if last.is_ascii_digit() => next.is_ascii_digit() || next == '/',
        last if last.is_ascii_alphabetic() => next.is_ascii_alphanumeric() || next == '/',
        _ => next == '/',
    };
    last.is_some_and(|last| rest.next().is_none_or(|next| !goes_on(last, fold(next))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_severity_is_known_by_its_name() {
        for (value, name) in [
            ("SEV-1", "SEV1"),
            ("Sev 2", "SEV-2"),
            ("SEV-2（部分影响）", "sev-2"),
            ("🔴 P0", "P0"),
            ("P1, raised to P0", "P1"),
            ("ＳＥＶ２", "SEV-2"),
            ("HIGH", "High"),
            ("Critical - checkout", "critical"),
            ("一级", "一级"),
            ("一级故障", "一级"),
            ("s2.", "S2"),
        ] {
            assert!(is_severity(value, name), "{value} {name}");
        }
        for (value, name) in [
            ("P10", "P1"),
            ("P0/P1/P2", "P0"),
            ("Highest", "High"),
            ("not critical", "critical"),
            ("SEV-2", "SEV-1"),
            ("", "P1"),
            ("P1", ""),
            ("S", "SEV"),
        ] {
            assert!(!is_severity(value, name), "{value} {name}");
        }
    }
}
