//! Front matter: what stands between the fences at the top of a file, as keys and values.
//!
//! YAML between `---`, TOML between `+++`. Only what a document says about itself is kept: the keys of
//! the outermost level with what they hold in plain values. It is parsed where there is some, and only
//! then.

mod toml;
mod yaml;

use crate::span::Span;
use crate::text::{Buffer, Style, Text, TextId};

/// The front matter of a file, read.
#[derive(Debug, Default)]
pub struct FrontMatter {
    buffer: Buffer,
    pairs: Vec<(TextId, TextId)>,
    /// What is wrong with it, where it cannot be parsed.
    pub problem: Option<Problem>,
}

/// The language of a front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Between lines of `---`.
    Yaml,
    /// Between lines of `+++`.
    Toml,
}

/// Why a front matter cannot be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it should have been.
    pub format: Format,
    /// The line that the parser stopped in, from that place on.
    pub span: Span,
    /// The parser's own words.
    pub message: String,
}

impl FrontMatter {
    /// Reads what stands between the fences.
    #[must_use]
    pub fn parse(source: &str, span: Span) -> Self {
        let mut front = Self::default();
        let text = source.get(span.range()).unwrap_or_default();
        let format = if source.starts_with('+') { Format::Toml } else { Format::Yaml };
        let read = match format {
            Format::Yaml => yaml::read(text),
            Format::Toml => toml::read(text),
        };
        match read {
            Ok(pairs) => {
                for pair in pairs {
                    let key = front.push(text, span.start, &pair.key);
                    let value = front.push(text, span.start, &pair.value);
                    front.pairs.push((key, value));
                }
            }
            Err((at, message)) => {
                let place = line_from(text, at);
                let span = Span::new(span.start + place.start, span.start + place.end);
                front.problem = Some(Problem { format, span, message });
            }
        }
        front
    }

    /// The keys of the outermost level, each with one of its values.
    pub fn pairs(&self) -> impl Iterator<Item = (Text<'_>, Text<'_>)> {
        self.pairs.iter().map(|&(key, value)| (self.buffer.text(key), self.buffer.text(value)))
    }

    fn push(&mut self, text: &str, start: usize, scalar: &Scalar) -> TextId {
        // Nothing runs from one value into the next.
        self.buffer.push("\n", Span::at(start), Style::default());
        let mark = self.buffer.mark();
        // Without its quotes a value stands on its own bytes, unless there are escapes in it.
        let written = text.get(scalar.span.range()).unwrap_or_default();
        let lead = written.find(scalar.value.as_str()).unwrap_or_default();
        let inner = written.get(lead..).is_some_and(|rest| rest.starts_with(&scalar.value));
        let span = match inner {
            true => {
                Span::new(scalar.span.start + lead, scalar.span.start + lead + scalar.value.len())
            }
            false => scalar.span,
        };
        self.buffer.push(
            &scalar.value,
            Span::new(start + span.start, start + span.end),
            Style::default(),
        );
        self.buffer.since(mark)
    }
}

/// A plain value, or a key.
struct Scalar {
    value: String,
    /// The bytes it was written in, from the start of the front matter; with quotes.
    span: Span,
}

/// A key of the outermost level and one of its values.
struct Pair {
    key: Scalar,
    value: Scalar,
}

/// The pairs of a front matter, or where the parser stopped, and why.
type Read = Result<Vec<Pair>, (usize, String)>;

/// The rest of the line that a place is in; the line above where nothing is left of it.
fn line_from(text: &str, at: usize) -> Span {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = text.get(..at).unwrap_or_default();
    let rest = text.get(at..).unwrap_or_default();
    let said = rest.lines().next().unwrap_or_default().trim_end();
    if !said.is_empty() {
        return Span::new(at, at + said.len());
    }
    let end = before.trim_end().len();
    let start = before.get(..end).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    Span::new(start, end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::Markdown;

    fn read(source: &str) -> FrontMatter {
        let span = Markdown::parse(source).front_matter.expect("front matter");
        FrontMatter::parse(source, span)
    }

    /// Each pair as the source has it.
    fn pairs(source: &str) -> Vec<String> {
        let front = read(source);
        assert_eq!(front.problem, None, "{source}");
        let slice =
            |text: Text<'_>| source.get(text.span().range()).expect("boundaries").to_owned();
        front.pairs().map(|(key, value)| format!("{}={}", slice(key), slice(value))).collect()
    }

    #[test]
    fn values_stand_on_their_bytes() {
        let cases: &[(&str, &[&str])] = &[
            (
                "---\ntitle: 缓存故障\ndate: 2024-03-01 12:10\n---\n",
                &["title=缓存故障", "date=2024-03-01 12:10"],
            ),
            ("---\n标题: \"引号 内\" # 注\n级别: 'P1'\n---\n", &["标题=引号 内", "级别=P1"]),
            (
                "---\r\n负责人:\r\n  - 甲\r\n  - 乙\r\nx: {y: 1}\r\nz: 2\r\n---\r\n",
                &["负责人=甲", "负责人=乙", "z=2"],
            ),
            ("---\na: [b, c]\nd: {e: {f: g}}\n? [x]\n: y\nh: \n---\n", &["a=b", "a=c", "h="]),
            ("---\na: \"\\u4e2d 文\"\n---\n", &["a=\"\\u4e2d 文\""]),
            ("---\na: |\n  两行\n  文字\nb: &x 1\nc: *x\n---\n", &["a=两行\n  文字\n", "b=1"]),
            ("---\n# nothing\n---\n", &[]),
            ("---\na: ~\nb: null\nc: '~'\n---\n", &["a=", "b=", "c=~"]),
            (
                "+++\ntitle = '故障'\ndate = 2024-03-01T12:10:00Z\n[x]\ny = 1\n+++\n",
                &["title=故障", "date=2024-03-01T12:10:00Z"],
            ),
            (
                "+++\nowner = ['甲', \"乙\"]\nweight = 3\n+++\n",
                &["owner=甲", "owner=乙", "weight=3"],
            ),
        ];
        for (source, expected) in cases {
            let found = pairs(source);
            let found: Vec<&str> = found.iter().map(String::as_str).collect();
            assert_eq!(&found, expected, "{source}");
        }
    }

    #[test]
    fn a_problem_has_its_place() {
        for (source, expected) in [
            ("---\n标题: 缓存: 故障\n---\n", ": 故障"),
            ("---\nowner: @li\n---\n", "@li"),
            ("---\na: \"b\n---\n", "\"b"),
            ("---\na: 1\njust text\n---\n", "just text"),
            ("---\nnote: x\n---\n", ""),
            ("+++\n标题 = 故障\n+++\n", "标题 = 故障"),
            ("+++\ntitle = 故障\n+++\n", "故障"),
        ] {
            let front = read(source);
            let place = front.problem.map_or(Some(""), |one| source.get(one.span.range()));
            assert_eq!(place, Some(expected), "{source}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in r#"([-+ \n:a-c时\[\]{}&*!|>'"\\#%@`=,~?.0-9\t\r]|\PC){0,60}"#) {
            for fence in ["---", "+++"] {
                let source = format!("{fence}\na: b\n{text}\n{fence}\n");
                let Some(span) = Markdown::parse(&source).front_matter else { continue };
                let front = FrontMatter::parse(&source, span);
                let problem = front.problem.iter().map(|problem| problem.span);
                let texts = front.pairs().flat_map(|(key, value)| [key.span(), value.span()]);
                for place in problem.chain(texts) {
                    prop_assert!(span.contains(place) && source.get(place.range()).is_some());
                }
            }
        }
    }
}
