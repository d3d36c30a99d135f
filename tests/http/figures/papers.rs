//! What is written for those who watch names what there is, and all of it; and Prometheus understands it.

use super::{Figures, read, start, text};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::host::closed_port;

const DASHBOARD: &str = include_str!("../../../docs/grafana.json");
const ALERTS: &str = include_str!("../../../docs/alerts.yml");
const TABLE: &str = include_str!("../../../docs/figures.md");
/// What Prometheus itself says of a target.
const UP: &str = "up";

/// Returns the figures of a fresh process, as text and read.
fn fresh() -> (String, Figures) {
    let (_app, machines) = start(closed_port(), &[]);
    let text = text(&machines);
    let figures = read(&text);
    (text, figures)
}

/// Returns every name of a series in a text, with what stands in the braces behind it.
fn named(text: &str) -> Vec<(&str, &str)> {
    let starts = |word: &str| ["postern_", "process_"].iter().any(|prefix| word.starts_with(prefix));
    let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, word)) = rest.find(is_inside).map(|at| rest.split_at(at)) {
        let end = word.find(|c| !is_inside(c)).unwrap_or(word.len());
        let (name, behind) = word.split_at(end);
        rest = behind;
        if starts(name) {
            let braces =
                behind.strip_prefix('{').and_then(|inside| inside.split_once('}')).map_or("", |(inside, _)| inside);
            found.push((name, braces));
        }
    }
    found
}

/// Fails where an expression names a series, or a value of a label, that is not told.
fn all_there(expressions: &str, figures: &Figures, where_: &str) {
    for (name, matchers) in named(expressions) {
        let series: Vec<&String> = figures.keys().filter(|key| key.split('{').next() == Some(name)).collect();
        assert!(!series.is_empty(), "{where_}: {name} is not told");
        for matcher in matchers.split("\",") {
            let Some((label, values)) = matcher.split_once('=') else { continue };
            let label = label.trim_end_matches('!');
            if ["instance", "job"].contains(&label) {
                continue;
            }
            let values = values.trim_start_matches('~').trim_matches('"');
            // A slash and braces stand for themselves in what we write.
            for value in values.split('|') {
                let wanted = format!("{label}=\"{value}\"");
                assert!(series.iter().any(|key| key.contains(&wanted)), "{where_}: {name} has no {wanted}");
            }
        }
    }
}

/// Returns the expressions of the dashboard, with its variables filled in.
fn expressions() -> Vec<String> {
    let dashboard: serde_json::Value = serde_json::from_str(DASHBOARD).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels.iter().filter_map(|panel| panel["targets"].as_array()).flatten();
    let expressions = targets.map(|target| target["expr"].as_str().unwrap());
    expressions.map(|text| text.replace("$__rate_interval", "5m").replace("$instance", ".*")).collect()
}

#[test]
fn dashboard_alerts_and_table_name_only_what_is_told_and_the_table_all_of_it() {
    let (text, figures) = fresh();
    let expressions = expressions();
    assert!(expressions.len() > 30, "{}", expressions.len());
    expressions.iter().for_each(|expression| all_there(expression, &figures, "docs/grafana.json"));
    all_there(ALERTS, &figures, "docs/alerts.yml");
    let families: BTreeSet<(&str, &str)> =
        text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' ')).collect();
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix("| `")).filter(|row| row.starts_with('p'));
    let told: BTreeSet<(&str, &str)> = rows
        .filter_map(|row| row.split_once("` | "))
        .filter_map(|(name, rest)| Some((name, rest.split(' ').next()?)))
        .collect();
    assert_eq!(told, families);
    // Each value of a label, too, but for the routes, the commands and the version.
    for series in figures.keys() {
        let labels = series.split_once('{').map_or("", |(_, labels)| labels.trim_end_matches('}'));
        let row = |name: &str| TABLE.lines().find(|line| line.starts_with(&format!("| `{name}`")));
        let name = series.split('{').next().unwrap();
        for pair in labels.split("\",").filter(|pair| !pair.is_empty()) {
            let (label, value) = pair.split_once("=\"").unwrap();
            if ["route", "command", "le", "version"].contains(&label) {
                continue;
            }
            let family = ["_bucket", "_count", "_sum"].iter().find_map(|end| row(name.strip_suffix(end)?));
            let row = family.or_else(|| row(name)).unwrap_or_else(|| panic!("{name} is in no row"));
            let value = value.trim_end_matches('"');
            assert!(row.contains(&format!("`{label}`")) && row.contains(&format!("`{value}`")), "{series}: {row}");
        }
    }
}

