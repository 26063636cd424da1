// A point on the map while somebody writes or answers. The map itself comes only when it is asked for.

/** Offer a map that sets these two fields. */
export function offerPin(area, latitude, longitude) {
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
    try {
      const { pick } = await import(area.dataset.script);
      pick(area, latitude, longitude);
    } catch {
      area.hidden = true; // A dead spot: the words are enough.
      area.before(button);
    }
  };
  const openIfSet = () => latitude.value && button.isConnected && open(); // The page came back filled.
  button.addEventListener("click", open);
  latitude.addEventListener("refill", openIfSet);
  openIfSet();
}

/** Offer the map of a form for ideas, where the page has a place for it. */
export function pin() {
  const area = document.getElementById("pin");
  const form = area?.closest("form");
  if (form) offerPin(area, form.elements.latitude, form.elements.longitude);
}
