//! What a person sees on a phone: nothing that matters is hidden, or pushed out of sight.

use super::chromium::Chromium;
use super::request_recorder::RequestRecorder;
use serde_json::json;
use support::dovecot::{Delivery, Dovecot, Options};
use support::host::ANNA;
use support::launcher::TestApp;
use support::wait::until;

const HEIGHT: f64 = 844.0;

/// Returns the top and the bottom of something, from the top of the screen; nothing where it is not to be seen.
fn at(phone: &Chromium, selector: &str) -> Option<(f64, f64)> {
    let found = phone.run_with(
        "const one = document.querySelector(arguments[0]); if (!one || !one.checkVisibility()) return null; \
         const at = one.getBoundingClientRect(); return at.width && [at.top, at.bottom]",
        &json!([selector]),
    );
    let found = found.unwrap();
    Some((found.get(0)?.as_f64()?, found.get(1)?.as_f64()?))
}

#[test]
#[ignore = "needs Chromium: bin/check browser"]
fn on_a_phone_the_owner_the_orders_and_the_password_are_in_sight_and_the_two_buttons_are_apart() {
    let dovecot = Dovecot::start(Options::default());
    let mail = (0..3).map(|n| format!("From: a@freepost.example\r\nSubject: letter {n}\r\n\r\n.\r\n"));
    let mail: Vec<_> = mail.map(|text| Delivery::new("Spam", text)).collect();
    dovecot.deliver_many(ANNA, &mail);
    let app = TestApp::start(&dovecot);
    let recorder = RequestRecorder::open();
    let port = app.origin().rsplit(':').next().unwrap().parse().unwrap();
    let phone = Chromium::start(recorder.port(), &[port]);
    let screen = json!({ "width": 390, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": true });
    phone.devtools("Emulation.setDeviceMetricsOverride", &screen).unwrap();
    let press = |selector: &str| phone.click(&phone.elements(selector).unwrap()[0]).unwrap();
    let sign_in = |password: &str| {
        phone.open(&format!("{}/login", app.origin())).unwrap();
        phone.fill("input[name=address]", ANNA).unwrap();
        phone.fill("input[name=password]", password).unwrap();
        press("form[action='/login'] button");
    };
    sign_in("not the password");
    let (_, bottom) = at(&phone, "input[name=password]").unwrap();
    assert!(bottom < HEIGHT, "below the words about what was wrong the password is in sight: {bottom}");
    press(".peek input");
    let kind = "return document.querySelector('input[name=password]').type";
    assert_eq!(phone.run(kind).unwrap(), json!("text"), "a password can be looked at");

    sign_in(dovecot.password(ANNA));
    phone.open(&format!("{}/spam", app.origin())).unwrap();
    for selector in [".who .address", ".sort > span"] {
        assert!(at(&phone, selector).is_some(), "{selector} is not to be seen");
    }
    let address = "return document.querySelector('td.from .addr, td.from bdi').innerHTML";
    assert_eq!(phone.run(address).unwrap(), json!("a@<wbr>freepost.example"));
    press("tbody input[name=uid]");
    let (rescue, delete) = (at(&phone, ".acts .main").unwrap(), at(&phone, ".acts .danger").unwrap());
    assert!(delete.0 - rescue.1 >= 16.0, "the two buttons are apart: {rescue:?} {delete:?}");
    // By keyboard the buttons are before the table: no tick lies between the first tick and them.
    let before = "const all = [...document.querySelectorAll('form.choose button, form.choose input[name=uid]')]; \
                  return all.findIndex((one) => one.name === 'uid')";
    assert!(phone.run(before).unwrap().as_u64() > Some(0));
    // The button asks itself, on the same page; only the second press deletes.
    press(".acts .danger");
    let armed = "return [location.pathname, document.querySelector('.acts .danger').className.includes('armed')]";
    assert_eq!(phone.run(armed).unwrap(), json!(["/spam", true]));
    std::thread::sleep(std::time::Duration::from_millis(800));
    press(".acts .danger");
    let done = "return document.querySelector('.flash [data-key=flash-delete-done]')?.dataset.count";
    until("one message is said to be deleted", || phone.run(done).is_ok_and(|count| count == json!("1")));
    assert_eq!(phone.run("return document.querySelectorAll('input[name=uid]').length").unwrap(), json!(2));
}
