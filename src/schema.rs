//! JSON Schemas of what pmlint writes and reads, for editors and for those who build on it.
//!
//! They are files of their own under `schemas/`; `tests/schemas.rs` holds them against what the
//! program really writes and accepts, in both directions.

/// A schema.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Its name.
    pub name: &'static str,
    /// What it describes, in English.
    pub summary: &'static str,
    /// The same in Chinese.
    pub summary_zh: &'static str,
    /// The schema, in JSON.
    pub text: &'static str,
}

/// All schemas.
pub const ALL: [Schema; 5] = [
    Schema {
        name: "config",
        summary: "pmlint.toml",
        summary_zh: "pmlint.toml",
        text: include_str!("../schemas/config.json"),
    },
    Schema {
        name: "check",
        summary: "the output of `pmlint check --format json`",
        summary_zh: "`pmlint check --format json` 的输出",
        text: include_str!("../schemas/check.json"),
    },
    Schema {
        name: "jsonl",
        summary: "a line of `pmlint check --format jsonl`",
        summary_zh: "`pmlint check --format jsonl` 的一行",
        text: include_str!("../schemas/jsonl.json"),
    },
    Schema {
        name: "facts",
        summary: "the output of `pmlint facts --format json`",
        summary_zh: "`pmlint facts --format json` 的输出",
        text: include_str!("../schemas/facts.json"),
    },
    Schema {
        name: "rules",
        summary: "the output of `pmlint rules --format json`",
        summary_zh: "`pmlint rules --format json` 的输出",
        text: include_str!("../schemas/rules.json"),
    },
];
