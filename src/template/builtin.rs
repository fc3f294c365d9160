//! The templates that come with pmlint.

use std::sync::{Arc, OnceLock};

use super::Template;
use super::load::Draft;
use crate::source::Source;
use crate::toml_text::Problems;

/// A template that comes with pmlint.
#[derive(Debug)]
pub struct Builtin {
    /// The name it is chosen by.
    pub name: &'static str,
    /// Its text, in `rules/templates/`.
    pub text: &'static str,
    loaded: OnceLock<Option<(Draft, Arc<Template>)>>,
}

impl Builtin {
    const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, loaded: OnceLock::new() }
    }

    /// The template, read when it is first asked for.
    fn loaded(&self) -> Option<&(Draft, Arc<Template>)> {
        let load = || {
            let source = Arc::new(Source::new(format!("{}.toml", self.name), self.text));
            let (draft, template) =
                Template::load_draft(&source, Problems::trusting(&source)).ok()?;
            Some((draft, Arc::new(template)))
        };
        self.loaded.get_or_init(load).as_ref()
    }
}

/// All built-in templates, one a line. That each of them loads is tested.
pub static BUILTIN: [Builtin; 1] =
    [Builtin::new("infra-zh", include_str!("../../rules/templates/infra-zh.toml"))];

/// The built-in template of a name.
#[must_use]
pub fn builtin(name: &str) -> Option<Arc<Template>> {
    find(name)?.loaded().map(|(_, template)| Arc::clone(template))
}

/// All built-in templates.
pub fn builtins() -> impl Iterator<Item = Arc<Template>> {
    BUILTIN.iter().filter_map(|one| one.loaded().map(|(_, template)| Arc::clone(template)))
}

/// What a built-in template was made from, for another one to extend.
pub(super) fn draft(name: &str) -> Option<&'static Draft> {
    find(name)?.loaded().map(|(draft, _)| draft)
}

fn find(name: &str) -> Option<&'static Builtin> {
    BUILTIN.iter().find(|builtin| builtin.name == name)
}
