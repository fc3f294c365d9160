//! Templates that are right and wrong, and what the built-in ones say.

mod builtin;
mod load;
