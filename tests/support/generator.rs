//! Random postmortems in the form of the `infra-zh` template: right ones, and ones with one fault.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::Random;

/// A line of a generated document, with the name of what stands on it.
#[derive(Clone, Debug)]
pub struct Line {
    pub text: String,
    pub what: &'static str,
}

/// A generated document, line by line, so that faults can be put into known places.
#[derive(Clone, Debug)]
pub struct Document {
    pub lines: Vec<Line>,
    /// The heading level of top-level sections.
    pub base: usize,
    pub times: Times,
    pub config: &'static str,
}

/// When things happened, in minutes after the first entry.
#[derive(Clone, Debug)]
pub struct Times {
    pub zero: NaiveDateTime,
    pub start: i64,
    pub detected: i64,
    pub responded: i64,
    pub identified: i64,
    pub mitigated: i64,
    pub recovered: i64,
}

impl Times {
    pub fn random(random: &mut Random) -> Self {
        let day = random.between(0, 1500);
        let zero = NaiveDate::from_ymd_opt(2021, 1, 1)
            .and_then(|date| date.checked_add_signed(TimeDelta::days(day)))
            .and_then(|date| {
                let hour = u32::try_from(random.between(0, 17)).unwrap();
                date.and_hms_opt(hour, u32::try_from(random.between(0, 59)).unwrap(), 0)
            })
            .unwrap();
        let start = random.between(1, 20);
        let detected = start + random.between(1, 25);
        let responded = detected + random.between(1, 20);
        let identified = responded + random.between(2, 60);
        let mitigated = identified + random.between(1, 40);
        let recovered = mitigated + random.between(1, 90);
        Self { zero, start, detected, responded, identified, mitigated, recovered }
    }

    pub fn at(&self, minutes: i64) -> NaiveDateTime {
        self.zero + TimeDelta::minutes(minutes)
    }
}

/// How the document writes its time stamps.
#[derive(Clone, Copy, Debug)]
pub struct StampStyle {
    date: &'static str,
    join: &'static str,
    seconds: bool,
    zone: &'static str,
    /// Whether entries after the first leave the date out.
    short: bool,
    range: &'static str,
    full_width: bool,
}

impl StampStyle {
    fn random(random: &mut Random) -> Self {
        let seconds = random.chance(20);
        Self {
            date: random.pick(&["%Y-%m-%d", "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"]),
            join: random.pick(&[" ", " ", " ", "T"]),
            seconds,
            zone: if seconds { random.pick(&["", "+08:00", "Z"]) } else { "" },
            short: random.chance(30),
            range: random.pick(&[" ~ ", "~", " ～ ", " - ", " – ", " — ", " 至 ", " 到 "]),
            full_width: random.chance(10),
        }
    }

    fn stamp(&self, at: NaiveDateTime, dated: bool) -> String {
        let time = if self.seconds { "%H:%M:%S" } else { "%H:%M" };
        let text = match dated {
            true => {
                at.format(&format!("{}{}{time}{}", self.date, self.join, self.zone)).to_string()
            }
            false => at.format(&format!("{time}{}", self.zone)).to_string(),
        };
        if self.full_width { widen(&text) } else { text }
    }
}

/// Digits and colons in their full-width forms.
fn widen(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + 0xff10).unwrap(),
            ':' => '：',
            _ => c,
        })
        .collect()
}

/// A whole number of minutes in one of the notations, the verdict apart.
pub fn duration(random: &mut Random, minutes: i64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    let mut forms = vec![
        format!("{minutes}m"),
        format!("{minutes} min"),
        format!("{minutes}分钟"),
        format!("{minutes} 分钟"),
        format!("{minutes}mins"),
        format!("{minutes} minutes"),
        format!("约 {minutes} 分钟"),
        format!("{minutes} 分钟左右"),
        format!("~{minutes}m"),
        widen(&format!("{minutes}")) + "分钟",
        format!("**{minutes}m**"),
        format!("`{minutes}m`"),
    ];
    if hours > 0 && rest > 0 {
        forms.extend([
            format!("{hours}h{rest}m"),
            format!("{hours}h {rest}m"),
            format!("{hours}小时{rest}分"),
            format!("{hours} 小时 {rest} 分钟"),
            format!("{hours} 个小时 {rest} 分钟"),
            format!("PT{hours}H{rest}M"),
            format!("{hours} hour and {rest} minutes"),
        ]);
    }
    if minutes == 30 {
        forms.extend(["半小时".to_owned(), "半个小时".to_owned(), "half an hour".to_owned()]);
    }
    if minutes == 90 {
        forms.extend(["1.5h".to_owned(), "一个半小时".to_owned(), "1小时半".to_owned()]);
    }
    if minutes == 120 {
        forms.extend(["2h".to_owned(), "两小时".to_owned(), "2 个小时".to_owned()]);
    }
    random.pick(&forms)
}

