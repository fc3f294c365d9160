//! The words of the facts: what is said in brackets, and where something comes from.

use crate::labelled::Place;
use crate::lang::Lang;
use crate::stamp::{DateFrom, ZoneFrom};
use crate::timeline::Why;

/// What is said in brackets behind something.
pub(super) fn aside(lang: Lang, words: &str) -> String {
    lang.pick(|| format!(" ({words})"), || format!("（{words}）"))
}

/// Why an entry is a milestone, in a word.
pub(super) fn why_word(why: Why, lang: Lang) -> &'static str {
    let chinese = match why {
        Why::Tag => "标注",
        Why::Label | Why::Field => "标签",
        Why::Word => "关键词",
        Why::Impact => "影响时段",
        Why::Unmarked => "未标注",
    };
    lang.pick(|| why.id(), || chinese)
}

/// Where a label stands, in a word.
pub(super) fn place_word(place: Place, lang: Lang) -> &'static str {
    let chinese = match place {
        Place::FrontMatter => "front matter",
        Place::Table => "表格",
        Place::Line => "正文",
        Place::Heading => "标题",
    };
    lang.pick(|| place.id(), || chinese)
}

/// What says the zone of the entries.
pub(super) fn zone_word(from: ZoneFrom, lang: Lang) -> &'static str {
    let (english, chinese) = match from {
        ZoneFrom::Column => ("column head", "取自表头"),
        ZoneFrom::Heading => ("heading", "取自标题"),
        ZoneFrom::Sentence => ("sentence", "取自正文说明"),
        ZoneFrom::Stamp | ZoneFrom::Entries => ("entries", "取自条目"),
        ZoneFrom::Configuration => ("configuration", "取自配置"),
    };
    lang.pick(|| english, || chinese)
}

/// Where a date comes from, if not from the entries.
pub(super) fn date_word(from: DateFrom, lang: Lang) -> Option<&'static str> {
    let (english, chinese) = match from {
        DateFrom::Stamp | DateFrom::Entry | DateFrom::Midnight => return None,
        DateFrom::Nowhere => ("no date", "没有日期"),
        DateFrom::Zero => ("counted from T0", "从 T0 起算"),
        DateFrom::Heading => ("date from the heading", "日期取自标题行"),
        DateFrom::Title => ("date from the title", "日期取自文档标题"),
        DateFrom::Text => ("date from the text above", "日期取自上文"),
        DateFrom::FrontMatter => ("date from the front matter", "日期取自 front matter"),
        DateFrom::FileName => ("date from the file name", "日期取自文件名"),
    };
    Some(lang.pick(|| english, || chinese))
}
