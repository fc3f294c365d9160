//! Tests of the walk, in temporary folders.

use super::*;
use crate::config::Paths;

/// A folder with some files in it.
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }
    root
}

fn empty(paths: &[&str]) -> tempfile::TempDir {
    tree(&paths.iter().map(|path| (*path, "")).collect::<Vec<_>>())
}

fn all(_: &Path) -> Arc<Filter> {
    Arc::new(Filter::everything())
}

/// The paths found, below the root.
fn shown(root: &tempfile::TempDir, walk: &Walk) -> Vec<String> {
    let below = |found: &Found| {
        let path = found.path.strip_prefix(root.path()).expect("below the root");
        path.to_string_lossy().replace('\\', "/")
    };
    walk.files.iter().map(below).collect()
}

fn search(root: &tempfile::TempDir) -> Vec<String> {
    shown(root, &walk(&[root.path().to_path_buf()], false, &all))
}

#[test]
fn a_folder_yields_its_markdown_sorted_by_bytes() {
    let root = empty(&["b.md", "a/z.markdown", "B.MD", "a.md", "复盘.md", "a.txt", "README"]);
    assert_eq!(search(&root), ["B.MD", "a.md", "a/z.markdown", "b.md", "复盘.md"]);
}

#[test]
fn hidden_entries_are_left_out_but_a_hidden_root_is_not() {
    let root = empty(&["a.md", ".hidden.md", ".github/b.md"]);
    assert_eq!(search(&root), ["a.md"]);
    let hidden = walk(&[root.path().join(".github")], false, &all);
    assert_eq!(shown(&root, &hidden), [".github/b.md"]);
}

#[test]
fn git_ignored_entries_are_left_out() {
    let root = tree(&[
        (".git/info/exclude", "local.md\n"),
        (".gitignore", "build/\n*.tmp.md\n/top.md\n"),
        ("docs/.gitignore", "!keep.tmp.md\ndraft.md\n"),
        ("a.md", ""),
        ("top.md", ""),
        ("local.md", ""),
        ("x.tmp.md", ""),
        ("build/b.md", ""),
        ("docs/top.md", ""),
        ("docs/keep.tmp.md", ""),
        ("docs/draft.md", ""),
        ("docs/build/c.md", ""),
        ("draft.md", ""),
    ]);
    assert_eq!(search(&root), ["a.md", "docs/keep.tmp.md", "docs/top.md", "draft.md"]);
}

#[test]
fn ignore_files_above_the_folder_count_up_to_the_repository() {
    let root = tree(&[
        (".gitignore", "*.md\n"),
        ("repo/.git/HEAD", ""),
        ("repo/.gitignore", "draft-*.md\n"),
        ("repo/docs/pm/a.md", ""),
        ("repo/docs/pm/draft-a.md", ""),
    ]);
    let found = walk(&[root.path().join("repo/docs/pm")], false, &all);
    assert_eq!(shown(&root, &found), ["repo/docs/pm/a.md"]);
}

#[test]
fn outside_of_a_repository_nothing_is_ignored() {
    let root = tree(&[(".gitignore", "*.md\n"), ("a.md", "")]);
    assert_eq!(search(&root), ["a.md"]);
}

#[test]
fn a_named_file_is_taken_whatever_it_is_called() {
    let root = tree(&[(".git/HEAD", ""), (".gitignore", "*\n"), (".notes.txt", "")]);
    let found = walk(&[root.path().join(".notes.txt")], false, &all);
    assert_eq!(shown(&root, &found), [".notes.txt"]);
    assert!(found.files.iter().all(|found| found.sure));
}

