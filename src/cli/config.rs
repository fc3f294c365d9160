//! `pmlint config show`: the settings that hold for a path, and where each comes from.

use std::path::Path;

use crate::choice::choose;
use crate::cli::args::{ConfigArgs, ConfigCommand, ConfigShowArgs, ListFormatArg};
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::session::stand_in;
use crate::cli::settings::Configs;
use crate::cli::sink::Sink;
use crate::config::{Config, FailOn, Origin, Settings};
use crate::finding::Severity;
use crate::markdown::Markdown;
use crate::output::settings::{Chosen, Effective, From, Overriding, Setting, Value};
use crate::rules;
use crate::toml_text;

/// Does what is asked of configurations.
pub(super) fn run(args: &ConfigArgs, console: &Console) -> Result<Exit, Error> {
    match &args.command {
        ConfigCommand::Show(args) => show(args, console),
    }
}

/// Shows the settings of a path.
fn show(args: &ConfigShowArgs, console: &Console) -> Result<Exit, Error> {
    let configs = Configs::new(&args.settings, console.lang)?;
    let real = stand_in(Some(&args.path));
    let real = std::fs::canonicalize(&real).unwrap_or(real);
    let folder = if real.is_dir() { &real } else { real.parent().unwrap_or(&real) };
    let loaded = configs.of(folder);
    for error in configs.take_errors() {
        console.error(&error);
    }
    let Some(config) = loaded.usable(console) else { return Ok(Exit::Trouble) };
    let relative = loaded.relative(&real);
    let mut shown = Effective::new(
        document::name(&args.path),
        loaded.name.clone(),
        document::name_from(&configs.here, &loaded.base),
    );
    shown.exists = real.exists();
    shown.template = match real.is_file() {
        true => chosen(&args.path, &config.settings_for(relative))?,
        false => None,
    };
    shown.settings = settings(args, config, relative);
    let overriding = config.overrides_for(relative);
    shown.overrides = overriding
        .map(|one| Overriding { line: one.line, paths: one.paths, applies: one.applies })
        .collect();

    let mut text = String::new();
    match args.format {
        ListFormatArg::Human => shown.toml(console.lang, &mut text),
        ListFormatArg::Json => shown.json(&mut text),
    }
    let mut sink = Sink::standard_output(false);
    sink.write(&text)?;
    sink.finish()?;
    Ok(Exit::Clean)
}

/// The template that a document is read with.
fn chosen(path: &Path, settings: &Settings) -> Result<Option<Chosen>, Error> {
    let source = document::read(path)?;
    let choice = choose(&Markdown::parse(source.text()), source.text(), settings, true);
    Ok(choice.map(|choice| Chosen {
        name: choice.template.name.clone(),
        sections_matched: choice.fit.matched,
        sections: choice.fit.of,
    }))
}

/// All settings in the order of a configuration: what was written, and what would be if nothing was.
fn settings(args: &ConfigShowArgs, config: &Config, path: &Path) -> Vec<Setting> {
    let mut origins = config.origins_for(path);
    let mut take = |key: &[&str]| {
        let key: Vec<String> = key.iter().map(|&part| part.to_owned()).collect();
        let origin = origins.remove(&key);
        (key, origin)
    };
    let written = |(key, origin): (Vec<String>, Option<Origin>), default: Option<&str>| {
        let value = match &origin {
            Some(origin) => Some(Value::from(&origin.written.value)),
            None => default.map(|default| Value::One(default.to_owned())),
        };
        let from = origin.as_ref().map_or(From::Default, from);
        Setting { key, value, from }
    };
    let mut template = written(take(&["template"]), None);
    if let Some(name) = &args.settings.template {
        template.value = Some(Value::One(name.clone()));
        template.from = From::CommandLine { option: "--template" };
    }
    let fail_on = match Config::default().fail_on {
        FailOn::At(severity) => severity.as_str(),
        FailOn::Never => "never",
    };
    let mut all = vec![
        template,
        written(take(&["include"]), None),
        written(take(&["exclude"]), None),
        written(take(&["timezone"]), None),
        written(take(&["fail-on"]), Some(fail_on)),
        written(take(&["baseline"]), None),
    ];
    let rules: Vec<Setting> = rules::ALL
        .iter()
        // What is wrong in a configuration is always an error.
        .filter(|rule| rule.id != toml_text::RULE)
        .map(|rule| {
            let default = rule.severity.map_or("off", Severity::as_str);
            written(take(&["rules", rule.id]), Some(default))
        })
        .collect();
    // What is left has no defaults: the limits and what metrics mean.
    let rest = |severity: bool| {
        let is_severity =
            move |key: &[String]| key.get(1).is_some_and(|it| it == "severity") && key.len() > 2;
        origins.iter().filter(move |(key, _)| is_severity(key) == severity)
    };
    for (key, origin) in rest(false).chain(rest(true)) {
        all.push(written((key.clone(), Some(origin.clone())), None));
    }
    all.sort_by_key(|setting| match setting.key.first().map(String::as_str) {
        Some("sla") => 1,
        Some("metrics") => 2,
        _ => 0,
    });
    all.extend(rules);
    all
}

fn from(origin: &Origin) -> From {
    let file = origin.written.source.name().to_owned();
    let line = origin.written.source.line(origin.written.span.start);
    match origin.overrides {
        true => From::Override { file, line },
        false => From::File { file, line },
    }
}
