// Maps: the drawing of the town as one to move about in, with ideas as points, or to set a point.

// The map library asks once whether the browser knows SVG, by this very text; nothing else may become markup.
globalThis.trustedTypes?.createPolicy("default", { createHTML: (text) => (text === "<svg/>" ? text : null) });

import "leaflet";

const { L } = globalThis;
const CELL = 52;
const MOST_LISTED = 12;

function element(name, values, ...inside) {
  const made = Object.assign(document.createElement(name), values);
  made.append(...inside);
  return made;
}

// The drawing tells how it was made; so its lines can be read back as degrees.
function areasOf(svg) {
  const { north, west, scaleX, scaleY } = Object.fromEntries(Object.entries(svg.dataset).map(([k, v]) => [k, Number(v)]));
  const degrees = (pair) => {
    const [x, y] = pair.split(" ").map(Number);
    return [north - (y - 4) / scaleY, west + (x - 4) / scaleX];
  };
  return [...svg.querySelectorAll("path.area")].map((path) => ({
    name: path.dataset.name,
    middle: degrees(path.dataset.middle),
    rings: path.getAttribute("d").split("Z").filter(Boolean).map((ring) => ring.slice(1).split("L").map(degrees)),
  }));
}

function open(area, svg) {
  const frame = element("div", { className: "map-frame" });
  svg.replaceWith(frame);
  const map = L.map(frame, { attributionControl: false, zoomControl: false, scrollWheelZoom: false, minZoom: 9, maxZoom: 18, zoomSnap: 0.25 });
  frame.setAttribute("role", "application");
  frame.setAttribute("aria-label", area.dataset.map);
  if (area.dataset.tiles) {
    L.tileLayer(area.dataset.tiles, { maxZoom: 18, crossOrigin: "anonymous" }).addTo(map);
  }
  const areas = areasOf(svg);
  const town = L.featureGroup(areas.map(({ rings }) => L.polygon(rings, { className: "map-area", interactive: false }))).addTo(map);
  const zoom = element("div", { className: "map-zoom" });
  for (const [sign, words, step] of [["+", area.dataset.zoomIn, 1], ["−", area.dataset.zoomOut, -1]]) {
    const button = element("button", { type: "button", className: "btn", textContent: sign });
    button.setAttribute("aria-label", words);
    button.addEventListener("click", () => map.setZoom(map.getZoom() + step));
    zoom.append(button);
  }
  frame.before(zoom);
  map.fitBounds(town.getBounds(), { animate: false, padding: [8, 8] });
  for (const { name, middle: where } of areas) {
    const words = L.tooltip({ permanent: true, direction: "center", offset: [0, 18], className: "map-name", opacity: 1 });
    words.setLatLng(where).setContent(element("span", { textContent: name })).addTo(map);
  }
  return map;
}

function knob(count, words) {
  const html = element("span", { textContent: count > 1 ? String(count) : "" });
  return { icon: L.divIcon({ html, className: count > 1 ? "map-knob map-many" : "map-knob", iconSize: [48, 48] }), words };
}

function put(layer, where, { icon, words }, act) {
  const marker = L.marker(where, { icon, keyboard: true }).addTo(layer);
  const knot = marker.getElement();
  knot.setAttribute("role", "button");
  knot.setAttribute("aria-label", words);
  marker.on("click", act);
  marker.on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && act());
}

// What lies in the same cell of the screen is one knob.
function grouped(map, points) {
  const cells = new Map();
  for (const point of points) {
    const { x, y } = map.project([point[0], point[1]]);
    const cell = `${Math.floor(x / CELL)}:${Math.floor(y / CELL)}`;
    cells.set(cell, [...(cells.get(cell) ?? []), point]);
  }
  return [...cells.values()];
}

const middle = (group) => [0, 1].map((part) => group.reduce((sum, point) => sum + point[part], 0) / group.length);

function board(area) {
  const map = open(area, area.querySelector("svg"));
  const list = document.getElementById("map-list");
  const layer = L.layerGroup().addTo(map);
  let found = JSON.parse(area.dataset.first ?? '{"points":[],"clusters":[]}');

  const tell = (group) => {
    list.replaceChildren(
      ...group.slice(0, MOST_LISTED).map(([, , reference, title]) =>
        element("li", {}, element("a", { className: "tap", href: area.dataset.idea.replace("{}", reference), textContent: title })),
      ),
    );
  };
  const show = () => {
    layer.clearLayers();
    const view = map.getBounds().pad(0.2);
    for (const group of grouped(map, found.points.filter((point) => view.contains([point[0], point[1]])))) {
      const words = group.length > 1 ? area.dataset.many.replace("{count}", group.length) : group[0][3];
      put(layer, middle(group), knob(group.length, words), () => {
        tell(group);
        if (group.length > 1 && map.getZoom() < 17) map.flyTo(middle(group), map.getZoom() + 2, { animate: false });
      });
    }
    for (const [lat, lon, count] of found.clusters) {
      const words = area.dataset.many.replace("{count}", count);
      put(layer, [lat, lon], knob(count, words), () => map.setView([lat, lon], map.getZoom() + 2, { animate: false }));
    }
  };
  const load = async () => {
    const address = new URL(area.dataset.points, location);
    if (found.clusters.length) {
      const view = map.getBounds();
      address.searchParams.set("box", [view.getSouth(), view.getWest(), view.getNorth(), view.getEast()].map((one) => one.toFixed(4)));
    }
    try {
      const answer = await fetch(address);
      if (answer.ok) found = await answer.json();
    } catch {
      // A dead spot: what is on the map already stays.
    }
    show();
  };
  let isMany = false;
  map.on("moveend", () => {
    isMany ||= found.clusters.length > 0;
    if (isMany) load();
    else show();
  });
  if (area.dataset.first) show();
  else load();
}

/** Let somebody set a point; the two fields hold where it is. */
export function pick(area, latitude, longitude) {
  const map = open(area, area.querySelector("svg"));
  const help = element("p", { className: "hint", textContent: area.dataset.help });
  const said = element("p", { className: "small" });
  said.setAttribute("role", "status");
  const remove = element("button", { type: "button", className: "btn", textContent: area.dataset.remove, hidden: true });
  area.prepend(help);
  area.append(said, remove);
  let marker;
  const tell = () => latitude.dispatchEvent(new Event("input", { bubbles: true }));
  const set = (where) => {
    marker ??= L.marker(where, { icon: knob(1, "").icon, keyboard: false, interactive: false }).addTo(map);
    marker.setLatLng(where);
    [latitude.value, longitude.value] = [where.lat.toFixed(5), where.lng.toFixed(5)];
    said.textContent = area.dataset.set;
    remove.hidden = false;
    tell();
  };
  map.on("click", ({ latlng }) => set(latlng));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      set(map.getCenter());
    }
  });
  remove.addEventListener("click", () => {
    marker.remove();
    marker = undefined;
    latitude.value = longitude.value = said.textContent = "";
    remove.hidden = true;
    tell();
    map.getContainer().focus();
  });
  if (latitude.value) {
    set(L.latLng(Number(latitude.value), Number(longitude.value)));
  }
}

const here = document.getElementById("map");
if (here) {
  board(here);
}
