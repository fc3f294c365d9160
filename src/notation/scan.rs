//! Walking through a text: a place in it, and what can be eaten there.
//!
//! Full-width characters count as their ASCII twins, and no place is ever inside a character.

/// A place in a text. Copying it is how the readers look ahead and come back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// The beginning of a text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text }
    }

    /// The text from here on.
    pub(super) fn rest(self) -> &'t str {
        self.rest
    }

    /// The number of bytes from here to a later place in the same text.
    pub(super) fn distance(self, later: Self) -> usize {
        self.rest.len().saturating_sub(later.rest.len())
    }

    /// The next character, full-width ones as ASCII.
    pub(super) fn peek(self) -> Option<char> {
        self.rest.chars().next().map(narrow)
    }

    /// The next character and the place behind it.
    fn next(self) -> Option<(char, Self)> {
        let mut chars = self.rest.chars();
        let next = chars.next()?;
        Some((next, Self::new(chars.as_str())))
    }

    /// The place behind this very character, if it stands here.
    pub(super) fn eat(self, wanted: char) -> Option<Self> {
        let (next, behind) = self.next()?;
        (narrow(next) == wanted).then_some(behind)
    }

    /// The digit that stands here.
    pub(super) fn digit(self) -> Option<(i64, Self)> {
        let (next, behind) = self.next()?;
        let value = narrow(next).to_digit(10)?;
        Some((value.into(), behind))
    }

    /// The place behind any white space, of whatever width, that stands here.
    pub(super) fn skip_space(self) -> Self {
        Self::new(self.rest.trim_start())
    }

    /// Whether a number is over here: the end, white space or punctuation, and not `,5`, `.5`, `:30`.
    pub(super) fn ends_number(self) -> bool {
        let Some(next) = self.peek() else { return true };
        // A full-width comma separates and never belongs to a number.
        let joint = matches!(next, '.' | ':') || self.rest.starts_with(',');
        let goes_on = joint && self.eat(next).and_then(Self::digit).is_some();
        next.is_whitespace() || closes(next) && !goes_on
    }

    /// The place behind the longest of `words` that stands here, whatever its case.
    pub(super) fn word(self, words: &[String]) -> Option<Self> {
        self.longest(words.iter().map(|word| (word.as_str(), ())), fold).map(|((), behind)| behind)
    }

    /// The longest of `words` that stands here, with what belongs to it and the place behind it.
    ///
    /// Characters are compared after `form`: [`narrow`] or [`fold`].
    pub(super) fn longest<'w, T>(
        self,
        words: impl Iterator<Item = (&'w str, T)>,
        form: fn(char) -> char,
    ) -> Option<(T, Self)> {
        let first = form(self.rest.chars().next()?);
        words
            .filter(|(word, _)| begins_with(word, first, form))
            .filter_map(|(word, value)| Some((value, self.strip(word, form)?)))
            .min_by_key(|(_, behind)| behind.rest.len())
    }

    /// The place behind `word`, if it stands here as a word of its own.
    ///
    /// Between words of scripts that write no spaces there is no border to look for, so only Latin
    /// letters tie a word to what follows it.
    fn strip(self, word: &str, form: fn(char) -> char) -> Option<Self> {
        let mut at = self;
        for wanted in word.chars() {
            let (next, behind) = at.next()?;
            at = match wanted {
                ' ' if next.is_whitespace() => behind.skip_space(),
                _ if form(next) == form(wanted) => behind,
                _ => return None,
            };
        }
        let bound = word.ends_with(|c: char| c.is_ascii_alphabetic());
        (!bound || !at.peek().is_some_and(is_latin)).then_some(at)
    }
}

/// Whether the first character of a word has this form. Most words fail here, so it is quick.
fn begins_with(word: &str, first: char, form: fn(char) -> char) -> bool {
    match word.as_bytes().first() {
        Some(byte) if byte.is_ascii() => form(char::from(*byte)) == first,
        _ => word.chars().next().is_some_and(|c| form(c) == first),
    }
}

/// Full-width ASCII as ASCII: `５` is `5`, `：` is `:`.
pub(super) fn narrow(c: char) -> char {
    // The full-width block repeats ASCII from `!` to `~` in the same order.
    match c {
        '\u{FF01}'..='\u{FF5E}' => u8::try_from(u32::from(c) - 0xFF01 + 0x21).map_or(c, char::from),
        _ => c,
    }
}

/// The form in which words are compared: narrow, and ASCII in lower case.
pub(super) fn fold(c: char) -> char {
    narrow(c).to_ascii_lowercase()
}

/// Punctuation and brackets: what can follow a value, and is no sign of arithmetic, money or size.
pub(super) fn closes(c: char) -> bool {
    const ASCII: &str = ",.;:!?()[]{}*`|";
    ASCII.contains(c) || is_east_asian(c) && !c.is_alphanumeric()
}

/// A character of a word or a number in a script that writes spaces.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_east_asian(c)
}

/// A letter of an alphabet that separates its words, so that `m` in `5 más` is no minute.
fn is_latin(c: char) -> bool {
    c.is_alphabetic() && !is_east_asian(c)
}

/// A character of the scripts that write no spaces between words.
pub(super) fn is_east_asian(c: char) -> bool {
    // The first block of CJK radicals; alphabets and symbols lie below it.
    c >= '\u{2E80}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        Cursor::new(text).word(&words).map(Cursor::rest)
    }

    #[test]
    fn full_width_is_ascii() {
        assert_eq!(narrow('５'), '5');
        assert_eq!(narrow('～'), '~');
        assert_eq!(narrow('！'), '!');
        assert_eq!(narrow('分'), '分');
        assert_eq!(fold('Ｍ'), 'm');
        assert_eq!(Cursor::new("：5").eat(':').map(Cursor::rest), Some("5"));
    }

    #[test]
    fn words() {
        let table: [(&str, &[&str], Option<&str>); 10] = [
            ("minutes!", &["m", "min", "minutes"], Some("!")),
            ("MINs", &["min", "mins"], Some("")),
            ("ms", &["m"], None),
            ("más", &["m"], None),
            ("m符合", &["m"], Some("符合")),
            ("m5", &["m"], Some("5")),
            ("分钟内", &["分", "分钟"], Some("内")),
            ("half \u{a0}an hour", &["half", "half an"], Some(" hour")),
            ("x", &["", "y"], None),
            ("", &["", "y"], None),
        ];
        for (text, words, expected) in table {
            assert_eq!(rest(text, words), expected, "{text}");
        }
    }

    #[test]
    fn space_of_every_width() {
        let at = Cursor::new("\u{a0}\u{2009}\u{202f}\u{3000}\tx");
        assert_eq!(at.skip_space().rest(), "x");
        assert_eq!(at.distance(at.skip_space()), "\u{a0}\u{2009}\u{202f}\u{3000}\t".len());
    }
}
