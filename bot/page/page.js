// Opens the sources of an answer, brings a new question into view, and takes dropped files.
// Everything is delegated from the document: Gradio redraws what stands inside.
(() => {
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const phone = () => matchMedia("(max-width: 899px)").matches;

  function scrollTo(element, block) {
    element.scrollIntoView({ behavior: calm() ? "auto" : "smooth", block });
  }

  function openSource(mark) {
    const { turn, number } = mark.dataset;
    for (const section of document.querySelectorAll(".sources[data-turn]")) {
      section.hidden = section.dataset.turn !== turn;
    }
    for (const open of document.querySelectorAll(".mark.open, .source.open")) {
      open.classList.remove("open");
    }
    const source = document.getElementById(`source-${turn}-${number}`);
    if (!source) return;
    mark.classList.add("open");
    source.classList.add("open");
    source.focus({ preventScroll: true });
    // A card that does not fit is shown at its highlight.
    const tall = source.offsetHeight > innerHeight * 0.7;
    if (tall) scrollTo(source.querySelector("mark"), "center");
    else scrollTo(source, phone() ? "start" : "nearest");
  }

  function backToAnswer({ turn, number }) {
    const mark = document.querySelector(
      `.mark[data-turn="${turn}"][data-number="${number}"]`,
    );
    if (!mark) return;
    mark.focus({ preventScroll: true });
    scrollTo(mark, "center");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".mark, .back");
    if (!button) return;
    if (button.matches(".mark")) openSource(button);
    else backToAnswer(button.dataset);
  });

  let turns = 0;
  new MutationObserver(() => {
    const language = document.querySelector("#language [aria-pressed=true]");
    if (language) {
      document.documentElement.lang = language.lang;
      document.documentElement.dataset.ready = ""; // style.css shows the page from here on
    }
    const shown = document.querySelectorAll(".turn");
    if (shown.length > turns) scrollTo(shown[shown.length - 1], "start");
    turns = shown.length;
  }).observe(document, { childList: true, subtree: true, attributeFilter: ["aria-pressed"] });

  // A file over the limit is cut just past it: the server then refuses that file by name,
  // where Gradio would refuse all the files that were chosen together.
  document.addEventListener("change", ({ target }) => {
    const limit = Number(document.querySelector("meta[name=upload-limit]").content);
    if (target.type !== "file" || ![...target.files].some((file) => file.size > limit)) return;
    const files = new DataTransfer();
    for (const file of target.files) {
      const over = file.size > limit;
      files.items.add(over ? new File([file.slice(0, limit + 1)], file.name) : file);
    }
    target.files = files.files;
  }, { capture: true });

  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const uploadInput = () => document.querySelector("#shelf input[type=file]");
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
