use super::*;

/// The page's paragraphs as Markdown, and its tables row by row.
fn told(page: &str) -> Vec<String> {
    read(page)
        .blocks
        .iter()
        .flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![match &paragraph.role {
                Role::Body => paragraph.markdown.clone(),
                role => format!("{role:?} {}", paragraph.markdown),
            }],
            Block::Table(table) => table
                .rows
                .iter()
                .map(|row| {
                    let cells = row
                        .iter()
                        .map(|cell| match (cell.row_span, cell.column_span) {
                            (1, 1) => cell.text.clone(),
                            (rows, columns) => format!("{}·{rows}×{columns}", cell.text),
                        });
                    format!("|{}|", cells.collect::<Vec<_>>().join("|"))
                })
                .collect(),
        })
        .collect()
}

#[test]
fn paragraphs_end_at_blocks_and_breaks() {
    assert_eq!(
        told("<div>一<p>二\n三<br>four\nfive<h2>六</h2>七"),
        ["一", "二三", "four five", "Heading(2) 六", "七"]
    );
}

#[test]
fn emphasis_and_links_are_kept_where_they_tell_something() {
    assert_eq!(
        told("甲<script>x</script>乙<nav>首页</nav>丙"),
        ["甲乙", "丙"]
    );
    assert_eq!(told("<p><b>全粗</b></p>"), ["全粗"]);
    assert_eq!(told("<p>甲<strong>乙</strong>丙</p>"), ["甲**乙**丙"]);
    assert_eq!(told("<p><b>甲。</b>乙</p>"), ["**甲。**乙"]);
    assert_eq!(
        told("<p>见<a href='https://a.cn/b'>网站</a>，<a href='/c'>目录</a></p>"),
        ["见[网站](https://a.cn/b)，目录"]
    );
    assert_eq!(
        told("<p>a*b*c &amp;amp; {{x}}</p>"),
        ["a\\*b\\*c \\&amp; \\{{x}}"]
    );
}

#[test]
fn what_is_not_shown_is_not_read() {
    let page = "<title>题</title><style>p{}</style><script>var a='<p>x</p>';</script>\
        <nav><a href=1>首页</a></nav><p style='display: none'>藏</p><p>文</p><select><option>x</select>";
    let read = read(page);
    assert_eq!(read.title.as_deref(), Some("题"));
    assert_eq!(told(page), ["文"]);
    assert_eq!(read.remarks, ["没有读页面上的导航：2 字"]);
    assert_eq!(read.cautions, ["没有读页面上隐藏的内容：1 字"]);
}

#[test]
fn tables_keep_their_spans() {
    let page = "<table><tbody><tr><td rowspan=2>甲<td colspan='2'><p class=MsoNormal>\
        <span>乙<o:p></o:p></span></p><tr><td>&nbsp;</td><td>1<br>2</table>文";
    assert_eq!(told(page), ["|甲·2×1|乙·1×2|", "||1\n2|", "文"]);
}

#[test]
fn tables_that_lay_out_are_taken_apart() {
    let page = "<table><tr><td><p>题</p><table><tr><td>a</td><td>0</td></tr></table>\
        <td>边</td></tr></table><table><tr><td>文</td></tr></table>";
    assert_eq!(told(page), ["题", "|a|0|", "边", "文"]);
}

#[test]
fn pictures_in_cells_are_not_blanks() {
    assert_eq!(
        told("<table><tr><td>a<td><img src=x.png></table><p>文<img alt=图 src=a.png>"),
        ["|a|［图片］|", "文", "![图](a.png)"]
    );
}

#[test]
fn lists_and_quotes_say_what_they_are() {
    assert_eq!(
        told("<ul><li>甲<li><p>乙</p></ul><ol start=3><li>丙</ol><blockquote>丁</blockquote>"),
        [
            "Item { depth: 0, number: None } 甲",
            "Item { depth: 0, number: None } 乙",
            "Item { depth: 0, number: Some(3) } 丙",
            "Quote 丁"
        ]
    );
}

