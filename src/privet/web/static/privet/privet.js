// Nothing here is needed: every page works without it.
// It keeps what is being typed on this device until the server has it, so that a lost network or a closed
// tab loses nothing.  Words come from the page.
(() => {
  "use strict";
  const words = document.currentScript.dataset;
  const PREFIX = "privet:";
  const DAYS = 14; // what nobody came back for goes

  const store = {
    get(name) { try { return JSON.parse(localStorage.getItem(PREFIX + name)); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(PREFIX + name, JSON.stringify(value)); return true; } catch { return false; } },
    drop(name) { try { localStorage.removeItem(PREFIX + name); } catch { /* forbidden */ } },
    tidy() {
      try {
        const oldest = Date.now() - DAYS * 86400000;
        for (const key of Object.keys(localStorage)) {
          if (key.startsWith(PREFIX) && !(store.get(key.slice(PREFIX.length))?.at > oldest)) localStorage.removeItem(key);
        }
      } catch { /* forbidden */ }
    },
  };
  store.tidy();

  // What the page before this one sent has arrived: it need not be kept here any longer.
  const news = document.querySelector("[data-sent]");
  if (news) {
    store.drop(news.dataset.sent);
    const kept = news.querySelector(".kept");
    if (kept && news.dataset.at) {
      const time = new Date(news.dataset.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
      kept.textContent = words.saved.replace("{time}", time);
    }
  }

  const alarm = document.querySelector("#errors, #sure");
  if (alarm) alarm.focus();

  // A box that says "none" or "I don't know" clears the others, and the other way round; own words are an answer too.
  const alone = (box) => box.value === "none" || box.value === "unknown";
  document.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked || !target.form) return;
    for (const box of target.form.elements) {
      if (box !== target && box.type === "checkbox" && box.name === target.name && (alone(box) || alone(target))) box.checked = false;
    }
  }, true);
  document.addEventListener("input", ({ target }) => {
    if (!target.form || !target.name?.endsWith(".other") || !target.value.trim()) return;
    const list = target.name.slice(0, -".other".length);
    for (const box of target.form.elements) {
      if (box.name === list && (box.type === "radio" || (box.type === "checkbox" && alone(box)))) box.checked = false;
    }
  }, true);

  // A page out of the browser's memory may be older than the answers: it is asked for again.
  const form = document.querySelector("form[data-keep]");
  const answered = form?.dataset.posted; // what the server made of this form: "wrong" or "clash"
  window.addEventListener("pageshow", ({ persisted }) => { if (persisted && !answered) location.reload(); });
  if (!form) return;

  const name = form.dataset.keep;
  const seen = form.elements.seen.value;
  const ours = ["csrfmiddlewaretoken", "seen", "asked", "leave", "sure"];
  const fields = [...form.elements].filter((field) => field.name && !ours.includes(field.name) && field.type !== "submit");
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const now = () => [...new FormData(form)].filter(([of]) => !ours.includes(of));
  const asServed = () => fields.flatMap((field) => {
    if (isBox(field)) return field.defaultChecked ? [[field.name, field.value]] : [];
    if (!field.options) return [[field.name, field.defaultValue]];
    const option = [...field.options].find((one) => one.defaultSelected) ?? field.options[0];
    return [[field.name, option.value]];
  });
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
  const fill = (entries) => {
    for (const field of fields) {
      const values = entries.filter(([of]) => of === field.name).map(([, value]) => value);
      if (isBox(field)) field.checked = values.includes(field.value);
      else field.value = values[fields.filter((one) => one.name === field.name && !isBox(one)).indexOf(field)] ?? "";
      const folded = field.closest("details");
      if (folded && (isBox(field) ? field.checked : field.type === "date" && field.value)) folded.open = true;
    }
  };

  const note = document.getElementById("keeps");
  const remember = () => {
    if (!answered && same(now(), asServed())) store.drop(name);
    else if (store.set(name, { seen, at: Date.now(), entries: now() }) && note) note.textContent = words.typed;
  };
  const restore = (entries) => {
    fill(entries);
    if (same(now(), asServed()) || !note) return;
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "as-link";
    drop.textContent = words.drop;
    drop.addEventListener("click", () => { store.drop(name); fill(asServed()); note.remove(); });
    note.className = "restored";
    note.setAttribute("role", "status");
    note.textContent = words.restored + " ";
    note.append(drop);
    form.prepend(note);
  };

  // An answer that changed on the server since this was typed wins over what was typed.
  const kept = store.get(name);
  if (answered === "wrong") remember();
  else if (answered || (kept && kept.seen !== seen)) store.drop(name);
  else if (!same(now(), asServed())) remember(); // typed before this script was there
  else if (kept) restore(kept.entries);
  for (const event of ["input", "change", "submit"]) form.addEventListener(event, remember);
})();
