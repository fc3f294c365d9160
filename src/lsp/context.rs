//! Where in a document a place is, as far as text that is still being written can tell.

/// What stands between the opening of a comment and a place, where the comment is not closed before it.
pub(super) fn open_comment(before: &str) -> Option<&str> {
    let (_, inside) = before.rsplit_once("<!--")?;
    (!inside.contains("-->")).then_some(inside)
}

/// The length of the marks of a heading that a line begins with, blanks included: `## `. `None` for
/// another line.
pub(super) fn heading_marks(line: &str) -> Option<usize> {
    let indented = line.trim_start_matches(' ');
    let title = indented.trim_start_matches('#');
    let level = indented.len() - title.len();
    let is_heading = line.len() - indented.len() <= 3
        && (1..=6).contains(&level)
        && (title.is_empty() || title.starts_with([' ', '\t']));
    is_heading.then(|| line.len() - title.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_is_open_until_it_is_closed() {
        for (before, expected) in [
            ("- x <!-- pmlint: ", Some(" pmlint: ")),
            ("<!-- a --> <!--b", Some("b")),
            ("<!-- a -->", None),
            ("a", None),
        ] {
            assert_eq!(open_comment(before), expected, "{before}");
        }
    }

    #[test]
    fn a_heading_has_marks_and_a_blank() {
        for (line, expected) in [
            ("## 时间", Some(3)),
            ("# ", Some(2)),
            ("#", Some(1)),
            ("   ###  x", Some(8)),
            ("##x", None),
            ("####### x", None),
            ("    # code", None),
            ("text # x", None),
        ] {
            assert_eq!(heading_marks(line), expected, "{line}");
        }
    }
}
