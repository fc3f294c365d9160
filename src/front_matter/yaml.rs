//! YAML front matter, as events of a parser that knows the place of each.

use granit_parser::{Event, Parser, ScalarStyle};

use super::{Pair, Read, Scalar};
use crate::span::Span;

/// The pairs of a YAML text that is a mapping.
pub(super) fn read(text: &str) -> Read {
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event
            .map_err(|error| (error.marker().byte_offset().unwrap_or_default(), error.info()))?;
        let range = span.byte_range().unwrap_or_default();
        reader.event(event, Span::from(range));
        if let Some(at) = reader.no_mapping {
            return Err((at, "expected `key: value` lines".to_owned()));
        }
    }
    Ok(reader.pairs)
}

/// How YAML writes a value that is none.
const NULLS: [&str; 4] = ["~", "null", "Null", "NULL"];

#[derive(Default)]
struct Reader {
    pairs: Vec<Pair>,
    /// The collections around, with whether each is a mapping.
    open: Vec<bool>,
    /// The key whose value comes next.
    key: Option<Scalar>,
    /// Whether the next node of the outermost mapping is a value.
    value: bool,
    /// The place of what should have been a mapping.
    no_mapping: Option<usize>,
}

impl Reader {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(value, style, ..) => {
                // A file of comments alone has one empty scalar.
                if self.open.is_empty() && !value.is_empty() {
                    self.no_mapping = Some(span.start);
                }
                let is_null = style == ScalarStyle::Plain && NULLS.contains(&value.as_ref());
                self.scalar(if is_null { String::new() } else { value.into_owned() }, span);
            }
            Event::SequenceStart(..) => self.begin(false, span),
            Event::MappingStart(..) => self.begin(true, span),
            Event::SequenceEnd | Event::MappingEnd => {
                self.open.pop();
                self.end_node();
            }
            Event::Alias(_) => self.end_node(),
            _ => {}
        }
    }

    fn begin(&mut self, mapping: bool, span: Span) {
        if self.open.is_empty() && !mapping {
            self.no_mapping = Some(span.start);
        }
        self.open.push(mapping);
    }

    fn scalar(&mut self, value: String, span: Span) {
        let scalar = Scalar { value, span };
        match (self.open.as_slice(), self.value) {
            ([true], false) => self.key = Some(scalar),
            // A value, or one of a list of values.
            ([true] | [true, false], true) => {
                if let Some(key) = &self.key {
                    let key = Scalar { value: key.value.clone(), span: key.span };
                    self.pairs.push(Pair { key, value: scalar });
                }
            }
            _ => {}
        }
        self.end_node();
    }

    /// After a node of the outermost mapping the other kind comes.
    fn end_node(&mut self) {
        if self.open.as_slice() == [true] {
            self.value = !self.value;
            if !self.value {
                self.key = None;
            }
        }
    }
}
