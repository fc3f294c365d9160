//! A finding in one sentence, for formats that have one field for it.

use crate::finding::Finding;
use crate::lang::Lang;
use crate::output::sanitize::visible;

/// The message and what to do, safe to show.
pub(super) fn sentence(finding: &Finding, lang: Lang) -> String {
    let message = visible(&finding.message);
    match &finding.help {
        Some(help) => {
            let (semicolon, help) = (lang.pick(|| "; ", || "；"), visible(help));
            format!("{message}{semicolon}{help}")
        }
        None => message.into_owned(),
    }
}

/// The evidence, one line each, and what to do: all that does not fit in a message.
pub(super) fn details(finding: &Finding) -> Vec<String> {
    let evidence = finding.related.iter().filter(|label| !label.message.is_empty()).map(|label| {
        let name = visible(label.source.name());
        let line = label.source.line(label.span.start);
        format!("{name}:{line}: {}", visible(&label.message))
    });
    let help = finding.help.iter().map(|help| format!("help: {}", visible(help)));
    evidence.chain(help).collect()
}
