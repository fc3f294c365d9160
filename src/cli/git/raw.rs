//! Reading the lists that git prints with `-z`: each name ends in a zero byte, so any other may be in it.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::{Status, path};

/// Reads `git diff --raw -z --no-abbrev`: how files below a folder differ.
pub(super) fn statuses(output: &[u8], root: &Path) -> HashMap<PathBuf, Status> {
    let mut fields = output.split(|&byte| byte == 0);
    let mut statuses = HashMap::new();
    // `:100644 100644 <old> <new> M`, then a path, or two where the file was renamed.
    while let Some(head) = fields.next().filter(|head| head.starts_with(b":")) {
        let head = String::from_utf8_lossy(head);
        let words: Vec<&str> = head.split(' ').collect();
        let (Some(content), Some(letter)) = (words.get(2), words.get(4)) else { break };
        let letter = letter.chars().next().unwrap_or_default();
        let Some(mut name) = fields.next() else { break };
        if matches!(letter, 'R' | 'C') {
            let Some(new) = fields.next() else { break };
            name = new;
        }
        let status = match letter {
            'M' | 'R' | 'C' => Status::Changed((*content).to_owned()),
            _ => Status::New,
        };
        statuses.insert(root.join(path(name)), status);
    }
    statuses
}

/// Reads `git ls-files -z`: the files below a folder.
pub(super) fn paths(output: &[u8], root: &Path) -> HashSet<PathBuf> {
    let names = output.split(|&byte| byte == 0).filter(|name| !name.is_empty());
    names.map(|name| root.join(path(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_as_it_is() {
        let output = b":100644 100644 aa 00 M\0a\nb \"c\".md\0:100644 100644 bb 00 R090\0old.md\0\
                       new.md\0:000000 100644 00 cc A\0:d.md\0:100644 000000 dd 00 D\0e.md\0";
        let root = Path::new("/r");
        let read = statuses(output, root);
        let changed = |name: &str| Status::Changed(name.to_owned());
        for (path, status) in [
            ("/r/a\nb \"c\".md", changed("aa")),
            ("/r/new.md", changed("bb")),
            ("/r/:d.md", Status::New),
            ("/r/e.md", Status::New),
        ] {
            assert_eq!(read.get(Path::new(path)), Some(&status), "{path}");
        }
        assert_eq!(read.len(), 4);
        assert_eq!(statuses(b"", root).len(), 0);
        assert_eq!(paths(b"a\0b\nc\0", root).len(), 2);
    }
}
