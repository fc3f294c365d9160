//! The command line: what was typed, what is read and written, the exit code.
//!
//! The only place that opens files, looks at the environment or prints.

mod args;
mod baseline;
mod changed;
mod check;
mod config;
mod console;
mod document;
mod error;
mod examine;
mod exit;
mod facts;
mod files;
mod fix;
mod format;
mod git;
mod held;
mod init;
mod lsp;
mod new;
mod outputs;
mod pages;
mod replace;
mod session;
mod settings;
mod shell;
mod sink;
mod suppress;
mod work;

use std::process::ExitCode;

use clap::Parser as _;

use crate::cli::args::{Cli, Command, ConfigArgs, ConfigCommand, LangArg};
use crate::cli::console::Console;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::project::Project;

/// Runs `pmlint` with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    console::force_color();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(message) => {
            // Where the terminal is gone, there is nobody to tell.
            let _ = message.print();
            return if message.use_stderr() { Exit::Trouble } else { Exit::Clean }.into();
        }
    };
    let command = cli.command.unwrap_or(Command::Check(cli.check));
    let console = console(&command);
    let ended = match &command {
        Command::Check(args) => project().and_then(|project| check::run(args, project, &console)),
        Command::Baseline(args) => {
            project().and_then(|project| baseline::run(args, project, &console))
        }
        Command::Facts(args) => facts::run(args, &console),
        Command::Files(args) => files::run(args, &console),
        Command::Init(args) => init::run(args, &console),
        Command::New(args) => new::run(args, &console),
        Command::Config(args) => config::run(args, &console),
        Command::Lsp(args) => lsp::run(args, &console),
        Command::Explain(args) => pages::explain(args, &console),
        Command::Rules(args) => pages::rules(args, &console),
        Command::Templates(args) => pages::templates(args, &console),
        Command::Schema(args) => pages::schema(args, &console),
        Command::Completions(args) => shell::completions(args),
        Command::Man(args) => shell::man(args),
    };
    match ended {
        Ok(exit) => exit,
        Err(error) if error.is_closed_pipe() => Exit::Clean,
        Err(error) => {
            console.error(&error);
            Exit::Trouble
        }
    }
    .into()
}

/// The repository around the current folder, or that folder.
fn project() -> Result<Project, Error> {
    let here = std::env::current_dir();
    let here = here.map_err(|error| Error::Unreadable { path: ".".into(), error })?;
    Ok(Project::around(&here, |folder| folder.join(".git").exists()))
}

fn console(command: &Command) -> Console {
    match command {
        Command::Check(args) => Console::from_args(&args.output),
        Command::Facts(args) => Console::from_args(&args.output),
        Command::Files(args) => Console::from_args(&args.output),
        Command::Init(args) => Console::new(args.lang.lang).with_notices(),
        Command::New(args) => Console::new(args.lang.lang).with_notices(),
        Command::Config(ConfigArgs { command: ConfigCommand::Show(args) }) => {
            Console::new(args.lang.lang)
        }
        Command::Baseline(args) => Console::new(args.command.file().lang.lang).with_notices(),
        Command::Lsp(args) => Console::new(args.lang),
        Command::Explain(args) => Console::new(args.lang.lang),
        Command::Rules(args) => Console::new(args.lang.lang),
        Command::Templates(args) => Console::new(args.lang.lang).with_notices(),
        Command::Schema(args) => Console::new(args.lang.lang),
        Command::Completions(_) | Command::Man(_) => Console::new(LangArg::Auto),
    }
}
