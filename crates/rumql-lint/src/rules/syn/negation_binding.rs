//! `negation-binding`: a negation reaches its own operand and no further.

use rumql_hir::lower;
use rumql_source::{Diagnostic, Edit, Fix, Profile, Severity, Span};
use rumql_syntax::{
    ast::{Expr, Node},
    parse,
    token::TokenKind,
};

use super::invisible_or_confusable_char::shown;
use crate::{context::QueryCx, rule::declare_rule};

declare_rule! {
    /// ## What it finds
    /// A negated word with another bare word right behind it, in an event query: `-script error`. Also, as
    /// an info, a blank between `-` and what it negates.
    ///
    /// It is silent about fields: `-@type:view @type:error` is a common and documented way to write "not
    /// this, but that", and so is `-a:1 AND b:2`. In a query of users or accounts each bare word is
    /// doubtful for itself, so there SYN009 and SYN020 speak.
    ///
    /// ## Why it matters
    /// `-script error` asks for events with `error` and without `script`; whoever thinks of the two as one
    /// text means events without it. A `-` with blanks around it is easily taken for a dash.
    ///
    /// ## Example
    /// ```query entity=events
    /// @type:error -script error
    ///             ^^^^^^^ warning[SYN023]: `-` negates `script` alone, not `error`
    /// ```
    /// ```query
    /// session_count:>5 AND - plan_type:free
    ///                      ^^^^^^^^^^^^^^^^ info[LOG012]: `- plan_type:free` also matches where `plan_type` is missing
    ///                       ^ info[SYN023]: a blank parts `-` from what it negates
    /// ```
    /// No finding:
    /// ```query entity=events
    /// @type:error -"script error"
    /// ```
    /// ```query entity=events
    /// -@error.source:network @type:error
    /// ```
    ///
    /// ## Fix
    /// For words a choice: parentheses around them, or `AND` between them. The blank after `-` is deleted;
    /// safe, since the meaning stays.
    pub(crate) static META = { code: "SYN023", name: "negation-binding", level: Warning, since: "0.1.0", query: check }
}

fn check(cx: &QueryCx<'_>, acc: &mut Vec<Diagnostic>) {
    if !cx.is_sound() {
        return;
    }
    let before = acc.len();
    if cx.profile() == Profile::Event {
        words(cx, cx.parse.tree.root(), acc);
    }
    let told: Vec<Span> = acc.iter().skip(before).map(|found| found.span).collect();
    let is_told = |span: Span| told.binary_search(&span).is_ok();
    acc.extend(cx.nodes().filter(|node| !is_told(node.span())).filter_map(|node| parted(cx, node)));
}

/// Negated words in front of others, outside of fields.
fn words(cx: &QueryCx<'_>, node: Node<'_>, acc: &mut Vec<Diagnostic>) {
    match node.expr() {
        Expr::And(operands) => {
            let operands: Vec<Node<'_>> = operands.collect();
            for (index, operand) in operands.iter().enumerate() {
                words(cx, *operand, acc);
                let rest = operands.get(index + 1..).unwrap_or_default();
                let Expr::Not(word) = operand.expr() else { continue };
                if is_word(word) {
                    acc.extend(loose(cx, *operand, word, rest));
                }
            }
        }
        Expr::Or(operands) => operands.for_each(|operand| words(cx, operand, acc)),
        Expr::Not(inner) | Expr::Group(inner) => words(cx, inner, acc),
        _ => {}
    }
}

