//! `pmlint init`: write a `pmlint.toml` after a look at what is there.

use std::path::Path;
use std::sync::Arc;

use crate::cli::args::{InitArgs, SettingsArgs};
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::session::failure;
use crate::cli::settings::{Configs, FILE};
use crate::cli::sink::{Sink, create};
use crate::cli::work::in_order;
use crate::house::{self, File, House};
use crate::walk::{Filter, Found, walk};

/// Looks at a folder and writes its configuration.
pub(super) fn run(args: &InitArgs, console: &Console) -> Result<Exit, Error> {
    let folder = &args.folder;
    let metadata = std::fs::metadata(folder).map_err(|error| failure(folder, error))?;
    if !metadata.is_dir() {
        return Err(Error::NoFolder { path: document::name(folder) });
    }
    let path = match folder.as_path() {
        here if here == Path::new(".") => FILE.into(),
        folder => folder.join(FILE),
    };
    let exists = || Error::Exists {
        path: document::name(&path),
        option: Some((
            "`--print` prints what would be, `--force` replaces the file",
            "`--print` 只打印将写入的内容，`--force` 替换该文件",
        )),
    };
    // A link to nothing is there as well.
    if !args.print && !args.force && std::fs::symlink_metadata(&path).is_ok() {
        return Err(exists());
    }
    let above = above(folder, console);
    let house = look_at(folder, console);
    let text = house.to_toml(console.lang);
    if args.print {
        let mut sink = Sink::standard_output(false);
        sink.write(&text)?;
        sink.finish()?;
        return Ok(Exit::Clean);
    }
    if args.force {
        let mut sink = Sink::file(&path)?;
        sink.write(&text)?;
        sink.finish()?;
    } else if !create(&path, &text)? {
        return Err(exists());
    }
    tell(&document::name(&path), &house, console);
    if let Some(above) = above {
        console.notice(
            || format!("{above} no longer holds for this folder: the nearest one counts, alone"),
            || format!("{above} 不再适用于此目录：只有最近的一份生效"),
        );
    }
    Ok(Exit::Clean)
}

/// The configuration that has held for a folder so far, from a folder above it.
fn above(folder: &Path, console: &Console) -> Option<String> {
    let settings = SettingsArgs { config: None, no_config: false, template: None };
    let configs = Configs::new(&settings, console.lang).ok()?;
    let real = std::fs::canonicalize(folder).ok()?;
    configs.of(&real).name.clone().filter(|_| !real.join(FILE).exists())
}

/// What a folder is like; what cannot be read is told, and the rest goes on.
fn look_at(folder: &Path, console: &Console) -> House {
    let everything = Arc::new(Filter::everything());
    let walk = walk(&[folder.to_path_buf()], false, &|_| Arc::clone(&everything));
    for failed in walk.failures {
        console.error(&failure(&failed.path, failed.error));
    }
    let below =
        |found: &Found| document::name(found.path.strip_prefix(folder).unwrap_or(&found.path));
    let mut files = Vec::with_capacity(walk.files.len());
    let mut looks = Vec::with_capacity(walk.files.len());
    let read = |found: &Found| {
        let source = Arc::new(document::read(&found.path)?);
        let file = File { path: below(found), source };
        let look = house::look(&file);
        Ok((file, look))
    };
    let done: Result<(), Error> = in_order(&walk.files, None, read, |read| {
        match read {
            Ok((file, look)) => {
                files.push(file);
                looks.push(look);
            }
            Err(error) => console.error(&error),
        }
        Ok(())
    });
    // Taking a result never fails.
    debug_assert!(done.is_ok(), "nothing ends the work");
    house::house(&files, &looks)
}

/// Says what was written, and what to do next.
fn tell(path: &str, house: &House, console: &Console) {
    let (found, all) = (house.postmortems.len(), house.postmortems.len() + house.others.len());
    console.notice(
        || format!("{path} written; postmortems among the {all} Markdown files here: {found}"),
        || format!("已写入 {path}；这里 {all} 个 Markdown 文件中有 {found} 篇复盘"),
    );
    match found {
        0 => console.notice(
            || "`pmlint new \"What happened\"` writes the first".into(),
            || "`pmlint new \"标题\"` 可写出第一篇".into(),
        ),
        _ => console.notice(
            || "fill in your limits under [sla], then run `pmlint`".into(),
            || "在 [sla] 中写上你们的目标，然后运行 `pmlint`".into(),
        ),
    }
}
