//! The engine with a checker of its own: `a` is to be `b`, and what the letters around it say.

use proptest::prelude::*;

use super::*;
use crate::finding::{Label, Severity};
use crate::span::Span;

/// A finding of a rule at a place, with a fix that replaces a span.
fn found(
    source: &Arc<Source>,
    (rule, severity): (&'static str, Severity),
    at: usize,
    fix: Option<(Safety, Vec<(Span, &str)>)>,
) -> Finding {
    let edit = |(span, text): (Span, &str)| Edit { span, text: text.to_owned() };
    let fix = fix.map(|(safety, edits)| Fix {
        title: String::new(),
        safety,
        edits: edits.into_iter().map(edit).collect(),
    });
    let primary = Label::new(source, Span::new(at, at + 1), "");
    let (message, related) = (String::new(), Vec::new());
    Finding { rule, severity, message, primary, related, absent: None, help: None, fix }
}

/// `a` becomes `b`; `u` becomes `b`, unsafely; `d` goes away with what stands behind it; `i` has an `a`
/// put before it while there is none; the fix of `x` brings an error `!`, that of `s` changes nothing.
fn check(source: &Arc<Source>) -> Vec<Finding> {
    const WARNING: Severity = Severity::Warning;
    let text = source.text();
    let one = |at: usize| Span::new(at, at + 1);
    let finding = |(at, c): (usize, char)| match c {
        'a' => found(source, ("a", WARNING), at, Some((Safety::Safe, vec![(one(at), "b")]))),
        'u' => found(source, ("u", WARNING), at, Some((Safety::Unsafe, vec![(one(at), "b")]))),
        'd' => {
            let after = text.get(at + 1..).unwrap_or_default().chars().next();
            let end = at + 1 + after.map_or(0, char::len_utf8);
            found(source, ("d", WARNING), at, Some((Safety::Safe, vec![(Span::new(at, end), "")])))
        }
        'i' if !text.get(..at).unwrap_or_default().ends_with(['a', 'b']) => {
            found(source, ("i", WARNING), at, Some((Safety::Safe, vec![(Span::at(at), "a")])))
        }
        'x' => found(source, ("x", WARNING), at, Some((Safety::Safe, vec![(one(at), "!")]))),
        's' => found(source, ("s", WARNING), at, Some((Safety::Safe, vec![(one(at), "s")]))),
        '!' => found(source, ("!", Severity::Error), at, None),
        _ => found(source, ("", Severity::Note), at, None),
    };
    let found = text.char_indices().map(finding);
    found.filter(|finding| !finding.rule.is_empty()).collect()
}

fn fixed(text: &str, limit: Safety) -> Fixed {
    let source = Arc::new(Source::new("a.md", text));
    apply(&source, check(&source), limit, |source| Some(check(source)))
}

#[test]
fn fixes_are_applied_until_none_is_left() {
    for (text, safe, unsafe_) in [
        ("", "", ""),
        ("plain", "plbin", "plbin"),
        ("aaa", "bbb", "bbb"),
        ("au", "bu", "bb"),
        ("da", "", ""),
        ("dda", "b", "b"),
        ("dии", "и", "и"),
        ("i", "bi", "bi"),
        ("iai", "bibi", "bibi"),
        // What would bring an error or mends nothing stays out, and holds up nothing else.
        ("axa", "bxb", "bxb"),
        ("xaaxsaad", "xbbxsbb", "xbbxsbb"),
        ("!xa", "!xb", "!xb"),
    ] {
        assert_eq!(fixed(text, Safety::Safe).source.text(), safe, "{text}");
        assert_eq!(fixed(text, Safety::Unsafe).source.text(), unsafe_, "{text}");
    }
}

#[test]
fn what_stayed_out_is_counted() {
    let fixed = fixed("xaas", Safety::Safe);
    assert_eq!((fixed.mended.as_slice(), fixed.refused), (["a", "a"].as_slice(), 2));
}

#[test]
fn a_text_that_cannot_be_checked_is_not_written() {
    let source = Arc::new(Source::new("a.md", "aa"));
    let fixed = apply(&source, check(&source), Safety::Safe, |_| None);
    assert!(Arc::ptr_eq(&fixed.source, &source));
    assert_eq!(fixed.refused, 2);
}

#[test]
fn a_fix_of_another_text_or_beyond_this_one_is_none() {
    let (own, other) = (Arc::new(Source::new("a.md", "é")), Arc::new(Source::new("b.md", "aa")));
    let safe = |edits| Some((Safety::Safe, edits));
    let rule = ("r", Severity::Warning);
    for (source, edits) in [
        (&other, vec![(Span::new(0, 1), "b")]),
        (&own, vec![(Span::new(0, 1), "b")]),
        (&own, vec![(Span::new(0, 3), "b")]),
        (&own, vec![(Span::new(2, 0), "b")]),
        (&own, vec![(Span::at(2), "b"), (Span::at(0), "c")]),
        (&own, vec![]),
    ] {
        let finding = found(source, rule, 0, safe(edits));
        let fixed = apply(&own, vec![finding], Safety::Unsafe, |_| Some(Vec::new()));
        assert_eq!(fixed.source.text(), "é");
    }
}

/// A finding of each `m`, that the letter is missed which has to stand behind it; that of `M` cannot be
/// mended, and that of `x` brings an error.
fn missed(source: &Arc<Source>) -> Vec<Finding> {
    let text = source.text();
    let next = |at: usize| text.get(at + 1..).and_then(|rest| rest.chars().next());
    let finding = |(at, c): (usize, char)| {
        let severity = if c == '!' { Severity::Error } else { Severity::Warning };
        let fix = match c {
            'm' => Some("a"),
            'x' => Some("a!"),
            _ => None,
        };
        let edit = fix.map(|text| (Safety::Safe, vec![(Span::at(at + 1), text)]));
        let absent = (c != '!').then(|| "a".to_owned());
        Finding { absent, ..found(source, ("m", severity), at, edit) }
    };
    let places = text.char_indices();
    let places = places.filter(|&(at, c)| c == '!' || "mMx".contains(c) && next(at) != Some('a'));
    places.map(finding).collect()
}

#[test]
fn the_same_may_be_missed_more_than_once() {
    for (text, expected, refused) in [
        ("mm", "mama", 0),
        // One that cannot be mended is not the one that was.
        ("mM", "maM", 0),
        ("Mm", "Mma", 0),
        // Nor is one that stays out.
        ("xm", "xma", 1),
        ("mxmxm", "maxmaxma", 2),
    ] {
        let source = Arc::new(Source::new("a.md", text));
        let check = |source: &Arc<Source>| Some(missed(source));
        let fixed = apply(&source, missed(&source), Safety::Safe, check);
        assert_eq!((fixed.source.text(), fixed.refused), (expected, refused), "{text}");
    }
}

#[test]
fn checks_have_a_bound() {
    // Each fix makes room for another one.
    let grow = |source: &Arc<Source>| {
        let end = source.text().len();
        let fix = Some((Safety::Safe, vec![(Span::at(end), "a")]));
        vec![found(source, ("grow", Severity::Warning), end, fix)]
    };
    let source = Arc::new(Source::new("a.md", ""));
    let mut checks = 0;
    let fixed = apply(&source, grow(&source), Safety::Safe, |source| {
        checks += 1;
        // At another place each time, so that it is another finding.
        let mut found = grow(source);
        found[0].primary.span = Span::at(1000 + 10 * checks);
        Some(found)
    });
    assert_eq!(checks, MOST_CHECKS);
    assert_eq!(fixed.source.text().len(), MOST_CHECKS);
}

proptest! {
    #[test]
    fn fixing_again_changes_nothing(text in "[audixs!é]{0,24}") {
        for limit in [Safety::Safe, Safety::Unsafe] {
            let once = fixed(&text, limit);
            let again = fixed(once.source.text(), limit);
            prop_assert_eq!(once.source.text(), again.source.text());
            prop_assert!(again.mended.is_empty());
            let errors = |text: &str| text.matches('!').count();
            prop_assert!(errors(once.source.text()) <= errors(&text));
        }
    }

    #[test]
    fn places_move_with_what_stands_at_them(text in "[a-f]{1,20}", cut in proptest::collection::vec((0..20_usize, 0..3_usize, "[X]{0,3}"), 0..4)) {
        let mut edits: Vec<Edit> = Vec::new();
        for (start, length, new) in cut {
            let after = edits.last().map_or(0, |edit| edit.span.end + 1);
            let start = (after + start).min(text.len());
            if start < after {
                continue;
            }
            let span = Span::new(start, (start + length).min(text.len()));
            edits.push(Edit { span, text: new });
        }
        let source = Source::new("a.md", text.as_str());
        let new = edited(&source, &edits).expect("edits in order");
        let places = Places::new(&edits);
        let none = Arc::new(Source::new("", ""));
        let at_place = |at| found(&none, ("r", Severity::Error), at, None);
        for (at, _) in text.char_indices() {
            let moved = Known::new(&at_place(at), 0).moved(&places, &[]);
            let touches = |edit: &Edit| at == edit.span.start || edit.span.range().contains(&at);
            if !edits.iter().any(touches) {
                let there = (0..new.text().len()).find(|&to| moved.is(&Known::new(&at_place(to), 0)));
                let there = there.and_then(|to| new.text().get(to..=to));
                prop_assert_eq!(there, text.get(at..=at));
            }
        }
    }
}
