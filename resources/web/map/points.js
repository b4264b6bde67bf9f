// Actors and observations: gathered where they would cover each other, each with its own symbol.
"use strict";

(function () {
  const Cga = (window.Cga = window.Cga || {});
  const RADIUS = 9;
  const GATHER_FEW = 28;
  const GATHER_MANY = 46;
  const FEW = 400;
  const MOST_ZOOM = 19;
  // Titles show from this zoom on; from the lower one where there are only so many single points.
  const TITLES_FROM = 15;
  const TITLES_OF_FEW_FROM = 13.5;
  const TITLES_FEW = 14;
  const LARGEST_FAN = 40;
  const LONGEST_TITLE = 30;
  // Measures texts before there is a canvas to write them on.
  const pen = document.createElement("canvas").getContext("2d");

  Cga.Points = class {
    constructor({ symbols, precisions }) {
      this.symbols = symbols;
      this.precisions = precisions;
      this.order = new Map(symbols.map((symbol, i) => [symbol.key, i]));
      this.points = new Map();
      this.items = [];
      this.selected = null;
      this.hovered = null;
      this.textScale = 1;
      this.index = null;
      this.fan = null;
    }

    // put: rows [id, lat, lon, symbol, title, subtitle, precision]; moved: [id, lat, lon].
    change(put, moved, removed) {
      for (const [id, lat, lon, symbol, title, subtitle, precision] of put) {
        const kind = this.order.has(symbol) ? this.order.get(symbol) : this.symbols.length - 1;
        const point = { id, lat, lon, kind, title, subtitle, ...this._doubt(precision) };
        point.world = Cga.world(lat, lon);
        this.points.set(id, point);
      }
      for (const [id, lat, lon] of moved) {
        const point = this.points.get(id);
        if (point) {
          Object.assign(point, { lat: lat, lon: lon, world: Cga.world(lat, lon) });
        }
      }
      removed.forEach((id) => this.points.delete(id));
      if (!this.points.has(this.selected)) {
        this.selected = null;
      }
      this._forget();
    }

    // A precision that a newer program knows is a doubt without a word.
    _doubt(precision) {
      const known = this.precisions[precision];
      const approximate = known ? known.approximate : precision !== "";
      return { precision: known ? known.label : "", approximate: approximate };
    }

    setTextScale(scale) {
      this.textScale = scale;
      this._forget();
    }

    _forget() {
      this.index = null;
      this.fan = null;
    }

    _gathered() {
      if (!this.index) {
        const radius = this.points.size <= FEW ? GATHER_FEW : GATHER_MANY;
        this.index = new Supercluster({
          radius: radius * this.textScale,
          extent: 256,
          maxZoom: MOST_ZOOM,
          map: (point) => ({ ["k" + point.kind]: 1 }),
          reduce: (sum, one) => {
            for (const key in one) {
              sum[key] = (sum[key] || 0) + one[key];
            }
          },
        });
        this.index.load(
          Array.from(this.points.values(), (point) => ({
            type: "Feature",
            properties: point,
            geometry: { type: "Point", coordinates: [point.lon, point.lat] },
          }))
        );
      }
      return this.index;
    }

    bounds() {
      const all = Array.from(this.points.values(), (point) => [point.lat, point.lon]);
      return all.length ? L.latLngBounds(all) : null;
    }

    // What stands where in this view; takes its room on the board before any name does.
    layout(view, board) {
      const box = [view.west, view.south, view.east, view.north];
      const features = this.points.size ? this._gathered().getClusters(box, Math.floor(view.zoom + 0.25)) : [];
      this.items = [];
      for (const feature of features) {
        this._place(view, feature);
      }
      this._placeSelected(view);
      for (const item of this.items) {
        const reach = item.radius + 3;
        board.take([item.x - reach, item.y - reach, item.x + reach, item.y + reach]);
      }
      this._title(view, board);
    }

    _place(view, feature) {
      const { properties, geometry } = feature;
      const [lon, lat] = geometry.coordinates;
      if (!properties.cluster) {
        this._placePoint(view.place(properties.world), properties);
      } else if (this.fan === feature.id) {
        this._placeFan(view.place(Cga.world(lat, lon)), feature.id);
      } else {
        const [x, y] = view.place(Cga.world(lat, lon));
        const count = properties.point_count;
        const radius = (12 + Math.min(14, 4.5 * Math.log10(count))) * this.textScale;
        const kinds = this.symbols.map((_, kind) => properties["k" + kind] || 0);
        this.items.push({ cluster: feature.id, count, kinds, x, y, lat, lon, radius });
      }
    }

    _placePoint([x, y], point, from) {
      const radius = RADIUS * this.textScale;
      this.items.push({ point: point, x: x, y: y, radius: radius, from: from || null });
    }

    // Points at one address stand in a ring around it, each tied to it by a fine line.
    _placeFan([x, y], cluster) {
      const leaves = this.index.getLeaves(cluster, LARGEST_FAN);
      const radius = Math.max(24, (leaves.length * 26) / (2 * Math.PI)) * this.textScale;
      leaves.forEach((leaf, i) => {
        const angle = (2 * Math.PI * i) / leaves.length - Math.PI / 2;
        const at = [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
        this._placePoint(at, leaf.properties, [x, y]);
      });
    }

    // The selected point always shows by itself, on top, even where it is gathered with others.
    _placeSelected(view) {
      const point = this.points.get(this.selected);
      if (!point) {
        return;
      }
      const i = this.items.findIndex((item) => item.point === point);
      if (i >= 0) {
        this.items.push(this.items.splice(i, 1)[0]);
      } else {
        this._placePoint(view.place(point.world), point);
      }
    }

    _title(view, board) {
      const single = this.items.filter((item) => item.point);
      const few = view.zoom >= TITLES_OF_FEW_FROM && single.length <= TITLES_FEW;
      const all = few || view.zoom >= TITLES_FROM;
      this.titleFont = `600 ${12 * this.textScale}px ${view.style.font}`;
      pen.font = this.titleFont;
      for (let i = single.length - 1; i >= 0; i -= 1) {
        const item = single[i];
        const chosen = item.point.id === this.selected;
        if (all || chosen) {
          item.title = this._titlePlace(board, item, chosen);
        }
      }
    }

    _titlePlace(board, item, must) {
      const text = Cga.shorten(item.point.title, LONGEST_TITLE);
      const width = Cga.measure(pen, text).width;
      const gap = item.radius + 5;
      const half = 8 * this.textScale;
      const { x, y } = item;
      const places = [
        { align: "left", x: x + gap, y: y, box: [x + gap, y - half, x + gap + width, y + half] },
        { align: "right", x: x - gap, y: y, box: [x - gap - width, y - half, x - gap, y + half] },
        { align: "center", x: x, y: y + gap + half, box: [x - width / 2, y + gap, x + width / 2, y + gap + 2 * half] },
        { align: "center", x: x, y: y - gap - half, box: [x - width / 2, y - gap - 2 * half, x + width / 2, y - gap] },
      ];
      let place = places.find((one) => board.claim([one.box]));
      if (!place && must) {
        place = places[0];
        board.take(place.box);
      }
      return place ? { text: text, align: place.align, x: place.x, y: place.y } : null;
    }

    draw(context, view) {
      for (const item of this.items) {
        if (item.from) {
          this._drawTie(context, view, item);
        }
      }
      for (const item of this.items) {
        if (item.point) {
          this._drawPoint(context, view, item);
        } else {
          this._drawCluster(context, view, item);
        }
      }
      context.font = this.titleFont;
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.strokeStyle = view.style.halo;
      context.fillStyle = view.style.text;
      context.lineWidth = 4 * this.textScale;
      for (const item of this.items) {
        if (item.title) {
          context.textAlign = item.title.align;
          Cga.write(context, item.title.text, item.title.x, item.title.y, true);
        }
      }
    }

    _drawTie(context, view, item) {
      context.strokeStyle = view.style.muted;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(item.from[0], item.from[1]);
      context.lineTo(item.x, item.y);
      context.stroke();
    }

    _drawPoint(context, view, item) {
      const { point, x, y } = item;
      const chosen = point.id === this.selected;
      const larger = chosen ? 1.25 : point.id === this.hovered ? 1.15 : 1;
      const radius = item.radius * larger;
      if (chosen) {
        this._drawRing(context, view, x, y, radius + 5);
      }
      if (point.approximate) {
        context.beginPath();
        context.arc(x, y, radius + 4 + (chosen ? 4 : 0), 0, 2 * Math.PI);
        context.setLineDash([3, 3]);
        context.strokeStyle = view.style.muted;
        context.lineWidth = 1.25;
        context.stroke();
        context.setLineDash([]);
      }
      const symbol = this.symbols[point.kind];
      context.beginPath();
      Cga.traceUnit(context, symbol.polygon, x, y, radius);
      context.lineJoin = "round";
      context.strokeStyle = view.style.halo;
      context.lineWidth = 4.5;
      context.stroke();
      context.fillStyle = symbol.colour;
      context.fill();
      context.strokeStyle = view.style["symbol-edge"];
      context.lineWidth = 1.5 * Math.min(this.textScale, 1.4);
      context.stroke();
    }

    _drawRing(context, view, x, y, radius) {
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fillStyle = view.style.surface;
      context.fill();
      context.strokeStyle = view.style.accent;
      context.lineWidth = 3;
      context.stroke();
    }

    // A gathering: how many, and in a ring what kinds they are.
    _drawCluster(context, view, item) {
      const { x, y, count, kinds } = item;
      const radius = item.radius * (item.cluster === this.hovered ? 1.08 : 1);
      const band = 4.5 * this.textScale;
      context.beginPath();
      context.arc(x, y, radius + 1, 0, 2 * Math.PI);
      context.strokeStyle = view.style.halo;
      context.lineWidth = 3;
      context.stroke();
      context.fillStyle = view.style["symbol-edge"];
      context.fill();
      let from = -Math.PI / 2;
      kinds.forEach((share, kind) => {
        if (share) {
          const to = from + (2 * Math.PI * share) / count;
          context.beginPath();
          context.moveTo(x, y);
          context.arc(x, y, radius, from, to);
          context.closePath();
          context.fillStyle = this.symbols[kind].colour;
          context.fill();
          from = to;
        }
      });
      context.beginPath();
      context.arc(x, y, radius - band + 1, 0, 2 * Math.PI);
      context.fillStyle = view.style["symbol-edge"];
      context.fill();
      context.beginPath();
      context.arc(x, y, radius - band, 0, 2 * Math.PI);
      context.fillStyle = view.style.surface;
      context.fill();
      context.font = `700 ${11.5 * this.textScale}px ${view.style.font}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillStyle = view.style.text;
      context.fillText(Cga.count(count), x, y + 0.5);
    }

    // The item under a point of the canvas, the topmost where several are; null where none is.
    hit(x, y) {
      for (let i = this.items.length - 1; i >= 0; i -= 1) {
        const item = this.items[i];
        if (Math.hypot(item.x - x, item.y - y) <= item.radius + 4) {
          return item;
        }
      }
      return null;
    }

    // The zoom at which a gathering parts, null where it never does: all at one address.
    partsAt(item) {
      const zoom = this.index.getClusterExpansionZoom(item.cluster);
      return zoom <= MOST_ZOOM ? zoom : null;
    }

    membersOf(item) {
      return this.index.getLeaves(item.cluster, Infinity).map((leaf) => leaf.properties);
    }

    canFan(item) {
      return item.count <= LARGEST_FAN;
    }
  };

  // French groups its thousands by a narrow space; a ring has room for "1 234" and "12 k".
  Cga.count = function (number) {
    return number < 10000
      ? new Intl.NumberFormat(document.documentElement.lang || "fr").format(number)
      : Math.round(number / 1000) + "\u202fk";
  };
})();