const TITLES: [&str; 6] = [
    "缓存集群误操作复盘",
    "订单网关超时故障复盘",
    "2 号机房断电复盘",
    "配置下发失败复盘",
    "消息队列积压",
    "搜索索引丢失事故",
];
const SERVICES: [&str; 6] =
    ["订单网关", "用户画像缓存", "搜索索引", "支付回调", "消息队列", "配置中心"];
const PEOPLE: [&str; 5] = ["小林", "阿岚", "周宁", "mika", "sato"];
const MET: [&str; 5] = ["符合预期", "达标", "已达标", "符合预期", "未超时"];
const MISSED: [&str; 4] = ["不符合预期", "未达标", "不达标", "不符预期"];
const NOTHING: [&str; 4] = ["暂无", "无", "无。", "无明显影响"];

pub struct Generator {
    pub random: Random,
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self { random: Random(seed) }
    }

    /// A document about which there is nothing to say.
    pub fn valid(&mut self) -> Document {
        let times = Times::random(&mut self.random);
        let base = usize::try_from(self.random.between(1, 3)).unwrap();
        let config = self.random.pick(&["", CONFIG]);
        let mut document = Document { lines: Vec::new(), base, times, config };
        if base > 1 {
            let title = format!("{} {}", "#".repeat(base - 1), self.random.pick(&TITLES));
            document.push("title", title);
            if self.random.chance(30) {
                document.push("metadata", "");
                document.push("metadata", "> 本文供内部学习使用");
            }
            document.push("", "");
        }
        self.metrics(&mut document);
        self.description(&mut document);
        self.actions(&mut document);
        document
    }

    fn heading(&mut self, document: &mut Document, deeper: usize, title: &'static str) {
        let marks = "#".repeat(document.base + deeper);
        let text = match self.random.between(1, 10) {
            1 => format!("{marks} **{title}**"),
            2 => format!("{marks} 一、{title}"),
            3 => format!("{marks} 1.2 {title}"),
            _ => format!("{marks} {title}"),
        };
        document.push(title, text);
        if self.random.chance(50) {
            document.push("", "");
        }
    }

    fn metrics(&mut self, document: &mut Document) {
        self.heading(document, 0, "时间指标");
        let times = document.times.clone();
        let stated = [
            (
                "detection",
                ["故障感知时间", "感知时间", "故障发现时间"],
                times.detected - times.start,
                10,
            ),
            (
                "response",
                ["故障响应时间", "响应时间", "响应时长"],
                times.responded - times.detected,
                10,
            ),
            (
                "resolution",
                ["故障处理时间", "处理时间", "故障恢复时间"],
                times.recovered - times.start,
                60,
            ),
        ];
        let bullet = self.random.pick(&["-", "*", "+"]);
        let colon = self.random.pick(&["：", ": ", ":", " ： "]);
        for (id, names, minutes, limit) in stated {
            let name = self.random.pick(&names);
            let value = duration(&mut self.random, minutes);
            let limit = if document.config.is_empty() { 0 } else { limit };
            let met = if limit > 0 { minutes <= limit } else { self.random.chance(50) };
            let verdict = self.random.pick(if met { &MET[..] } else { &MISSED[..] });
            let verdict = match self.random.between(1, 4) {
                1 => format!("，{verdict}"),
                2 => format!("（{verdict}）"),
                _ => format!(" {verdict}"),
            };
            document.push(id, format!("{bullet} {name}{colon}{value}{verdict}"));
        }
        document.push("", "");
    }

    fn description(&mut self, document: &mut Document) {
        self.heading(document, 0, "故障描述");
        self.heading(document, 1, "事故回放");
        let style = StampStyle::random(&mut self.random);
        self.timeline(document, style);
        self.impact(document, style);
        self.heading(document, 1, "事故原因");
        let service = self.random.pick(&SERVICES);
        self.heading(document, 2, "直接原因");
        document.push("cause", format!("- {service}的连接池参数在重启之后回到了默认值"));
        document.push("", "");
        self.heading(document, 2, "间接原因");
        match self.random.chance(30) {
            true => document.push("", "- 暂无"),
            false => document.push("", "- 上线检查单没有覆盖这一项参数"),
        }
        document.push("", "");
    }

    fn timeline(&mut self, document: &mut Document, style: StampStyle) {
        let times = document.times.clone();
        let service = self.random.pick(&SERVICES);
        let who = self.random.pick(&PEOPLE);
        let marks = self.random.between(0, 4);
        // The words stand without a mark, and say the milestone by themselves.
        let entries: [(&'static str, i64, Option<i64>, &str, String); 8] = [
            ("entry-trigger", 0, None, "触发", format!("{who} 发布 {service} 的新配置")),
            ("entry-start", times.start, None, "开始", format!("{service}开始报错")),
            ("entry-detected", times.detected, None, "感知", format!("值班群收到{service}的告警")),
            ("entry-responded", times.responded, None, "响应", format!("{who} 开始排查")),
            (
                "entry-range",
                times.responded,
                Some(times.identified),
                "定位",
                "逐台核对配置，定位到连接池参数".to_owned(),
            ),
            ("entry-plain", times.identified, None, "", "与业务方同步进展".to_owned()),
            ("entry-mitigated", times.mitigated, None, "缓解", "流量切换完成".to_owned()),
            ("entry-recovered", times.recovered, None, "恢复", format!("{service}恢复正常")),
        ];
        let lead = self.random.pick(&["", "在 ", "于 "]);
        let bullet = self.random.pick(&["-", "*", "1."]);
        let gap = self.random.pick(&[" ", "", "：", " - ", "，"]);
        for (index, (what, minutes, end, label, text)) in entries.into_iter().enumerate() {
            let dated = index == 0 || !style.short;
            let mut stamp = style.stamp(times.at(minutes), dated);
            if let Some(end) = end {
                let end = style.stamp(times.at(end), dated && self.random.chance(50));
                stamp = format!("{stamp}{}{end}", style.range);
            }
            let text = match (marks, label) {
                (_, "") | (0, _) => text,
                (1, label) => format!("【{label}】{text}"),
                (2, label) => format!("[{label}] {text}"),
                (3, label) => format!("**{label}** {text}"),
                (_, label) => format!("{text} <!-- pmlint: {} -->", milestone(label)),
            };
            let gap = if marks == 3 && !label.is_empty() { " " } else { gap };
            document.push(what, format!("{bullet} {lead}`{stamp}`{gap}{text}"));
            if self.random.chance(10) {
                document.push("", "  - 详见值班群记录");
            }
        }
        document.push("", "");
    }

    fn impact(&mut self, document: &mut Document, style: StampStyle) {
        self.heading(document, 1, "事故影响");
        let times = document.times.clone();
        let window = format!(
            "{}{}{}",
            style.stamp(times.at(times.start), true),
            style.range,
            style.stamp(times.at(times.recovered), self.random.chance(50))
        );
        self.heading(document, 2, "用户侧");
        document.push("impact-user", format!("- 在 `{window}` 间部分用户无法下单"));
        document.push("", "");
        self.heading(document, 2, "服务侧");
        let share = self.random.between(80, 99);
        document.push("impact-service", format!("- 在 `{window}` 间服务平均可用率低于 {share}%"));
        document.push("", "");
        self.heading(document, 2, "产品侧");
        let nothing = self.random.pick(&NOTHING);
        document.push("impact-product", format!("- {nothing}"));
        document.push("", "");
    }

    fn actions(&mut self, document: &mut Document) {
        self.heading(document, 0, "改进方案");
        self.heading(document, 1, "短期方案");
        document.push("action", "- 把连接池参数写进配置模板");
        document.push("", "");
        self.heading(document, 1, "长期方案");
        document.push("", "- 发布系统在变更前比对参数");
        document.push("", "");
        self.heading(document, 1, "其他风险点");
        document.push("risk", "- 暂无");
    }
}

