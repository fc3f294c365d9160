//! `pmlint explain`, `pmlint rules`, `pmlint templates`: what the program itself knows.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;

use crate::cli::args::{
    DeriveArgs, ExplainArgs, KindArg, ListFormatArg, RulesArgs, SchemaArgs, TemplatesArgs,
    TemplatesCommand,
};
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::{Error, nearest};
use crate::cli::exit::Exit;
use crate::cli::sink::Sink;
use crate::derive::{self, Kind};
use crate::finding::Severity;
use crate::rules;
use crate::schema::{self, Schema};
use crate::template::BUILTIN;

/// Prints the page of a rule.
pub(super) fn explain(args: &ExplainArgs, console: &Console) -> Result<Exit, Error> {
    let Some(rule) = rules::find(&args.rule) else {
        let near = nearest(&args.rule, rules::ALL.iter().map(|rule| rule.id));
        return Err(Error::UnknownRule { id: args.rule.clone(), near });
    };
    print(rule.page_in(console.lang))
}

#[derive(Serialize)]
struct RulesJson {
    schema_version: u32,
    rules: Vec<RuleJson>,
}

#[derive(Serialize)]
struct RuleJson {
    id: &'static str,
    severity: &'static str,
    fixes: Vec<&'static str>,
    summary: &'static str,
}

/// Lists the rules.
pub(super) fn rules(args: &RulesArgs, console: &Console) -> Result<Exit, Error> {
    let rules: Vec<RuleJson> = rules::ALL
        .iter()
        .map(|rule| RuleJson {
            id: rule.id,
            severity: rule.severity.map_or("off", Severity::as_str),
            fixes: rule.fixes.iter().map(|safety| safety.as_str()).collect(),
            summary: rule.summary_in(console.lang),
        })
        .collect();
    print(&match args.format {
        ListFormatArg::Human => table(&rules, console),
        ListFormatArg::Json => {
            let rules = RulesJson { schema_version: 1, rules };
            // Strings and a number: serialising cannot fail.
            serde_json::to_string_pretty(&rules).unwrap_or_default() + "\n"
        }
    })
}

fn table(rules: &[RuleJson], console: &Console) -> String {
    let longest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let line = |rule: &RuleJson| {
        let RuleJson { id, severity, fixes, summary } = rule;
        let fixes = match fixes.as_slice() {
            [] => String::new(),
            fixes => console.lang.pick(
                || format!(" (fix: {})", fixes.join(", ")),
                || format!("（修正：{}）", fixes.join("、")),
            ),
        };
        format!("{id:longest$}  {severity:7}  {summary}{fixes}\n")
    };
    rules.iter().map(line).collect()
}

/// Lists the schemas, or prints one.
pub(super) fn schema(args: &SchemaArgs, console: &Console) -> Result<Exit, Error> {
    let Some(name) = &args.name else {
        let line = |schema: &Schema| {
            let summary = console.lang.pick(|| schema.summary, || schema.summary_zh);
            format!("{:6}  {summary}\n", schema.name)
        };
        return print(&schema::ALL.iter().map(line).collect::<String>());
    };
    match schema::ALL.iter().find(|schema| schema.name == name) {
        Some(schema) => print(schema.text),
        None => {
            let near = nearest(name, schema::ALL.iter().map(|schema| schema.name));
            Err(Error::UnknownSchema { name: name.clone(), near })
        }
    }
}

/// Lists the built-in templates, prints one, or writes one.
pub(super) fn templates(args: &TemplatesArgs, console: &Console) -> Result<Exit, Error> {
    match &args.command {
        None | Some(TemplatesCommand::List) => {
            let names = BUILTIN.iter().map(|template| format!("{}\n", template.name));
            print(&names.collect::<String>())
        }
        Some(TemplatesCommand::Show { name }) => {
            let Some(template) = BUILTIN.iter().find(|template| template.name == name) else {
                let near = nearest(name, BUILTIN.iter().map(|template| template.name));
                return Err(Error::UnknownTemplate { name: name.clone(), near });
            };
            print(template.text)
        }
        Some(TemplatesCommand::Derive(args)) => derive(args, console),
    }
}

/// Writes the template of some documents.
fn derive(args: &DeriveArgs, console: &Console) -> Result<Exit, Error> {
    let read = |path: &PathBuf| document::read(path).map(Arc::new);
    let sources = args.files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let [first, rest @ ..] = sources.as_slice() else { return Ok(Exit::Nothing) };
    let kind = match args.kind {
        KindArg::Template if !rest.is_empty() => return Err(Error::SeveralTemplates),
        KindArg::Template => Kind::Template,
        KindArg::Auto if rest.is_empty() => derive::kind(first),
        KindArg::Auto | KindArg::Example => Kind::Example,
    };
    if args.kind == KindArg::Auto && rest.is_empty() {
        tell_kind(kind, first.name(), console);
    }
    let stem = args.files.first().and_then(|file| file.file_stem());
    let stem = stem.map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let name = args.name.clone().unwrap_or(stem);
    let name = if name.trim().is_empty() { "team" } else { name.trim() };
    let sketch = match kind {
        Kind::Template => derive::from_template(first, name),
        Kind::Example => derive::from_examples(&sources, name),
    };
    match sketch {
        Some(sketch) => print(&sketch.to_toml()),
        None => Err(Error::NoSections { path: first.name().to_owned() }),
    }
}

/// Says what a file was taken for, where nobody did.
fn tell_kind(kind: Kind, name: &str, console: &Console) {
    match kind {
        Kind::Template => console.notice(
            || format!("{name}: read as a template to fill in; `--kind example` reads it as a finished postmortem"),
            || format!("{name}：按待填写的模板读取；若是写好的复盘，请加 `--kind example`"),
        ),
        Kind::Example => console.notice(
            || format!("{name}: read as a finished postmortem; `--kind template` reads it as a template to fill in"),
            || format!("{name}：按写好的复盘读取；若是待填写的模板，请加 `--kind template`"),
        ),
    }
}

fn print(text: &str) -> Result<Exit, Error> {
    let mut sink = Sink::standard_output(false);
    sink.write(text)?;
    sink.finish()?;
    Ok(Exit::Clean)
}
