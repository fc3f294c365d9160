//! What several test files need: linting a text, random choices, generated postmortems.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

pub mod client;
pub mod fixes;
pub mod folder;
pub mod generator;

use std::sync::Arc;

use pmlint::config::{Config, Settings};
use pmlint::finding::{Finding, Severity};
use pmlint::lang::Lang;
use pmlint::source::Source;

/// What a configuration says for a file.
pub fn settings(name: &str, config: &str) -> Arc<Settings> {
    let config = if config.is_empty() {
        Config::default()
    } else {
        let source = Arc::new(Source::new("pmlint.toml", config));
        Config::parse(&source, Lang::En, &pmlint::rules::ids(), &mut |_| {
            Err("no files here".to_owned())
        })
        .expect("a configuration without errors")
    };
    config.settings_for(std::path::Path::new(name))
}

/// The findings of a text as if it were a file named on the command line.
pub fn lint(name: &str, text: &str, config: &str) -> Vec<Finding> {
    let settings = settings(name, config);
    let source = Arc::new(Source::new(name, text));
    let postmortems = pmlint::read(&source, &settings, true);
    pmlint::lint(&source, &postmortems, &settings, Lang::En)
}

/// Rule, severity and line of each finding.
pub fn places(findings: &[Finding]) -> Vec<(&'static str, Severity, usize)> {
    findings
        .iter()
        .map(|finding| {
            let primary = &finding.primary;
            (finding.rule, finding.severity, primary.source.line(primary.span.start))
        })
        .collect()
}

/// A postmortem of which every third line is gone or twice there, so that much is wrong with it.
pub fn worn(seed: u64) -> String {
    let text = generator::Generator::new(seed).valid().text();
    let lines = text.lines().enumerate().flat_map(|(at, line)| {
        let odd = at % 3 == 2;
        let twice = (at as u64 + seed) % 2 * 2;
        std::iter::repeat_n(line, if odd { usize::try_from(twice).unwrap() } else { 1 })
    });
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Random numbers that are the same on every machine (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from `low` up to and with `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::try_from(self.next() % (high - low + 1).unsigned_abs()).unwrap()
    }

    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    pub fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        let index = usize::try_from(self.next() % choices.len() as u64).unwrap();
        choices[index].clone()
    }
}
