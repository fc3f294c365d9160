//! The arguments of the commands that one starts with, and of those that a system is set up with.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{LangArgs, ListFormatArg, SettingsArgs};

#[derive(Debug, Args)]
pub(in crate::cli) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(in crate::cli) shell: ShellArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(in crate::cli) enum ShellArg {
    /// Bash
    Bash,
    /// Elvish
    Elvish,
    /// fish
    Fish,
    /// Nushell
    Nushell,
    /// PowerShell
    Powershell,
    /// Zsh
    Zsh,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ManArgs {
    /// Write the pages of all commands to this folder instead: pmlint.1, pmlint-check.1, …
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct InitArgs {
    /// The folder, mostly the root of a repository
    #[arg(value_name = "DIR", default_value = ".")]
    pub(in crate::cli) folder: PathBuf,
    /// Print the configuration, and write nothing
    #[arg(long, visible_alias = "dry-run")]
    pub(in crate::cli) print: bool,
    /// Replace a pmlint.toml that is there
    #[arg(long, conflicts_with = "print")]
    pub(in crate::cli) force: bool,
    #[command(flatten)]
    pub(in crate::cli) lang: LangArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct NewArgs {
    /// What the incident is called
    #[arg(value_name = "TITLE")]
    pub(in crate::cli) title: Option<String>,
    /// When it was [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) date: Option<String>,
    /// A folder, a file that ends in .md, or `-` for standard output [default: the folder of `include`
    /// in pmlint.toml, or the current one]
    #[arg(short, long, value_name = "PATH")]
    pub(in crate::cli) output: Option<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) settings: SettingsArgs,
    #[command(flatten)]
    pub(in crate::cli) lang: LangArgs,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArgs {
    #[command(subcommand)]
    pub(in crate::cli) command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ConfigCommand {
    /// Print the settings that hold for a file, as a pmlint.toml that says where each comes from
    Show(ConfigShowArgs),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigShowArgs {
    /// A file, which need not exist, or a folder
    #[arg(value_name = "PATH", default_value = ".")]
    pub(in crate::cli) path: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) settings: SettingsArgs,
    /// How settings are shown
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(in crate::cli) format: ListFormatArg,
    #[command(flatten)]
    pub(in crate::cli) lang: LangArgs,
}
