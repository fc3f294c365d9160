//! What was typed on the command line. What it means is worked out elsewhere.

mod starting;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::cli::format::{FormatAt, FormatParser};

pub(super) use self::starting::{
    CompletionsArgs, ConfigArgs, ConfigCommand, ConfigShowArgs, InitArgs, ManArgs, NewArgs,
    ShellArg,
};

/// A literal, so that it can be part of another.
macro_rules! exit_codes {
    () => {
        "\
Exit codes:
  0  nothing found at or above the --fail-on level
  1  something found
  2  could not run, or not on every file: wrong usage or configuration, missing path, unreadable file
  3  nothing to check: no file matched"
    };
}

const EXIT_CODES: &str = exit_codes!();

const EXIT_CODES_AND_ENVIRONMENT: &str = concat!(
    exit_codes!(),
    "

Environment:
  NO_COLOR         no colours and no links, if set to anything
  FORCE_COLOR      colours even where the output is no terminal, if set to anything; so CLICOLOR_FORCE
  FORCE_HYPERLINK  links to the pages of rules even where the terminal is not known to have them; 0: never
  PMLINT_RULE_URL  where these pages are: a folder, or an address with {rule} in it
  LC_ALL, LC_MESSAGES, LANG  the language of messages; see --lang"
);

/// A linter for incident postmortems in Markdown.
///
/// Checks that every required section is there, reads the timeline, works out the time metrics from
/// it and shows where the stated metrics and verdicts do not add up.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
#[command(after_help = EXIT_CODES, after_long_help = EXIT_CODES_AND_ENVIRONMENT)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) check: CheckArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check postmortems (what `pmlint` does without a command)
    #[command(after_help = EXIT_CODES)]
    Check(CheckArgs),
    /// Show what is read of a postmortem: sections, timeline, milestones and why, metrics
    Facts(FactsArgs),
    /// List the files that `pmlint` checks, and say why it leaves out each other
    Files(FilesArgs),
    /// Write a pmlint.toml for a folder, after a look at what is in it
    Init(InitArgs),
    /// Write a new postmortem from the template, ready to fill in
    New(NewArgs),
    /// Show the settings that hold for a file, and where each comes from
    Config(ConfigArgs),
    /// Help an editor while a postmortem is being written: a language server on standard input and output
    Lsp(LspArgs),
    /// Write down what is found now, so that from then on only what is new is reported
    Baseline(BaselineArgs),
    /// Print the page of a rule
    Explain(ExplainArgs),
    /// List all rules
    Rules(RulesArgs),
    /// List the built-in templates, print one, or write your own
    Templates(TemplatesArgs),
    /// Print a JSON Schema: of pmlint.toml, or of an output for programs; without a name, list them
    Schema(SchemaArgs),
    /// Print what a shell needs to complete the arguments
    Completions(CompletionsArgs),
    /// Print the manual page
    Man(ManArgs),
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// How findings are shown, and where: several go to several files [default: human]
    #[arg(long, value_parser = FormatParser, value_name = "FORMAT[=FILE]")]
    pub(super) format: Vec<FormatAt>,
    /// The lowest level of findings that makes the exit code 1 [default: error]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(super) fail_on: Option<FailOnArg>,
    /// Hold back what this baseline knows; `pmlint baseline create` writes one
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline")]
    pub(super) baseline: Option<PathBuf>,
    /// Report as well what the baseline of the configuration holds back
    #[arg(long)]
    pub(super) no_baseline: bool,
    /// Report only what comes from changes since this commit, counted from where the branch left it
    #[arg(long, value_name = "REF")]
    pub(super) changed_since: Option<String>,
    /// Fail as well where there are more warnings than this
    #[arg(long, value_name = "N")]
    pub(super) max_warnings: Option<usize>,
    /// Do not fail for what is found; what cannot be read still does
    #[arg(long, conflicts_with_all = ["fail_on", "max_warnings"])]
    pub(super) exit_zero: bool,
    /// Show how often each rule reports something: in place of the findings, in JSON beside them
    #[arg(long)]
    pub(super) statistics: bool,
    /// Change the documents so that what has a safe fix is found no more; what is left is shown
    #[arg(long, conflicts_with = "suppress")]
    pub(super) fix: bool,
    /// Show what --fix would change, as a patch, and write nothing; exit code 1 where there is something
    #[arg(long, conflicts_with_all = ["suppress", "format", "statistics", "fail_on", "max_warnings"])]
    pub(super) diff: bool,
    /// Take as well the fixes that change what a document says: read each with --diff
    #[arg(long)]
    pub(super) unsafe_fixes: bool,
    /// Write a comment into the documents for each finding, which silences it from now on
    #[arg(long)]
    pub(super) suppress: bool,
    /// The reason that the comments of --suppress give
    #[arg(long, value_name = "TEXT", requires = "suppress")]
    pub(super) reason: Option<String>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct BaselineArgs {
    #[command(subcommand)]
    pub(super) command: BaselineCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum BaselineCommand {
    /// Write a baseline of all that is found; one that is there already is left as it is
    Create(BaselineFileArgs),
    /// Remove from a baseline what is there no more; owners, expiries and reasons stay
    Update {
        #[command(flatten)]
        file: BaselineFileArgs,
        /// Add what is new as well
        #[arg(long)]
        allow_new: bool,
    },
}

impl BaselineCommand {
    /// What all of them have in common.
    pub(super) fn file(&self) -> &BaselineFileArgs {
        match self {
            Self::Create(file) | Self::Update { file, .. } => file,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct BaselineFileArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// The file [default: the one that pmlint.toml names, else pmlint-baseline.json]
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    #[command(flatten)]
    pub(super) lang: LangArgs,
}

#[derive(Debug, Args)]
pub(super) struct FactsArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// How facts are shown
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: ListFormatArg,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Debug, Args)]
pub(super) struct FilesArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// How files are listed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: ListFormatArg,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// Which documents to read, and how.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Files, folders, or `-` for standard input; the current folder if none is given
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
    /// The path that standard input stands for
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Take a named file as if it were found in its folder: only what the configuration asks for, or
    /// what looks like a postmortem; for hooks, which name every file that changed
    #[arg(long)]
    pub(super) force_exclude: bool,
    /// How many files to work on at a time [default: one per processor]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<std::num::NonZeroUsize>,
}