#[test]
fn every_alert_stands_in_the_table_and_says_what_to_do() {
    let alerts: Vec<&str> = ALERTS.split("- alert: ").skip(1).collect();
    let names = alerts.iter().map(|alert| alert.lines().next().unwrap());
    let severity = |alert: &str| alert.split("severity: ").nth(1).unwrap().lines().next().unwrap().to_owned();
    let written: BTreeSet<(String, String)> =
        names.map(str::to_owned).zip(alerts.iter().map(|alert| severity(alert))).collect();
    let rows = TABLE.lines().filter_map(|line| line.strip_prefix("| `Postern"));
    let told: BTreeSet<(String, String)> = rows
        .map(|row| row.split_once("` | ").unwrap())
        .map(|(name, rest)| (format!("Postern{name}"), rest.split(' ').next().unwrap().to_owned()))
        .collect();
    assert_eq!(told, written);
    for alert in &alerts {
        let is_counted_over_time = alert.contains("[1h]") || alert.contains("[15m]");
        assert!(alert.contains("\n        for: ") || is_counted_over_time, "{alert}");
        assert!(["critical", "warning"].contains(&severity(alert).as_str()), "{alert}");
        assert!(alert.contains("summary: ") && alert.contains("description: "), "{alert}");
    }
    assert!(ALERTS.contains(&format!("expr: {UP}{{job=\"postern\"}} == 0")), "an absent process is an alert");
}

#[test]
fn the_dashboard_can_be_imported_and_asks_which_prometheus() {
    let dashboard: serde_json::Value = serde_json::from_str(DASHBOARD).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let ids: BTreeSet<u64> = panels.iter().map(|panel| panel["id"].as_u64().unwrap()).collect();
    assert_eq!(ids.len(), panels.len(), "each panel has a number of its own");
    let rows: Vec<&str> =
        panels.iter().filter(|panel| panel["type"] == "row").filter_map(|panel| panel["title"].as_str()).collect();
    assert_eq!(rows, ["Web", "Mail servers", "People", "Jobs", "Database", "Process"]);
    let variables = dashboard["templating"]["list"].as_array().unwrap();
    assert!(variables.iter().any(|variable| variable["type"] == "datasource" && variable["name"] == "datasource"));
    for panel in panels.iter().filter(|panel| panel["type"] != "row") {
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{panel}");
    }
}

/// Finds promtool: where `bin/check` has unpacked it, or installed. In a CI it has to be there.
#[expect(clippy::print_stdout, reason = "whoever runs the tests is told what was not looked at")]
fn promtool() -> Option<PathBuf> {
    let told = std::env::var_os("POSTERN_PROMTOOL").map(PathBuf::from);
    let installed = ["/usr/bin/promtool", "/usr/local/bin/promtool"].map(PathBuf::from);
    let found = told.into_iter().chain(installed).find(|path| path.exists());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "promtool is missing: bin/check unpacks it");
        println!("promtool is not installed: neither figures nor alerts are checked (bin/check unpacks it)");
    }
    found
}

/// Lets promtool check something, and fails with what it says.
fn check(promtool: &Path, what: &[&str], input: &str) {
    let (input_end, output_end) = (Stdio::piped(), Stdio::piped());
    let mut child = Command::new(promtool)
        .arg("check")
        .args(what)
        .stdin(input_end)
        .stdout(output_end)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "promtool check {what:?}: {said}");
}

#[test]
fn prometheus_understands_figures_alerts_and_dashboard() {
    let Some(promtool) = promtool() else { return };
    check(&promtool, &["metrics"], &fresh().0);
    let alerts = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/alerts.yml");
    check(&promtool, &["rules", &alerts.to_string_lossy()], "");
    // The dashboard's expressions, as rules.
    let rule = |(number, expression): (usize, &String)| serde_json::json!({ "record": format!("panel:{number}"), "expr": expression });
    let rules: Vec<_> = expressions().iter().enumerate().map(rule).collect();
    let groups = serde_json::json!({ "groups": [{ "name": "dashboard", "rules": rules }] });
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("dashboard.yml");
    std::fs::write(&file, groups.to_string()).unwrap();
    check(&promtool, &["rules", &file.to_string_lossy()], "");
}
