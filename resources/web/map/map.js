// The map as one thing: its parts put together, what a hand or a key does on it, and its doors.
"use strict";

(function () {
  const Cga = (window.Cga = window.Cga || {});
  const NEAR_MIDDLE = 40;
  const CLOSE = 17;
  const EDGE = 24;
  const UNSEEN = 400;

  // told: {selected(id), pinMoved(lat, lon), askedHere(lat, lon), viewChanged(lat, lon, zoom)}
  Cga.TerritoryMap = class {
    constructor(map, data, told) {
      this.map = map;
      this.data = data;
      this.told = told;
      this.points = new Cga.Points(data);
      this.plan = new Cga.Plan(data.signs);
      this.named = 0;
      // Everything stays in view, whatever size the window takes, until somebody looks elsewhere.
      this.fitted = false;
      this.fitting = false;
      this.scene = new Cga.Scene({
        layout: (view) => this._layout(view),
        drawPlan: (context, view) => {
          this.plan.draw(context, view, this.board);
          this.named = this.board.count;
        },
        drawPoints: (context, view) => this.points.draw(context, view),
      });
      this._dress();
      this.scene.addTo(map);
      this._listen();
    }

    _dress() {
      const { map, data } = this;
      const box = map.getContainer();
      box.setAttribute("role", "application");
      box.setAttribute("aria-label", data.words.map);
      box.setAttribute("aria-description", data.words.keys);
      box.append(Cga.element("div", { class: "cga-cross", "aria-hidden": "true" }));
      Cga.addButtons(map, data.words, () => this.fit());
      this.communes = new Cga.Communes(map, data.words, (commune) => this._lookAt(commune.bounds));
      this.legend = new Cga.Legend(map, data);
      this.credits = new Cga.Credits(map, data.words);
      Cga.addScale(map, data.words);
      this.card = new Cga.Card(map);
      this.voice = new Cga.Voice(map);
      this.pin = new Cga.Pin(map, data.words, (lat, lon) => this.told.pinMoved(lat, lon));
    }

    _layout(view) {
      this.board = new Cga.Board();
      this._keepClear(this.board);
      this.points.layout(view, this.board);
    }

    // No name is written where a button or the legend would cover half of it.
    _keepClear(board) {
      const box = this.map.getContainer();
      const origin = box.getBoundingClientRect();
      for (const control of box.querySelectorAll(".leaflet-control")) {
        const at = control.getBoundingClientRect();
        const corner = this.scene.toCanvas([at.left - origin.left, at.top - origin.top]);
        if (at.width) {
          board.take([corner.x, corner.y, corner.x + at.width, corner.y + at.height]);
        }
      }
    }

    // --- what is shown -----------------------------------------------------------------------

    setPlan(features, sources) {
      this.plan.setFeatures(features);
      this.credits.set(sources);
      this.communes.set(this.plan.outlines);
      this._changed();
    }

    changePoints(put, moved, removed) {
      this.points.change(put, moved, removed);
      this.card.hide();
      this._changed();
    }

    _changed() {
      this.legend.show(this.points, this.plan);
      this.scene.redraw();
    }

    setTextScale(scale) {
      document.documentElement.style.setProperty("--cga-text-scale", scale);
      this.points.setTextScale(scale);
      this.legend.unfold(scale);
      this.scene.setTextScale(scale);
    }

    setDark(dark) {
      document.documentElement.dataset.theme = dark ? "dark" : "light";
      this.scene.redraw();
    }

    // --- where one looks ---------------------------------------------------------------------

    // Everything in view: the points, otherwise the communes.
    fit() {
      this.fitted = true;
      const bounds = this.points.bounds() || this.plan.bounds;
      if (bounds && this._hasRoom()) {
        this.fitting = true;
        this._lookAt(bounds.pad(0.03));
        this.fitting = false;
      }
    }

    // A map in a window that is not laid out yet is too small to be looked at.
    _hasRoom() {
      const size = this.map.getSize();
      return Math.min(size.x, size.y) > 3 * EDGE;
    }

    _lookAt(bounds) {
      this._fitBounds(bounds, EDGE);
      const room = this._legendRoom();
      if (room && this._legendHides(bounds)) {
        this._fitBounds(bounds, room);
      }
    }

    _fitBounds(bounds, left) {
      this.map.fitBounds(bounds, {
        paddingTopLeft: [left, EDGE],
        paddingBottomRight: [EDGE, EDGE],
        maxZoom: CLOSE,
        animate: false,
      });
    }

    // The width that an open legend takes from a map wide enough to give it.
    _legendRoom() {
      const width = this.legend.box.offsetWidth + EDGE;
      return this.legend.box.open && width * 3 < this.map.getSize().x ? width : 0;
    }

    // Whether any point, or corner of a commune, that one came to see lies beneath the legend.
    _legendHides(bounds) {
      const size = this.map.getSize();
      const right = this.legend.box.offsetWidth + EDGE;
      const top = size.y - this.legend.box.offsetHeight - EDGE;
      const hidden = (position) => {
        const at = this.map.latLngToContainerPoint(position);
        return bounds.contains(position) && at.x < right && at.y > top;
      };
      const corners = this.plan.outlines.flatMap((outline) => outline.corners);
      const points = Array.from(this.points.points.values(), (point) => L.latLng(point.lat, point.lon));
      return points.concat(corners).some(hidden);
    }

    centerOn(lat, lon, zoom) {
      this.fitted = false;
      this.map.setView([lat, lon], zoom, { animate: false });
    }

    // --- what is chosen ----------------------------------------------------------------------

    select(id) {
      this.points.selected = this.points.points.has(id) ? id : null;
      const point = this.points.points.get(this.points.selected);
      if (point) {
        this.voice.say([point.title, point.subtitle, point.precision].filter(Boolean).join(", "));
        this.map.panInside([point.lat, point.lon], { padding: [60, 60] });
      }
      this.scene.redraw();
    }

    _choose(id) {
      this.select(id);
      this.told.selected(id);
    }

    _activate(item) {
      if (item.point) {
        this._choose(item.point.id);
        return;
      }
      const parts = this.points.partsAt(item);
      if (parts === null && this.points.canFan(item)) {
        this.points.fan = item.cluster;
        this.scene.redraw();
      } else {
        const members = this.points.membersOf(item).map((point) => [point.lat, point.lon]);
        this.map.fitBounds(L.latLngBounds(members), { padding: [60, 60], maxZoom: parts || undefined });
      }
    }

    // --- hands and keys ----------------------------------------------------------------------

    _listen() {
      const { map } = this;
      map.on("click", (event) => this._onClick(event));
      map.on("mousemove", (event) => this._onHover(event));
      map.on("mouseout movestart zoomstart", () => this._hover(null));
      map.on("contextmenu", (event) => this._onContextMenu(event));
      map.on("zoomstart", () => {
        this.points.fan = null;
      });
      map.on("movestart zoomstart", () => {
        this.fitted = this.fitted && this.fitting;
      });
      map.on("moveend", () => {
        const middle = map.getCenter();
        this.told.viewChanged(middle.lat, middle.lng, map.getZoom());
      });
      map.getContainer().addEventListener("keydown", (event) => this._onKey(event));
      new ResizeObserver(() => this._onResize()).observe(map.getContainer());
      this._watchRatio();
    }

    // Moving the window to a finer screen draws the canvases again, as finely.
    _watchRatio() {
      const ratio = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
      ratio.addEventListener(
        "change",
        () => {
          this.scene._update();
          this._watchRatio();
        },
        { once: true }
      );
    }

    _onResize() {
      this.map.invalidateSize({ animate: false });
      this.legend.unfold(this.points.textScale);
      if (this.fitted) {
        this.fit();
      }
      this.scene.redraw();
    }

    _hit(containerPoint) {
      const at = this.scene.toCanvas(containerPoint);
      return this.points.hit(at.x, at.y);
    }

    _onClick(event) {
      const item = this._hit(event.containerPoint);
      if (item) {
        this._activate(item);
      } else if (this.points.fan !== null) {
        this.points.fan = null;
        this.scene.redraw();
      }
    }

    _onHover(event) {
      this._hover(this._hit(event.containerPoint));
    }

    _hover(item) {
      const key = item ? (item.point ? item.point.id : item.cluster) : null;
      if (key === this.points.hovered) {
        return;
      }
      this.points.hovered = key;
      this.map.getContainer().classList.toggle("cga-over", key !== null);
      if (item) {
        this.card.show(this.scene.toContainer(item.x, item.y), item.radius, this._wordsFor(item));
      } else {
        this.card.hide();
      }
      this.scene.redrawPoints();
    }

    _wordsFor(item) {
      if (item.point) {
        const { title, subtitle, precision, kind } = item.point;
        return [title, Cga.capital(this.data.symbols[kind].label), subtitle, precision];
      }
      const lines = item.kinds
        .map((count, kind) => (count ? `${Cga.count(count)} × ${this.data.symbols[kind].label}` : ""))
        .filter(Boolean);
      return [Cga.fill(this.data.words.many, { count: Cga.count(item.count) }), ...lines];
    }

    _onContextMenu(event) {
      // The menu key gives no place of its own: it speaks of the middle, where the cross stands.
      const byKey = event.originalEvent.pointerType === "" || event.originalEvent.button === -1;
      this._askHere(byKey ? this.map.getCenter() : event.latlng);
    }

    _askHere(at) {
      this.told.askedHere(at.lat, at.lng);
    }

    _onKey(event) {
      if (event.target !== this.map.getContainer() || event.ctrlKey || event.altKey || event.metaKey) {
        return;
      }
      const acts = {
        Enter: () => this._activateMiddle(),
        a: () => this._askHere(this.map.getCenter()),
        Insert: () => this._askHere(this.map.getCenter()),
        n: () => this._chooseNext(event.shiftKey ? -1 : 1),
        Home: () => this.fit(),
      };
      const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act) {
        event.preventDefault();
        act();
      }
    }

    _activateMiddle() {
      const middle = this.scene.toCanvas(this.map.getSize().divideBy(2));
      const far = (item) => Math.hypot(item.x - middle.x, item.y - middle.y);
      const nearest = this.points.items.reduce((a, b) => (a && far(a) <= far(b) ? a : b), null);
      if (nearest && far(nearest) <= NEAR_MIDDLE * this.points.textScale) {
        this._activate(nearest);
      }
    }

    // From west to east, as one reads.
    _chooseNext(way) {
      const inOrder = Array.from(this.points.points.values()).sort((a, b) => a.lon - b.lon);
      if (!inOrder.length) {
        return;
      }
      const now = inOrder.findIndex((point) => point.id === this.points.selected);
      const next = now < 0 ? (way > 0 ? 0 : inOrder.length - 1) : now + way;
      this._choose(inOrder[(next + inOrder.length) % inOrder.length].id);
    }

    // After the next two pictures of the screen all is to be seen; a hidden page has no pictures.
    whenDrawn(say) {
      const told = { over: false };
      const once = () => {
        if (!told.over) {
          told.over = true;
          this.scene.settle();
          say();
        }
      };
      requestAnimationFrame(() => requestAnimationFrame(once));
      setTimeout(once, UNSEEN);
    }

    // What is on the map, for whoever checks it from outside.
    describe() {
      const middle = this.map.getCenter();
      const pin = this.pin.position();
      return {
        points: this.points.points.size,
        drawn: this.points.items.map((item) => {
          const at = this.scene.toContainer(item.x, item.y);
          const shown = { x: at.x, y: at.y, radius: item.radius, titled: Boolean(item.title) };
          return item.point
            ? { ...shown, id: item.point.id, symbol: this.data.symbols[item.point.kind].key }
            : { ...shown, count: item.count };
        }),
        streets: this.plan.streets.length,
        names: this.named,
        selected: this.points.selected,
        pin: pin ? [pin.lat, pin.lng] : null,
        view: [middle.lat, middle.lng, this.map.getZoom()],
        dark: document.documentElement.dataset.theme === "dark",
        textScale: this.points.textScale,
      };
    }
  };
})();
