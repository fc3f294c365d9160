//! Addresses of what is written about the program, where it has a home.

use crate::lang::Lang;

/// The address of the project.
pub(super) fn project() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|address| !address.is_empty())
}

/// The address of the page of a rule in a language, as it was in this version.
pub(super) fn rule(id: &str, lang: Lang) -> Option<String> {
    let (version, folder) = (env!("CARGO_PKG_VERSION"), lang.pick(|| "rules", || "rules/zh"));
    project().map(|project| format!("{project}/blob/v{version}/{folder}/{id}.md"))
}
