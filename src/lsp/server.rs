//! The state of the server, and what it does next.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::Receiver;

use gen_lsp_types::{Diagnostic, MessageType, PublishDiagnosticsParams, ShowMessageParams};
use lsp_server::{ErrorCode, Message, Notification, Request, RequestId, Response};
use serde::Serialize;
use serde_json::Value;

use super::analysis::Analysis;
use super::client::Client;
use super::diagnostics::Diagnostics;
use super::document::{Document, Kind};
use super::frame::{self, Incoming};
use super::host::Host;
use crate::source::Source;

/// How the server ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As the protocol asks for: the editor said `shutdown` and then `exit`.
    Clean,
    /// The editor said `exit` alone, or is gone.
    Unclean,
}

/// How far the conversation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before `initialize`.
    New,
    /// Documents are open and requests are answered.
    Running,
    /// After `shutdown`.
    ShutDown,
}

/// A request that has not been answered yet.
pub(super) struct Waiting {
    pub(super) request: Request,
    /// The revision of the document that it is about, when it arrived.
    pub(super) revision: Option<u64>,
}

/// The server.
pub(super) struct Server<'h, W> {
    pub(super) host: &'h mut dyn Host,
    output: W,
    pub(super) client: Client,
    pub(super) phase: Phase,
    pub(super) documents: BTreeMap<String, Document>,
    /// Requests, in the order of their arrival.
    pub(super) waiting: VecDeque<Waiting>,
    /// Documents to be read, those that changed last at the end.
    pub(super) unread: Vec<String>,
    /// The diagnostics that were sent for configurations and templates, by the URI of the file.
    configurations: BTreeMap<String, Vec<Diagnostic>>,
    /// What was said about configurations the last time.
    said: BTreeSet<String>,
    /// How many requests were sent.
    sent: usize,
}

impl<'h, W: Write> Server<'h, W> {
    pub(super) fn new(host: &'h mut dyn Host, output: W) -> Self {
        Self {
            host,
            output,
            client: Client::default(),
            phase: Phase::New,
            documents: BTreeMap::new(),
            waiting: VecDeque::new(),
            unread: Vec::new(),
            configurations: BTreeMap::new(),
            said: BTreeSet::new(),
            sent: 0,
        }
    }

    /// Takes what arrives and does what is to be done, until the end.
    pub(super) fn run(mut self, incoming: &Receiver<Incoming>) -> Ended {
        // Where nothing can be written any more, the editor is gone.
        self.serve(incoming).unwrap_or(Ended::Unclean)
    }

    fn serve(&mut self, incoming: &Receiver<Incoming>) -> io::Result<Ended> {
        loop {
            let is_idle = self.waiting.is_empty() && self.unread.is_empty();
            let arrived = match is_idle {
                true => Some(incoming.recv().unwrap_or(Incoming::End)),
                false => incoming.try_recv().ok(),
            };
            match arrived {
                Some(Incoming::End) => return self.end(),
                Some(Incoming::Message(Message::Notification(note))) if note.method == "exit" => {
                    return self.end();
                }
                Some(Incoming::Message(message)) => self.take(message)?,
                Some(Incoming::Malformed(malformed)) => {
                    log(&format!("malformed message: {}", malformed.message));
                    frame::refuse(&mut self.output, malformed)?;
                }
                // Nothing else has arrived: it is time to work.
                None => self.work()?,
            }
        }
    }

    /// Answers what is left, which needs no work any more.
    fn end(&mut self) -> io::Result<Ended> {
        while let Some(Waiting { request, .. }) = self.waiting.pop_front() {
            match request.method.as_str() {
                "shutdown" => self.answer(request)?,
                _ => self.fail(request.id, ErrorCode::RequestCanceled, "the server ends")?,
            }
        }
        Ok(if self.phase == Phase::ShutDown { Ended::Clean } else { Ended::Unclean })
    }

    /// One piece of work: a request before a document, of documents the one that changed last.
    fn work(&mut self) -> io::Result<()> {
        if let Some(waiting) = self.waiting.pop_front() {
            return self.answer_or_refuse(waiting);
        }
        if let Some(uri) = self.unread.pop() {
            self.read(&uri)?;
            return self.tell_configurations();
        }
        Ok(())
    }

    /// Takes a message without doing any work for it.
    fn take(&mut self, message: Message) -> io::Result<()> {
        match message {
            Message::Request(request) => self.take_request(request),
            Message::Notification(notification) => self.take_notification(notification),
            // Whatever the editor says to what it was asked, there is nothing to do.
            Message::Response(_) => Ok(()),
        }
    }

    /// Notes that a document must be read.
    pub(super) fn is_unread(&mut self, uri: &str) {
        self.unread.retain(|other| other != uri);
        self.unread.push(uri.to_owned());
    }

