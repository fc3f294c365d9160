use std::sync::Arc;

use super::super::*;
use crate::lang::Lang;
use crate::milestone::Milestone;
use crate::toml_text::tests::told;

const LEAST: &str = "name = \"t\"\n[[section]]\nrole = \"timeline\"\ntitle = \"时间线\"\n";

fn load(text: &str) -> Result<Template, Vec<crate::finding::Finding>> {
    Template::load(&Arc::new(Source::new("t.toml", text)), Lang::En)
}

fn problems(text: &str) -> Vec<String> {
    told(&load(text).expect_err("a problem"))
}

fn with(tail: &str) -> String {
    format!("{LEAST}{tail}")
}

#[test]
fn the_least_template() {
    let template = load(LEAST).expect("no problem");
    assert_eq!(template.name, "t");
    assert!(!template.backticked);
    assert!(template.metrics.is_empty());
    assert_eq!(template.sections[0].part, Part::Timeline);
}

#[test]
fn what_is_wrong_at_the_top() {
    for (text, expected) in [
        ("name = 't'".to_owned(), "a template without sections ['t']"),
        (LEAST.replace("name = \"t\"", ""), "missing key `name` []"),
        (LEAST.replace("\"t\"", "\" \""), "an empty word [\" \"]"),
        (
            with("").replace("name", "extends = 'infra-hz'\nname"),
            "unknown built-in template `infra-hz`; did you mean `infra-zh`? ['infra-hz']",
        ),
        ("name = 't'\nextends = 'zh'".to_owned(), "unknown built-in template `zh` ['zh']"),
        (
            with("").replace("name", "timestamps = 'backtick'\nname"),
            "unknown value `backtick`; did you mean `backticked`? ['backtick']",
        ),
        (with("").replace("name", "nothing = ['无', '']\nname"), "an empty word ['']"),
        (
            with("").replace("name", "nothing = '无'\nname"),
            "expected a list of strings, found a string ['无']",
        ),
        (with("[[sectoin]]"), "unknown key `sectoin`; did you mean `section`? [sectoin]"),
        (
            with("[[metadata]]\nid = 'severty'\nnames = ['级别']"),
            "unknown field `severty`; did you mean `severity`? ['severty']",
        ),
        (with("[[metadata]]\nid = 'owner'"), "missing key `names` [[[metadata]]]"),
        (with("[[verdicts]]"), "expected a table, found a list [[[verdicts]]]"),
        (
            with("[cues]\nneutrals = []"),
            "unknown key `neutrals`; did you mean `neutral`? [neutrals]",
        ),
    ] {
        assert_eq!(problems(&text), [expected], "{text}");
    }
}

#[test]
fn what_is_wrong_with_sections() {
    for (tail, expected) in [
        ("[[section]]\ntitle = 'x'", "missing key `role` [[[section]]]"),
        ("[[section]]\nrole = 'x'", "missing key `title` [[[section]]]"),
        (
            "[[section]]\nrole = 'x'\ntitle = 'x'\nparent = 'timelien'",
            "unknown role above this section `timelien`; did you mean `timeline`? ['timelien']",
        ),
        ("[[section]]\nrole = 'timeline'\ntitle = 'x'", "duplicate role `timeline` ['timeline']"),
        (
            "[[section]]\nrole = 'x'\ntitle = '时间线'",
            "`时间线` already names a section at this level ['时间线']",
        ),
        (
            "[[section]]\nrole = 'x'\ntitle = 'x'\naliases = ['a', 'A ']",
            "`A ` already names a section at this level ['A ']",
        ),
        ("[[section]]\nrole = 'x'\ntitle = 'x'\naliases = ['  ']", "an empty word ['  ']"),
        (
            "[[section]]\nrole = 'x'\ntitle = 'x'\nrequired = 'yes'",
            "expected a boolean, found a string ['yes']",
        ),
    ] {
        assert_eq!(problems(&with(tail)), [expected], "{tail}");
    }
    let text = "name = 't'\n[[section]]\nrole='a'\ntitle='a'\nparent='b'\n[[section]]\nrole='b'\ntitle='b'";
    assert_eq!(problems(text), ["no section with the role `b` above this one ['b']"]);
}