#[test]
fn a_file_given_twice_is_taken_once_and_counts_as_named() {
    let root = empty(&["docs/a.md", "docs/b.md"]);
    let docs = root.path().join("docs");
    let again = root.path().join("docs/../docs/a.md");
    let found = walk(&[docs.clone(), docs.join("a.md"), again, docs], false, &all);
    assert_eq!(shown(&root, &found), ["docs/a.md", "docs/b.md"]);
    assert_eq!(found.files.iter().map(|found| found.sure).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn a_missing_path_is_a_failure_and_the_rest_goes_on() {
    let root = empty(&["a.md"]);
    let missing = root.path().join("missing.md");
    let found = walk(&[missing.clone(), root.path().join("a.md")], false, &all);
    assert_eq!(shown(&root, &found), ["a.md"]);
    assert_eq!(found.failures.len(), 1);
    assert_eq!(found.failures[0].path, missing);
    assert_eq!(found.failures[0].error.kind(), io::ErrorKind::NotFound);
}

#[test]
fn a_folder_without_markdown_is_told() {
    let root = empty(&["docs/a.txt"]);
    let found = walk(&[root.path().to_path_buf()], false, &all);
    assert_eq!(found.empty, [root.path()]);
}

#[test]
fn a_folder_named_like_a_file_is_searched() {
    let root = empty(&["a.md/b.md"]);
    assert_eq!(search(&root), ["a.md/b.md"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed_unless_named() {
    let root = empty(&["docs/a.md", "elsewhere/b.md"]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(root.path().join(to), root.path().join(from)).expect("a link");
    };
    link("docs/linked", "elsewhere");
    link("docs/loop", "docs");
    link("docs/l.md", "elsewhere/b.md");
    link("docs/dangling.md", "nowhere.md");
    let found = walk(&[root.path().join("docs")], false, &all);
    assert_eq!(shown(&root, &found), ["docs/a.md"]);
    assert!(found.failures.is_empty());

    let named =
        walk(&[root.path().join("docs/l.md"), root.path().join("docs/linked")], false, &all);
    assert_eq!(shown(&root, &named), ["docs/l.md", "docs/linked/b.md"]);
    let dangling = walk(&[root.path().join("docs/dangling.md")], false, &all);
    assert_eq!(dangling.failures.len(), 1);
}

/// A filter whose patterns count from the root.
fn patterns(root: &tempfile::TempDir, include: Option<&str>, exclude: &str) -> Arc<Filter> {
    let base = fs::canonicalize(root.path()).expect("the root");
    let include = include.map(|pattern| Paths::of(&[pattern]));
    Arc::new(Filter::new(&base, include, Paths::of(&[exclude])))
}

#[test]
fn include_and_exclude_hold_inside_folders() {
    let root = empty(&["docs/pm/a.md", "docs/pm/README.md", "docs/other.md"]);
    let filter = patterns(&root, Some("docs/pm/**"), "**/README.md");
    let found = walk(&[root.path().to_path_buf()], false, &|_| Arc::clone(&filter));
    assert_eq!(shown(&root, &found), ["docs/pm/a.md"]);
    assert!(found.files[0].sure);
    assert_eq!(found.left_out, 2);
    assert!(found.empty.is_empty());
}

#[test]
fn an_excluded_folder_is_not_entered() {
    let root = empty(&["vendor/x/a.md", "b.md"]);
    let filter = patterns(&root, None, "vendor/");
    let entered = std::cell::RefCell::new(Vec::new());
    let found = walk(&[root.path().to_path_buf()], false, &|folder| {
        entered.borrow_mut().push(folder.to_path_buf());
        Arc::clone(&filter)
    });
    assert_eq!(shown(&root, &found), ["b.md"]);
    assert_eq!(entered.borrow().len(), 1);
}

#[test]
fn a_named_file_is_left_out_only_by_force() {
    let root = empty(&["README.md"]);
    let path = [root.path().join("README.md")];
    for filter in [patterns(&root, None, "README.md"), patterns(&root, Some("docs/**"), "none")] {
        let found = walk(&path, false, &|_| Arc::clone(&filter));
        assert_eq!(shown(&root, &found), ["README.md"]);
        let found = walk(&path, true, &|_| Arc::clone(&filter));
        assert_eq!((found.files.len(), found.forced), (0, 1));
    }
}

#[test]
fn under_force_a_named_file_is_taken_as_if_it_were_found() {
    let paths = ["a.md", "docs/b.md", "docs/old/c.md", "notes.txt", ".d.md"];
    let root = empty(&paths);
    let named = paths.map(|path| root.path().join(path));
    for (include, exclude, expected) in [
        (None, "none", vec!["a.md", "docs/b.md", "docs/old/c.md"]),
        (None, "docs/old/", vec!["a.md", "docs/b.md"]),
        (Some("docs/**"), "none", vec!["docs/b.md", "docs/old/c.md"]),
    ] {
        let filter = patterns(&root, include, exclude);
        let found = walk(&named, true, &|_| Arc::clone(&filter));
        let searched = walk(&[root.path().to_path_buf()], false, &|_| Arc::clone(&filter));
        assert_eq!(shown(&root, &found), expected);
        let key = |walk: &Walk| -> Vec<(PathBuf, bool, bool)> {
            walk.files.iter().map(|it| (it.path.clone(), it.sure, it.named)).collect()
        };
        assert_eq!(key(&found), key(&searched));
        assert_eq!(found.forced, 5);
    }
}
