// Sources: a mark shows its quotation beside it and opens the source; the reader shows a whole
// article at the passage. On a phone the sources are a sheet that comes up from below.
(() => {
  const root = document.documentElement;
  let peek = null; // the small panel beside a mark
  let peekedAt = null;
  let waiting = 0;

  const source = ({ turn, number }) => document.getElementById(`source-${turn}-${number}`);

  function showTurn(turn) {
    for (const section of document.querySelectorAll(".sources[data-turn]")) {
      section.hidden = section.dataset.turn !== turn;
    }
  }

  function openSheet() {
    root.toggleAttribute("data-sheet", sibilla.phone());
  }

  function closeSheet() {
    const opener = document.querySelector(".mark.open, .show-sources.open");
    root.removeAttribute("data-sheet");
    opener?.focus({ preventScroll: true });
  }

  function openSource(mark) {
    hidePeek();
    showTurn(mark.dataset.turn);
    for (const open of document.querySelectorAll(".open")) open.classList.remove("open");
    const card = source(mark.dataset);
    if (!card) return;
    mark.classList.add("open");
    card.classList.add("open");
    openSheet();
    card.focus({ preventScroll: true });
    // A card that does not fit is shown at its highlight.
    const tall = card.offsetHeight > innerHeight * 0.7;
    if (tall) sibilla.scrollTo(card.querySelector("mark"), "center");
    else sibilla.scrollTo(card, sibilla.phone() ? "start" : "nearest");
  }

  // The quotation of a mark, or what is wrong with a sentence.
  function peekContent(anchor) {
    if (anchor.matches(".sign")) {
      const faults = JSON.parse(anchor.dataset.faults).map((f) => sibilla.element("li", {}, f));
      const said = sibilla.element("strong", {}, anchor.dataset.said);
      return faults.length ? [said, sibilla.element("ul", {}, ...faults)] : [said];
    }
    const card = source(anchor.dataset);
    if (!card) return [];
    const quote = [...card.querySelectorAll("mark")].map((mark) => mark.textContent).join(" ");
    const title = card.querySelector("h3");
    const lang = title.lang;
    const open = sibilla.element("button", { type: "button", class: "open-source" },
      sibilla.words().open_source);
    open.addEventListener("click", () => openSource(anchor));
    return [
      sibilla.element("q", { lang }, quote.length > 420 ? `${quote.slice(0, 420)}…` : quote),
      sibilla.element("p", { class: "from", lang }, title.lastChild.textContent.trim()),
      open,
    ];
  }

  function showPeek(anchor) {
    const content = peekContent(anchor);
    if (!content.length) return;
    hidePeek();
    peek = document.body.appendChild(
      sibilla.element("div", { id: "peek", role: "tooltip" }, ...content),
    );
    peekedAt = anchor;
    anchor.setAttribute("aria-describedby", "peek");
    const box = anchor.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = peek;
    const room = document.body.clientWidth; // without the place kept for a scroll bar
    const left = Math.max(8, Math.min(box.left - 24, room - width - 8));
    const below = box.bottom + 8 + height < innerHeight - 80;
    peek.style.left = `${left + scrollX}px`;
    peek.style.top = `${(below ? box.bottom + 8 : Math.max(8, box.top - height - 8)) + scrollY}px`;
  }

  function hidePeek() {
    clearTimeout(waiting);
    peek?.remove();
    peekedAt?.removeAttribute("aria-describedby");
    peek = peekedAt = null;
  }

  const anchorOf = (event) => event.target.closest?.(".mark, .sign");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const anchor = anchorOf(event);
    clearTimeout(waiting);
    if (anchor && anchor !== peekedAt) waiting = setTimeout(() => showPeek(anchor), 120);
    else if (peek && !anchor && !event.target.closest?.("#peek")) {
      waiting = setTimeout(hidePeek, 250); // time to move into it
    }
  });
  document.addEventListener("focusin", (event) => {
    const anchor = anchorOf(event);
    if (anchor?.matches(":focus-visible")) showPeek(anchor);
    else if (!event.target.closest?.("#peek")) hidePeek();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const among = root.hasAttribute("data-sheet") || event.target.closest?.(".sources");
    if (peek) hidePeek();
    else if (among && !document.querySelector("dialog[open]")) closeSheet(); // back to the mark
  });
  document.addEventListener("pointerdown", (event) => {
    if (!anchorOf(event) && !event.target.closest?.("#peek")) hidePeek();
  });

  let finger = false;
  document.addEventListener("pointerup", (event) => { finger = event.pointerType === "touch"; });
  document.addEventListener("keydown", () => { finger = false; });

  sibilla.receivers.article = ({ html }) => {
    hidePeek();
    const dialog = sibilla.dialog("reader", "");
    dialog.removeAttribute("aria-label");
    dialog.setAttribute("aria-labelledby", "reader-title");
    const page = sibilla.element("article", {});
    page.innerHTML = html; // made by render_reader, which escapes all that it is given
    dialog.append(page);
    const title = page.querySelector("#reader-title");
    // The bar names the article once its title is out of sight.
    const running = sibilla.element("span", { lang: title.lang, "aria-hidden": true },
      title.textContent);
    dialog.prepend(
      sibilla.element("div", { class: "bar" }, running, dialog.querySelector(".close")),
    );
    dialog.onscroll = () => {
      running.classList.toggle("shown", title.getBoundingClientRect().bottom < 40);
    };
    const mark = page.querySelector("mark");
    title.focus({ preventScroll: true });
    if (mark) mark.scrollIntoView({ block: "center" });
    else dialog.scrollTop = 0;
  };

  sibilla.actions.push(
    [".mark", (mark) => {
      // A finger cannot hover: its first tap shows the quotation.
      if (finger && peekedAt !== mark) showPeek(mark);
      else openSource(mark);
    }],
    [".sign", (sign) => (finger && peekedAt === sign ? hidePeek() : showPeek(sign))],
    [".show-sources", (button) => {
      for (const open of document.querySelectorAll(".open")) open.classList.remove("open");
      button.classList.add("open");
      showTurn(button.dataset.turn);
      openSheet();
      const section = document.querySelector(".sources:not([hidden])");
      section?.querySelector(".source")?.focus({ preventScroll: true });
      if (!sibilla.phone()) sibilla.scrollTo(section, "nearest");
    }],
    [".close-sheet", closeSheet],
    [".to-highlight", () => sibilla.scrollTo(document.querySelector("#reader mark"), "center")],
    ["[data-read]", ({ dataset: { read, start = "0", end = "0" } }) =>
      sibilla.trigger("select", { read, start: Number(start), end: Number(end) })],
  );
})();
