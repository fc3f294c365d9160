//! What the editor asks for.

use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use gen_lsp_types::{CodeActionKind, FullDocumentDiagnosticReport, MarkupKind, Position, Range};
use lsp_server::{ErrorCode, Request, RequestId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::actions::{Actions, AllFixes, FIX_ALL, Target, wants};
use super::analysis::Analysis;
use super::capabilities;
use super::client::Client;
use super::diagnostics::Diagnostics;
use super::document::Document;
use super::mend::AllFixesOf;
use super::server::{Phase, Server, Waiting, log, panic_message};
use super::{completion, hints, hover, symbols};

/// The method that asks for code actions.
const CODE_ACTION: &str = "textDocument/codeAction";

/// What requests about a document have in common, as far as it matters here. What else the editor says
/// is not looked at, so that nothing odd in it can be in the way.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    text_document: Identifier,
    position: Option<Position>,
    range: Option<Range>,
    #[serde(default)]
    context: Context,
}

#[derive(Deserialize)]
struct Identifier {
    uri: String,
}

#[derive(Default, Deserialize)]
struct Context {
    only: Option<Vec<String>>,
}

impl About {
    /// The kinds of actions that are asked for; all of them where there are none.
    fn only(&self) -> &[String] {
        self.context.only.as_deref().unwrap_or_default()
    }
}

/// Why a request has no answer.
pub(super) struct Refusal(ErrorCode, String);

impl Refusal {
    pub(super) fn params(why: impl ToString) -> Self {
        Self(ErrorCode::InvalidParams, why.to_string())
    }

    /// What is asked is about a text that is no longer there.
    pub(super) fn modified() -> Self {
        Self(ErrorCode::ContentModified, "the document has changed since".to_owned())
    }
}

impl<W: Write> Server<'_, W> {
    /// Takes a request, to be answered when all that has arrived is known.
    pub(super) fn take_request(&mut self, request: Request) -> io::Result<()> {
        let uri = request.params.pointer("/textDocument/uri").and_then(Value::as_str);
        let revision = uri.and_then(|uri| self.documents.get(uri)).map(|it| it.revision);
        // What follows depends on it.
        if request.method == "initialize" {
            return self.initialize(request);
        }
        self.waiting.push_back(Waiting { request, revision });
        Ok(())
    }

    fn initialize(&mut self, request: Request) -> io::Result<()> {
        if self.phase != Phase::New {
            let why = "`initialize` came before";
            return self.fail(request.id, ErrorCode::InvalidRequest, why);
        }
        self.client = Client::new(&request.params);
        self.host.begin(self.client.locale.as_deref(), self.client.root.as_deref());
        self.phase = Phase::Running;
        let answer = serde_json::to_value(capabilities::answer(&self.client))?;
        self.respond(request.id, answer)
    }

    /// Answers a request, unless it has no meaning any more.
    pub(super) fn answer_or_refuse(&mut self, waiting: Waiting) -> io::Result<()> {
        let Waiting { request, revision } = waiting;
        match self.phase {
            Phase::New => {
                let why = "`initialize` comes first";
                return self.fail(request.id, ErrorCode::ServerNotInitialized, why);
            }
            Phase::ShutDown => {
                let why = "the server has been shut down";
                return self.fail(request.id, ErrorCode::InvalidRequest, why);
            }
            Phase::Running => {}
        }
        let uri = request.params.pointer("/textDocument/uri").and_then(Value::as_str);
        let now = uri.and_then(|uri| self.documents.get(uri)).map(|it| it.revision);
        // A place in a text that has changed since is a place in no text.
        let has_place =
            ["position", "context"].iter().any(|name| request.params.get(name).is_some());
        if has_place && now != revision {
            return self.refuse(request.id, &Refusal::modified());
        }
        self.answer(request)
    }

    /// Answers a request.
    pub(super) fn answer(&mut self, request: Request) -> io::Result<()> {
        let Request { id, method, params } = request;
        let answer = match method.as_str() {
            "shutdown" => {
                self.phase = Phase::ShutDown;
                Ok(Value::Null)
            }
            "codeAction/resolve" => self.resolve(params)?,
            _ => self.ask_document(&method, params)?,
        };
        match answer {
            Ok(answer) => self.respond(id, answer),
            Err(refusal) => self.refuse(id, &refusal),
        }
    }

    fn refuse(&mut self, id: RequestId, Refusal(code, why): &Refusal) -> io::Result<()> {
        self.fail(id, *code, why)
    }

    /// Reads the document that a request is about, and asks for what it wants to know.
    fn ask_document(&mut self, method: &str, params: Value) -> io::Result<Result<Value, Refusal>> {
        let Some(feature) = feature(method) else {
            let why = format!("{method} is not known");
            return Ok(Err(Refusal(ErrorCode::MethodNotFound, why)));
        };
        let about: About = match serde_json::from_value(params) {
            Ok(about) => about,
            Err(error) => return Ok(Err(Refusal::params(error))),
        };
        let uri = about.text_document.uri.clone();
        if !self.documents.contains_key(&uri) {
            return Ok(Err(Refusal::params(format!("{uri} is not open"))));
        }
        self.read(&uri)?;
        let may_have_all_fixes =
            method == CODE_ACTION && wants(about.only(), &CodeActionKind::new(FIX_ALL));
        if may_have_all_fixes && !self.client.resolves_actions {
            self.mend(&uri)?;
        }
        self.tell_configurations()?;
        let Some(document) = self.documents.get(&uri) else { return Ok(Ok(Value::Null)) };
        let asked = Asked {
            about: &about,
            document,
            analysis: document.analysis(),
            client: &self.client,
            diagnostics: &Diagnostics::new(&*self.host, self.client.encoding),
            lang: self.host.lang(),
        };
        let answer = catch_unwind(AssertUnwindSafe(|| feature(&asked)));
        Ok(answer.unwrap_or_else(|panic| {
            let message = panic_message(panic.as_ref()).to_owned();
            log(&message);
            Err(Refusal(ErrorCode::InternalError, message))
        }))
    }
}

