// What lies over the map: buttons, legend, scale, sources, and words for those who do not see it.
"use strict";

(function () {
  const Cga = (window.Cga = window.Cga || {});
  const { element } = Cga;
  const OPEN_FROM = [720, 480];

  function button(name, picture, act) {
    const made = element("button", { type: "button", "aria-label": name, title: name });
    made.append(Cga.svg("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" }, picture));
    made.addEventListener("click", act);
    return made;
  }

  const stroke = (d) => Cga.svg("path", { d: d });

  function place(map, position, made) {
    const control = L.control({ position: position });
    control.onAdd = () => {
      L.DomEvent.disableClickPropagation(made);
      L.DomEvent.disableScrollPropagation(made);
      // What is typed on a button is not for the map beneath.
      made.addEventListener("keydown", (event) => event.stopPropagation());
      made.addEventListener("contextmenu", (event) => event.stopPropagation());
      return made;
    };
    control.addTo(map);
    return made;
  }

  Cga.addButtons = function (map, words, fit) {
    const box = element(
      "div",
      { class: "cga-buttons", role: "group", "aria-label": words.buttons },
      button(words.zoom_in, stroke("M10 4v12M4 10h12"), () => map.zoomIn()),
      button(words.zoom_out, stroke("M4 10h12"), () => map.zoomOut()),
      button(words.fit, stroke("M3 7V3h4M13 3h4v4M17 13v4h-4M7 17H3v-4"), fit)
    );
    const [zoomIn, zoomOut] = box.children;
    const mark = () => {
      zoomIn.disabled = map.getZoom() >= map.getMaxZoom();
      zoomOut.disabled = map.getZoom() <= map.getMinZoom();
    };
    map.on("zoomend", mark);
    mark();
    return place(map, "topright", box);
  };

  // Where there are several communes, a button leads to each.
  Cga.Communes = class {
    constructor(map, words, go) {
      this.go = go;
      this.box = element("div", { class: "cga-communes", role: "group", "aria-label": words.communes });
      place(map, "topleft", this.box);
      this.set([]);
    }

    set(outlines) {
      const buttons = outlines.map((outline) => {
        const made = element("button", { type: "button" }, outline.name);
        made.addEventListener("click", () => this.go(outline));
        return made;
      });
      this.box.hidden = buttons.length < 2;
      this.box.replaceChildren(...buttons);
    }
  };

  Cga.addScale = function (map, words) {
    const label = element("span", {});
    const bar = element("div", { class: "cga-scale" }, label);
    const update = () => {
      const middle = map.getSize().y / 2;
      const reach = 110;
      const metres = map.distance(
        map.containerPointToLatLng([0, middle]),
        map.containerPointToLatLng([reach, middle])
      );
      if (!Number.isFinite(metres) || metres <= 0) {
        return;
      }
      const power = Math.pow(10, Math.floor(Math.log10(metres)));
      const round = [5, 2, 1].find((digit) => digit * power <= metres) * power;
      const number = new Intl.NumberFormat(document.documentElement.lang || "fr");
      label.textContent =
        round >= 1000 ? number.format(round / 1000) + "\u00a0km" : number.format(round) + "\u00a0m";
      bar.style.width = Math.round((reach * round) / metres) + "px";
      bar.setAttribute("aria-label", Cga.fill(words.scale, { length: label.textContent }));
    };
    bar.setAttribute("role", "img");
    map.on("zoomend moveend resize", update);
    map.whenReady(update);
    return place(map, "bottomright", bar);
  };

  // Where the plan comes from, folded away like the legend; no link that leads anywhere.
  Cga.Credits = class {
    constructor(map, words) {
      this.list = element("ul", {});
      this.box = element("details", { class: "cga-credits" }, element("summary", {}, words.sources), this.list);
      place(map, "bottomright", this.box);
      this.set([]);
    }

    set(sources) {
      this.box.hidden = !sources.length;
      this.list.replaceChildren(...sources.map((source) => element("li", {}, source)));
    }
  };

  // The legend names what is on this map and nothing else; it folds.
  Cga.Legend = class {
    constructor(map, data) {
      this.map = map;
      this.data = data;
      this.chosen = false;
      this.list = element("ul", {});
      this.box = element(
        "details",
        { class: "cga-legend" },
        element("summary", {}, data.words.legend),
        this.list
      );
      // From then on it stays as somebody left it.
      this.box.firstChild.addEventListener("click", () => {
        this.chosen = true;
      });
      place(map, "bottomleft", this.box);
      this.unfold(1);
    }

    // Open where the map is large enough for it, until somebody folds or opens it.
    unfold(textScale) {
      if (!this.chosen) {
        const size = this.map.getSize();
        this.box.open = size.x >= OPEN_FROM[0] * textScale && size.y >= OPEN_FROM[1] * textScale;
      }
    }

    show(points, plan) {
      const rows = [];
      const counts = new Map();
      let approximate = false;
      for (const point of points.points.values()) {
        counts.set(point.kind, (counts.get(point.kind) || 0) + 1);
        approximate = approximate || point.approximate;
      }
      this.data.symbols.forEach((symbol, kind) => {
        if (counts.has(kind)) {
          rows.push(this._row(Cga.symbolPicture(symbol), Cga.capital(symbol.label), counts.get(kind)));
        }
      });
      if (approximate) {
        const ring = Cga.svg("circle", { cx: 10, cy: 10, r: 8, class: "cga-approximate" });
        rows.push(this._row(this._picture(ring), this.data.words.approximate));
      }
      if (points.points.size > 1) {
        const ring = Cga.svg("circle", { cx: 10, cy: 10, r: 7.5, class: "cga-gathered" });
        const two = Cga.svg("text", { x: 10, y: 13.6, "text-anchor": "middle" });
        two.textContent = "2";
        rows.push(this._row(this._picture(ring, two), this.data.words.gathered));
      }
      if (plan.outlines.length) {
        const line = Cga.svg("path", { d: "M1 10h18", class: "cga-limit" });
        rows.push(this._row(this._picture(line), this.data.words.limit));
      }
      if (plan.landmarks.length) {
        const mark = Cga.svg("circle", { cx: 10, cy: 10, r: 4, class: "cga-landmark" });
        rows.push(this._row(this._picture(mark), this.data.words.landmark));
      }
      this.list.replaceChildren(...rows);
      this.box.hidden = rows.length === 0;
    }

    _picture(...parts) {
      return Cga.svg("svg", { viewBox: "0 0 20 20", class: "cga-symbol", "aria-hidden": "true" }, ...parts);
    }

    _row(picture, word, count) {
      const number = count ? element("span", { class: "cga-number" }, Cga.count(count)) : null;
      return element("li", {}, picture, element("span", {}, word), number);
    }
  };

  // What is under the mouse, in a small card beside it.
  Cga.Card = class {
    constructor(map) {
      this.map = map;
      this.box = element("div", { class: "cga-card", "aria-hidden": "true" });
      this.box.hidden = true;
      map.getContainer().append(this.box);
    }

    hide() {
      this.box.hidden = true;
    }

    show(at, radius, lines) {
      const [title, ...others] = lines.filter(Boolean);
      this.box.replaceChildren(
        element("strong", {}, title),
        ...others.map((line) => element("span", {}, line))
      );
      this.box.hidden = false;
      const size = this.map.getSize();
      const width = this.box.offsetWidth;
      const height = this.box.offsetHeight;
      const above = at.y - radius - 8 - height;
      const left = Math.min(Math.max(8, at.x - width / 2), Math.max(8, size.x - width - 8));
      this.box.style.left = Math.round(left) + "px";
      this.box.style.top = Math.round(above > 8 ? above : at.y + radius + 8) + "px";
    }
  };

  // Said aloud by a screen reader, shown to nobody.
  Cga.Voice = class {
    constructor(map) {
      this.box = element("div", { class: "cga-voice", role: "status", "aria-live": "polite" });
      map.getContainer().append(this.box);
    }

    say(text) {
      this.box.textContent = text;
    }
  };
})();
