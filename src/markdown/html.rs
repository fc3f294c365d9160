//! Telling a tag of HTML from words in angle brackets, which the parser takes for one: `<service name>`.

/// The elements of HTML, and those of older versions that are still in use, in order.
const ELEMENTS: [&str; 119] = [
    "a",
    "abbr",
    "address",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
];

/// Whether a tag as the parser found it is words in angle brackets: it opens no element of HTML, has
/// no attribute with a value, and is no component of a page (`<my-chart>`, `<Chart />`).
pub(super) fn is_words(tag: &str) -> bool {
    let inner = tag.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let Some(inner) = inner.filter(|inner| !inner.contains(['<', '>', '=', '/', '!', '?'])) else {
        return false;
    };
    let name = inner.split_whitespace().next().unwrap_or_default();
    let is_component = name.contains('-') && !name.contains(|c: char| c.is_ascii_uppercase());
    let element = name.to_ascii_lowercase();
    !name.is_empty() && !is_component && ELEMENTS.binary_search(&element.as_str()).is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_in_order() {
        assert!(ELEMENTS.is_sorted());
    }

    #[test]
    fn words_in_brackets_are_no_tag() {
        for words in ["<name>", "<service name>", "<YYYY-MM-DD>", "<T>", "<Owner>"] {
            assert!(is_words(words), "{words}");
        }
        for tag in [
            "<br>",
            "<BR/>",
            "</name>",
            "<details open>",
            "<x y=\"1\">",
            "<my-chart>",
            "<Chart />",
            "<!-- a -->",
        ] {
            assert!(!is_words(tag), "{tag}");
        }
    }
}
