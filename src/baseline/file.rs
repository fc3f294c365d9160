//! A baseline as a file: JSON with one entry a line, so that a change is read line by line in a review.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Baseline, Entry};

/// The version of the file.
const SCHEMA_VERSION: u32 = 1;

/// How a day is written.
const DAY: &str = "%Y-%m-%d";

/// Why a text is no baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong there, in English.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileJson {
    schema_version: u32,
    findings: Vec<EntryJson>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct EntryJson {
    path: String,
    rule: String,
    text: String,
    #[serde(default = "one")]
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
    #[serde(default, with = "day", skip_serializing_if = "Option::is_none")]
    expires: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

fn one() -> usize {
    1
}

/// A day in words of JSON.
mod day {
    use chrono::NaiveDate;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    use super::DAY;

    // Serde asks for this signature.
    #[allow(clippy::ref_option, clippy::trivially_copy_pass_by_ref)]
    pub(super) fn serialize<S: Serializer>(
        day: &Option<NaiveDate>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match day {
            Some(day) => serializer.serialize_str(&day.format(DAY).to_string()),
            None => serializer.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<NaiveDate>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let day = NaiveDate::parse_from_str(&text, DAY);
        let wrong = |_| D::Error::custom(format!("`{text}` is no day such as `2027-01-31`"));
        day.map(Some).map_err(wrong)
    }
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// Where and why the text is none.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        let file: FileJson = serde_json::from_str(text).map_err(|error| {
            let message = error.to_string();
            // The place is told beside it.
            let end = message.rfind(" at line ").unwrap_or(message.len());
            let message = message.get(..end).unwrap_or_default().to_owned();
            Unreadable { line: error.line().max(1), column: error.column().max(1), message }
        })?;
        if file.schema_version != SCHEMA_VERSION {
            let version = file.schema_version;
            let message = format!("the version is {version}, this pmlint knows {SCHEMA_VERSION}");
            return Err(Unreadable { line: 1, column: 1, message });
        }
        let mut entries: Vec<Entry> = file.findings.into_iter().map(Entry::from).collect();
        entries.retain(|entry| entry.count > 0);
        entries.sort();
        Ok(Self { entries })
    }

    /// The text of the file.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings and numbers: serialising cannot fail.
        let line =
            |entry: &Entry| serde_json::to_string(&EntryJson::from(entry)).unwrap_or_default();
        let lines: Vec<String> =
            self.entries.iter().map(|entry| format!("    {}", line(entry))).collect();
        let lines =
            if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"schema_version\": {SCHEMA_VERSION},\n  \"findings\": [{lines}]\n}}\n")
    }
}

impl From<EntryJson> for Entry {
    fn from(json: EntryJson) -> Self {
        let EntryJson { path, rule, text, count, owner, expires, reason } = json;
        Self { path, rule, text, count, owner, expires, reason }
    }
}

impl From<&Entry> for EntryJson {
    fn from(entry: &Entry) -> Self {
        let Entry { path, rule, text, count, owner, expires, reason } = entry.clone();
        Self { path, rule, text, count, owner, expires, reason }
    }
}
