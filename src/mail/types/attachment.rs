//! What hangs on a message, what it is for, and what to mind about it.

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

/// Says what a part is, where it is not just a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A message that was passed on.
    Message,
    /// An appointment (RFC 5545).
    Event,
    /// Outlook's own package (MS-OXTNEF), `winmail.dat`.
    Tnef,
    /// A signature that PGP can check (RFC 3156, 5).
    PgpSignature,
    /// The note that an encrypted message stands beside (RFC 3156, 4).
    PgpEncrypted,
    /// A public key (RFC 3156, 7).
    PgpKey,
    /// A signature that S/MIME can check (RFC 8551, 3.5).
    SmimeSignature,
    /// A message that S/MIME has encrypted, or signed in one piece (RFC 8551, 3.2).
    SmimeMessage,
    /// What a mail server reports about a message that was sent (RFC 3464).
    DeliveryReport,
    /// A picture that browsers show.
    Picture,
}

/// Says what to mind about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileWarning {
    /// Its name pretends to be something harmless: `invoice.pdf.exe`.
    TwoEndings,
    /// It is a program, or can run one.
    Program,
    /// It is called one thing and sent as another: a photo that is a program.
    OtherType,
    /// A page of the web, as swindlers send to ask for passwords.
    WebPage,
}

/// Endings of what Windows, macOS or Linux run, or open as a disk or a document that can run something.
const PROGRAMS: &str = " action apk app appimage application appref-ms appx appxbundle bat chm cmd com command cpl deb desktop diagcab dll dmg \
    docm dotm exe gadget hta img inf iqy iso jar jnlp js jse library-ms lnk mht mhtml msc msi msix msixbundle msp msu one \
    onepkg pif pkg pl potm ppam ppsm pptm ps1 ps1xml psm1 py pyw pyz rdp reg rpm run scf scr search-ms settingcontent-ms \
    sh sldm slk sys terminal url vb vbe vbs vhd vhdx workflow wsc wsf wsh xla xlam xll xlsb xlsm xltm ";
/// Endings of what people take for harmless.
const DOCUMENTS: &str = " avi bmp csv doc docx gif heic jpeg jpg m4a mov mp3 mp4 odp ods odt pdf png ppt pptx rtf tif tiff txt wav \
    webp xls xlsx zip ";
/// Endings of pages of the web.
const PAGES: &str = " htm html shtml svg svgz xht xhtml ";
/// Media types of programs.
const PROGRAM_TYPES: [&str; 10] = [
    "application/hta",
    "application/java-archive",
    "application/javascript",
    "application/vnd.microsoft.portable-executable",
    "application/x-dosexec",
    "application/x-executable",
    "application/x-msdos-program",
    "application/x-msdownload",
    "application/x-sh",
    "text/javascript",
];
/// Media types that say nothing.
const UNSAID: [&str; 6] = [
    "application/binary",
    "application/download",
    "application/force-download",
    "application/octet-stream",
    "application/x-download",
    "binary/octet-stream",
];

fn is_in(list: &str, ending: &str) -> bool {
    !ending.is_empty() && list.contains(&format!(" {ending} "))
}