#[test]
fn children_take_their_part_from_the_nearest_ancestor() {
    let text = with(
        "[[section]]\nrole='x'\ntitle='x'\nparent='timeline'\n\
         [[section]]\nrole='cause'\ntitle='y'\nparent='x'\n\
         [[section]]\nrole='z'\ntitle='时间线'\nparent='cause'\n\
         [[section]]\nrole='free'\ntitle='free'",
    );
    let template = load(&text).expect("no problem");
    let parts: Vec<(Part, Option<usize>)> =
        template.sections.iter().map(|section| (section.part, section.parent)).collect();
    assert_eq!(
        parts,
        [
            (Part::Timeline, None),
            (Part::Timeline, Some(0)),
            (Part::Cause, Some(1)),
            (Part::Cause, Some(2)),
            (Part::Other, None),
        ]
    );
}

#[test]
fn what_is_wrong_with_metrics_and_milestones() {
    let metric = "[[metric]]\nid='m'\nnames=['M']\n";
    for (tail, expected) in [
        ("[[metric]]\nnames=['M']".to_owned(), "missing key `id` [[[metric]]]"),
        (
            "[[metric]]\nid='m'\nreadings=['start -> closed']".to_owned(),
            "missing key `names` [[[metric]]]",
        ),
        (metric.to_owned(), "missing key `readings` [[[metric]]]"),
        (
            format!("{metric}readings = ['start -> closed', ' start → detcted']"),
            "unknown milestone `detcted`; did you mean `detected`? [detcted]",
        ),
        (
            format!("{metric}readings = ['start -> closed', 'start->']"),
            "expected two milestones with an arrow between them ['start->']",
        ),
        (
            format!("{metric}readings = ['start -> closed', 'start detected']"),
            "expected two milestones with an arrow between them ['start detected']",
        ),
        (
            format!("{metric}readings = ['start -> closed']\nunusual=['start -> start']"),
            "`start -> start` measures nothing ['start -> start']",
        ),
        (
            format!(
                "{metric}readings = ['start -> closed']\n{}readings = ['start -> closed']",
                metric.replace("'m'", "'n'")
            ),
            "`M` already names the metric `m` ['M']",
        ),
        ("[[milestone]]\nwords=['a']".to_owned(), "missing key `id` [[[milestone]]]"),
        (
            "[[milestone]]\nid='detect'".to_owned(),
            "unknown milestone `detect`; did you mean `detected`? ['detect']",
        ),
        (
            "[[milestone]]\nid='start'\nwords=['挂']\n[[milestone]]\nid='closed'\nwords=['挂']"
                .to_owned(),
            "`挂` is already in `start` ['挂']",
        ),
        (
            "[[milestone]]\nid='start'\nlabels=['挂']\n[[milestone]]\nid='closed'\nlabels=['挂']"
                .to_owned(),
            "`挂` is already in `start` ['挂']",
        ),
        (
            "[[milestone]]\nid='start'\nwords=['挂']\n[cues]\nneutral=['挂']".to_owned(),
            "`挂` is already in `start` ['挂']",
        ),
        (
            "[verdicts]\nmet=['好', '正常']\nmissed=['正常']".to_owned(),
            "`正常` is already in `met` ['正常']",
        ),
    ] {
        assert_eq!(problems(&with(&tail)), [expected], "{tail}");
    }
}

#[test]
fn what_is_wrong_with_notations_and_placeholders() {
    for (tail, expected) in [
        ("[durations]\nunit = 1", "unknown key `unit`; did you mean `units`? [unit]"),
        ("[durations.units]\nmonth = ['个月']", "unknown key `month` [month]"),
        ("[durations.numerals.words]\nten = 'x'", "expected an integer, found a string ['x']"),
        ("[durations.numerals.words]\n'' = 1", "an empty word ['']"),
        (
            "[durations.ambiguous-units]\nM = 'm'",
            "expected a list of strings, found a string ['m']",
        ),
        ("[stamps]\nzone = {}", "unknown key `zone`; did you mean `zones`? [zone]"),
        ("[stamps.months]\nJan = -1", "`-1` is out of range [-1]"),
        ("[stamps.zones]\nUTC = 0", "expected a string, found an integer [0]"),
        (
            "[placeholders]\npatterns = ['(?=x)']",
            "not a regular expression: look-around, including look-ahead and look-behind, is not supported ['(?=x)']",
        ),
        ("[placeholders]\npatterns = ['x*']", "a pattern that matches the empty text ['x*']"),
        ("[placeholders]\nwords = ['']", "an empty word ['']"),
    ] {
        assert_eq!(problems(&with(tail)), [expected], "{tail}");
    }
    let huge = with("[placeholders]\npatterns = ['(?:x{1000}){1000}']");
    assert_eq!(problems(&huge).len(), 1, "a pattern too large to compile");
}

