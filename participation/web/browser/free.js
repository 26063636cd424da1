// What is free to leave out opens by itself where the browser brings back what was typed there.

const isChanged = (field) =>
  field.tagName === "SELECT" ? field.selectedIndex > 0 : field.type !== "hidden" && field.value !== field.defaultValue;

export function free() {
  const part = document.querySelector("[data-free]");
  if (!part) return;
  const look = () => {
    if ([...part.querySelectorAll("input, select, textarea")].some(isChanged)) part.open = true;
  };
  look();
  addEventListener("pageshow", () => setTimeout(look));
}
