//! The language of messages.

/// A language that every message exists in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// The one of two texts that is in this language.
    pub fn pick<T>(self, en: impl FnOnce() -> T, zh: impl FnOnce() -> T) -> T {
        match self {
            Self::En => en(),
            Self::Zh => zh(),
        }
    }
}
