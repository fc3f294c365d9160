//! One notation: a pattern such as `{year}-{month}-{day}`, compiled once, read without backtracking.

use super::chars::{expect, fold, is_blank, next, number, skip_blanks};
use super::words::Words;

/// What a number in a notation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Fraction,
}

/// Whether a pattern is one of dates or of clock times: which fields it may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    Date,
    Clock,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Number { field: Field, width: Option<usize> },
    MonthName,
    Blanks,
    Literal(char),
    Set { field: Field, value: u32 },
}

impl Part {
    /// The fewest and the most digits of a number.
    fn digits(self) -> Option<(usize, usize)> {
        match self {
            Self::Number { field, width } => {
                Some(width.map_or(field.digits(), |width| (width, width)))
            }
            _ => None,
        }
    }

    fn field(self) -> Option<Field> {
        match self {
            Self::Number { field, .. } | Self::Set { field, .. } => Some(field),
            Self::MonthName => Some(Field::Month),
            Self::Blanks | Self::Literal(_) => None,
        }
    }
}

/// The numbers that a notation read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fields {
    pub(super) year: Option<u32>,
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) hour: u32,
    pub(super) minute: Option<u32>,
    pub(super) second: Option<u32>,
    /// The digits after the point: their value and how many there are, nine at most.
    pub(super) fraction: Option<(u32, u32)>,
    pub(super) hour_digits: usize,
    /// The seconds that unknown digits leave open: `11:4x`, `12:??`, `HH:mm`.
    pub(super) open: Option<u32>,
    /// Whether a word stood for the minute, as in "half past".
    pub(super) minute_set: bool,
}

/// The words that patterns refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) months: Words<u32>,
    pub(super) ordinals: Words<()>,
}

/// A compiled notation.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    sign: Option<char>,
    /// How many digits its first number may have, with the numbers that stand right behind it.
    digits: (usize, usize),
}

impl Pattern {
    /// Compiles a pattern, or says in a sentence what is wrong with it.
    pub(super) fn new(pattern: &str, scope: Scope) -> Result<Self, String> {
        let parts = parts(pattern, scope).map_err(|why| format!("`{pattern}` {why}"))?;
        let digits = first_digits(&parts);
        let compiled = Self { sign: sign_after_number(&parts), digits, parts };
        compiled.check(scope).map_err(|why| format!("`{pattern}` {why}"))?;
        Ok(compiled)
    }

    fn check(&self, scope: Scope) -> Result<(), String> {
        if !matches!(self.parts.first(), Some(Part::Number { .. } | Part::MonthName)) {
            return Err("must begin with a number or `{month-name}`".to_owned());
        }
        if self
            .parts
            .windows(2)
            .any(|pair| matches!(pair, [Part::Number { width: None, .. }, Part::Number { .. }]))
        {
            return Err("has two numbers in a row; give the first a width: `{hour:2}`".to_owned());
        }
        match scope {
            Scope::Date if !self.has(Field::Month) => {
                Err("needs `{month}` or `{month-name}`".to_owned())
            }
            Scope::Date if !self.has(Field::Day) => Err("needs `{day}`".to_owned()),
            Scope::Clock if !self.has(Field::Hour) => Err("needs `{hour}`".to_owned()),
            Scope::Date | Scope::Clock => Ok(()),
        }
    }

    pub(super) fn has(&self, wanted: Field) -> bool {
        self.parts.iter().any(|part| part.field() == Some(wanted))
    }

    pub(super) fn has_name(&self) -> bool {
        self.parts.contains(&Part::MonthName)
    }

    pub(super) fn starts_with_name(&self) -> bool {
        self.parts.first() == Some(&Part::MonthName)
    }

    /// Whether it has a word, so that it cannot be taken for a number of another kind.
    pub(super) fn has_word(&self) -> bool {
        self.has_name()
            || self.parts.iter().any(|part| matches!(part, Part::Literal(c) if c.is_alphabetic()))
    }

    /// Whether it is `{month}/{day}`, which half of the world writes the other way round.
    pub(super) fn has_either_order(&self) -> bool {
        use {
            Field::{Day, Month},
            Part::{Literal, Number},
        };
        matches!(
            self.parts.as_slice(),
            [Number { field: Month, .. }, Literal('/'), Number { field: Day, .. }, ..]
        )
    }

    /// What must stand behind its first number, blanks apart; `None` where that can be many things.
    pub(super) fn sign(&self) -> Option<char> {
        self.sign
    }

    /// Whether it can be read where the first number in the text has so many digits.
    pub(super) fn can_have(&self, digits: usize) -> bool {
        (self.digits.0..=self.digits.1).contains(&digits)
    }

    /// Whether it may be what begins with a number of so many digits that a sign stands behind. A
    /// number of a given width may be a part of those digits.
    pub(super) fn may_begin_with(&self, digits: usize, sign: char) -> bool {
        match self.parts.first() {
            Some(Part::MonthName) => false,
            Some(Part::Number { width: None, .. }) => {
                self.can_have(digits) && self.sign.is_none_or(|own| own == sign)
            }
            _ => true,
        }
    }

