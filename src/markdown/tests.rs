use super::*;

/// One line per block: kind, depth, and the source its span covers.
fn outline(source: &str) -> Vec<String> {
    let markdown = Markdown::parse(source);
    markdown
        .blocks
        .iter()
        .map(|block| {
            let kind = match &block.kind {
                BlockKind::Heading(level) => format!("h{level}"),
                BlockKind::NearHeading(level) => format!("near{level}"),
                BlockKind::Item => format!("item{}", block.depth),
                BlockKind::Paragraph => format!("p{}", block.depth),
                BlockKind::Row { head: true, .. } => "head".to_owned(),
                BlockKind::Row { .. } => "row".to_owned(),
                BlockKind::Comment => "comment".to_owned(),
                BlockKind::Opaque => "opaque".to_owned(),
            };
            format!("{kind} {}", source.get(block.span.range()).unwrap().trim())
        })
        .collect()
}

#[test]
fn blocks_stand_on_their_text() {
    let cases: &[(&str, &[&str])] = &[
        ("## 标题 ##\n\n文字\n", &["h2 标题", "p0 文字"]),
        ("标题\n====\n", &["h1 标题"]),
        ("- 一\n  - 二\n- 三\n", &["item1 一", "item2 二", "item1 三"]),
        ("- 一\n\n  续\n\n- 二\n", &["item1 一", "p1 续", "item1 二"]),
        ("   - 缩进\n\n\n", &["item1 缩进"]),
        ("> # 引\n", &["p0 引"]),
        ("| a | b |\n|---|---|\n| 1 | `2` |\n", &["head a | b", "row 1 | `2"]),
        ("```\n12:00\n```\n", &["opaque ```\n12:00\n```"]),
        ("![图](a.png)\n", &["p0 ![图](a.png)"]),
        (
            "- 文 <!-- pmlint: start --> 字\n",
            &["item1 文 <!-- pmlint: start --> 字", "comment pmlint: start"],
        ),
        ("<!--\n一\n\n二\n-->\n三\n", &["comment 一\n\n二", "p0 三"]),
        ("<div>\n<!-- a -->\n</div>\n", &["opaque <div>", "comment a", "opaque </div>"]),
        ("---\na: 1\n---\n# 标题\n", &["h1 标题"]),
        ("---\n\na: 1\n---\n# 标题\n", &["h1 标题"]),
        ("---\n\n# 标题：一\n\n文字\n\n---\n", &["h1 标题：一", "p0 文字"]),
        ("文字\n\n---\n\n文字\n\n---\n", &["p0 文字", "p0 文字"]),
    ];
    for (source, expected) in cases {
        assert_eq!(&outline(source), expected, "{source}");
    }
}

#[test]
fn lines_that_look_like_headings_are_cut_out() {
    assert_eq!(outline("##时间指标\n- 一\n"), ["near2 ##时间指标", "item1 一"]);
    assert_eq!(outline("＃ 标题\n"), ["near1 ＃ 标题"]);
    // Only what is written as a mark is one.
    assert_eq!(outline("###\\#号\n"), ["near3 ###\\#号"]);
    assert_eq!(outline("&#35;&#35;标题\n"), ["p0 &#35;&#35;标题"]);
    assert_eq!(
        outline("上文\n还有\n##标题\n下文\n还有\n"),
        ["p0 上文\n还有", "near2 ##标题", "p0 下文\n还有"]
    );
    assert_eq!(outline("#######七\n"), ["p0 #######七"]);
    assert_eq!(outline("- #标签\n"), ["item1 #标签"]);
    assert_eq!(outline("\\##标题\n"), ["p0 ##标题"], "escaped on purpose");
    assert_eq!(
        outline("- 一\n##标题\n- 二\n\n  ##三\n"),
        ["item1 一", "near2 ##标题", "item1 二", "p1 ##三"]
    );
    assert_eq!(outline("- 一\n  ##二\n"), ["item1 一\n  ##二"], "a part of the item");
    assert_eq!(outline("`## a` 是二级标题\n"), ["p0 ## a` 是二级标题"], "code");
}

#[test]
fn code_spans_map_without_their_backticks() {
    let source = "- 在 `` 12:00 ``经\n";
    let markdown = Markdown::parse(source);
    let text = markdown.text(0);
    assert_eq!(text.as_str(), "在 12:00经");
    let place = text.as_str().find("12:00").unwrap();
    let span = text.source(place..place + 5);
    assert_eq!(source.get(span.range()), Some("12:00"));
    assert!(text.is(place..place + 5, Style::CODE));
    assert!(!text.is(place..place + "12:00经".len(), Style::CODE));
}

#[test]
fn cells_are_texts_of_their_own() {
    let markdown = Markdown::parse("|时间|事件|\n|-|-|\n|`11:45`|a \\| b<br>c|\n|只有一格|\n");
    let row: Vec<_> = markdown.cells(1).map(|cell| cell.as_str().to_owned()).collect();
    assert_eq!(row, ["11:45", "a | b\nc"]);
    assert_eq!(markdown.text(1).as_str(), "11:45\na | b\nc");
    let short: Vec<_> = markdown.cells(2).map(|cell| cell.as_str().to_owned()).collect();
    assert_eq!(short, ["只有一格", ""]);
}

#[test]
fn what_is_seen_but_not_read_is_known() {
    let markdown = Markdown::parse("- <https://a.example/2021-03-19T11:45>\n- ![x](y)\n- 字\n");
    let opaque: Vec<_> = markdown.blocks.iter().map(|block| block.opaque).collect();
    assert_eq!(opaque, [true, true, false]);
    assert!(markdown.text(0).is_blank());
}
