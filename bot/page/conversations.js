// Conversations, kept in this browser and nowhere else: one entry of its store each. The tab
// knows which one it is at, so a reload goes on with it.
(() => {
  const PREFIX = "sibilla-conversation:";
  const MOST = 50;
  const TAB = "sibilla-current";

  const current = () => sessionStorage.getItem(TAB);

  function read(id) {
    try {
      return JSON.parse(localStorage.getItem(PREFIX + id));
    } catch {
      return null;
    }
  }

  const all = () => Object.keys(localStorage)
    .filter((key) => key.startsWith(PREFIX))
    .map((key) => ({ id: key.slice(PREFIX.length), ...read(key.slice(PREFIX.length)) }))
    .sort((one, other) => (other.updated ?? 0) - (one.updated ?? 0));

  const forget = (id) => localStorage.removeItem(PREFIX + id);

  // Keep a conversation; when the browser's store is full, the oldest make room.
  function write(id, entry) {
    for (const old of all().slice(MOST - 1)) if (old.id !== id) forget(old.id);
    for (;;) {
      try {
        localStorage.setItem(PREFIX + id, JSON.stringify(entry));
        return;
      } catch {
        const oldest = all().filter((other) => other.id !== id).pop();
        if (!oldest) return;
        forget(oldest.id);
        sibilla.say(sibilla.words().store_full);
      }
    }
  }

  sibilla.opening = () => read(current())?.turns ?? "";

  sibilla.receivers.keep = ({ title, turns, markdown }) => {
    let id = current();
    if (!id) {
      id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}`;
      sessionStorage.setItem(TAB, id);
    }
    const name = read(id)?.name ?? "";
    write(id, { title, name, turns, markdown, updated: Date.now() });
  };

  function startAnew() {
    sessionStorage.removeItem(TAB);
    sibilla.trigger("clear", {});
    document.querySelector("#question textarea")?.focus();
  }

  function reopen(id) {
    sessionStorage.setItem(TAB, id);
    sibilla.trigger("edit", { turns: read(id)?.turns ?? "" });
    document.getElementById("drawer").close();
  }

  function remove(id) {
    const words = sibilla.words();
    const entry = read(id);
    forget(id);
    if (current() === id) startAnew();
    draw();
    sibilla.say(sibilla.fill(words.deleted, { name: nameOf(entry) }), words.undo, () => {
      write(id, entry);
      if (document.getElementById("drawer")?.open) draw();
    });
  }

  function exportAsFile({ name, title, markdown }) {
    const link = sibilla.element("a", {
      href: URL.createObjectURL(new Blob([markdown], { type: "text/markdown" })),
      download: `${(name || title).replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.md`,
    });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const nameOf = (entry) => entry?.name || entry?.title || "";

  function button(text, act, attributes = {}) {
    const made = sibilla.element("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", act);
    return made;
  }

  function renameIn(item, entry) {
    const words = sibilla.words();
    const form = sibilla.element("form", { class: "rename" });
    const field = sibilla.element("input", { "aria-label": words.rename_label, maxlength: 200 });
    field.value = nameOf(entry);
    form.append(field, sibilla.element("button", { type: "submit" }, words.save));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { id, ...kept } = entry;
      write(id, { ...kept, name: field.value.trim() });
      draw();
    });
    item.replaceChildren(form);
    field.select();
  }

  function line(entry) {
    const words = sibilla.words();
    const name = nameOf(entry);
    const { lang } = document.documentElement;
    const day = new Date(entry.updated ?? 0);
    const item = sibilla.element("li", entry.id === current() ? { class: "current" } : {});
    const open = button(name, () => reopen(entry.id), { class: "name" });
    if (entry.id === current()) open.setAttribute("aria-current", "true");
    item.append(
      open,
      sibilla.element("time", { datetime: day.toISOString() },
        day.toLocaleString(lang, { dateStyle: "medium", timeStyle: "short" })),
      sibilla.element("span", { class: "acts" },
        button(words.rename, () => renameIn(item, entry), { "aria-label": `${words.rename}: ${name}` }),
        button(words.export, () => exportAsFile(entry), { "aria-label": `${words.export}: ${name}` }),
        button(words.delete, () => remove(entry.id), { "aria-label": `${words.delete}: ${name}` })),
    );
    return item;
  }

  function draw() {
    const words = sibilla.words();
    const drawer = sibilla.dialog("drawer", words.conversations);
    const entries = all();
    drawer.append(
      sibilla.element("h2", {}, words.conversations),
      sibilla.element("p", { class: "note" },
        entries.length ? words.conversations_note : words.conversations_none),
      sibilla.element("ul", {}, ...entries.map(line)),
    );
  }

  sibilla.actions.push(["#conversations", draw], ["#restart", startAnew]);
})();
