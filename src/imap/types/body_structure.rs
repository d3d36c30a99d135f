//! The MIME tree of a message as BODYSTRUCTURE tells it (RFC 9051, 7.5.2).

/// Describes one leaf of the MIME tree.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The section number for `BODY[...]`, such as `1.2`.
    pub section: String,
    /// `type/subtype`, lower case.
    pub media_type: String,
    /// Parameters of Content-Type; names lower case.
    pub parameters: Vec<(String, String)>,
    /// Content-ID, with its brackets (RFC 2045, 7).
    pub content_id: Option<String>,
    /// Content-Transfer-Encoding, lower case.
    pub encoding: String,
    /// Octets as encoded.
    pub size: u64,
    /// Content-Disposition and its parameters; names lower case.
    pub disposition: Option<(String, Vec<(String, String)>)>,
    /// The `message/rfc822` part this one stands in, by its section; empty at the top.
    pub inside: String,
}

impl Part {
    /// Returns a parameter of Content-Type.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        find(&self.parameters, name)
    }

    /// Returns the file name: of the disposition, else of the type.
    pub fn file_name(&self) -> Option<&str> {
        let disposed = self.disposition.as_ref().and_then(|(_, parameters)| find(parameters, "filename"));
        disposed.or_else(|| self.parameter("name"))
    }

    /// Tells whether the sender wants it shown as an attachment.
    pub fn is_attachment(&self) -> bool {
        self.disposition.as_ref().is_some_and(|(kind, _)| kind == "attachment")
    }
}

fn find<'a>(parameters: &'a [(String, String)], wanted: &str) -> Option<&'a str> {
    let plain = parameters.iter().find(|(name, _)| name == wanted);
    // RFC 2231: `name*=utf-8''...` and `name*0=`; servers pass both through.
    plain
        .or_else(|| {
            parameters.iter().find(|(name, _)| name.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('*')))
        })
        .map(|(_, value)| value.as_str())
}

/// Holds the leaves of a message's MIME tree in order; `message/rfc822` parts stand before their own leaves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyStructure {
    /// The leaves.
    pub parts: Vec<Part>,
    /// What the outermost body is, where that is a multipart: its subtype, lower case, and its parameters, their names lower case.
    pub multipart: Option<(String, Vec<(String, String)>)>,
}

impl BodyStructure {
    /// Tells whether the outermost body is this multipart, by its subtype.
    pub fn is_multipart(&self, subtype: &str) -> bool {
        self.multipart.as_ref().is_some_and(|(own, _)| own == subtype)
    }

    /// Returns a parameter of the outermost body, where that is a multipart.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.multipart.as_ref().and_then(|(_, parameters)| find(parameters, name))
    }
}
