//! Addresses of what is written about the program, where it has a home.

/// The address of the project.
pub(super) fn project() -> Option<&'static str> {
    Some(env!("CARGO_PKG_REPOSITORY")).filter(|address| !address.is_empty())
}

/// The address of the page of a rule, as it was in this version.
pub(super) fn rule(id: &str) -> Option<String> {
    let version = env!("CARGO_PKG_VERSION");
    project().map(|project| format!("{project}/blob/v{version}/rules/{id}.md"))
}
