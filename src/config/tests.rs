use proptest::prelude::*;

use super::*;
use crate::milestone::Milestone;
use crate::toml_text::tests::told;

const RULES: [&str; 3] = ["metric-mismatch", "missing-verdict", "config"];

const TEAM: &str = "name = 'team'\n[[section]]\nrole = 'timeline'\ntitle = 'Timeline'\n\
                    [[metric]]\nid = 'verification'\nnames = ['TTV']\nreadings = ['recovered -> closed']";

/// The name of the first template that a document may be read with.
fn first_template(settings: &Settings) -> String {
    settings.templates().next().expect("a template").name.clone()
}

/// Two template files exist: one that is right and one that is wrong.
fn read(text: &str) -> Result<Config, Vec<Finding>> {
    let mut file = |path: &str| match path {
        "team.toml" => Ok(Arc::new(Source::new(path, TEAM))),
        "wrong.toml" => Ok(Arc::new(Source::new(path, "name = 1"))),
        _ => Err("no such file".to_owned()),
    };
    let source = Arc::new(Source::new("pmlint.toml", text));
    read::read(&source, Lang::En, &mut file, &RULES)
}

fn problems(text: &str) -> Vec<String> {
    told(&read(text).expect_err("a problem"))
}

#[test]
fn an_empty_configuration_is_none_at_all() {
    for config in [read("").expect("no problem"), Config::default()] {
        assert!(config.include.is_none());
        assert!(!config.exclude.contain(Path::new("a.md"), false));
        assert_eq!(config.fail_on, FailOn::At(Severity::Error));
        let settings = config.settings_for(Path::new("a.md"));
        assert!(settings.template.is_none());
        assert_eq!(settings.templates().count(), template::BUILTIN.len());
        assert!(settings.levels.is_empty() && settings.pins.is_empty());
    }
}

#[test]
fn what_a_configuration_says() {
    let config = read(
        "template = 'infra-zh'\ninclude = ['docs/**/*.md']\nexclude = ['README.md']\n\
         timezone = '+08:00'\nfail-on = 'warning'\n\
         [metrics]\nresolution = 'responded -> recovered'\n\
         [rules]\nmissing-verdict = 'error'\nmetric-mismatch = 'off'",
    )
    .expect("no problem");
    assert!(
        config.include.as_ref().is_some_and(|paths| paths.contain(Path::new("docs/a.md"), false))
    );
    assert!(config.exclude.contain(Path::new("docs/README.md"), false));
    assert!(
        config.fail_on.is_reached(Severity::Warning) && !config.fail_on.is_reached(Severity::Note)
    );
    let settings = config.settings_for(Path::new("docs/a.md"));
    assert_eq!(settings.templates().count(), 1);
    assert_eq!(settings.timezone, FixedOffset::east_opt(8 * 3600));
    assert_eq!(settings.levels["missing-verdict"], Level::On(Severity::Error));
    assert_eq!(settings.levels["metric-mismatch"], Level::Off);
    let pin = &settings.pins["resolution"];
    assert_eq!(pin.value, [Pair { from: Milestone::Responded, to: Milestone::Recovered }]);
    assert_eq!(pin.source.slice(pin.span), "'responded -> recovered'");
}

#[test]
fn a_metric_may_have_several_readings() {
    let config = read("[metrics]\nimpact = ['start -> recovered', 'start → mitigated']");
    let settings = config.expect("no problem").settings_for(Path::new("a.md"));
    let pairs: Vec<String> = settings.pins["impact"].value.iter().map(Pair::to_string).collect();
    assert_eq!(pairs, ["start -> recovered", "start -> mitigated"]);
}

