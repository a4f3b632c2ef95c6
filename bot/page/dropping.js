// Files and folders that are chosen, or dropped anywhere on the page.
(() => {
  const SENT_AT_ONCE = 2_000_000; // bytes; what is larger may be some time on its way
  const told = (name) => document.querySelector(`meta[name=${name}]`).content;

  // A file over the limit is cut just past it: the server then refuses that file by name,
  // where Gradio would refuse all the files that were chosen together.
  document.addEventListener("change", ({ target }) => {
    if (target.type !== "file") return;
    const limit = Number(told("upload-limit"));
    const size = [...target.files].reduce((sum, file) => sum + file.size, 0);
    if (size > SENT_AT_ONCE) sibilla.say(sibilla.words().sending);
    if (![...target.files].some((file) => file.size > limit)) return;
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
  document.addEventListener("drop", async (event) => {
    const input = uploadInput();
    if (!holdsFiles(event) || !input) return;
    event.preventDefault();
    const { items, files } = event.dataTransfer; // both are empty once this function has waited
    const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    input.files = entries.some((entry) => entry.isDirectory) ? await documentsIn(entries) : files;
    if (input.files.length) input.dispatchEvent(new Event("change", { bubbles: true }));
    else sibilla.say(sibilla.words().no_documents);
  });

  // What lies in folders is chosen and ordered as when the command adds them.
  async function documentsIn(entries) {
    const found = entries.filter((entry) => entry.isFile);
    const folders = entries.filter((entry) => entry.isDirectory);
    const endings = told("document-endings").split(" ");
    for (let folder = folders.shift(); folder; folder = folders.shift())
      for (const entry of await entriesOf(folder)) {
        if (entry.name.startsWith(".")) continue;
        if (entry.isDirectory) folders.push(entry);
        else if (endings.some((ending) => entry.name.toLowerCase().endsWith(ending)))
          found.push(entry);
      }
    const order = ({ fullPath }) => fullPath.replaceAll("/", "\0");
    found.sort((one, other) => (order(one) < order(other) ? -1 : 1));
    const files = new DataTransfer();
    for (const entry of found) files.items.add(await new Promise(entry.file.bind(entry)));
    return files.files;
  }

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