#[test]
fn hostile_nesting_is_read_all_the_same() {
    let deep = "<div>".repeat(100_000) + "底" + &"</b></div>".repeat(100_000);
    assert_eq!(told(&deep), ["底"]);
    let tables = "<table><tr><td>".repeat(20_000) + "底";
    assert_eq!(told(&tables), ["底"]);
    let marks = "<b><i><a href=x>".repeat(50_000) + "底";
    assert_eq!(told(&marks), ["底"]);
}

#[test]
fn stray_tags_are_borne() {
    assert_eq!(
        told("</td></tr></table></p>甲<td>乙</td><tr>丙"),
        ["甲", "乙", "丙"]
    );
    assert_eq!(told("<table>甲<tr>乙<td>1</td><td>2"), ["甲乙", "|1|2|"]);
}

#[test]
fn what_would_join_a_figure_does_not() {
    let page = "<table><tr><td>5<sup>1</sup></td><td><s>7</s>8</td>\
                <td>6<span style='vertical-align: super'>2</span></td>\
                <td><span style='text-decoration: line-through'>1 </span>2</td></tr></table>\
                <p>面积5m<sup>2</sup>，<del>旧</del>新</p>";
    assert_eq!(told(page), ["|5¹|~~7~~8|6²|~~1~~2|", "面积5m²，旧新"]);
    assert_eq!(read(page).cautions, ["带删除线的文字 3 处照样读入，请核对"]);
}

#[test]
fn lines_that_count_are_paragraphs() {
    let page = "<body><pre>题目\n\n一、总体情况\n甲<br>- 2 -\n文</pre><p>后";
    let lines = ["题目", "一、总体情况", "甲", "\\- 2 -", "文", "后"];
    assert_eq!(told(page), lines);
    assert_eq!(
        told("<pre>\n<p>甲\n乙</p>\n<table><tr><td>a\nb<td>1</table>\n丙\n丁</pre>"),
        ["甲乙", "|a b|1|", "丙", "丁"]
    );
    assert_eq!(
        told("<table><tr><td><pre>甲\n乙</pre><td>1</table>"),
        ["|甲乙|1|"]
    );
    assert_eq!(told("<pre>甲<span hidden>隐</span>乙</pre>"), ["甲乙"]);
}

#[test]
fn what_a_cell_shows_besides_words_is_no_blank() {
    let cell = |inner: &str| told(&format!("<table><tr><td>a<td>{inner}</table>")).concat();
    for (inner, shown) in [
        ("<input value=7>", "［输入框］"),
        ("<input type=Number value=' 7 '>件", "［输入框］件"),
        ("<input type=hidden value=7>8", "8"),
        ("<input type=button value=改>8", "8"),
        ("<span style='display:none'><input value=7></span>8", "8"),
        ("<svg><text>7</text></svg>", "［图片］"),
        ("<object data=a.swf></object>8", "［图片］8"),
        ("<embed src=a.swf>", "［图片］"),
        ("<span hidden><canvas></canvas></span>8", "8"),
        ("<i style='visibility: hidden'>7</i>8", "8"),
        ("<button>7</button>", "7"),
        ("<input>", "［输入框］"),
        ("<input type=checkbox value=7 checked>", "［输入框］"),
        ("5<textarea>7</textarea>", "5［输入框］"),
        ("<select><option>7<option selected>8</select>", "［输入框］"),
        ("<div hidden><select><option>7</select></div>8", "8"),
    ] {
        assert_eq!(cell(inner), format!("|a|{shown}|"), "{inner}");
    }
    let page = "<p>查<input value=关键字><textarea>意见</textarea>询";
    assert_eq!(told(page), ["查询"]);
    let told = "没有读输入框里的内容：2 字";
    assert_eq!(read(page).cautions, [told]);
}
