//! The patterns that name the postmortems of a folder, and nothing else.

use std::collections::BTreeMap;

/// What `include` and `exclude` are to say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Patterns {
    /// The patterns of `include`; none where no few patterns would do.
    pub include: Vec<String>,
    /// The files below them that are no postmortems.
    pub exclude: Vec<String>,
}

/// More patterns than these nobody wants to read.
const MOST: usize = 8;

/// A folder with the folders in it.
#[derive(Debug, Default)]
struct Folder<'p> {
    postmortems: Vec<&'p str>,
    others: Vec<&'p str>,
    folders: BTreeMap<&'p str, Folder<'p>>,
}

/// The patterns for some paths, which are relative, with `/`.
#[must_use]
pub fn patterns(postmortems: &[String], others: &[String]) -> Patterns {
    let mut root = Folder::default();
    for path in postmortems {
        let (folder, name) = root.at(path);
        folder.postmortems.push(name);
    }
    for path in others {
        let (folder, name) = root.at(path);
        folder.others.push(name);
    }
    let mut found = Patterns::default();
    let told = root.collect("", &mut found);
    if let Some(general) = general(&found, postmortems, others) {
        return general;
    }
    let is_short = found.include.len() <= MOST && found.exclude.len() <= MOST;
    // Folders of years lie side by side, and there will be more of them.
    let by_year = |pattern: &String| {
        let first = pattern.trim_start_matches('/').split('/').next();
        !first.unwrap_or_default().contains(char::is_alphabetic)
    };
    let lasts = told && is_short && !found.include.iter().any(by_year);
    if lasts { found } else { Patterns::default() }
}

impl<'p> Folder<'p> {
    /// The folder that a path lies in, and the name that it has there.
    fn at(&mut self, path: &'p str) -> (&mut Self, &'p str) {
        match path.split_once('/') {
            Some((folder, rest)) => self.folders.entry(folder).or_default().at(rest),
            None => (self, path),
        }
    }

    /// How many postmortems and other files are in it, and in the folders in it.
    fn count(&self) -> (usize, usize) {
        let own = (self.postmortems.len(), self.others.len());
        self.folders.values().map(Self::count).fold(own, |a, b| (a.0 + b.0, a.1 + b.1))
    }

    /// Adds the patterns of a folder, whose path ends in `/` but for the root. Whether there are some:
    /// a pattern that names single files would leave out the next postmortem in silence.
    fn collect(&self, path: &str, found: &mut Patterns) -> bool {
        let (postmortems, others) = self.count();
        if postmortems == 0 {
            return true;
        }
        let is_root = path.is_empty();
        let own = !self.postmortems.is_empty();
        let with_postmortems = self.folders.values().filter(|folder| folder.count().0 > 0).count();
        let few = others * 2 <= postmortems && others <= MOST / 2;
        if !is_root && (own && few || others == 0 && with_postmortems > 1) {
            found.include.push(anchored(&format!("{}**", escaped(path))));
            self.exclude(path, found);
            return true;
        }
        if own {
            if is_root || self.others.len() >= self.postmortems.len() {
                return false;
            }
            let endings = self.postmortems.iter().filter_map(|file| file.rsplit_once('.'));
            let mut endings: Vec<&str> = endings.map(|(_, ending)| ending).collect();
            endings.sort_unstable();
            endings.dedup();
            let of = |ending| anchored(&format!("{}*.{}", escaped(path), escaped(ending)));
            found.include.extend(endings.into_iter().map(of));
            let name = |file: &&str| anchored(&escaped(&format!("{path}{file}")));
            found.exclude.extend(self.others.iter().map(name));
        }
        let mut folders = self.folders.iter();
        folders.all(|(name, folder)| folder.collect(&format!("{path}{name}/"), found))
    }

    /// Adds all other files of a folder to `exclude`.
    fn exclude(&self, path: &str, found: &mut Patterns) {
        let name = |file: &&str| anchored(&escaped(&format!("{path}{file}")));
        found.exclude.extend(self.others.iter().map(name));
        for (name, folder) in &self.folders {
            folder.exclude(&format!("{path}{name}/"), found);
        }
    }
}

