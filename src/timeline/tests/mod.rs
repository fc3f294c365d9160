//! Whole documents to entries.

mod layouts;
mod zones;
