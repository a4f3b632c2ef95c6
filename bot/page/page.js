// What all scripts of the page share: its texts, messages to and from Python, the toast, and
// clicks on our own HTML. Everything is delegated from the document: Gradio redraws what stands
// inside, so no element of it is held on to.
const sibilla = {
  trigger: () => {}, // set by the bridge once it stands
  receivers: {}, // by kind of message
  actions: [], // [selector, what a click on it does], the first that fits is taken

  words: () => JSON.parse(document.getElementById("words")?.dataset.words ?? "{}"),

  fill: (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? ""),

  receive(message) {
    sibilla.receivers[message.kind]?.(message);
  },

  calm: () => matchMedia("(prefers-reduced-motion: reduce)").matches,

  phone: () => matchMedia("(max-width: 899px)").matches,

  scrollTo(element, block) {
    element?.scrollIntoView({ behavior: sibilla.calm() ? "auto" : "smooth", block });
  },

  onceThere(selector, act, tries = 100) {
    const element = document.querySelector(selector);
    if (element?.checkVisibility()) act(element);
    else if (tries) setTimeout(() => sibilla.onceThere(selector, act, tries - 1), 50);
  },

  // What had the focus is about to go: it passes to what comes in its place.
  focusOnceThere: (selector) => sibilla.onceThere(selector, (element) => element.focus()),

  // An element with its attributes; text never becomes markup.
  element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children);
    return made;
  },

  // A short text at the foot of the page, with a button if something can be done about it.
  say(text, label = "", act = null) {
    const toast = document.getElementById("toast")
      ?? sibilla.element("div", { id: "toast", role: "status" });
    // What stands outside an open dialog cannot be clicked.
    (document.querySelector("dialog[open]") ?? document.body).append(toast);
    toast.replaceChildren(sibilla.element("span", {}, text));
    if (act) {
      const button = sibilla.element("button", { type: "button" }, label);
      button.addEventListener("click", () => { toast.classList.remove("shown"); act(); });
      toast.append(button);
    }
    toast.classList.add("shown");
    clearTimeout(sibilla.saying);
    sibilla.saying = setTimeout(() => toast.classList.remove("shown"), act ? 10_000 : 4_000);
  },

  async copy(text) {
    const words = sibilla.words();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without HTTPS only this old way is open.
      const field = document.body.appendChild(sibilla.element("textarea", { class: "aside" }));
      field.value = text;
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      if (!done) return sibilla.say(words.copy_failed);
    }
    return sibilla.say(words.copied);
  },

  // A dialog of our own, outside what Gradio redraws; opening it again empties it.
  dialog(id, label) {
    let dialog = document.getElementById(id);
    if (!dialog) {
      dialog = document.body.appendChild(sibilla.element("dialog", { id }));
      dialog.addEventListener("click", (event) => { // beside it
        if (event.target === dialog) dialog.close();
      });
    }
    const close = sibilla.element("button", { type: "button", class: "close" }, sibilla.words().close);
    close.addEventListener("click", () => dialog.close());
    dialog.setAttribute("aria-label", label);
    dialog.replaceChildren(close);
    if (!dialog.open) dialog.showModal();
    return dialog;
  },

  // Asks before something is done; `kind` is how the button that does it looks.
  confirm(text, label, act, kind = "danger") {
    const words = sibilla.words();
    const dialog = sibilla.dialog("confirm", text);
    const yes = sibilla.element("button", { type: "button", class: kind }, label);
    const no = sibilla.element("button", { type: "button" }, words.cancel);
    yes.addEventListener("click", () => { dialog.close(); act(); });
    no.addEventListener("click", () => dialog.close());
    dialog.replaceChildren(
      sibilla.element("p", {}, text), sibilla.element("div", { class: "choice" }, no, yes),
    );
    no.focus();
  },
};

sibilla.receivers.say = ({ text }) => sibilla.say(text);

sibilla.actions.push(
  ["[data-ask]", ({ dataset }) => sibilla.trigger("click", { ask: dataset.ask })],
  ["[data-retry]", ({ dataset }) => sibilla.trigger("click", { retry: Number(dataset.retry) })],
  ["[data-rate]", ({ dataset: { turn, rate } }) => {
    sibilla.trigger("like", { turn: Number(turn), rate });
    sibilla.onceThere(`#turn-${turn} .word`, (word) => sibilla.scrollTo(word, "nearest"));
  }],
  ["[data-copy]", ({ dataset }) => sibilla.copy(dataset.copy)],
  [".permalink", (link) => sibilla.copy(link.href)],
  ["[data-sort]", ({ dataset }) => sibilla.trigger("input", { sort: dataset.sort })],
  ["[data-remove]", ({ dataset: { remove, name } }) => {
    const words = sibilla.words();
    sibilla.confirm(sibilla.fill(words.remove_question, { name }), words.delete, () => {
      sibilla.trigger("delete", { remove });
      sibilla.focusOnceThere(`[data-restore="${CSS.escape(remove)}"]`);
    });
  }],
  ["[data-restore]", ({ dataset: { restore } }) => {
    sibilla.trigger("undo", { restore });
    sibilla.focusOnceThere(`[data-remove="${CSS.escape(restore)}"]`);
  }],
  [".skip", () => {
    document.querySelector("#rooms [role=tab]").click();
    sibilla.focusOnceThere("#question textarea");
  }],
  ["[data-to-library]", () => {
    document.querySelectorAll("#rooms [role=tab]")[1].click();
    document.querySelector("#add-toggle[aria-expanded=false]")?.click();
    sibilla.focusOnceThere("#add-toggle");
  }],
  ["[data-decide]", (button) => {
    const unticked = document.querySelectorAll(".looked-at [data-number]:not(:checked)");
    const left = [...unticked].map(({ dataset }) => Number(dataset.number));
    sibilla.trigger("apply", { add: button.dataset.decide === "add", left });
  }],
  ["[data-unfollow]", ({ dataset: { unfollow, name } }) =>
    sibilla.trigger("release", { url: unfollow, name })],
  ["[data-pull]", () => sibilla.trigger("download", {})],
  ["#add-toggle", (button) => {
    const open = document.documentElement.toggleAttribute("data-adding");
    button.setAttribute("aria-expanded", open);
  }],
);

document.addEventListener("click", (event) => {
  for (const [selector, act] of sibilla.actions) {
    const found = event.target.closest?.(selector);
    if (!found) continue;
    if (found.matches("a") && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    event.preventDefault();
    act(found, event);
    return;
  }
});

document.addEventListener("change", ({ target }) => {
  const { filter } = target.dataset ?? {};
  if (filter) sibilla.trigger("input", { filter, value: target.value });
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".word, .follow");
  if (!form) return;
  event.preventDefault();
  const { word, url } = form.elements;
  if (word) sibilla.trigger("like", { turn: Number(form.dataset.turn), word: word.value });
  else sibilla.trigger("submit", { url: url.value });
});