/// `-script error`: `rest` are the operands after the negated word.
fn loose(cx: &QueryCx<'_>, negation: Node<'_>, word: Node<'_>, rest: &[Node<'_>]) -> Option<Diagnostic> {
    let mut end = negation.span().end;
    let mut run = rest.iter().take_while(|node| {
        let is_next = is_word(**node) && cx.slice(Span::new(end, node.span().start)).trim().is_empty();
        end = node.span().end;
        is_next
    });
    // Of `NOT plan IN (a, b)` another rule speaks.
    let next = *run.next().filter(|next| !matches!(next.text(), "IN" | "LIKE" | "BETWEEN" | "IS"))?;
    let last = run.last().copied().unwrap_or(next);
    let (first, sign) = (word.span(), Span::new(negation.span().start, word.span().start));
    let group = format!("({})", cx.slice(first.join(last.span())));
    let both = Edit::replace(first.join(last.span()), group.as_str());
    let and = Edit::insert(next.span().start, "AND ");
    let sign = cx.slice(sign).trim();
    let message = format!("`{sign}` negates `{}` alone, not `{}`", shown(word.text()), shown(next.text()));
    Some(
        META.at(negation.span(), message)
            .note("a negation reaches no further than the next term")
            .fix(Fix::choice(format!("negate `{}`", shown(&group)), both))
            .fix(Fix::choice("write `AND` between them", and)),
    )
}

fn is_word(node: Node<'_>) -> bool {
    let is_operator = |text: &str| ["AND", "OR", "NOT"].iter().any(|word| text.eq_ignore_ascii_case(word));
    matches!(node.expr(), Expr::Text(text)
        if text.starts_with(char::is_alphanumeric) && !text.contains(['*', '?']) && !is_operator(text))
}

/// `- a:1`
fn parted(cx: &QueryCx<'_>, node: Node<'_>) -> Option<Diagnostic> {
    let Expr::Not(operand) = node.expr() else { return None };
    let [sign, blank, ..] = node.tokens() else { return None };
    if sign.kind != TokenKind::Minus || blank.kind != TokenKind::Blank {
        return None;
    }
    let is_free = matches!(operand.expr(), Expr::Text(_) | Expr::Phrase(_));
    let touches_sign = Span::new(0, node.span().start).slice(cx.text()).ends_with('-');
    if touches_sign
        || matches!(operand.expr(), Expr::Not(_))
        || (is_free && cx.profile() == Profile::Audience)
    {
        return None;
    }
    let mut diagnostic = META
        .at(blank.span, "a blank parts `-` from what it negates")
        .note("it negates all the same; a dash that is part of a text is quoted with it");
    diagnostic.severity = Severity::Info;
    let meaning = |text: &str| lower(&parse(text), cx.scope).query;
    let joined = format!("-{}", operand.text());
    let is_safe = parse(&joined).errors.is_empty() && meaning(&joined) == meaning(node.text());
    Some(if is_safe {
        diagnostic.fix(Fix::safe("delete the blank", Edit::delete(blank.span)))
    } else {
        diagnostic.help("write `-` right before what it negates")
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{Case, check_annotated, check_choices, check_safe_fix};

    #[test]
    fn words_are_grouped_or_parted() {
        check_choices(
            Case::events(),
            "SYN023",
            "@type:error -script error now",
            &["@type:error -(script error now)", "@type:error -script AND error now"],
        );
        check_choices(Case::events(), "SYN023", "(NOT foo bar)", &["(NOT (foo bar))", "(NOT foo AND bar)"]);
    }

    #[test]
    fn what_is_no_pair_of_words_is_silent() {
        for query in
            ["-foo AND bar", "-(foo bar)", "foo -bar", "-foo -bar", "-foo* bar", "-foo \"bar\"", "-@a:b c"]
        {
            check_annotated(Case::events(), query);
        }
        check_annotated(Case::users(), "-a:* b:2 -(c:*) d:4");
    }

    #[test]
    fn a_blank_after_the_sign_goes() {
        check_safe_fix(Case::users(), "a:1 - b:2", "a:1 -b:2");
        check_safe_fix(Case::users(), "-  (b:2 OR c:3)", "-(b:2 OR c:3)");
        check_safe_fix(Case::events(), "foo - bar", "foo -bar");
        check_annotated(
            Case::events(),
            "- foo bar\n^^^^^ warning[SYN023]: `-` negates `foo` alone, not `bar`",
        );
    }
}
