//! `pmlint new`: write a postmortem that is ready to fill in.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use chrono::{Local, NaiveDate, Utc};

use crate::blank::{self, Incident};
use crate::cli::args::NewArgs;
use crate::cli::console::Console;
use crate::cli::document;
use crate::cli::error::Error;
use crate::cli::exit::Exit;
use crate::cli::session::stand_in;
use crate::cli::settings::{Configs, Loaded};
use crate::cli::sink::{Sink, create};
use crate::config::Settings;
use crate::lang::Lang;
use crate::sketch::is_markdown;
use crate::template::{BUILTIN, Builtin, Template};
use crate::walk::Why;

/// Writes a new postmortem.
pub(super) fn run(args: &NewArgs, console: &Console) -> Result<Exit, Error> {
    let given = args.date.as_deref().map(date).transpose()?;
    let configs = Configs::new(&args.settings, console.lang)?;
    let title = args.title.as_deref();
    let output = args.output.as_deref();
    let name = |settings: &Settings| {
        let date = given.unwrap_or_else(|| today(settings));
        blank::file_name(title, date)
    };
    let path = match output {
        Some(path) if path == Path::new("-") => None,
        Some(path) if is_file(path) => Some(path.to_path_buf()),
        Some(folder) => {
            let some = folder.join("_");
            let real = stand_in(Some(&some));
            let loaded = configs.of(real.parent().unwrap_or(&real));
            let settings = settings(&loaded, &configs, &some, console)?;
            Some(folder.join(name(&settings)))
        }
        None => {
            let loaded = configs.of(&configs.here);
            let settings = settings(&loaded, &configs, Path::new("_"), console)?;
            Some(place(&loaded, &configs, &name(&settings), console)?)
        }
    };
    let shown = path.as_deref().unwrap_or(Path::new("_.md"));
    let real = stand_in(Some(shown));
    let loaded = configs.of(real.parent().unwrap_or(&real));
    let settings = settings(&loaded, &configs, shown, console)?;
    let template = template(&settings, console)?;
    let incident = Incident { title, date: given.unwrap_or_else(|| today(&settings)) };
    let text = blank::text(&template, &settings, incident);
    let Some(path) = path else {
        print(&text)?;
        return Ok(Exit::Clean);
    };
    write(&path, &text)?;
    print(&format!("{}\n", crate::output::visible(&document::name(&path))))?;
    tell(&path, &real, &loaded, console);
    Ok(Exit::Clean)
}

/// The day that a text names.
fn date(text: &str) -> Result<NaiveDate, Error> {
    let plain = text.len() == "2024-05-06".len();
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| plain);
    date.ok_or_else(|| Error::NoDate { text: text.to_owned() })
}

/// The day that it is where the documents are at home, or here.
fn today(settings: &Settings) -> NaiveDate {
    match settings.timezone {
        Some(offset) => Utc::now().with_timezone(&offset).date_naive(),
        None => Local::now().date_naive(),
    }
}

/// Whether a path that need not exist is meant as a file.
fn is_file(path: &Path) -> bool {
    !path.is_dir() && is_markdown(&path.to_string_lossy())
}

/// What holds for a path.
fn settings(
    loaded: &Loaded,
    configs: &Configs,
    path: &Path,
    console: &Console,
) -> Result<Arc<Settings>, Error> {
    for error in configs.take_errors() {
        console.error(&error);
    }
    let config = loaded.usable(console).ok_or(Error::Configuration)?;
    Ok(config.settings_for(loaded.relative(&stand_in(Some(path)))))
}

/// The folder where the configuration expects postmortems, with the name of the file; the current one
/// where it does not say.
fn place(
    loaded: &Loaded,
    configs: &Configs,
    name: &str,
    console: &Console,
) -> Result<PathBuf, Error> {
    let config = loaded.usable(console).ok_or(Error::Configuration)?;
    let Some(include) = &config.include else { return Ok(name.into()) };
    let is_taken = |folder: &Path| Why::not_found(&loaded.filter, &folder.join(name)).is_none();
    let mut folders = include.globs().map(|glob| loaded.base.join(plain_part(&glob.value)));
    let found = folders.find(|folder| is_taken(folder));
    match found.or_else(|| is_taken(&configs.here).then(|| configs.here.clone())) {
        Some(folder) if folder == configs.here => Ok(name.into()),
        Some(folder) => {
            let below = folder.join(name);
            Ok(below.strip_prefix(&configs.here).map_or_else(
                |_| PathBuf::from(document::name_from(&configs.here, &folder)).join(name),
                Path::to_path_buf,
            ))
        }
        None => {
            let configuration = loaded.name.clone().unwrap_or_default();
            Err(Error::NoPlace { configuration })
        }
    }
}

/// The folders of a pattern before the first that could be several.
fn plain_part(glob: &str) -> PathBuf {
    let is_plain = |part: &Component<'_>| {
        !part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{', '\\'])
    };
    let parts = Path::new(glob.trim().trim_start_matches('/')).components();
    let plain: PathBuf = parts.take_while(is_plain).collect();
    // A pattern of a single file names its folder.
    if is_markdown(&plain.to_string_lossy()) {
        return plain.parent().map(Path::to_path_buf).unwrap_or_default();
    }
    plain
}

/// The template that holds, or the first in the language of the messages.
fn template(settings: &Settings, console: &Console) -> Result<Arc<Template>, Error> {
    if let Some(template) = &settings.template {
        return Ok(Arc::clone(template));
    }
    let language = match console.lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    };
    let speaks = |one: &&Builtin| one.shape().is_some_and(|shape| shape.language == language);
    let template = BUILTIN.iter().find(speaks).and_then(Builtin::template);
    let template = template.ok_or(Error::Configuration)?;
    let name = &template.name;
    console.notice(
        || format!("no configuration names a template; {name} is used (`pmlint templates` lists all, --template NAME takes another)"),
        || format!("没有配置模板，使用 {name}（`pmlint templates` 列出全部，--template 名称 可换一个）"),
    );
    Ok(template)
}

/// Writes a file that is not there yet, with the folders above it.
fn write(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)
            .map_err(|error| Error::Write { path: Some(document::name(folder)), error })?;
    }
    match create(path, text)? {
        true => Ok(()),
        false => Err(Error::Exists { path: document::name(path), option: None }),
    }
}

/// Says what to do next, and where the file would not be checked.
fn tell(path: &Path, real: &Path, loaded: &Loaded, console: &Console) {
    let name = document::name(path);
    console.notice(
        || format!("fill it in; `pmlint {name}` says what is left"),
        || format!("请填写；`pmlint {name}` 会指出还缺什么"),
    );
    if let Some(why) = Why::not_found(&loaded.filter, real) {
        let configuration = loaded.name.clone().unwrap_or_default();
        let (en, zh) = match why {
            Why::Excluded(glob) => {
                (format!("`{}` excludes it", glob.value), format!("被 `{}` 排除", glob.value))
            }
            _ => ("`include` does not name it".into(), "`include` 没有包含它".into()),
        };
        console.notice(
            || format!("`pmlint` alone leaves it out: {en} ({configuration})"),
            || format!("直接运行 `pmlint` 不会检查它：{zh}（{configuration}）"),
        );
    }
}

fn print(text: &str) -> Result<(), Error> {
    let mut sink = Sink::standard_output(false);
    sink.write(text)?;
    sink.finish()
}
