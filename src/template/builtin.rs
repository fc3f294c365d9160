//! The templates that come with pmlint.

use std::sync::{Arc, LazyLock, OnceLock};

use super::load::Draft;
use super::{SectionSpec, Shape, Template};
use crate::source::Source;
use crate::title::Titles;
use crate::toml_text::Problems;

/// A template that comes with pmlint.
#[derive(Debug)]
pub struct Builtin {
    /// The name it is chosen by.
    pub name: &'static str,
    /// Its text, in `rules/templates/`.
    pub text: &'static str,
    shape: OnceLock<Option<Shape>>,
    loaded: OnceLock<Option<(Draft, Arc<Template>)>>,
}

impl Builtin {
    const fn new(name: &'static str, text: &'static str) -> Self {
        Self { name, text, shape: OnceLock::new(), loaded: OnceLock::new() }
    }

    /// The sections of the template, read when they are first asked for.
    pub fn shape(&self) -> Option<&Shape> {
        self.shape.get_or_init(|| Shape::read(self.text)).as_ref()
    }

    /// The template, read when it is first asked for.
    #[must_use]
    pub fn template(&self) -> Option<Arc<Template>> {
        self.loaded().map(|(_, template)| Arc::clone(template))
    }

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
///
/// Of two that fit a document equally well the first is chosen, so the general ones come before those
/// that ask for more.
pub static BUILTIN: [Builtin; 10] = [
    Builtin::new("infra-zh", include_str!("../../rules/templates/infra-zh.toml")),
    Builtin::new("generic-en", include_str!("../../rules/templates/generic-en.toml")),
    Builtin::new("generic-zh", include_str!("../../rules/templates/generic-zh.toml")),
    Builtin::new("generic-ja", include_str!("../../rules/templates/generic-ja.toml")),
    Builtin::new("generic-ko", include_str!("../../rules/templates/generic-ko.toml")),
    Builtin::new("google-sre", include_str!("../../rules/templates/google-sre.toml")),
    Builtin::new("pagerduty", include_str!("../../rules/templates/pagerduty.toml")),
    Builtin::new("atlassian", include_str!("../../rules/templates/atlassian.toml")),
    Builtin::new("azure-pir", include_str!("../../rules/templates/azure-pir.toml")),
    Builtin::new("aws-coe", include_str!("../../rules/templates/aws-coe.toml")),
];

/// Which of the built-in templates have a section that goes by a title, as places in [`BUILTIN`].
pub fn by_title() -> &'static Titles {
    static INDEX: LazyLock<Titles> = LazyLock::new(|| {
        let shapes = || BUILTIN.iter().enumerate().filter_map(|(at, one)| Some((at, one.shape()?)));
        let titles = shapes().flat_map(|(at, shape)| {
            let of = |section: &'static SectionSpec| {
                std::iter::once(&section.title).chain(&section.aliases)
            };
            shape.sections.iter().flat_map(of).map(move |title| (title.as_str(), at))
        });
        Titles::new(titles, shapes().flat_map(|(_, shape)| shape.numbering.chars()))
    });
    &INDEX
}

/// The built-in template of a name.
#[must_use]
pub fn builtin(name: &str) -> Option<Arc<Template>> {
    find(name)?.template()
}

/// All built-in templates.
pub fn builtins() -> impl Iterator<Item = Arc<Template>> {
    BUILTIN.iter().filter_map(Builtin::template)
}

/// The sections of a built-in template.
pub(super) fn shape(name: &str) -> Option<&'static Shape> {
    find(name)?.shape()
}

/// What a built-in template was made from, for another one to extend.
pub(super) fn draft(name: &str) -> Option<&'static Draft> {
    find(name)?.loaded().map(|(draft, _)| draft)
}

fn find(name: &str) -> Option<&'static Builtin> {
    BUILTIN.iter().find(|builtin| builtin.name == name)
}
