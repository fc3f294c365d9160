use super::super::*;
use crate::lang::Lang;
use crate::milestone::Milestone;
use crate::toml_text::tests::told;

fn infra() -> Arc<Template> {
    builtin("infra-zh").expect("it loads")
}

#[test]
fn every_built_in_template_passes_all_checks() {
    for one in &BUILTIN {
        let source = Arc::new(Source::new(one.name, one.text));
        let problems = Template::load(&source, Lang::En).err();
        assert!(problems.is_none(), "{}: {problems:#?}", one.name);
    }
}

#[test]
fn every_built_in_template_loads_under_its_name() {
    for one in &BUILTIN {
        let source = Arc::new(Source::new(one.name, one.text));
        let problems = Template::load(&source, Lang::En).err().unwrap_or_default();
        assert_eq!(told(&problems), [""; 0], "{}", one.name);
        assert_eq!(
            builtin(one.name).map(|template| template.name.clone()).as_deref(),
            Some(one.name)
        );
    }
    assert_eq!(builtins().count(), BUILTIN.len());
    assert!(builtin("no-such").is_none());
}

#[test]
fn the_sections_read_for_the_choice_are_those_of_the_whole_template() {
    for one in &BUILTIN {
        let (shape, whole) = (one.shape().expect("it loads"), one.template().expect("it loads"));
        assert_eq!(shape.language, whole.language, "{}", one.name);
        assert_eq!(shape.sections.len(), whole.sections.len(), "{}", one.name);
        for (read, known) in std::iter::zip(&shape.sections, &whole.sections) {
            let told = |section: &SectionSpec| {
                let SectionSpec { role, part, title, aliases, parent, required, usual, nothing } =
                    section;
                let nothing = nothing.as_slice();
                format!(
                    "{role} {part:?} {title} {aliases:?} {parent:?} {required} {usual} {nothing:?}"
                )
            };
            assert_eq!(told(read), told(known), "{}", one.name);
        }
        for title in ["一、Timeline", "2. 原因", "（三）影响", "影響"] {
            assert_eq!(shape.titles.find(title), whole.titles().find(title), "{}", one.name);
        }
    }
}

#[test]
fn only_the_default_template_asks_for_metrics() {
    for template in builtins().filter(|template| template.name != "infra-zh") {
        assert!(!template.metrics.iter().any(|metric| metric.required), "{}", template.name);
        assert!(!template.backticked, "{}", template.name);
    }
}

#[test]
fn general_templates_ask_for_little() {
    for name in ["generic-en", "generic-zh", "generic-ja", "generic-ko"] {
        let template = builtin(name).expect("it loads");
        let required = template.sections.iter().filter(|section| section.required);
        let roles: Vec<&str> = required.map(|section| section.role.as_str()).collect();
        assert_eq!(roles, ["timeline", "cause", "actions"], "{name}");
        assert!(template.sections.iter().all(|section| section.parent.is_none()), "{name}");
    }
}

#[test]
fn the_sections_are_those_of_the_template() {
    let template = infra();
    let outline: Vec<String> = template
        .sections
        .iter()
        .map(|section| {
            let parent = section.parent.map_or("", |parent| &template.sections[parent].role);
            format!("{parent}/{} {} {:?}", section.role, section.title, section.part)
        })
        .collect();
    assert_eq!(
        outline,
        [
            "/metrics 时间指标 Metrics",
            "/description 故障描述 Other",
            "description/timeline 事故回放 Timeline",
            "description/impact 事故影响 Impact",
            "impact/impact-user 用户侧 Impact",
            "impact/impact-service 服务侧 Impact",
            "impact/impact-product 产品侧 Impact",
            "description/cause 事故原因 Cause",
            "cause/cause-direct 直接原因 Cause",
            "cause/cause-indirect 间接原因 Cause",
            "/actions 改进方案 Actions",
            "actions/actions-short 短期方案 Actions",
            "actions/actions-long 长期方案 Actions",
            "actions/risks 其他风险点 Actions",
        ]
    );
    assert!(template.sections.iter().all(|section| section.required));
    let strict = ["metrics", "timeline", "cause-direct"];
    for role in strict {
        let at = template.section(role).expect("there");
        assert!(template.sections[at].nothing.as_slice().is_empty(), "{role}");
    }
}

