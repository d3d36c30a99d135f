// Makes lists smoother. Every task works without it.
(() => {
  "use strict";

  // News after an action is read out: a live region that is there from the start says nothing by itself.
  if (!document.querySelector("[autofocus]")) document.querySelector("#problem, .flash[tabindex]")?.focus({ preventScroll: true });

  // A button with data-confirm has to be pressed twice, instead of asking on a page of its own. The second press of a double click does not count.
  const ARM_AFTER = 700, DISARM_AFTER = 8000;
  const calm = (button) => {
    if (!button.armed) return;
    clearTimeout(button.armed.timer);
    button.replaceChildren(...button.armed.was);
    button.classList.remove("armed");
    button.armed = null;
  };
  const arm = (button, count) => {
    button.armed = { was: [...button.childNodes], since: Date.now(), timer: setTimeout(calm, DISARM_AFTER, button) };
    button.textContent = button.dataset.confirm.replace("#", count);
    button.classList.add("armed");
  };
  for (const button of document.querySelectorAll("button[data-confirm]")) {
    button.setAttribute("aria-live", "polite");
    button.addEventListener("blur", () => calm(button));
    button.addEventListener("keydown", (event) => event.key === "Escape" && calm(button));
    button.addEventListener("click", (event) => {
      if (button.armed && Date.now() - button.armed.since > ARM_AFTER) {
        button.setAttribute("formaction", button.dataset.direct);
        return;
      }
      event.preventDefault();
      const boxes = button.form.querySelectorAll("input[name=uid]:checked").length;
      if (!button.armed) arm(button, Number(button.form.dataset.count || boxes || 1).toLocaleString(document.documentElement.lang));
    });
  }

  // Lists: choose all, choose ranges with Shift, see how many are chosen.
  for (const form of document.querySelectorAll("form.choose:not([data-count])")) {
    const boxes = [...form.querySelectorAll("input[name=uid]")];
    const bar = form.querySelector(".acts"), tally = form.querySelector(".tally");
    const buttons = bar.querySelectorAll("button");
    const all = document.createElement("input");
    const label = document.createElement("label");
    all.type = "checkbox";
    label.className = "all";
    label.append(all, form.dataset.all);
    form.querySelector("table").before(label);

    const show = () => {
      const count = boxes.filter((box) => box.checked).length;
      all.checked = count === boxes.length;
      all.indeterminate = count > 0 && count < boxes.length;
      tally.textContent = count ? form.dataset.chosen.replace("#", count) : form.dataset.none;
      for (const button of buttons) {
        calm(button);
        button.disabled = count === 0;
      }
      bar.classList.toggle("idle", count === 0);
    };
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      show();
    });
    let last = null;
    form.addEventListener("click", (event) => {
      const at = boxes.indexOf(event.target);
      if (at < 0) return;
      if (event.shiftKey && last !== null) {
        for (let n = Math.min(at, last); n <= Math.max(at, last); n++) boxes[n].checked = boxes[at].checked;
      }
      last = at;
      show();
    });
    // Coming back to the page, the browser restores the boxes without telling.
    addEventListener("pageshow", show);
    show();
  }

  // A password can be looked at while it is typed; browsers must not keep it as a text.
  for (const password of document.querySelectorAll("input[data-show]")) {
    const box = document.createElement("input"), label = document.createElement("label");
    const type = () => { password.type = box.checked ? "text" : "password"; };
    box.type = "checkbox";
    label.className = "all peek";
    label.append(box, password.dataset.show);
    password.after(label);
    box.addEventListener("change", type);
    password.form.addEventListener("submit", () => { box.checked = false; type(); });
    addEventListener("pageshow", type);
  }

  // Caps Lock, and a clock that is more than an hour wrong, are told where they matter.
  for (const hint of document.querySelectorAll("[data-caps]")) {
    const look = (event) => { hint.hidden = !event.getModifierState?.("CapsLock"); };
    for (const kind of ["keydown", "keyup"]) hint.closest("form").addEventListener(kind, look);
  }
  for (const hint of document.querySelectorAll("[data-now]")) hint.hidden = Math.abs(Date.now() / 1000 - hint.dataset.now) < 3600;

  // What is to be typed elsewhere can be copied.
  for (const code of navigator.clipboard ? document.querySelectorAll("[data-copy] dd > code") : []) {
    const button = document.createElement("button"), said = code.closest("[data-copy]").dataset;
    const say = (words) => { button.textContent = words; button.ariaLabel = `${words}: ${code.textContent}`; };
    button.className = "quiet";
    say(said.copy);
    button.addEventListener("click", () => navigator.clipboard.writeText(code.textContent).then(() => say(said.copied)));
    code.after(" ", button);
  }

  // A form is sent once; coming back makes it ready again.
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.sent) event.preventDefault();
    event.target.sent = true;
  });
  addEventListener("pageshow", () => {
    for (const form of document.forms) form.sent = false;
  });

  // Keys: each link or button names its own in aria-keyshortcuts. In a list j and k walk from subject to subject, x ticks.
  const rows = [...document.querySelectorAll(".mails tbody tr")];
  const walk = (step) => {
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const from = at < 0 && location.hash ? rows.findIndex((row) => `#${row.id}` === location.hash) - step : at;
    rows[Math.max(0, Math.min(rows.length - 1, from + step))]?.querySelector("a").focus();
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat && key !== "j" && key !== "k") return;
    if (event.isComposing || target.isContentEditable || target.closest("input, select, textarea")) return;
    const named = [...document.querySelectorAll("[aria-keyshortcuts]")];
    const meant = named.find((one) => one.getAttribute("aria-keyshortcuts").split(" ").includes(key));
    if (meant) {
      meant.focus();
      meant.click();
    } else if (rows.length && (key === "j" || key === "k")) walk(key === "j" ? 1 : -1);
    else if (key === "x" && target.closest(".mails")) target.closest("tr").querySelector("input[name=uid]")?.click();
    else return;
    event.preventDefault();
  });

  // Long work is told as it goes on; at its end the page comes anew and says what it came to.
  const work = document.querySelector("[data-events]");
  if (work && window.EventSource) {
    const events = new EventSource(work.dataset.events), bar = work.querySelector("progress");
    const brand = document.title.slice(document.title.lastIndexOf(" – "));
    const again = () => { events.close(); location.reload(); };
    events.addEventListener("progress", (event) => {
      const told = JSON.parse(event.data);
      for (const place of work.querySelectorAll("[data-told]")) place.textContent = told[place.dataset.told];
      bar.value = told.percent;
      if (!told.undo && work.querySelector("[formaction='/undo']")) again();
      document.title = told.title + brand;
    });
    events.addEventListener("end", again);
    // It asks again by itself, but not where it was sent elsewhere: the session has ended.
    events.addEventListener("error", () => { if (events.readyState === EventSource.CLOSED) again(); });
    addEventListener("pagehide", () => events.close());
  }

  // On other pages a line tells of each.
  for (const notice of [...document.querySelectorAll("[data-notice]")].slice(0, 3)) {
    if (!window.EventSource) break;
    const events = new EventSource(notice.dataset.notice);
    const tell = (event) => {
      const told = JSON.parse(event.data);
      notice.querySelector("span").textContent = told.notice;
      if (!told.undo) notice.querySelector("button")?.remove();
      return told;
    };
    events.addEventListener("progress", tell);
    events.addEventListener("end", (event) => {
      events.close();
      if (!tell(event).good) return location.reload();
      notice.classList.replace("note", "good");
      for (const row of document.querySelectorAll(".mails tr.going")) row.remove();
    });
    addEventListener("pagehide", () => events.close());
  }

  // What is still being counted is shown as it comes, unless somebody is at work on the page.
  const again = document.querySelector("[data-again]");
  if (again) setInterval(() => { if (!document.activeElement?.matches("main :is(a, button, input, summary)")) location.reload(); }, again.dataset.again * 1000);

  // A message of the Inbox that is looked at for two seconds has been read.
  const reads = document.querySelector("form[data-reads]");
  if (reads) {
    setTimeout(() => {
      const body = new URLSearchParams(new FormData(reads));
      body.set("quiet", "true"); // Nobody pressed anything, so the next page has no news of it.
      const answer = fetch(reads.action, { method: "POST", body });
      answer.then((got) => { reads.hidden = got.status === 204; }, () => {});
    }, 2000);
  }
})();
