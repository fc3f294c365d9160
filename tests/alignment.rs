//! One wrong heading gives one finding: every heading of whole documents is misspelt, raised, lowered,
//! left out and moved, and what the rules about sections say of it is counted.

mod support;

use std::path::Path;

use support::{lint, places};

/// The rules about sections.
const RULES: [&str; 6] = [
    "missing-section",
    "empty-section",
    "duplicate-section",
    "misplaced-section",
    "skipped-heading-level",
    "not-a-heading",
];

/// A document of one template in which no section is wrong.
struct Whole {
    template: &'static str,
    lines: Vec<String>,
}

/// A heading: its line and level.
#[derive(Clone, Copy, Debug)]
struct Head {
    line: usize,
    level: usize,
}

impl Whole {
    fn new(folder: &str, template: &'static str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
        let text = std::fs::read_to_string(root.join("postmortem.md")).expect("a fixture");
        let whole = Self { template, lines: text.lines().map(str::to_owned).collect() };
        assert_eq!(whole.found(&whole.lines), [], "{folder}");
        whole
    }

    fn heads(&self) -> Vec<Head> {
        let level = |line: &str| line.len() - line.trim_start_matches('#').len();
        let lines = self.lines.iter().enumerate();
        lines
            .map(|(at, line)| Head { line: at, level: level(line) })
            .filter(|head| head.level > 0)
            .collect()
    }

    /// The lines of a section with all below it.
    fn extent(&self, head: Head) -> std::ops::Range<usize> {
        let heads = self.heads();
        let next = heads.iter().find(|next| next.line > head.line && next.level <= head.level);
        head.line..next.map_or(self.lines.len(), |next| next.line)
    }

    /// What the rules about sections say.
    fn found(&self, lines: &[String]) -> Vec<(&'static str, usize)> {
        let config = format!("template = '{}'", self.template);
        let text: String = lines.iter().flat_map(|line| [line, "\n"]).collect();
        let found = lint("a.md", &text, &config);
        let own = places(&found).into_iter().filter(|(rule, _, _)| RULES.contains(rule));
        own.map(|(rule, _, line)| (rule, line)).collect()
    }
}

/// The fixtures without a fault in their sections, each with its template.
fn fixtures() -> Vec<Whole> {
    [
        ("clean", "infra-zh"),
        ("google-sre", "google-sre"),
        ("pagerduty", "pagerduty"),
        ("atlassian", "atlassian"),
        ("azure-pir", "azure-pir"),
        ("aws-coe", "aws-coe"),
    ]
    .map(|(folder, template)| Whole::new(folder, template))
    .into()
}

/// Does the same to each heading of each fixture but its title; none of it may give two findings.
fn at_most_one(change: impl Fn(&Whole, Head) -> Vec<Vec<String>>) -> usize {
    let mut reported = 0;
    for whole in fixtures() {
        for head in whole.heads().into_iter().skip(1) {
            for lines in change(&whole, head) {
                let found = whole.found(&lines);
                assert!(found.len() <= 1, "{found:?}\n{}", lines.join("\n"));
                reported += found.len();
            }
        }
    }
    reported
}

#[test]
fn a_misspelt_heading_is_one_finding() {
    let reported = at_most_one(|whole, head| {
        let mut misspelt = whole.lines.clone();
        let last = misspelt[head.line].pop();
        misspelt[head.line].push(if last.is_some_and(|last| last.is_ascii()) {
            'q'
        } else {
            '口'
        });
        let mut renamed = whole.lines.clone();
        renamed[head.line] = format!("{} Quux", "#".repeat(head.level));
        vec![misspelt, renamed]
    });
    assert!(reported >= 100, "{reported}");
}

#[test]
fn a_heading_that_is_gone_is_one_finding() {
    let reported = at_most_one(|whole, head| {
        let (mut bare, mut gone) = (whole.lines.clone(), whole.lines.clone());
        bare.remove(head.line);
        gone.drain(whole.extent(head));
        vec![bare, gone]
    });
    assert!(reported >= 80, "{reported}");
}

