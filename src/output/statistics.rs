//! How often each rule reported something.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use crate::finding::{Finding, Severity};
use crate::lang::Lang;

/// How often one rule reported something.
#[derive(Clone, Copy, Debug)]
struct Count {
    /// The worst severity of its findings.
    severity: Severity,
    findings: usize,
    files: usize,
}

/// Findings counted by rule.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    rules: BTreeMap<&'static str, Count>,
}

#[derive(Serialize)]
struct CountJson {
    rule: &'static str,
    severity: &'static str,
    findings: usize,
    files: usize,
}

impl Statistics {
    /// Counts the findings of one file.
    pub fn count(&mut self, findings: &[Finding]) {
        let mut own = Self::default();
        for finding in findings {
            own.add(finding.rule, Count { severity: finding.severity, findings: 1, files: 0 });
        }
        for (rule, count) in own.rules {
            self.add(rule, Count { files: 1, ..count });
        }
    }

    /// Takes the counts of other files.
    pub fn merge(&mut self, other: &Self) {
        for (rule, count) in &other.rules {
            self.add(rule, *count);
        }
    }

    fn add(&mut self, rule: &'static str, other: Count) {
        let count = self.rules.entry(rule).or_insert(Count { findings: 0, files: 0, ..other });
        count.severity = count.severity.max(other.severity);
        count.findings += other.findings;
        count.files += other.files;
    }

    /// The rules, the one with the most findings first.
    fn sorted(&self) -> Vec<(&'static str, Count)> {
        let mut rules: Vec<_> = self.rules.iter().map(|(rule, count)| (*rule, *count)).collect();
        rules.sort_by_key(|(_, count)| std::cmp::Reverse(count.findings));
        rules
    }

    /// Appends a table for people, a line for each rule.
    pub fn table(&self, lang: Lang, out: &mut String) {
        let rules = self.sorted();
        let longest = rules.iter().map(|(rule, _)| rule.len()).max().unwrap_or(0);
        for (rule, Count { severity, findings, files }) in rules {
            let severity = severity.as_str();
            let noun = if files == 1 { "file" } else { "files" };
            let files = lang.pick(|| format!("in {files} {noun}"), || format!("{files} 个文件"));
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{findings:>6}  {severity:7}  {rule:longest$}  {files}");
        }
    }
}

/// A list of counts, the rule with the most findings first.
impl Serialize for Statistics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.sorted().into_iter().map(|(rule, count)| {
            let Count { severity, findings, files } = count;
            CountJson { rule, severity: severity.as_str(), findings, files }
        }))
    }
}
