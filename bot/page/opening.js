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
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["aria-pressed"] });

  // A file over the limit is cut just past it: the server then refuses that file by name,
  // where Gradio would refuse all the files that were chosen together.
  document.addEventListener("change", ({ target }) => {
    const limit = Number(document.querySelector("meta[name=upload-limit]").content);
    if (target.type === "file" && target.files.length) sibilla.say(sibilla.words().sending);
    if (target.type !== "file" || ![...target.files].some((file) => file.size > limit)) return;
    const files = new DataTransfer();
    for (const file of target.files) {
      const over = file.size > limit;
      files.items.add(over ? new File([file.slice(0, limit + 1)], file.name) : file);
    }
    target.files = files.files;
  }, { capture: true });

  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const uploadInput = () => document.querySelector("#adder input[type=file]");
  document.addEventListener("dragover", (event) => {
    if (holdsFiles(event) && uploadInput()) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    const input = uploadInput();
    if (!holdsFiles(event) || !input) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
