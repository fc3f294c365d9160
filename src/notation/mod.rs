//! What people write: text → value, with precision, qualifier and the bytes it stands on.
//!
//! Nothing here knows a document. Ranges count bytes of the text that was passed in; the words of
//! human languages come from the template.

pub mod duration;
pub mod number;
mod scan;
pub mod timestamp;
