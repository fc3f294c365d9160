//! What the page says, and that it says the same in both languages.

use std::path::Path;

use toml::de::DeTable;

const ENGLISH: &str = "docs/editors.md";
const CHINESE: &str = "docs/editors.zh.md";

/// A block of code, and the heading that it stands below.
#[derive(Debug, PartialEq)]
struct Block {
    heading: String,
    language: String,
    code: String,
}

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).expect("a page").replace("\r\n", "\n")
}

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut heading, mut is_code) = ("", false);
    for line in page.lines() {
        if let Some(language) = line.strip_prefix("```") {
            is_code = !is_code;
            if is_code {
                let (heading, language) = (heading.to_owned(), language.to_owned());
                blocks.push(Block { heading, language, code: String::new() });
            }
        } else if is_code {
            let code = &mut blocks.last_mut().expect("a block").code;
            *code += line;
            code.push('\n');
        } else if line.starts_with('#') {
            heading = line.trim_start_matches(['#', ' ']);
        }
    }
    blocks
}

/// The code of a language below a heading of the page.
#[track_caller]
pub(crate) fn snippet(heading: &str, language: &str) -> String {
    let mut found = blocks(&text(ENGLISH)).into_iter();
    let found = found.find(|it| it.heading == heading && it.language == language);
    found.unwrap_or_else(|| panic!("{ENGLISH}: no {language} below {heading}")).code
}

#[test]
fn the_chinese_page_shows_the_same() {
    let shown = |name| {
        let all = blocks(&text(name)).into_iter();
        all.map(|block| (block.language, block.code)).collect::<Vec<_>>()
    };
    assert_eq!(shown(ENGLISH), shown(CHINESE));
    let levels = |name| {
        let page = text(name);
        let levels = page.lines().filter(|line| line.starts_with('#'));
        levels.filter_map(|line| line.split(' ').next().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(levels(ENGLISH), levels(CHINESE));
}

#[test]
fn helix_could_read_its_configuration() {
    let text = snippet("Helix", "toml");
    let configuration = DeTable::parse(&text).expect("TOML");
    let server = &configuration.get_ref()["language-server"].get_ref()["pmlint"];
    assert_eq!(server.get_ref()["command"].get_ref().as_str(), Some("pmlint"));
    assert_eq!(server.get_ref()["args"].get_ref()[0].get_ref().as_str(), Some("lsp"));
    let language = &configuration.get_ref()["language"].get_ref()[0];
    assert_eq!(language.get_ref()["name"].get_ref().as_str(), Some("markdown"));
    let servers = language.get_ref()["language-servers"].get_ref().as_array().expect("servers");
    assert!(servers.iter().any(|it| it.get_ref().as_str() == Some("pmlint")), "{servers:?}");
}