#[test]
fn a_heading_at_the_wrong_level_is_one_finding() {
    let reported = at_most_one(|whole, head| {
        let at = |level: usize, only: bool| {
            let extent = whole.extent(head);
            let mut lines = whole.lines.clone();
            let heads = whole.heads().into_iter().filter(|other| extent.contains(&other.line));
            for other in heads.filter(|other| !only || other.line == head.line) {
                let title = lines[other.line].trim_start_matches('#').to_owned();
                lines[other.line] = "#".repeat(other.level + level - head.level) + &title;
            }
            lines
        };
        let levels = [head.level - 1, head.level + 1, head.level + 2];
        levels.iter().flat_map(|&level| [at(level, true), at(level, false)]).collect()
    });
    assert!(reported >= 100, "{reported}");
}

#[test]
fn a_section_that_is_moved_is_one_finding() {
    let reported = at_most_one(|whole, head| {
        let extent = whole.extent(head);
        let elsewhere = whole.heads().into_iter().filter(|to| !extent.contains(&to.line));
        elsewhere
            .skip(1)
            .map(|to| {
                let mut lines = whole.lines.clone();
                let moved: Vec<String> = lines.drain(extent.clone()).collect();
                let at = if to.line > extent.start { to.line - extent.len() } else { to.line };
                lines.splice(at..at, moved);
                lines
            })
            .collect()
    });
    assert!(reported >= 200, "{reported}");
}

/// The document of `infra-zh` after a change of its lines.
fn changed(change: impl FnOnce(&mut Vec<String>)) -> Vec<(&'static str, String)> {
    let whole = Whole::new("clean", "infra-zh");
    let mut lines = whole.lines.clone();
    change(&mut lines);
    let found = whole.found(&lines).into_iter();
    found.map(|(rule, line)| (rule, lines[line - 1].clone())).collect()
}

fn rewrite(lines: &mut [String], from: &str, to: &str) {
    let line = lines.iter_mut().find(|line| *line == from).expect("the heading");
    to.clone_into(line);
}

#[test]
fn the_heading_that_has_to_change_is_named() {
    let misplaced = |line: &str| vec![("misplaced-section", line.to_owned())];
    for (from, to) in [
        // Raised, it takes in what follows.
        ("### 事故影响", "## 事故影响"),
        ("## 故障描述", "# 故障描述"),
        ("#### 用户侧", "### 用户侧"),
        // Lowered, it comes under the one before it.
        ("### 事故原因", "#### 事故原因"),
        ("## 改进方案", "### 改进方案"),
        ("### 事故影响", "##### 事故影响"),
    ] {
        assert_eq!(changed(|lines| rewrite(lines, from, to)), misplaced(to), "{to}");
    }
    let moved = |title: &str, before: &str| {
        changed(|lines| {
            let at = lines.iter().position(|line| line == title).expect("the section");
            let next = |line: &String| line.starts_with('#') && !line.starts_with("####");
            let end = lines[at + 1..].iter().position(next).map_or(lines.len(), |end| at + 1 + end);
            let section: Vec<String> = lines.drain(at..end).collect();
            let to = lines.iter().position(|line| line == before).expect("the place");
            lines.splice(to..to, section);
        })
    };
    for before in ["#### 用户侧", "#### 服务侧", "#### 间接原因", "### 短期方案", "### 长期方案"]
    {
        let title =
            if before.starts_with("####") { "### 长期方案" } else { "### 事故影响" };
        assert_eq!(moved(title, before), misplaced(title), "{title} before {before}");
    }
}

#[test]
fn parts_of_a_misspelt_section_are_read_as_before() {
    let found = changed(|lines| rewrite(lines, "## 故障描述", "## 故障苗述"));
    assert_eq!(found, [("missing-section", "## 时间指标".to_owned())]);
}
