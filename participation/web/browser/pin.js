// A point on the map while somebody writes. The map itself comes only when it is asked for.

const area = document.getElementById("pin");

/** Offer the map, where the page has a place for it. */
export function pin() {
  const form = area?.closest("form");
  if (!form) {
    return;
  }
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = area.dataset.open;
  area.before(button);
  const open = async () => {
    button.remove();
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = area.dataset.style;
    document.head.append(sheet);
    await new Promise((done) => ["load", "error"].forEach((event) => sheet.addEventListener(event, done)));
    area.hidden = false;
    const { pick } = await import(area.dataset.script);
    pick(area, form.elements.latitude, form.elements.longitude);
  };
  button.addEventListener("click", open);
  if (form.elements.latitude.value) {
    open(); // The page came back filled.
  }
}
