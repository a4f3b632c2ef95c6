// What the page says when the server does not answer or does not take a request. Gradio would say
// it in English; the style sheet hides that. Gradio asks every two seconds whether the server is
// there again and then reloads the page: what was asked or typed comes back with it.
(() => {
  const UNSENT = "sibilla-unsent";
  let asked = ""; // a question on its way that no turn shows yet
  let repeated = ""; // the question that was asked again after a reload

  const box = () => document.querySelector("#question textarea");
  const pending = () => document.querySelector(".turn[aria-busy=true] .question")?.textContent;

  function note(question) {
    asked = question.trim();
  }

  // Keep what would be lost by the reload. A question that breaks the server is asked twice only.
  function keepUnsent() {
    const question = pending() ?? asked;
    const again = question !== "" && question !== repeated;
    const draft = again && box()?.value.trim() === question ? "" : box()?.value ?? "";
    const unsent = { question: again ? question : "", draft: draft || (again ? "" : question) };
    sessionStorage.setItem(UNSENT, JSON.stringify(unsent));
  }

  function tellLost() {
    if (document.getElementById("lost")) return;
    keepUnsent();
    const atTop = scrollY < 8;
    document.body.prepend(
      sibilla.element("div", { id: "lost", role: "alert" }, sibilla.words().connection_lost),
    );
    // Browsers keep the text in its place; at the top, that would hide the masthead.
    if (atTop) requestAnimationFrame(() => scrollTo({ top: 0, behavior: "instant" }));
  }

  sibilla.bringBackUnsent = () => {
    const unsent = JSON.parse(sessionStorage.getItem(UNSENT) ?? "{}");
    sessionStorage.removeItem(UNSENT);
    if (unsent.draft) {
      box().value = unsent.draft;
      box().dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (unsent.question) {
      repeated = unsent.question;
      sibilla.trigger("click", { ask: unsent.question });
    }
  };

  sibilla.noteTurn = () => note("");

  // How many turns the page shows: a server that knows of fewer has been started anew, or has
  // forgotten a page that slept for long. The reload brings it the conversation again.
  sibilla.shown = () => document.querySelectorAll(".turn").length;
  sibilla.receivers.forgotten = () => {
    keepUnsent();
    location.reload();
  };

  document.addEventListener("keydown", ({ key, shiftKey, target }) => {
    if (key === "Enter" && !shiftKey && target === box()) note(target.value);
  }, { capture: true });
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("#ask")) note(box().value);
    const chip = target.closest?.("[data-ask]");
    if (chip) note(chip.dataset.ask);
  }, { capture: true });

  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        const toast = node.querySelector?.(".toast-body.error");
        if (!toast) continue;
        if (toast.textContent.includes("Connection")) tellLost();
        else sibilla.say(sibilla.words().trouble);
      }
    }
  }).observe(document, { childList: true, subtree: true });

  // A request that is refused says why in its body, which Gradio's client passes over.
  const plainFetch = window.fetch;
  window.fetch = async (resource, options) => {
    const post = options?.method === "POST";
    const { dataset, lang } = document.documentElement;
    if (post && "ready" in dataset) { // from here on the visitor has chosen
      options = { ...options, headers: new Headers(options.headers) };
      options.headers.set("Accept-Language", lang);
    }
    const response = await plainFetch(resource, options);
    if (post && !response.ok) {
      const told = await response.clone().json().catch(() => null);
      if (told?.error?.message) sibilla.say(told.error.message);
    }
    return response;
  };
})();