/// One pattern for folders of one name in many places: `**/postmortems/**`.
fn general(found: &Patterns, postmortems: &[String], others: &[String]) -> Option<Patterns> {
    let folder = |pattern: &str| {
        let (_, name) = pattern.strip_suffix("/**")?.rsplit_once('/')?;
        Some(name.to_owned())
    };
    let [first, rest @ ..] = found.include.as_slice() else { return None };
    let name = folder(first)?;
    if rest.is_empty() || !rest.iter().all(|pattern| folder(pattern).as_ref() == Some(&name)) {
        return None;
    }
    let is_below = |path: &String| path.split('/').rev().skip(1).any(|part| escaped(part) == name);
    let whole = postmortems.iter().all(is_below) && !others.iter().any(is_below);
    whole.then(|| Patterns { include: vec![format!("**/{name}/**")], exclude: Vec::new() })
}

/// A pattern that means the root and not any depth, and no negation.
fn anchored(pattern: &str) -> String {
    let is_plain = pattern.contains('/') && !pattern.starts_with(['!', '#']);
    if is_plain { pattern.to_owned() } else { format!("/{pattern}") }
}

/// A path as a pattern that matches it alone.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config::Paths;

    fn of(postmortems: &[&str], others: &[&str]) -> (Vec<String>, Vec<String>) {
        let own = |paths: &[&str]| paths.iter().map(|&path| path.to_owned()).collect::<Vec<_>>();
        let (postmortems, others) = (own(postmortems), own(others));
        let found = patterns(&postmortems, &others);
        let paths =
            |globs: &[String]| Paths::of(&globs.iter().map(String::as_str).collect::<Vec<_>>());
        let (include, exclude) = (paths(&found.include), paths(&found.exclude));
        if !found.include.is_empty() {
            let taken = |path: &String| {
                include.contain(Path::new(path), false) && !exclude.contain(Path::new(path), false)
            };
            assert!(postmortems.iter().all(taken), "{postmortems:?} {found:?}");
            assert!(!others.iter().any(taken), "{others:?} {found:?}");
        }
        (found.include, found.exclude)
    }

    #[test]
    fn a_folder_of_postmortems_is_one_pattern() {
        let own = |paths: &[&str]| paths.iter().map(|&path| path.to_owned()).collect::<Vec<_>>();
        for (postmortems, others, include, exclude) in [
            (
                &["docs/pm/a.md", "docs/pm/2024/b.md"][..],
                &["README.md"][..],
                &["docs/pm/**"][..],
                &[][..],
            ),
            (&["docs/pm/2023/a.md", "docs/pm/2024/b.md"], &["docs/guide.md"], &["docs/pm/**"], &[]),
            (
                &["pm/a.md", "pm/b.md", "pm/c.markdown"],
                &["pm/README.md", "x.md"],
                &["pm/**"],
                &["pm/README.md"],
            ),
            (
                &["pm/a.md", "pm/b.md", "pm/c.md"],
                &["pm/README.md", "pm/guide/1.md", "pm/guide/2.md"],
                &["pm/*.md"],
                &["pm/README.md"],
            ),
            (
                &["services/a/pm/1.md", "services/b/pm/2.md"],
                &["services/a/README.md", "services/README.md"],
                &["**/pm/**"],
                &[],
            ),
            (&["复盘/a.md"], &["README.md"], &["复盘/**"], &[]),
            (&["[x]{y}*?/a.md"], &["[x]b/a.md", "x{y}/a.md"], &["\\[x\\]\\{y\\}\\*\\?/**"], &[]),
            (&["!new/a.md", "!new/b.md"], &["b.md"], &["/!new/**"], &[]),
        ] {
            assert_eq!(of(postmortems, others), (own(include), own(exclude)), "{postmortems:?}");
        }
    }

    /// The next postmortem must not be left out in silence.
    #[test]
    fn what_would_name_single_files_or_years_is_not_named() {
        for (postmortems, others) in [
            (&["a.md"][..], &["README.md"][..]),
            (&["docs/a.md"], &["docs/b.md", "docs/c.md"]),
            (&["2023/a.md", "2024/b.md"], &["README.md"]),
            (&["2023-11/a.md"], &[]),
            (&["docs/a.md", "b.md"], &["README.md"]),
        ] {
            assert_eq!(of(postmortems, others), (vec![], vec![]), "{postmortems:?}");
        }
    }

    #[test]
    fn where_no_few_patterns_would_do_there_are_none() {
        let postmortems: Vec<String> = (0..20).map(|index| format!("team-{index}/a.md")).collect();
        let others: Vec<String> = (0..20).map(|index| format!("team-{index}/b.md")).collect();
        assert_eq!(patterns(&postmortems, &others), Patterns::default());
        assert_eq!(patterns(&[], &others), Patterns::default());
    }
}