#[test]
fn the_metrics_are_those_of_the_template() {
    let template = infra();
    let required: Vec<&str> = template
        .metrics
        .iter()
        .filter(|m| m.required && m.verdict)
        .map(|m| m.title.as_str())
        .collect();
    assert_eq!(required, ["故障感知时间", "故障响应时间", "故障处理时间"]);
    for metric in &template.metrics {
        for reading in &metric.unusual {
            assert!(!metric.readings.contains(reading), "{} {reading}", metric.id);
        }
        let lengths: Vec<usize> = metric.names.iter().map(|name| name.chars().count()).collect();
        assert!(lengths.is_sorted_by(|a, b| a >= b), "{}", metric.id);
    }
}

/// What a line is marked as, by the rule that the template states: cues, neutral phrases and
/// negators searched together, leftmost and longest; a negator cancels the cues right of it in its
/// clause.
fn marks(text: &str) -> Vec<(Milestone, String)> {
    #[derive(Clone, Copy)]
    enum Kind {
        Cue(Milestone),
        Neutral,
        Negator,
    }
    let template = infra();
    let cues = template.milestones.iter().flat_map(|spec| {
        spec.words.iter().map(move |word| (word.as_str(), Kind::Cue(spec.milestone)))
    });
    let words: Vec<(&str, Kind)> = cues
        .chain(template.neutral.iter().map(|word| (word.as_str(), Kind::Neutral)))
        .chain(template.negators.iter().map(|word| (word.as_str(), Kind::Negator)))
        .collect();
    let mut marks = Vec::new();
    for clause in text.split_inclusive(['，', '。', '；', ',', ';']) {
        let (mut at, mut negated) = (0, false);
        while let Some(rest) = clause.get(at..).filter(|rest| !rest.is_empty()) {
            let before = clause.get(..at).and_then(|before| before.chars().next_back());
            let whole = |word: &str| {
                let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                !word.starts_with(|c: char| c.is_ascii_alphabetic())
                    || !letter(before)
                        && !letter(rest.get(word.len()..).and_then(|r| r.chars().next()))
            };
            let fits = |word: &str| {
                rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
                    && whole(word)
            };
            let best =
                words.iter().filter(|(word, _)| fits(word)).max_by_key(|(word, _)| word.len());
            let Some((word, kind)) = best else {
                at += rest.chars().next().map_or(1, char::len_utf8);
                continue;
            };
            match kind {
                Kind::Cue(milestone) if !negated => marks.push((*milestone, (*word).to_owned())),
                Kind::Negator => negated = true,
                Kind::Cue(_) | Kind::Neutral => {}
            }
            at += word.len();
        }
    }
    marks
}

#[test]
fn the_timeline_of_the_example_is_marked_as_its_reader_would() {
    use Milestone::{Detected, Identified, Recovered, Responded, Start, Trigger};
    for (text, expected) in [
        ("准备好主从复制的使用的实例", vec![]),
        ("jianxin 为 Snaptube 推荐系统/用户画像的「缓存集群」做高可用配置；", vec![]),
        ("jianxin 开始对集群进行操作；", vec![(Trigger, "进行操作")]),
        (
            "从「监控观测」到缓存集群负载下降，初步判断应该是对「缓存集群」的操作导致服务异常",
            vec![(Detected, "监控观测"), (Start, "服务异常")],
        ),
        (
            "jianxin 回滚了对缓存集群的配置，但是缓存服务的负载依旧没有恢复至操作前的正常范围",
            vec![(Responded, "回滚")],
        ),
        (
            "从监控观测到系统负载升高，导致该实例上的缓存服务无法正常提供服务",
            vec![(Detected, "监控观测到"), (Start, "负载升高"), (Start, "无法")],
        ),
        ("收到缓存服务不可用的告警", vec![(Detected, "不可用的告警")]),
        (
            "经 heyang、jianxin 排查，问题是 jianxin 在回滚对集群的配置之后，没有及时停止缓存服务",
            vec![(Responded, "排查"), (Identified, "问题是"), (Responded, "回滚")],
        ),
        ("缓存服务负载恢复至正常范围", vec![(Recovered, "恢复至正常")]),
    ] {
        let expected: Vec<(Milestone, String)> =
            expected.into_iter().map(|(milestone, word)| (milestone, word.to_owned())).collect();
        assert_eq!(marks(text), expected, "{text}");
    }
}