    /// Reads a document as it is now, if that has not been done, and sends its diagnostics.
    pub(super) fn read(&mut self, uri: &str) -> io::Result<()> {
        self.unread.retain(|other| other != uri);
        let Some(document) = self.documents.get_mut(uri) else { return Ok(()) };
        if document.is_read() {
            return Ok(());
        }
        let path = document.path.as_deref();
        let host = &mut *self.host;
        let encoding = self.client.encoding;
        let analysis = catch_unwind(AssertUnwindSafe(|| match (document.kind, path) {
            (Kind::Markdown, _) => {
                let name = path.map_or_else(|| uri.to_owned(), |path| host.name_of(path));
                let source = Arc::new(Source::new(name, document.text.as_str()));
                let examined = host.examine(path, &source);
                examined.map(|examined| Analysis::new(source, examined, encoding))
            }
            (Kind::Configuration, Some(path)) => {
                host.look_at(path);
                None
            }
            _ => None,
        }));
        let (analysis, panic) = match analysis {
            Ok(analysis) => (analysis, None),
            Err(panic) => (None, Some(panic)),
        };
        document.analysis = Some((document.revision, analysis));
        let is_markdown = document.kind == Kind::Markdown;
        if let Some(panic) = panic {
            self.tell_panic(uri, panic.as_ref())?;
        }
        if is_markdown && !self.client.pulls { self.publish(uri) } else { Ok(()) }
    }

    /// Sends the diagnostics of a document.
    fn publish(&mut self, uri: &str) -> io::Result<()> {
        let Some(document) = self.documents.get(uri) else { return Ok(()) };
        let version = Some(document.version);
        let diagnostics = Diagnostics::new(&*self.host, self.client.encoding);
        let diagnostics = document.analysis().map(|it| diagnostics.of(uri, it)).unwrap_or_default();
        let params = PublishDiagnosticsParams { uri: uri.into(), version, diagnostics };
        self.notify("textDocument/publishDiagnostics", params)
    }

    /// Sends what is wrong in configurations, and takes back what is no longer so.
    pub(super) fn tell_configurations(&mut self) -> io::Result<()> {
        let wrong = self.host.wrong();
        let diagnostics = Diagnostics::new(&*self.host, self.client.encoding);
        let all = diagnostics.of_configurations(&wrong.findings);
        let before = std::mem::replace(&mut self.configurations, all.clone());
        let mended = before.keys().filter(|uri| !all.contains_key(*uri));
        let mended = mended.map(|uri| (uri.clone(), Vec::new())).collect::<Vec<_>>();
        let new = all.into_iter().filter(|(uri, all)| before.get(uri) != Some(all));
        for (uri, diagnostics) in new.chain(mended) {
            let params = PublishDiagnosticsParams { uri: uri.into(), version: None, diagnostics };
            self.notify("textDocument/publishDiagnostics", params)?;
        }
        let said: BTreeSet<String> = wrong.sentences.into_iter().collect();
        for sentence in said.difference(&std::mem::take(&mut self.said)) {
            self.show(MessageType::Error, sentence)?;
        }
        self.said = said;
        Ok(())
    }

    /// Says that a document could not be read, which is a mistake of pmlint. What the host knows may have
    /// been left half done.
    pub(super) fn tell_panic(&mut self, uri: &str, panic: &(dyn Any + Send)) -> io::Result<()> {
        self.host.reload();
        let message = panic_message(panic);
        let sentence = self.host.lang().pick(
            || {
                format!(
                    "pmlint failed while it read {uri}, which is a mistake of pmlint: {message}. It \
                     tries again with the next change"
                )
            },
            || format!("pmlint 读取 {uri} 时出错，这是 pmlint 自身的问题：{message}。下次改动后会重试"),
        );
        log(&sentence);
        self.show(MessageType::Error, &sentence)
    }

    /// Shows a sentence to the user.
    pub(super) fn show(&mut self, kind: MessageType, message: &str) -> io::Result<()> {
        let params = ShowMessageParams { kind, message: message.to_owned() };
        self.notify("window/showMessage", params)
    }

    /// Sends a notification.
    pub(super) fn notify(&mut self, method: &str, params: impl Serialize) -> io::Result<()> {
        let params = serde_json::to_value(params)?;
        self.send(Notification { method: method.to_owned(), params }.into())
    }

    /// Sends a request, whose answer does not matter.
    pub(super) fn ask(&mut self, method: &str, params: impl Serialize) -> io::Result<()> {
        self.sent += 1;
        let id = RequestId::from(format!("pmlint-{}", self.sent));
        let params = serde_json::to_value(params)?;
        self.send(Request { id, method: method.to_owned(), params }.into())
    }

    /// Answers a request.
    pub(super) fn respond(&mut self, id: RequestId, result: Value) -> io::Result<()> {
        self.send(Response { id, response_result: Ok(result) }.into())
    }

    /// Says that a request cannot be answered.
    pub(super) fn fail(&mut self, id: RequestId, code: ErrorCode, why: &str) -> io::Result<()> {
        self.send(Response::new_err(id, code as i32, why.to_owned()).into())
    }

    fn send(&mut self, message: Message) -> io::Result<()> {
        frame::write(&mut self.output, &message)
    }
}

/// What a panic said.
pub(super) fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

/// Writes a line to standard error. Where that is closed, there is nobody to tell.
pub(super) fn log(line: &str) {
    let _ = writeln!(io::stderr().lock(), "pmlint: {}", crate::output::visible(line));
}
