// Nothing here is needed: every page works without it.
// It keeps what is being typed until the server has it, so that a lost network or a closed tab loses nothing.
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  if (!form) return;
  const key = "privet:" + form.dataset.keep;
  const seen = form.elements.seen ? form.elements.seen.value : "";
  const entries = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "seen");
  const store = { get() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
                  set(value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
                  drop() { try { localStorage.removeItem(key); } catch { /* forbidden */ } } };
  const fill = (saved) => {
    for (const field of form.elements) {
      if (!field.name || field.type === "hidden" || field.type === "submit") continue;
      const values = saved.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values.length) {
        const same = [...form.elements].filter((other) => other.name === field.name);
        field.value = values[same.indexOf(field)] ?? "";
      }
    }
  };
  const kept = store.get();
  if (kept && kept.seen === seen && !errors) fill(kept.entries);
  else if (kept) store.drop();
  form.addEventListener("input", () => store.set({ seen, entries: entries() }));
  form.addEventListener("submit", () => store.set({ seen, entries: entries(), sent: true }));
  // A box that says "none" or "I don't know" clears the others, and the other way round.
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    const alone = (box) => box.value === "none" || box.value === "unknown";
    for (const box of form.elements) {
      if (box !== target && box.type === "checkbox" && box.name === target.name && (alone(box) || alone(target))) box.checked = false;
    }
  });
})();
