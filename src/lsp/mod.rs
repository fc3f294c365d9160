//! The language server: what `pmlint check` says, while a postmortem is being written.
//!
//! Two threads. One reads messages and hands them on; the other one takes all that has arrived before
//! it does any work. So however fast somebody types, a text is read only where no later one is there
//! yet, and what nobody waits for any more is never begun. Work is never interrupted: the newest text
//! waits for at most one that was begun before it. Only where all safe fixes are asked for at once, a
//! text is read more often than once: their result is checked as that of `pmlint --fix` is.
//!
//! The server opens no file; [`Host`] does.

mod actions;
mod analysis;
mod capabilities;
mod client;
mod completion;
mod context;
mod diagnostics;
mod document;
mod frame;
mod hints;
mod host;
mod hover;
mod marks;
mod mend;
mod notifications;
mod position;
mod requests;
mod server;
mod symbols;
#[cfg(test)]
mod tests;
mod uri;

use std::io::{BufRead, Write};
use std::sync::mpsc;
use std::thread;

pub use self::host::{Examined, Host, Wrong};
pub use self::server::Ended;
use self::server::Server;

/// Serves an editor until it says `exit`, or is gone.
pub fn serve(
    input: impl BufRead + Send + 'static,
    output: impl Write,
    host: &mut dyn Host,
) -> Ended {
    let (sender, receiver) = mpsc::channel();
    let reader = move || frame::read_all(input, |incoming| sender.send(incoming).is_ok());
    // The reader is not waited for: it may stand in a read that never ends.
    if thread::Builder::new().name("reader".to_owned()).spawn(reader).is_err() {
        return Ended::Unclean;
    }
    Server::new(host, output).run(&receiver)
}