#[test]
fn the_last_override_that_names_a_file_counts() {
    let config = read(
        "timezone = 'UTC'\n[rules]\nmetric-mismatch = 'note'\nmissing-verdict = 'note'\n\
         [[overrides]]\npaths = ['docs/en/**']\ntemplate = 'team.toml'\nrules.metric-mismatch = 'off'\n\
         [[overrides]]\npaths = ['old']\ntimezone = '+08:00'\nrules = { metric-mismatch = 'error' }\n\
         metrics.verification = 'closed -> recovered'",
    );
    assert_eq!(
        told(&config.expect_err("the second override has the templates of the top")),
        ["unknown metric `verification` [verification]"]
    );
    let config = read(
        "timezone = 'UTC'\n[rules]\nmetric-mismatch = 'note'\nmissing-verdict = 'note'\n\
         [metrics]\nverification = 'mitigated -> closed'\n\
         [[overrides]]\npaths = ['docs/en/**']\ntemplate = 'team.toml'\nrules.metric-mismatch = 'off'\n\
         [[overrides]]\npaths = ['old']\ntimezone = '+08:00'\nrules = { metric-mismatch = 'error' }",
    )
    .expect("no problem");
    let of = |path: &str| config.settings_for(Path::new(path));
    assert!(Arc::ptr_eq(&of("a.md"), &of("b.md")), "settings are shared");
    assert_eq!(first_template(&of("docs/en/a.md")), "team");
    assert_eq!(of("docs/en/a.md").levels["metric-mismatch"], Level::Off);
    assert_eq!(of("docs/en/a.md").levels["missing-verdict"], Level::On(Severity::Note));
    let both = of("docs/en/old/a.md");
    assert_eq!(first_template(&both), "team");
    assert_eq!(both.timezone, FixedOffset::east_opt(8 * 3600));
    assert_eq!(both.levels["metric-mismatch"], Level::On(Severity::Error));
    assert_eq!(first_template(&of("old/a.md")), "infra-zh");
}

#[test]
fn a_template_can_be_forced() {
    let mut config =
        read("[[overrides]]\npaths = ['en']\ntemplate = 'team.toml'").expect("no problem");
    config.use_template(&template::builtin("infra-zh").expect("it loads"));
    assert_eq!(first_template(&config.settings_for(Path::new("en/a.md"))), "infra-zh");
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    for (text, expected) in [
        ("tempalte = 'x'", "unknown key `tempalte`; did you mean `template`? [tempalte]"),
        (
            "template = 'infra-hz'",
            "unknown template `infra-hz`; did you mean `infra-zh`? ['infra-hz']",
        ),
        (
            "template = 'TEMPLATE.md'",
            "cannot read the template `TEMPLATE.md`: no such file ['TEMPLATE.md']",
        ),
        ("template = 'x.toml'", "cannot read the template `x.toml`: no such file ['x.toml']"),
        ("template = 5", "expected a string, found an integer [5]"),
        ("timezone = 8", "expected a string, found an integer [8]"),
        (
            "timezone = 'Asia/Shanghai'",
            "`Asia/Shanghai` is not an offset from UTC ['Asia/Shanghai']",
        ),
        ("fail-on = 'errors'", "unknown severity `errors`; did you mean `error`? ['errors']"),
        ("include = '*.md'", "expected a list of strings, found a string ['*.md']"),
        ("include = []", "`include` matches no file [[]]"),
        ("include = ['!a']", "a glob cannot be negated ['!a']"),
        ("include = ['../a']", "a glob cannot leave the folder of the configuration ['../a']"),
        ("exclude = ['']", "an empty glob ['']"),
        ("exclude = ['a', '[b']", "not a glob: unclosed character class; missing ']' ['[b']"),
        (
            "[rules]\nmetric-mismach = 'off'",
            "unknown rule `metric-mismach`; did you mean `metric-mismatch`? [metric-mismach]",
        ),
        (
            "[rules]\nmetric-mismatch = 'warn'",
            "unknown level `warn`; did you mean `warning`? ['warn']",
        ),
        ("[rules]\nmetric-mismatch = false", "expected a string, found a boolean [false]"),
        ("[rules]\nconfig = 'off'", "the rule `config` is always an error [config]"),
        (
            "[metrics]\nresponce = 'start -> closed'",
            "unknown metric `responce`; did you mean `response`? [responce]",
        ),
        (
            "[metrics]\nresponse = 'start -> detcted'",
            "unknown milestone `detcted`; did you mean `detected`? [detcted]",
        ),
        (
            "[metrics]\nresponse = ['start -> responded', 'start -> detcted']",
            "unknown milestone `detcted`; did you mean `detected`? [detcted]",
        ),
        ("[metrics]\nresponse = []", "expected a string, found an empty list [[]]"),
        ("[sla.severity]\nP0 = '5m'", "expected a table, found a string ['5m']"),
        ("[sla]\nresponse = 5", "expected a string, found an integer [5]"),
        ("[sla]\nresponse = 'soon'", "`soon` is not a length of time ['soon']"),
        ("[[overrides]]\ntimezone = 'Z'", "missing key `paths` [[[overrides]]]"),
        ("[[overrides]]\npaths = []", "`paths` matches no file [[]]"),
        ("[[overrides]]\npaths = ['a']\ninclude = ['b']", "unknown key `include` [include]"),
        ("[overrides]\npaths = ['a']", "expected a list of tables, found a table [[overrides]]"),
    ] {
        assert_eq!(problems(text), [expected], "{text}");
    }
}