#[test]
fn false_friends_are_no_milestones() {
    use Milestone::{Detected, Identified, Mitigated, Recovered, Responded, Start, Trigger};
    for (text, expected) in [
        ("接口响应时间升高", &[][..]),
        ("响应超时", &[]),
        ("服务逐步恢复", &[]),
        ("开始恢复数据", &[]),
        ("部分恢复", &[]),
        ("尚未恢复", &[]),
        ("未完全恢复", &[]),
        ("没有收到告警", &[]),
        ("未发现异常", &[]),
        ("无法定位原因", &[]),
        ("初步定位是网络问题", &[]),
        ("新增告警规则", &[]),
        ("服务发现注册", &[]),
        ("回滚失败", &[]),
        ("unresolved", &[]),
        ("the service doesn't recover and did not get restored", &[]),
        ("slow response times", &[]),
        ("Alerts resolved itself", &[]),
        ("replayed the acknowledgement", &[]),
        ("不断收到告警", &[Detected]),
        ("发现 PM2 环境变量问题", &[Detected]),
        ("排查发现内存占用高", &[Identified]),
        ("值班同学响应并介入", &[Responded, Responded]),
        ("上线新版本", &[Trigger]),
        ("回滚发布", &[Responded]),
        ("回滚完成", &[Mitigated]),
        ("服务恢复正常", &[Recovered]),
        ("Rolled back the release", &[Responded, Trigger]),
        ("Fix deployed", &[Mitigated]),
        ("the search is no longer down", &[Recovered]),
        ("Users report errors, service is down", &[Detected, Start]),
    ] {
        let found: Vec<Milestone> =
            marks(text).into_iter().map(|(milestone, _)| milestone).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn verdicts() {
    let template = infra();
    let polarity = |text: &str| {
        let place = template.verdicts.find(text)?;
        template.verdicts.polarity(text.get(place)?)
    };
    for (text, expected) in [
        ("符合预期", Some(Polarity::Met)),
        ("不符合预期", Some(Polarity::Missed)),
        ("未超时", Some(Polarity::Met)),
        ("已超时", Some(Polarity::Missed)),
        ("基本符合预期", Some(Polarity::Hedged)),
        ("无 SLA", Some(Polarity::NoTarget)),
        ("no SLA breach", Some(Polarity::Met)),
        ("正常", Some(Polarity::Met)),
        ("不正常", Some(Polarity::Missed)),
        ("超出预期", None),
        ("符符预期", None),
    ] {
        assert_eq!(polarity(text), expected, "{text}");
    }
    assert!(template.verdicts.questions.iter().any(|word| word == "是否"));
}

#[test]
fn placeholders() {
    let found = infra();
    let found = &found.placeholders;
    for text in [
        "TBD",
        "tbd",
        "待补充",
        "（待补充）",
        "**待填写**",
        "XXX",
        "?",
        "……",
        "YYYY-MM-DD",
        "HH:mm",
        "hh:mm:ss",
        "xx:xx",
        "??:??",
        "14:??",
        "2024-03-??",
        "2024-??-01",
        "?mins",
        "??%",
        "{姓名}",
        "{name}",
        "{{ name }}",
        "<填写影响>",
        "【请填写原因】",
        "[INSERT LINK]",
        "YYYY年MM月DD日",
    ] {
        assert!(
            found.is_word(text) || found.find(text) == std::slice::from_ref(&(0..text.len())),
            "{text}"
        );
    }
    let find = |text: &'static str| -> Vec<&str> {
        found.find(text).into_iter().filter_map(|range| text.get(range)).collect()
    };
    assert_eq!(find("2024-03-13 HH:mm 事件"), ["HH:mm"]);
    assert_eq!(find("12:26-12:??"), ["12:??"]);
    assert_eq!(find("时长 ?mins，负责人（待定）"), ["?mins", "（待定）"]);
    assert_eq!(find("在YYYY-MM-DD发生"), ["YYYY-MM-DD"]);
    for text in [
        "根因待定",
        "TODO list",
        "请求 /users/{id} 失败",
        "${HOME}",
        "{\"消息\": 1}",
        "【说明】全部时间为北京时间",
        "foo(...)",
        "为什么? 因为",
        "http://x/?m=5",
        "1:2",
        "2021-03-19 11:46",
        "[x] 完成",
        "[补充]",
    ] {
        assert_eq!(find(text), [""; 0], "{text}");
        assert!(!found.is_word(text), "{text}");
    }
    for text in ["无", "-", "5m", "暂无", "N/A"] {
        assert!(!found.is_word(text), "{text}");
    }
}
