//! `[log]`: what is told, and how.

use super::reader::Setting;
use super::{Log, LogFormat, PublicUrl};

const FORMATS: [(&str, LogFormat); 2] = [("text", LogFormat::Text), ("json", LogFormat::Json)];
const COLLECTOR: &str = "http:// and a place on this machine, such as \"http://127.0.0.1:4318\"";

pub(super) fn log(at: &Setting<'_>) -> Log {
    at.section(&["format", "client_addresses", "otlp_endpoint"]);
    let format = at.at("format").word(&FORMATS).unwrap_or(LogFormat::Text);
    let collector = at.at("otlp_endpoint");
    let otlp_endpoint = collector.text(COLLECTOR, endpoint);
    if otlp_endpoint.is_some() && !cfg!(feature = "otel") {
        collector.refuse("nothing: this program is built without traces (cargo build --features otel)");
    }
    Log { format, client_addresses: at.at("client_addresses").flag(true), otlp_endpoint }
}

/// Reads where a collector listens; not over a network, for nothing protects what is sent.
fn endpoint(text: &str) -> Option<String> {
    PublicUrl::parse(text).filter(|url| !url.is_https() && url.is_loopback()).map(|url| url.origin())
}

#[cfg(test)]
mod tests {
    use super::endpoint;

    #[test]
    fn a_collector_is_on_this_machine() {
        for (text, read) in [
            ("http://127.0.0.1:4318", Some("http://127.0.0.1:4318")),
            ("http://localhost:4318/", Some("http://localhost:4318")),
            ("http://[::1]:4318", Some("http://[::1]:4318")),
            ("https://127.0.0.1:4318", None),
            ("http://collector.example.net:4318", None),
            ("http://192.0.2.1:4318", None),
            ("http://127.0.0.1:4318/v1/traces", None),
            ("http://anna:secret@127.0.0.1:4318", None),
            ("127.0.0.1:4318", None),
        ] {
            assert_eq!(endpoint(text).as_deref(), read, "{text}");
        }
    }
}
