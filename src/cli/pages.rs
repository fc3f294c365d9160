//! `pmlint explain`, `pmlint rules`, `pmlint templates`: what the program itself knows.

use serde::Serialize;

use crate::cli::args::{ExplainArgs, ListFormatArg, RulesArgs, TemplatesArgs, TemplatesCommand};
use crate::cli::console::Console;
use crate::cli::error::{Error, nearest};
use crate::cli::exit::Exit;
use crate::cli::sink::Sink;
use crate::finding::Severity;
use crate::lang::Lang;
use crate::rules;
use crate::template::BUILTIN;

/// Prints the page of a rule.
pub(super) fn explain(args: &ExplainArgs) -> Result<Exit, Error> {
    let Some(rule) = rules::find(&args.rule) else {
        let near = nearest(&args.rule, rules::ALL.iter().map(|rule| rule.id));
        return Err(Error::UnknownRule { id: args.rule.clone(), near });
    };
    print(rule.page)
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
    summary: &'static str,
}

/// Lists the rules.
pub(super) fn rules(args: &RulesArgs, console: &Console) -> Result<Exit, Error> {
    let rules: Vec<RuleJson> = rules::ALL
        .iter()
        .map(|rule| RuleJson {
            id: rule.id,
            severity: rule.severity.map_or("off", Severity::as_str),
            summary: match console.lang {
                Lang::En => rule.summary,
                Lang::Zh => rule.summary_zh,
            },
        })
        .collect();
    print(&match args.format {
        ListFormatArg::Human => table(&rules),
        ListFormatArg::Json => {
            let rules = RulesJson { schema_version: 1, rules };
            // Strings and a number: serialising cannot fail.
            serde_json::to_string_pretty(&rules).unwrap_or_default() + "\n"
        }
    })
}

fn table(rules: &[RuleJson]) -> String {
    let longest = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let line = |rule: &RuleJson| {
        let RuleJson { id, severity, summary } = rule;
        format!("{id:longest$}  {severity:7}  {summary}\n")
    };
    rules.iter().map(line).collect()
}

/// Lists the built-in templates, or prints one.
pub(super) fn templates(args: &TemplatesArgs) -> Result<Exit, Error> {
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
    }
}

fn print(text: &str) -> Result<Exit, Error> {
    let mut sink = Sink::standard_output(false);
    sink.write(text)?;
    sink.finish()?;
    Ok(Exit::Clean)
}
