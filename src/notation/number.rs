//! Numbers as people write them: ASCII and full-width digits, decimals, numerals of a language.
