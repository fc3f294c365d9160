//! What is said beside the results, on standard error.

use std::io::Write;

use crate::cli::args::{ColorArg, LangArg, OutputArgs};
use crate::cli::error::Error;
use crate::lang::Lang;
use crate::output::hyperlink::Pages;
use crate::output::visible;
use crate::suppression::Suppressed;

/// Standard error, and how much to say on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Console {
    pub(super) lang: Lang,
    quiet: bool,
    verbose: bool,
}

impl Console {
    /// A console that says errors only.
    pub(super) fn new(lang: LangArg) -> Self {
        Self { lang: language(lang, |name| std::env::var(name).ok()), quiet: true, verbose: false }
    }

    /// The same, saying also what is good to know.
    pub(super) fn with_notices(self) -> Self {
        Self { quiet: false, ..self }
    }

    /// A console as the command line asks for.
    pub(super) fn from_args(args: &OutputArgs) -> Self {
        Self { quiet: args.quiet, verbose: args.verbose, ..Self::new(args.lang.lang) }
    }

    /// Says what went wrong.
    pub(super) fn error(&self, error: &Error) {
        self.failure(&error.sentence(self.lang));
    }

    /// Says what went wrong, in a sentence.
    pub(super) fn failure(&self, sentence: &str) {
        say(&format!("pmlint: {sentence}"));
    }

    /// Says what went wrong, drawn over several lines.
    pub(super) fn failure_lines(&self, lines: &str) {
        lines.lines().for_each(say);
    }

    /// Says that a file is no postmortem.
    pub(super) fn left_alone(&self, name: &str) {
        self.detail(
            || format!("{name}: left alone, fits no template; list it under `include` in pmlint.toml to check it"),
            || format!("{name}：不符合任何模板，未检查；列入 pmlint.toml 的 `include` 即可检查"),
        );
    }

    /// Says that a file is the template of the others.
    pub(super) fn is_template(&self, name: &str) {
        self.detail(
            || format!("{name}: left alone, it is the template; name it to check it"),
            || format!("{name}：它是模板本身，未检查；直接指定该文件即可检查"),
        );
    }

    /// Says that a comment silences a finding, and why.
    pub(super) fn suppressed(&self, suppressed: &Suppressed) {
        let Suppressed { finding, reason } = suppressed;
        let source = &finding.primary.source;
        let (name, line) = (source.name(), source.line(finding.primary.span.start));
        let rule = finding.rule;
        self.detail(
            || format!("{name}:{line}: {rule} is suppressed: {reason}"),
            || format!("{name}:{line}：已忽略 {rule}：{reason}"),
        );
    }

    /// Says something that is good to know.
    pub(super) fn notice(
        &self,
        english: impl FnOnce() -> String,
        chinese: impl FnOnce() -> String,
    ) {
        if !self.quiet {
            say(&self.lang.pick(english, chinese));
        }
    }

    /// Says something that only some want to know.
    pub(super) fn detail(
        &self,
        english: impl FnOnce() -> String,
        chinese: impl FnOnce() -> String,
    ) {
        if self.verbose {
            say(&self.lang.pick(english, chinese));
        }
    }
}

/// Writes a line to standard error. Where that is closed, there is nobody to tell.
fn say(line: &str) {
    let line = visible(line) + "\n";
    let _ = std::io::stderr().lock().write_all(line.as_bytes());
}

/// The language of messages.
fn language(arg: LangArg, variable: impl Fn(&str) -> Option<String>) -> Lang {
    let locale = || {
        let mut set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
        set.find(|value| !value.is_empty()).unwrap_or_default()
    };
    match arg {
        LangArg::En => Lang::En,
        LangArg::Zh => Lang::Zh,
        LangArg::Auto if locale().starts_with("zh") => Lang::Zh,
        LangArg::Auto => Lang::En,
    }
}

/// Whether results are coloured.
pub(super) fn colored(args: &OutputArgs) -> bool {
    match args.color {
        ColorArg::Always => true,
        ColorArg::Never => false,
        ColorArg::Auto if args.output.is_some() => false,
        ColorArg::Auto => {
            anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
        }
    }
}

/// Whether a variable is set, and not to nothing.
fn is_set(name: &str) -> bool {
    std::env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Honours FORCE_COLOR (<https://force-color.org>), which asks for colours where the output is no
/// terminal; NO_COLOR outranks it. `CLICOLOR_FORCE` and the rest is known to `anstream`.
pub(super) fn force_color() {
    if is_set("FORCE_COLOR") && !is_set("NO_COLOR") {
        anstream::ColorChoice::Always.write_global();
    }
}

/// The pages that rules are linked to, where the output is a terminal that has links.
pub(super) fn rule_pages(args: &OutputArgs, console: &Console) -> Option<Pages> {
    let plain = args.color == ColorArg::Never || args.output.is_some() || is_set("NO_COLOR");
    if plain || !supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout) {
        return None;
    }
    known_pages(console)
}

/// The pages of rules: where the environment says they are, else where the project has them.
pub(super) fn known_pages(console: &Console) -> Option<Pages> {
    match std::env::var("PMLINT_RULE_URL") {
        Ok(address) if !address.is_empty() => {
            let pages = Pages::at(&address);
            if pages.is_none() {
                console.failure(console.lang.pick(
                    || "PMLINT_RULE_URL is no address; write one such as https://example.com/rules",
                    || "PMLINT_RULE_URL 不是地址；请写成 https://example.com/rules 的形式",
                ));
            }
            pages
        }
        _ => Pages::of_project(console.lang),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        for (set, expected) in [
            (&[][..], Lang::En),
            (&[("LANG", "zh_CN.UTF-8")], Lang::Zh),
            (&[("LANG", "zh_CN.UTF-8"), ("LC_ALL", "C")], Lang::En),
            (&[("LANG", "en_US.UTF-8"), ("LC_MESSAGES", "zh_TW")], Lang::Zh),
            (&[("LC_ALL", ""), ("LANG", "zh_CN")], Lang::Zh),
        ] {
            let variable = |name: &str| {
                set.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(language(LangArg::Auto, variable), expected, "{set:?}");
            assert_eq!(language(LangArg::En, variable), Lang::En);
            assert_eq!(language(LangArg::Zh, variable), Lang::Zh);
        }
    }
}