const CONFIG: &str = "[sla]\ndetection = \"10m\"\nresponse = \"10m\"\nresolution = \"1h\"\n";

fn milestone(label: &str) -> &'static str {
    match label {
        "触发" => "trigger",
        "开始" => "start",
        "感知" => "detected",
        "响应" => "responded",
        "定位" => "identified",
        "缓解" => "mitigated",
        _ => "recovered",
    }
}

impl Document {
    pub fn push(&mut self, what: &'static str, text: impl Into<String>) {
        self.lines.push(Line { text: text.into(), what });
    }

    pub fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{}\n", line.text)).collect()
    }

    /// The place of a line, as an index into [`Document::lines`].
    pub fn find(&self, what: &str) -> usize {
        self.lines.iter().position(|line| line.what == what).unwrap_or_else(|| panic!("no {what}"))
    }

    pub fn line(&mut self, what: &str) -> &mut String {
        let index = self.find(what);
        &mut self.lines[index].text
    }

    /// The lines of a section: from its heading up to the next heading as high or higher.
    pub fn section(&self, title: &str) -> std::ops::Range<usize> {
        let start = self.find(title);
        let level = |line: &Line| line.text.chars().take_while(|&c| c == '#').count();
        let own = level(&self.lines[start]);
        let end = self.lines[start + 1..]
            .iter()
            .position(|line| (1..=own).contains(&level(line)))
            .map_or(self.lines.len(), |at| start + 1 + at);
        start..end
    }
}
