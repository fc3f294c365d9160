//! `pmlint completions` and `pmlint man`: what shells and `man` want to know, for packagers and users.

use std::path::Path;

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_complete_nushell::Nushell;

use crate::cli::args::{Cli, CompletionsArgs, ManArgs, ShellArg};
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::sink::Sink;
use crate::rules;

/// The name of the program.
const NAME: &str = "pmlint";

/// Prints the completions of a shell.
pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit, Error> {
    let ids = PossibleValuesParser::new(rules::ALL.iter().map(|rule| rule.id));
    // A rule that is misspelt has a message of its own, so the parser itself takes any word.
    let mut command = Cli::command().mut_subcommand("explain", |explain| {
        explain.mut_arg("rule", |rule| rule.value_parser(ids.clone()))
    });
    let mut script = Vec::new();
    match args.shell {
        ShellArg::Bash => clap_complete::generate(Shell::Bash, &mut command, NAME, &mut script),
        ShellArg::Elvish => clap_complete::generate(Shell::Elvish, &mut command, NAME, &mut script),
        ShellArg::Fish => clap_complete::generate(Shell::Fish, &mut command, NAME, &mut script),
        ShellArg::Nushell => clap_complete::generate(Nushell, &mut command, NAME, &mut script),
        ShellArg::Powershell => {
            clap_complete::generate(Shell::PowerShell, &mut command, NAME, &mut script);
        }
        ShellArg::Zsh => clap_complete::generate(Shell::Zsh, &mut command, NAME, &mut script),
    }
    print(&script)
}

/// Prints the manual page, or writes those of all commands.
pub(super) fn man(args: &ManArgs) -> Result<Exit, Error> {
    // There is no page for `pmlint help`.
    let command = Cli::command().name(NAME).disable_help_subcommand(true);
    if let Some(folder) = &args.output {
        return write_all(command, folder);
    }
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(command).render(&mut page);
    rendered.map_err(|error| Error::Write { path: None, error })?;
    print(&page)
}

fn write_all(command: Command, folder: &Path) -> Result<Exit, Error> {
    let written =
        std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    let path = || Some(folder.display().to_string());
    written.map(|()| Exit::Clean).map_err(|error| Error::Write { path: path(), error })
}

fn print(text: &[u8]) -> Result<Exit, Error> {
    let mut sink = Sink::standard_output(false);
    sink.write(&String::from_utf8_lossy(text))?;
    sink.finish()?;
    Ok(Exit::Clean)
}