/// Something that can be asked about a document.
type Feature = fn(&Asked<'_>) -> Result<Value, Refusal>;

/// What a method asks.
fn feature(method: &str) -> Option<Feature> {
    Some(match method {
        CODE_ACTION => actions,
        "textDocument/hover" => hover,
        "textDocument/inlayHint" => hints,
        "textDocument/documentSymbol" => symbols,
        "textDocument/completion" => completion,
        "textDocument/diagnostic" => diagnostics,
        _ => return None,
    })
}

/// A question about a document.
struct Asked<'a> {
    about: &'a About,
    document: &'a Document,
    /// What was read of it; `None` where it is not checked.
    analysis: Option<&'a Analysis>,
    client: &'a Client,
    diagnostics: &'a Diagnostics<'a>,
    lang: crate::lang::Lang,
}

impl Asked<'_> {
    fn uri(&self) -> &str {
        &self.about.text_document.uri
    }

    fn range(&self) -> Result<Range, Refusal> {
        self.about.range.ok_or_else(|| Refusal::params("`range` is missing"))
    }

    fn position(&self) -> Result<Position, Refusal> {
        self.about.position.ok_or_else(|| Refusal::params("`position` is missing"))
    }
}

/// An answer in JSON.
fn json(answer: impl Serialize) -> Result<Value, Refusal> {
    let answer = serde_json::to_value(answer);
    answer.map_err(|error| Refusal(ErrorCode::InternalError, error.to_string()))
}

fn actions(asked: &Asked<'_>) -> Result<Value, Refusal> {
    let range = asked.range()?;
    let Some(analysis) = asked.analysis else { return json(Value::Array(Vec::new())) };
    let all_fixes = match asked.document.mended() {
        Some(edits) => AllFixes::Found(edits),
        None => {
            let (uri, revision) = (asked.uri().to_owned(), asked.document.revision);
            AllFixes::Later(json(AllFixesOf { uri, revision })?)
        }
    };
    let actions = Actions {
        target: Target::new(asked.uri(), asked.document, asked.client),
        analysis,
        lang: asked.lang,
        diagnostics: asked.diagnostics,
        only: asked.about.only(),
        all_fixes,
    };
    json(actions.at(analysis.span(range)))
}

fn hover(asked: &Asked<'_>) -> Result<Value, Refusal> {
    let position = asked.position()?;
    let kind = match asked.client.shows_markdown {
        true => MarkupKind::Markdown,
        false => MarkupKind::PlainText,
    };
    let at = |it: &Analysis| hover::at(it, it.offset(position), asked.lang, kind);
    json(asked.analysis.and_then(at))
}

fn hints(asked: &Asked<'_>) -> Result<Value, Refusal> {
    let range = asked.range()?;
    let within = |it: &Analysis| hints::within(it, it.span(range), asked.lang);
    json(asked.analysis.map(within).unwrap_or_default())
}

fn symbols(asked: &Asked<'_>) -> Result<Value, Refusal> {
    json(asked.analysis.map(|it| symbols::of(it, asked.lang)).unwrap_or_default())
}

fn completion(asked: &Asked<'_>) -> Result<Value, Refusal> {
    let position = asked.position()?;
    let at = |it: &Analysis| completion::at(it, it.offset(position), asked.lang);
    json(asked.analysis.map(at).unwrap_or_default())
}

fn diagnostics(asked: &Asked<'_>) -> Result<Value, Refusal> {
    let of = |analysis| asked.diagnostics.of(asked.uri(), analysis);
    let items = asked.analysis.map(of).unwrap_or_default();
    let report = FullDocumentDiagnosticReport { items, ..FullDocumentDiagnosticReport::default() };
    json(report).map(|mut report| {
        if let Some(fields) = report.as_object_mut() {
            fields.insert("kind".to_owned(), json!("full"));
        }
        report
    })
}
