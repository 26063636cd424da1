// Pictures beside a text: made smaller before they travel, and each asks what it shows.

const area = document.getElementById("pictures");
const chooser = area?.querySelector("input[type=file]");
const LONGEST_SIDE = 1600;
const SMALL_ENOUGH = 400_000;
const MOST = 5;

// A photo of eight megabytes becomes one of a third of one; whatever the browser cannot read travels as it is.
async function smaller(file) {
  if (!file.type.startsWith("image/") || file.type === "image/gif" || file.size < SMALL_ENOUGH) {
    return file;
  }
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    return made && made.size < file.size ? new File([made], file.name, { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

function element(name, values, ...inside) {
  const made = Object.assign(document.createElement(name), values);
  made.append(...inside);
  return made;
}

function question(file, number) {
  const id = `new-words-${number}`;
  const input = element("input", { id, name: "words", maxLength: 300, autocomplete: "off", className: "kern-form-input__input" });
  if (!file.type.startsWith("image/")) {
    input.type = "hidden";
    return input;
  }
  input.setAttribute("aria-describedby", `${id}-hint`);
  const label = element("label", { className: "label", htmlFor: id }, area.dataset.label.replace("{name}", file.name));
  const hint = element("p", { className: "hint", id: `${id}-hint` }, area.dataset.hint);
  return element("div", { className: "field" }, label, hint, input);
}

async function chosen() {
  const files = [...chooser.files];
  asked.replaceChildren();
  const many = files.filter((file) => file.type.startsWith("image/")).length > MOST;
  chooser.setCustomValidity(many ? area.dataset.many : "");
  asked.append(...(many ? [element("p", { className: "error" }, area.dataset.many)] : files.map(question)));
  const made = new DataTransfer();
  for (const file of await Promise.all(files.map(smaller))) {
    made.items.add(file);
  }
  chooser.files = made.files;
}

let asked;

/** Help with the pictures, where the page has a place for them. */
export function pictures() {
  if (!chooser || !area.dataset.label) {
    return;
  }
  asked = element("div", { className: "stack" });
  asked.setAttribute("aria-live", "polite");
  chooser.closest(".field").after(asked);
  chooser.addEventListener("change", chosen);
  if (chooser.files.length) {
    chosen(); // The browser remembered them.
  }
}
