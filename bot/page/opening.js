// The page comes up: its language, a question that came with its address, a new turn in view,
// and files that are dropped on it.
(() => {
  const asked = new URLSearchParams(location.search).get("q");
  // A reload goes on with the conversation: it does not ask the question again.
  if (asked !== null) history.replaceState(null, "", location.pathname);

  function becomeReady() {
    document.documentElement.dataset.ready = ""; // the style sheet shows the page from here on
    if (asked?.trim()) sibilla.trigger("click", { ask: asked });
    else sibilla.bringBackUnsent();
  }

  // From a new turn on the page is as high as the window: the turn can be scrolled to the top,
  // and nothing jumps while it grows.
  function makeRoom(turn) {
    const { style } = document.getElementById("column");
    if (turn?.previousElementSibling) {
      const above = turn.getBoundingClientRect().top - turn.closest("#column").getBoundingClientRect().top;
      style.setProperty("--reach", `calc(100dvh + ${above}px - 1rem)`);
    } else style.removeProperty("--reach");
  }

  function beyond(element) {
    const { top, bottom } = element.getBoundingClientRect();
    return top > innerHeight || bottom < 0;
  }

  // What is said of documents that are added comes into view when it begins, and when it asks
  // for a decision.
  function showOutcomes() {
    const stage = document.querySelector(".looked-at") ? "decide"
      : document.querySelector(".uploads progress") ? "working"
      : document.querySelector(".uploads h3") ? "told" : "";
    const place = document.getElementById("outcomes");
    // Who looks elsewhere meanwhile is not called back for the result.
    const goesOn = outcomes === "working" && stage === "told";
    if (stage && stage !== outcomes && !(goesOn && beyond(place))) {
      sibilla.scrollTo(place, "nearest");
    }
    outcomes = stage;
  }

  let outcomes = "";
  let turns = 0;
  new MutationObserver(() => {
    const language = document.querySelector("#language [aria-pressed=true]");
    if (language) {
      document.documentElement.lang = language.lang;
      if (!("ready" in document.documentElement.dataset)) becomeReady();
    }
    const shown = document.querySelectorAll(".turn");
    const next = document.querySelector(".next");
    const late = next && Number(next.dataset.after) !== shown.length;
    if (next && next.hidden !== late) next.hidden = late;
    if (shown.length > turns) {
      sibilla.noteTurn();
      makeRoom(shown[shown.length - 1]);
      sibilla.scrollTo(shown[shown.length - 1], "start");
    } else if (shown.length < turns) makeRoom(shown[shown.length - 1]);
    turns = shown.length;
    showOutcomes();
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["aria-pressed"] });
})();