/// Which settings hold.
#[derive(Debug, Args)]
pub(super) struct SettingsArgs {
    /// Use this configuration instead of the nearest pmlint.toml; its paths count from here
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Use no configuration
    #[arg(long)]
    pub(super) no_config: bool,
    /// Use this template for every document: a built-in name or a file
    #[arg(long, value_name = "TEMPLATE")]
    pub(super) template: Option<String>,
}

/// Where results go, and what is said beside them.
#[derive(Debug, Args)]
pub(super) struct OutputArgs {
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// When to use colours; auto honours NO_COLOR and FORCE_COLOR
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: ColorArg,
    #[command(flatten)]
    pub(super) lang: LangArgs,
    /// Print results and errors only, no summary
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Say which files were left alone and which configuration was used; `facts` shows all readings,
    /// `files` all files
    #[arg(short, long)]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct LspArgs {
    #[command(flatten)]
    pub(super) settings: SettingsArgs,
    /// The language of messages; auto follows the editor, and where it says none LC_ALL, LC_MESSAGES and
    /// LANG
    #[arg(long, value_enum, default_value_t, value_name = "LANG")]
    pub(super) lang: LangArg,
    /// Accepted, since some editors say so; there is no other way
    #[arg(long, hide = true)]
    pub(super) stdio: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule, as in the brackets of a finding
    pub(super) rule: String,
    #[command(flatten)]
    pub(super) lang: LangArgs,
}

#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// How rules are listed
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: ListFormatArg,
    #[command(flatten)]
    pub(super) lang: LangArgs,
}

#[derive(Debug, Args)]
pub(super) struct SchemaArgs {
    /// Its name
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) lang: LangArgs,
}

#[derive(Debug, Args)]
pub(super) struct TemplatesArgs {
    #[command(subcommand)]
    pub(super) command: Option<TemplatesCommand>,
    #[command(flatten)]
    pub(super) lang: LangArgs,
}

#[derive(Debug, Subcommand)]
pub(super) enum TemplatesCommand {
    /// List the built-in templates
    List,
    /// Print a built-in template
    Show {
        /// Its name
        name: String,
    },
    /// Write a template in TOML that the documents follow: a Markdown template, or good examples
    Derive(DeriveArgs),
}

#[derive(Debug, Args)]
pub(super) struct DeriveArgs {
    /// A Markdown template, or one or more finished postmortems
    #[arg(required = true, value_name = "FILES")]
    pub(super) files: Vec<PathBuf>,
    /// What the files are; auto takes a file with something left to fill in for a template
    #[arg(long, value_enum, default_value_t, value_name = "KIND")]
    pub(super) kind: KindArg,
    /// The name of the template [default: that of the first file]
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum KindArg {
    /// As a single file looks; several are examples
    #[default]
    Auto,
    /// A template to be filled in: its sections are required, its lines say what to write
    Template,
    /// Finished postmortems: what all of them have is required
    Example,
}

#[derive(Clone, Copy, Debug, Args)]
pub(super) struct LangArgs {
    /// The language of messages; auto follows LC_ALL, LC_MESSAGES and LANG
    #[arg(long, value_enum, default_value_t, value_name = "LANG")]
    pub(super) lang: LangArg,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum ListFormatArg {
    /// For people
    #[default]
    Human,
    /// For programs
    Json,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FailOnArg {
    /// Errors
    Error,
    /// Warnings and errors
    Warning,
    /// Any finding
    Note,
    /// No finding
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorArg {
    /// On a terminal that has colours
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum LangArg {
    /// As the environment says
    #[default]
    Auto,
    /// English
    En,
    /// Chinese
    Zh,
}