    /// Reads the notation at a place: its numbers, and where it ends.
    pub(super) fn read(&self, text: &str, start: usize, names: &Names) -> Option<(Fields, usize)> {
        let mut fields = Fields::default();
        let mut at = start;
        for (i, part) in self.parts.iter().enumerate() {
            at = match *part {
                Part::Blanks => skip_blanks(text, at),
                Part::Literal(c) => expect(text, at, c)?,
                Part::Set { field, value } => {
                    fields.minute_set |= field == Field::Minute;
                    fields.put(field, value, 0);
                    at
                }
                Part::MonthName => {
                    let (month, end) = names.months.starting(text, at)?;
                    fields.month = month;
                    // A shortened name may say so, "Sept. 3"; at the end it ends the sentence.
                    let last = i + 1 == self.parts.len();
                    expect(text, end, '.').filter(|_| !last).unwrap_or(end)
                }
                Part::Number { field, .. } => {
                    let (least, most) = part.digits()?;
                    let number = number(text, at, most).filter(|n| n.digits >= least)?;
                    let in_row = matches!(self.parts.get(i + 1), Some(Part::Number { .. }));
                    if !in_row && next(text, number.end).is_some_and(|(c, _)| c.is_ascii_digit()) {
                        return None;
                    }
                    fields.put(field, number.value, number.digits);
                    let ordinal = if field == Field::Day && self.has_name() {
                        names.ordinals.starting(text, number.end)
                    } else {
                        None
                    };
                    ordinal.map_or(number.end, |((), end)| end)
                }
            };
        }
        Some((fields, at))
    }
}

impl Fields {
    fn put(&mut self, field: Field, value: u32, digits: usize) {
        match field {
            Field::Year => self.year = Some(value),
            Field::Month => self.month = value,
            Field::Day => self.day = value,
            Field::Hour => (self.hour, self.hour_digits) = (value, digits),
            Field::Minute => self.minute = Some(value),
            Field::Second => self.second = Some(value),
            Field::Fraction => {
                self.fraction = Some((value, u32::try_from(digits).unwrap_or(9).min(9)));
            }
        }
    }
}

impl Field {
    fn named(name: &str, scope: Scope) -> Option<Self> {
        Some(match (scope, name) {
            (Scope::Date, "year") => Self::Year,
            (Scope::Date, "month") => Self::Month,
            (Scope::Date, "day") => Self::Day,
            (Scope::Clock, "hour") => Self::Hour,
            (Scope::Clock, "minute") => Self::Minute,
            (Scope::Clock, "second") => Self::Second,
            (Scope::Clock, "fraction") => Self::Fraction,
            _ => return None,
        })
    }

    /// The fewest and the most digits. A fifth digit of a year is a slip that is worth reading.
    fn digits(self) -> (usize, usize) {
        match self {
            Self::Year => (4, 5),
            Self::Fraction => (1, usize::MAX),
            _ => (1, 2),
        }
    }
}

/// The fewest and the most digits in the first row of numbers: eight in `{year:4}{month:2}{day:2}`.
fn first_digits(parts: &[Part]) -> (usize, usize) {
    let row =
        parts.iter().skip_while(|part| part.digits().is_none()).map_while(|part| part.digits());
    row.reduce(|all, more| (all.0 + more.0, all.1.saturating_add(more.1)))
        .unwrap_or((1, usize::MAX))
}

fn sign_after_number(parts: &[Part]) -> Option<char> {
    match parts {
        [Part::Number { width: None, .. }, Part::Literal(sign), ..]
        | [Part::Number { width: None, .. }, Part::Blanks, Part::Literal(sign), ..] => Some(*sign),
        _ => None,
    }
}

fn parts(pattern: &str, scope: Scope) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (part, after) = match c {
            '{' => {
                let (name, after) = rest
                    .strip_prefix('{')
                    .and_then(|rest| rest.split_once('}'))
                    .ok_or("has a `{` without its `}`")?;
                (field(name, scope)?, after)
            }
            '}' => return Err("has a `}` without its `{`".to_owned()),
            c if is_blank(c) => (Part::Blanks, rest.trim_start_matches(is_blank)),
            c => (Part::Literal(fold(c)), rest.strip_prefix(c).unwrap_or_default()),
        };
        if part.field().is_some_and(|field| parts.iter().any(|p: &Part| p.field() == Some(field))) {
            return Err("has the same field twice".to_owned());
        }
        parts.push(part);
        rest = after;
    }
    Ok(parts)
}

fn field(body: &str, scope: Scope) -> Result<Part, String> {
    if body == "month-name" && scope == Scope::Date {
        return Ok(Part::MonthName);
    }
    let (name, setting) = match body.find([':', '=']) {
        Some(at) => body.split_at(at),
        None => (body, ""),
    };
    let Some(field) = Field::named(name, scope) else {
        let known = match scope {
            Scope::Date => "`{year}`, `{month}`, `{month-name}`, `{day}`",
            Scope::Clock => "`{hour}`, `{minute}`, `{second}`, `{fraction}`",
        };
        return Err(format!("has an unknown field `{{{body}}}`; write one of {known}"));
    };
    if setting.is_empty() {
        return Ok(Part::Number { field, width: None });
    }
    let value = setting.get(1..).and_then(|digits| digits.parse::<u32>().ok());
    match value {
        Some(value) if setting.starts_with('=') => Ok(Part::Set { field, value }),
        Some(width @ 1..=9) => Ok(Part::Number { field, width: usize::try_from(width).ok() }),
        _ => Err(format!(
            "has `{{{body}}}`; write a width as `{{{name}:2}}`, a value as `{{{name}=30}}`"
        )),
    }
}
