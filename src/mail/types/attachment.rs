//! What hangs on a message.

/// Describes a part that is not shown in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file name, decoded, if it has one.
    pub name: Option<String>,
    /// The media type, lower case, such as `application/pdf`.
    pub media_type: String,
    /// Octets, as encoded in the message.
    pub size: u64,
    /// The part's number in the message, such as `2.1` (RFC 9051, 6.4.5.1); empty where it has none and cannot be fetched alone.
    pub section: String,
}
