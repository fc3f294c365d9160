//! Findings as SARIF 2.1.0, for code scanning services.
//!
//! Results stream out file by file; what is known at the end only, the invocation, comes after them.
//! Columns count characters. Paths count from the root of the project, `%SRCROOT%`.

mod model;
mod rules;

use crate::finding::{Edit, Finding, Fix, Label};
use crate::fingerprint;
use crate::lang::Lang;
use crate::output::json::{SEPARATOR, push};
use crate::output::place::{Region, uri};
use crate::output::sanitize::visible;
use crate::output::sentence::sentence;
use crate::output::{Checked, End, Failure, Style};

use self::model::{
    ArtifactChange, ArtifactLocation, FixProperties, Invocation, Location, Message, Notification,
    PartialFingerprints, PhysicalLocation, Replacement, ResultJson, SarifFix,
};

/// What paths are relative to.
const ROOT: &str = "%SRCROOT%";

/// Opens the document.
pub(super) fn begin(lang: Lang, out: &mut String) {
    out.push_str(
        "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",",
    );
    out.push_str("\"runs\":[{\"tool\":{\"driver\":");
    rules::driver(lang, out);
    // What GitHub calls the category, so that the results of another tool are not taken for resolved.
    out.push_str("},\"automationDetails\":{\"id\":\"pmlint/\"},\"language\":");
    push(&lang.pick(|| "en", || "zh-CN"), out);
    out.push_str(",\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":{\"%SRCROOT%\":");
    out.push_str("{\"description\":{\"text\":\"The root of the repository.\"}}},\"results\":[\n");
}

/// Appends the findings of one file.
pub(super) fn file(checked: &Checked<'_>, style: &Style<'_>, out: &mut String) {
    let fingerprints = fingerprint::of(checked.findings, style.project);
    for (index, (finding, fingerprint)) in checked.findings.iter().zip(fingerprints).enumerate() {
        if index > 0 {
            out.push_str(SEPARATOR);
        }
        let related = finding.related.iter().zip(1..);
        let result = ResultJson {
            rule_id: finding.rule,
            rule_index: rules::index(finding.rule),
            level: finding.severity.as_str(),
            message: Message { text: message(finding, style.lang) },
            locations: [location(&finding.primary, None, style)],
            related_locations: related
                .map(|(label, id)| location(label, Some(id), style))
                .collect(),
            partial_fingerprints: PartialFingerprints { pmlint: fingerprint.digest() },
            fixes: finding.fix.iter().map(|fix| of_fix(fix, finding, style)).collect(),
        };
        push(&result, out);
    }
}

/// Closes the list of results with what kept the run from being complete, and the document.
pub(super) fn end(end: &End<'_>, style: &Style<'_>, out: &mut String) {
    let notification = |failure: &Failure| Notification {
        level: "error",
        message: Message { text: escape_links(&failure.message) },
        locations: failure.path.iter().map(|path| file_location(path, style)).collect(),
    };
    let invocation = Invocation {
        // Findings are what a run is for; not having read everything is not.
        execution_successful: end.complete,
        exit_code: end.exit_code,
        tool_execution_notifications: end.failures.iter().map(notification).collect(),
    };
    out.push_str("\n],\"invocations\":[");
    push(&invocation, out);
    out.push_str("]}]}\n");
}

/// The message. GitHub shows evidence only where the message links to it.
fn message(finding: &Finding, lang: Lang) -> String {
    let mut text = escape_links(&sentence(finding, lang));
    let links: Vec<String> = finding
        .related
        .iter()
        .zip(1..)
        .map(|(label, id)| {
            let line = label.source.line(label.span.start);
            let name = match label.message.as_str() {
                "" => lang.pick(|| format!("line {line}"), || format!("第 {line} 行")),
                message => visible(message).replace('[', "\\[").replace(']', "\\]"),
            };
            format!("[{name}]({id})")
        })
        .collect();
    if !links.is_empty() {
        text += &lang.pick(
            || format!(". See {}.", links.join(", ")),
            || format!("。参见 {}。", links.join("、")),
        );
    }
    text
}

/// A plain text in which nothing is taken for a link.
fn escape_links(text: &str) -> String {
    text.replace("](", "\\](")
}

fn location(label: &Label, id: Option<usize>, style: &Style<'_>) -> Location {
    let source = &label.source;
    Location {
        id,
        physical_location: PhysicalLocation {
            artifact_location: artifact(source.name(), style),
            region: Some(Region::new(source, label.span)),
        },
        message: (id.is_some() && !label.message.is_empty())
            .then(|| Message { text: escape_links(&visible(&label.message)) }),
    }
}

/// A file as a whole.
fn file_location(typed: &str, style: &Style<'_>) -> Location {
    let artifact_location = artifact(typed, style);
    let physical_location = PhysicalLocation { artifact_location, region: None };
    Location { id: None, physical_location, message: None }
}

fn artifact(typed: &str, style: &Style<'_>) -> ArtifactLocation {
    let (uri, is_relative) = uri(style.project, typed);
    ArtifactLocation { uri, uri_base_id: is_relative.then_some(ROOT) }
}

fn of_fix<'a>(fix: &'a Fix, finding: &Finding, style: &Style<'_>) -> SarifFix<'a> {
    let source = &finding.primary.source;
    let replacement = |edit: &'a Edit| Replacement {
        deleted_region: Region::new(source, edit.span),
        inserted_content: Message { text: edit.text.clone() },
    };
    SarifFix {
        description: Message { text: escape_links(&visible(&fix.title)) },
        artifact_changes: [ArtifactChange {
            artifact_location: artifact(source.name(), style),
            replacements: fix.edits.iter().map(replacement).collect(),
        }],
        properties: FixProperties { safety: fix.safety.as_str() },
    }
}