#[test]
fn help_says_what_to_write() {
    for (text, help) in [
        (
            "template = 'x'",
            "use one of `infra-zh`, `generic-en`, `generic-zh`, `generic-ja`, `generic-ko`, `google-sre`, \
             `pagerduty`, `atlassian`, `azure-pir`, `aws-coe`, or write the path of a file that ends in `.toml` or `.md`",
        ),
        ("timezone = 8", "write `\"+08:00\"`"),
        ("[sla]\nresponse = 5", "write `\"5m\"`"),
        ("[rules]\nmissing-verdict = true", "write `\"error\"`"),
        ("[rules]\nx = 'off'", "use one of `metric-mismatch`, `missing-verdict`, `config`"),
        (
            "[[overrides]]\npaths = []",
            "write a glob such as `paths = [\"docs/**/*.md\"]`, or remove the key",
        ),
    ] {
        let found = read(text).expect_err("a problem");
        assert_eq!(found[0].help.as_deref(), Some(help), "{text}");
    }
}

#[test]
fn all_problems_are_told_at_once_those_of_templates_last() {
    let found = problems(
        "template = 'wrong.toml'\nfail-on = 'x'\n[metrics]\nours = 'a -> closed'\n\
         [[overrides]]\npaths = ['a']\ntemplate = 'wrong.toml'\ncolour = 1",
    );
    assert_eq!(
        found,
        [
            "unknown severity `x` ['x']",
            "unknown milestone `a` [a]",
            "unknown key `colour` [colour]",
            "a template without sections []",
            "expected a string, found an integer [1]",
        ]
    );
}

#[test]
fn limits() {
    let config = read(
        "[sla]\ndetection = '5m'\nresolution = '1h30m'\n\
         [sla.severity.P0]\nresolution = '30 分钟'\n\
         [[overrides]]\npaths = ['a']\nsla.detection = '90s'\nsla.severity.P0.response = '1m'",
    )
    .expect("no problem");
    let limit = |path: &str, metric: &str, severity: Option<&str>| {
        let settings = config.settings_for(Path::new(path));
        settings.sla.limit(metric, severity).map(|limit| limit.value.num_seconds())
    };
    assert_eq!(limit("b.md", "detection", None), Some(300));
    assert_eq!(limit("b.md", "resolution", Some("P1")), Some(5400));
    assert_eq!(limit("b.md", "resolution", Some("P0")), Some(1800));
    assert_eq!(limit("b.md", "response", Some("P0")), None);
    assert_eq!(limit("a/b.md", "detection", Some("P0")), Some(90));
    assert_eq!(limit("a/b.md", "resolution", Some("P0")), Some(1800));
    assert_eq!(limit("a/b.md", "response", Some("P0")), Some(60));
}

#[test]
fn what_is_no_limit() {
    for (value, expected) in [
        ("", "`` is not a length of time ['']"),
        ("5m or so", "`5m or so` is not an exact length of time ['5m or so']"),
        ("90", "`90` has no unit ['90']"),
        ("30M", "`30M` could mean 30 minutes or 30 months ['30M']"),
        ("~5m", "`~5m` is not an exact length of time ['~5m']"),
        ("<5m", "`<5m` is not an exact length of time ['<5m']"),
        ("几分钟", "`几分钟` is not an exact length of time ['几分钟']"),
        ("0m", "a limit of no time at all ['0m']"),
        ("99999999999999999999h", "`99999999999999999999h` is too long ['99999999999999999999h']"),
    ] {
        assert_eq!(problems(&format!("[sla]\nresponse = '{value}'")), [expected], "{value}");
    }
}

proptest! {
    #[test]
    fn any_configuration_is_read_or_refused(
        key in "(template|include|timezone|fail-on|sla|metrics|rules|overrides|sla\\.severity\\.P0\\.x)",
        value in r#"('\PC{0,12}'|\[\['a'\]\]|\['[!\[\]{}*/.\\a]{0,6}'\]|\{\}|-?[0-9]{1,30}|true|\[\{\}\])"#,
    ) {
        let _ = read(&format!("{key} = {value}"));
    }
}