impl Attachment {
    /// Tells what it is; `None` for just a file.
    pub fn kind(&self) -> Option<FileKind> {
        let ending = self.ending();
        Some(match self.media_type.as_str() {
            "message/rfc822" | "message/global" => FileKind::Message,
            "text/calendar" | "application/ics" => FileKind::Event,
            "application/ms-tnef" | "application/vnd.ms-tnef" => FileKind::Tnef,
            "application/pgp-signature" => FileKind::PgpSignature,
            "application/pgp-encrypted" => FileKind::PgpEncrypted,
            "application/pgp-keys" => FileKind::PgpKey,
            "application/pkcs7-signature" | "application/x-pkcs7-signature" => FileKind::SmimeSignature,
            "application/pkcs7-mime" | "application/x-pkcs7-mime" => FileKind::SmimeMessage,
            "message/delivery-status" | "message/global-delivery-status" | "text/rfc822-headers" => {
                FileKind::DeliveryReport
            }
            "image/gif" | "image/jpeg" | "image/png" | "image/webp" => FileKind::Picture,
            _ if self.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("winmail.dat")) => FileKind::Tnef,
            kind if UNSAID.contains(&kind) && is_in(" gif jpeg jpg png webp ", &ending) => FileKind::Picture,
            _ => return None,
        })
    }

    /// Tells what to mind about it.
    pub fn warning(&self) -> Option<FileWarning> {
        let (kind, ending) = (self.media_type.as_str(), self.ending());
        let is_program = is_in(PROGRAMS, &ending);
        if (is_program || is_in(PAGES, &ending)) && is_in(DOCUMENTS, &self.ending_before()) {
            return Some(FileWarning::TwoEndings);
        }
        if is_program {
            return Some(FileWarning::Program);
        }
        if is_in(DOCUMENTS, &ending) && (PROGRAM_TYPES.contains(&kind) || kind == "text/html") {
            return Some(FileWarning::OtherType);
        }
        let family = match ending.as_str() {
            "bmp" | "gif" | "heic" | "jpeg" | "jpg" | "png" | "tif" | "tiff" | "webp" => "image/",
            "mp3" | "wav" => "audio/",
            "avi" | "mov" => "video/",
            _ => "",
        };
        if !family.is_empty() && !kind.starts_with(family) && !UNSAID.contains(&kind) {
            return Some(FileWarning::OtherType);
        }
        if PROGRAM_TYPES.contains(&kind) {
            return Some(FileWarning::Program);
        }
        (is_in(PAGES, &ending) || matches!(kind, "text/html" | "image/svg+xml" | "application/xhtml+xml"))
            .then_some(FileWarning::WebPage)
    }

    /// Returns what stands behind the last dot of the name, in lower case; blanks and dots at the end are none of it, as on Windows.
    fn ending(&self) -> String {
        self.endings().0
    }

    fn ending_before(&self) -> String {
        self.endings().1
    }

    fn endings(&self) -> (String, String) {
        let name = self.name.as_deref().unwrap_or_default().trim_end_matches([' ', '.', '\u{a0}']).to_lowercase();
        let mut parts = name.rsplit('.').map(str::trim);
        let last = parts.next().unwrap_or_default().to_owned();
        let before = parts.next().unwrap_or_default().to_owned();
        // Without a dot there is no ending.
        if name.contains('.') { (last, before) } else { (String::new(), String::new()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, kind: &str) -> Attachment {
        let name = Some(name.to_owned()).filter(|name| !name.is_empty());
        Attachment { name, media_type: kind.to_owned(), size: 1, section: "2".to_owned() }
    }

    #[test]
    fn files_that_pretend_are_told_and_those_that_do_not_are_left_alone() {
        use FileWarning::{OtherType, Program, TwoEndings, WebPage};
        for (name, kind, wanted) in [
            ("invoice.pdf.exe", "application/octet-stream", Some(TwoEndings)),
            ("invoice.pdf   .exe", "application/pdf", Some(TwoEndings)),
            ("Photo.JPG.scr ", "image/jpeg", Some(TwoEndings)),
            ("scan.pdf.html", "text/html", Some(TwoEndings)),
            ("setup.exe", "application/x-msdownload", Some(Program)),
            ("macro.docm", "application/vnd.ms-word.document.macroenabled.12", Some(Program)),
            ("run.exe.", "application/octet-stream", Some(Program)),
            ("", "application/x-msdownload", Some(Program)),
            ("photo.jpg", "application/x-msdownload", Some(OtherType)),
            ("photo.jpg", "application/pdf", Some(OtherType)),
            ("letter.pdf", "text/html", Some(OtherType)),
            ("login.html", "text/html", Some(WebPage)),
            ("drawing.svg", "image/svg+xml", Some(WebPage)),
            ("photo.jpg", "image/jpeg", None),
            ("photo.jpg", "application/octet-stream", None),
            ("photo.jpeg", "image/pjpeg", None),
            ("list.csv", "application/vnd.ms-excel", None),
            ("letter.docx", "application/zip", None),
            ("Fax of 12.3.txt", "text/plain", None),
            ("archive.tar.gz", "application/gzip", None),
            ("v1.2.pdf", "application/pdf", None),
            ("exe", "application/octet-stream", None),
            ("", "application/octet-stream", None),
            ("invite.ics", "text/calendar", None),
        ] {
            assert_eq!(file(name, kind).warning(), wanted, "{name} {kind}");
        }
    }

    #[test]
    fn what_a_part_is_for_is_known_by_its_type_or_its_name() {
        for (name, kind, wanted) in [
            ("winmail.dat", "application/octet-stream", Some(FileKind::Tnef)),
            ("", "application/ms-tnef", Some(FileKind::Tnef)),
            ("signature.asc", "application/pgp-signature", Some(FileKind::PgpSignature)),
            ("smime.p7s", "application/x-pkcs7-signature", Some(FileKind::SmimeSignature)),
            ("smime.p7m", "application/pkcs7-mime", Some(FileKind::SmimeMessage)),
            ("", "message/rfc822", Some(FileKind::Message)),
            ("a.JPG", "application/octet-stream", Some(FileKind::Picture)),
            ("a.svg", "image/svg+xml", None),
            ("a.pdf", "application/pdf", None),
        ] {
            assert_eq!(file(name, kind).kind(), wanted, "{name} {kind}");
        }
    }
}
