// The exported page: the same map without the program, in step with the list beside it.
"use strict";

(function () {
  const Cga = window.Cga;
  const CLOSE = 16.5;
  const data = JSON.parse(document.getElementById("cga-data").textContent);
  const rows = new Map();
  for (const row of document.querySelectorAll("tbody tr")) {
    rows.set(row.dataset.id, row);
  }

  const map = L.map("map", {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    wheelPxPerZoomLevel: 100,
    minZoom: data.zooms[0],
    maxZoom: data.zooms[1],
    center: data.center,
    zoom: 13,
  });
  const nothing = () => {};
  const shown = new Cga.TerritoryMap(map, data, {
    selected: open,
    pinMoved: nothing,
    askedHere: nothing,
    viewChanged: nothing,
  });
  Cga.shown = shown;

  // --- light and dark --------------------------------------------------------------------------

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const dress = () => shown.setDark(dark.matches);
  dark.addEventListener("change", dress);

  // --- one point, on the map and in the list ---------------------------------------------------

  function content(id) {
    const point = shown.points.points.get(id);
    const box = Cga.element(
      "div",
      {},
      Cga.element("strong", {}, point.title),
      Cga.element("span", { class: "kind" }, Cga.capital(data.symbols[point.kind].label)),
      point.subtitle ? Cga.element("div", {}, point.subtitle) : null,
      point.precision ? Cga.element("span", { class: "precision" }, point.precision) : null
    );
    const list = Cga.element("dl", {});
    for (const [word, value] of data.details[id] || []) {
      list.append(Cga.element("dt", {}, word), Cga.element("dd", {}, value));
    }
    const close = Cga.element("button", { type: "button", class: "popup-close" }, data.words.close);
    close.addEventListener("click", () => map.closePopup());
    box.append(list, close);
    return box;
  }

  let popup = null;

  function open(id) {
    const point = shown.points.points.get(id);
    mark(id);
    popup = L.popup({ closeButton: false, offset: [0, -10], maxWidth: 300, autoPanPadding: [24, 24] })
      .setLatLng([point.lat, point.lon])
      .setContent(content(id));
    popup.openOn(map);
  }

  function mark(id) {
    for (const [key, row] of rows) {
      row.setAttribute("aria-current", String(key === id));
    }
    const row = rows.get(id);
    if (row) {
      const box = row.closest(".table-box");
      if (box.scrollHeight > box.clientHeight) {
        box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - 48;
      }
    }
  }

  // Opening one closes the one before, which then has nothing more to say.
  map.on("popupclose", (event) => {
    if (event.popup === popup) {
      shown.select(null);
      mark(null);
    }
  });

  document.querySelector("tbody").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) {
      const id = button.closest("tr").dataset.id;
      const point = shown.points.points.get(id);
      shown.centerOn(point.lat, point.lon, Math.max(map.getZoom(), CLOSE));
      shown.select(id);
      open(id);
    }
  });

  // --- search ----------------------------------------------------------------------------------

  const search = document.getElementById("search");
  const kind = document.getElementById("kind");
  const found = document.getElementById("found");
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const texts = new Map(Array.from(rows, ([id, row]) => [id, plain(row.textContent)]));
  const onMap = new Map(data.points.map((point) => [point[0], point]));

  function filter() {
    const terms = plain(search.value).split(/\s+/).filter(Boolean);
    let count = 0;
    const put = [];
    const removed = [];
    for (const [id, row] of rows) {
      const fits =
        (!kind.value || row.dataset.symbol === kind.value) &&
        terms.every((word) => texts.get(id).includes(word));
      row.hidden = !fits;
      count += fits ? 1 : 0;
      const point = onMap.get(id);
      const there = shown.points.points.has(id);
      if (point && fits && !there) {
        put.push(point);
      } else if (point && !fits && there) {
        removed.push(id);
      }
    }
    map.closePopup();
    shown.changePoints(put, [], removed);
    const sentence = count > 1 ? data.words.found_many : data.words.found_one;
    found.textContent = Cga.fill(sentence, { count: Cga.count(count) });
  }

  search.addEventListener("input", filter);
  kind.addEventListener("change", filter);
  search.form.addEventListener("submit", (event) => event.preventDefault());

  // --- paper -----------------------------------------------------------------------------------

  // Paper is light and has its own size; it shows the legend and every detail of the list.
  const folded = [];
  let legendChosen = false;
  addEventListener("beforeprint", () => {
    legendChosen = shown.legend.chosen;
    shown.legend.chosen = true;
    document.documentElement.classList.add("printing");
    shown.setDark(false);
    shown.scene.setFlat(true);
    for (const box of document.querySelectorAll(".cga-legend, .more")) {
      if (!box.open) {
        folded.push(box);
        box.open = true;
      }
    }
    map.invalidateSize({ animate: false });
    if (shown.fitted) {
      shown.fit();
    }
    shown.scene.settle();
  });
  addEventListener("afterprint", () => {
    document.documentElement.classList.remove("printing");
    folded.splice(0).forEach((box) => {
      box.open = false;
    });
    shown.legend.chosen = legendChosen;
    dress();
    shown.scene.setFlat(false);
    map.invalidateSize({ animate: false });
  });

  dress();
  shown.setPlan(data.plan, data.sources);
  shown.changePoints(data.points, [], []);
  shown.fit();
})();