#[test]
fn all_problems_are_told_at_once_and_with_help() {
    let text = "nam = 't'\n[[section]]\nrole = 1\n[[metric]]\nid = 'x'\nreadings = ['a -> b']";
    let found = load(text).expect_err("problems");
    assert_eq!(
        told(&found),
        [
            "missing key `name` []",
            "unknown key `nam`; did you mean `name`? [nam]",
            "missing key `title` [[[section]]]",
            "expected a string, found an integer [1]",
            "missing key `names` [[[metric]]]",
            "unknown milestone `a` [a]",
            "unknown milestone `b` [b]",
        ]
    );
    assert!(found.iter().all(|finding| finding.help.is_some() && finding.rule == "config"));
}

#[test]
fn extending_changes_only_what_is_given() {
    let base = builtin("infra-zh").expect("it loads");
    let text = "name = 'ours'\nextends = 'infra-zh'\ntimestamps = 'any'\n\
                [[metric]]\nid = 'response'\nrequired = false\n\
                [[metric]]\nid = 'verification'\nnames = ['验证时间']\nreadings = ['recovered -> closed']\n\
                [[metadata]]\nid = 'severity'\nnames = ['档位']\n\
                [[milestone]]\nid = 'closed'\nwords = ['收工']\n\
                [verdicts]\nhedged = ['凑合']\n\
                [durations.units]\nday = ['天']\n\
                [placeholders]\nwords = ['空着']";
    let ours = load(text).expect("no problem");
    assert_eq!((ours.name.as_str(), ours.backticked), ("ours", false));
    assert_eq!(ours.language, base.language);
    assert_eq!(ours.sections.len(), base.sections.len());
    assert_eq!(ours.metrics.len(), base.metrics.len() + 1);
    let response = ours.metric("response").expect("inherited");
    assert!(!response.required && response.verdict);
    assert_eq!(response.title, "故障响应时间");
    let closed = |template: &Template| {
        let of = |spec: &&MilestoneSpec| spec.milestone == Milestone::Closed;
        template.milestones.iter().find(of).expect("there").clone()
    };
    let names = |template: &Template, field| {
        let spec = template.fields.iter().find(|spec| spec.field == field).expect("there");
        spec.names.clone()
    };
    assert_eq!(names(&ours, Field::Severity), ["档位"]);
    assert_eq!(names(&ours, Field::Owner), names(&base, Field::Owner));
    assert_eq!(ours.labels().find("档 位"), [Meaning::Field(Field::Severity)]);
    assert_eq!(closed(&ours).words, ["收工"]);
    assert_eq!(closed(&ours).labels, closed(&base).labels);
    let hedged: Vec<&str> = ours
        .verdicts
        .words
        .iter()
        .filter(|w| w.1 == Polarity::Hedged)
        .map(|w| w.0.as_str())
        .collect();
    assert_eq!(hedged, ["凑合"]);
    let units =
        |template: &Template| template.durations.units.values().map(Vec::len).sum::<usize>();
    assert_eq!(
        units(&ours),
        units(&base) - base.durations.units[&crate::notation::duration::Unit::Day].len() + 1
    );
    assert!(ours.placeholders.is_word("空着") && !ours.placeholders.is_word("TBD"));
    assert_eq!(ours.placeholders.find("YYYY-MM-DD").len(), 1);
}

#[test]
fn sections_given_replace_all_inherited_ones() {
    let ours = load(&format!("extends = 'infra-zh'\n{LEAST}")).expect("no problem");
    assert_eq!(ours.sections.len(), 1);
    assert_eq!(ours.metrics.len(), 6);
}

#[test]
fn a_word_that_an_inherited_list_has_is_told() {
    let text =
        "name = 'ours'\nextends = 'infra-zh'\n[[milestone]]\nid = 'closed'\nwords = ['恢复正常']";
    assert_eq!(problems(text), ["`恢复正常` is already in `recovered` ['恢复正常']"]);
}

#[test]
fn any_table_of_words_is_read_or_refused() {
    let hostile = [
        with(&format!("[placeholders]\npatterns = ['{}']", "(".repeat(10_000))),
        with(&format!("[cues]\nneutral = [{}]", "'a',".repeat(10_000))),
        with(&format!("[[section]]\nrole='x'\ntitle='{}'", "长".repeat(100_000))),
    ];
    for text in hostile {
        let _ = load(&text);
    }
}
