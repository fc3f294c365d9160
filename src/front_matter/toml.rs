//! TOML front matter.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Pair, Read, Scalar};

/// The pairs of a TOML text, in its order.
pub(super) fn read(text: &str) -> Read {
    let tree = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        (at, error.message().to_owned())
    })?;
    let mut pairs = Vec::new();
    for (key, value) in tree.get_ref() {
        let values = match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => vec![value],
        };
        for value in values {
            let key = Scalar { value: key.get_ref().to_string(), span: key.span().into() };
            pairs.extend(scalar(value, text).map(|value| Pair { key, value }));
        }
    }
    pairs.sort_by_key(|pair| pair.value.span.start);
    Ok(pairs)
}

fn scalar(value: &Spanned<DeValue<'_>>, text: &str) -> Option<Scalar> {
    let written = || text.get(value.span()).unwrap_or_default().to_owned();
    let said = match value.get_ref() {
        DeValue::String(said) => said.to_string(),
        DeValue::Array(_) | DeValue::Table(_) => return None,
        _ => written(),
    };
    Some(Scalar { value: said, span: value.span().into() })
}
