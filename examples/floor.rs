//! The floor under pmlint's cost: walks a folder (or takes a file), reads each file, checks that it
//! is UTF-8 and parses its Markdown with the parser and the options of pmlint, and nothing else. The
//! cost of pmlint is quoted as a ratio to it, for machines differ and drift and a ratio holds.
//!
//! ```sh
//! cargo run --release --example floor -- [read|utf8|parse] PATH…
//! ```

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{available_parallelism, scope};

use pulldown_cmark::{Options, Parser};
use walkdir::WalkDir;

/// How far the work on a file goes.
#[derive(Clone, Copy)]
enum Mode {
    Read,
    Utf8,
    Parse,
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mode = match arguments.first().map(String::as_str) {
        Some("read") => Some(Mode::Read),
        Some("utf8") => Some(Mode::Utf8),
        Some("parse") => Some(Mode::Parse),
        _ => None,
    };
    if mode.is_some() {
        arguments.remove(0);
    }
    if arguments.is_empty() {
        eprintln!("usage: floor [read|utf8|parse] PATH…");
        return ExitCode::from(2);
    }
    match run(mode.unwrap_or(Mode::Parse), &arguments) {
        Ok((files, work)) => println!("{files} files, {work}"),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

/// Works on all files; gives their number and some figure that depends on all of the work.
fn run(mode: Mode, paths: &[String]) -> Result<(usize, usize), String> {
    let mut files = Vec::new();
    for entry in paths.iter().flat_map(WalkDir::new) {
        let entry = entry.map_err(|error| error.to_string())?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    let workers = available_parallelism().map_or(1, usize::from).min(files.len().div_ceil(8));
    if workers < 2 {
        let work: Result<usize, String> = files.iter().map(|path| file(mode, path)).sum();
        return Ok((files.len(), work?));
    }
    let next = AtomicUsize::new(0);
    let work = scope(|scope| {
        let worker = || scope.spawn(|| share(mode, &files, &next));
        let workers: Vec<_> = (0..workers).map(|_| worker()).collect();
        let joined = workers.into_iter().map(|worker| worker.join());
        joined.map(|work| work.map_err(|_| "a thread died".to_owned())?).sum::<Result<usize, _>>()
    });
    Ok((files.len(), work?))
}

/// Works on files until none is left.
fn share(mode: Mode, files: &[PathBuf], next: &AtomicUsize) -> Result<usize, String> {
    let mut work = 0;
    while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        work += file(mode, path)?;
    }
    Ok(work)
}

fn file(mode: Mode, path: &Path) -> Result<usize, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if matches!(mode, Mode::Read) {
        return Ok(bytes.len());
    }
    let text =
        std::str::from_utf8(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    if matches!(mode, Mode::Utf8) {
        return Ok(text.len());
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(text, options).into_offset_iter();
    Ok(events.map(|(_, range)| range.len().min(1)).sum())
}
