// Files and folders that are chosen, or dropped anywhere on the page.
(() => {
  const SENT_AT_ONCE = 2_000_000; // bytes; what is larger may be some time on its way
  const told = (name) => document.querySelector(`meta[name=${name}]`).content;

  function choose(input, files) {
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    input.files = chosen.files;
  }

  // So many files go in one request. Of more, the first are sent if the visitor wants that.
  function offerTheFirst(input, most) {
    const { too_many: question, add_first: label } = sibilla.words();
    const files = [...input.files];
    const written = (number) => number.toLocaleString(document.documentElement.lang);
    const numbers = { count: written(files.length), most: written(most) };
    input.value = "";
    sibilla.confirm(sibilla.fill(question, numbers), sibilla.fill(label, numbers), () => {
      choose(input, files.slice(0, most));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, "go");
  }

  // A file over the limit is cut just past it: the server then refuses that file by name,
  // where Gradio would refuse all the files that were chosen together.
  document.addEventListener("change", (event) => {
    const { target } = event;
    if (target.type !== "file") return;
    const files = [...target.files];
    const most = Number(told("upload-count"));
    if (files.length > most) {
      event.stopImmediatePropagation();
      offerTheFirst(target, most);
      return;
    }
    const limit = Number(told("upload-limit"));
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (size > SENT_AT_ONCE) sibilla.say(sibilla.words().sending);
    if (!files.some((file) => file.size > limit)) return;
    choose(target, files.map((file) =>
      file.size > limit ? new File([file.slice(0, limit + 1)], file.name) : file));
  }, { capture: true });

  const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");
  const uploadInput = () => document.querySelector("#adder input[type=file]");
  document.addEventListener("dragover", (event) => {
    if (holdsFiles(event) && uploadInput()) event.preventDefault();
  });
  document.addEventListener("drop", async (event) => {
    const input = uploadInput();
    if (!holdsFiles(event) || !input) return;
    event.preventDefault();
    const { items, files } = event.dataTransfer; // both are empty once this function has waited
    const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    choose(input, entries.some((entry) => entry.isDirectory) ? await documentsIn(entries) : files);
    if (input.files.length) input.dispatchEvent(new Event("change", { bubbles: true }));
    else sibilla.say(sibilla.words().no_documents);
  });

  // What lies in folders is chosen and ordered as when the command adds them.
  async function documentsIn(entries) {
    const found = entries.filter((entry) => entry.isFile);
    const folders = entries.filter((entry) => entry.isDirectory);
    const endings = told("document-endings").split(" ");
    for (let folder = folders.shift(); folder; folder = folders.shift())
      for (const entry of await entriesOf(folder).catch(() => found.push(folder) && [])) {
        if (entry.name.startsWith(".")) continue;
        if (entry.isDirectory) folders.push(entry);
        else if (endings.some((ending) => entry.name.toLowerCase().endsWith(ending)))
          found.push(entry);
      }
    const order = ({ fullPath }) => fullPath.replaceAll("/", "\0");
    found.sort((one, other) => (order(one) < order(other) ? -1 : 1));
    const files = [];
    for (const entry of found) files.push(await fileOf(entry));
    return files;
  }

  // What cannot be read is sent empty, so that it is refused by its name and stops no other.
  const fileOf = (entry) => new Promise((give, fail) => (entry.isFile ? entry.file(give, fail) : fail()))
    .catch(() => new File([], entry.name));

  // A reader gives a hundred entries at a time, and none at the end.
  async function entriesOf(folder) {
    const reader = folder.createReader();
    const all = [];
    let some;
    do {
      some = await new Promise(reader.readEntries.bind(reader));
      all.push(...some);
    } while (some.length);
    return all;
  }
})();
