// The schematic plan: the commune and its limit, streets as soft lines with their names, landmarks.
"use strict";

(function () {
  const Cga = (window.Cga = window.Cga || {});

  // By rank, 1 to 4: width in pixels at zoom 15, and the zooms from which the line and its name show.
  const STREETS = {
    1: { width: 8, line: 0, name: 13, size: 11.5 },
    2: { width: 6, line: 11, name: 13.75, size: 11 },
    3: { width: 4.5, line: 12, name: 14.5, size: 10.5 },
    4: { width: 3.4, line: 12.5, name: 15.4, size: 10.5 },
  };
  const LANDMARK_FROM = 13;
  const LANDMARK_NAME_FROM = 14.5;
  const COMMUNE_NAME_UNTIL = 13.9;
  const AREA_NAMES = [13.4, 16.6];
  const SPACING = 420;

  function trace(context, points) {
    context.moveTo(points[0][0], points[0][1]);
    for (let i = 1; i < points.length; i += 1) {
      context.lineTo(points[i][0], points[i][1]);
    }
  }

  function traceUnit(context, polygon, x, y, radius) {
    polygon.forEach(([ux, uy], i) => {
      context[i ? "lineTo" : "moveTo"](x + ux * radius, y + uy * radius);
    });
    context.closePath();
  }

  Cga.traceUnit = traceUnit;

  function seen(points, view, margin) {
    let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
    for (const [x, y] of points) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    return right > -margin && left < view.width + margin && bottom > -margin && top < view.height + margin;
  }

  Cga.Plan = class {
    constructor(signs) {
      this.signs = signs;
      this.setFeatures({ features: [] });
    }

    setFeatures(collection) {
      this.outlines = [];
      this.streets = [];
      this.landmarks = [];
      this.areas = [];
      this.bounds = null;
      for (const feature of collection.features) {
        const keep = { outline: "_outline", street: "_street", landmark: "_landmark" };
        this[keep[feature.properties.layer]](feature);
      }
    }

    _outline(feature) {
      const rings = feature.geometry.coordinates.map((polygon) =>
        polygon[0].map(([lon, lat]) => Cga.world(lat, lon))
      );
      const corners = feature.geometry.coordinates.flat(2).map(([lon, lat]) => L.latLng(lat, lon));
      const bounds = L.latLngBounds(corners);
      this.bounds = (this.bounds || L.latLngBounds([])).extend(bounds);
      const largest = rings.reduce((a, b) => (a.length >= b.length ? a : b), []);
      this.outlines.push({
        name: feature.properties.name,
        rings: rings,
        corners: corners,
        bounds: bounds,
        middle: Cga.centroid(largest),
      });
    }

    _street(feature) {
      const { type, coordinates } = feature.geometry;
      const line = type === "Point" ? [coordinates] : coordinates;
      const { name, short, rank } = feature.properties;
      this.streets.push({
        name: name,
        short: short,
        rank: rank,
        line: Cga.smooth(line.map(([lon, lat]) => Cga.world(lat, lon))),
      });
    }

    _landmark(feature) {
      const [lon, lat] = feature.geometry.coordinates;
      const { name, sign } = feature.properties;
      if (sign === "neighbourhood") {
        this.areas.push({ name: name.toLocaleUpperCase(), world: Cga.world(lat, lon) });
      } else {
        this.landmarks.push({ name: name, sign: sign, world: Cga.world(lat, lon) });
      }
    }

    draw(context, view, board) {
      context.fillStyle = view.style.ground;
      context.fillRect(0, 0, view.width, view.height);
      const outlines = this.outlines.map((one) => ({
        name: one.name,
        middle: view.place(one.middle),
        rings: one.rings.map((ring) => ring.map(view.place)),
      }));
      this._drawGround(context, view, outlines);
      const streets = this._visibleStreets(view);
      this._drawStreets(context, view, streets);
      this._drawLimits(context, view, outlines);
      context.textBaseline = "middle";
      context.lineJoin = "round";
      if (view.zoom < COMMUNE_NAME_UNTIL) {
        this._nameCommunes(context, view, board, outlines);
      }
      this._nameStreets(context, view, board, streets, [1, 2]);
      this._nameAreas(context, view, board);
      const marks = this._placeLandmarks(view, board);
      this._nameStreets(context, view, board, streets, [3, 4]);
      this._drawLandmarks(context, view, board, marks);
    }

    _drawGround(context, view, outlines) {
      context.fillStyle = view.style.commune;
      for (const { rings } of outlines) {
        for (const ring of rings) {
          context.beginPath();
          trace(context, ring);
          context.fill();
        }
      }
    }

    // The limit: a soft band inside the commune, and a fine dashed line on it.
    _drawLimits(context, view, outlines) {
      for (const { rings } of outlines) {
        for (const ring of rings) {
          context.save();
          context.beginPath();
          trace(context, ring);
          context.closePath();
          context.save();
          context.clip();
          context.strokeStyle = view.style["limit-glow"];
          context.lineWidth = 16;
          context.stroke();
          context.restore();
          context.strokeStyle = view.style.limit;
          context.lineWidth = 1.75;
          context.lineJoin = "round";
          context.setLineDash([9, 4, 2, 4]);
          context.stroke();
          context.restore();
        }
      }
    }

    _visibleStreets(view) {
      const shown = [];
      for (const street of this.streets) {
        const look = STREETS[street.rank];
        if (view.zoom < look.line) {
          continue;
        }
        const points = street.line.map(view.place);
        if (seen(points, view, 60)) {
          const width = look.width * Math.pow(2, (view.zoom - 15) * 0.75);
          shown.push({ street: street, look: look, points: points, width: Math.min(width, 26) });
        }
      }
      return shown;
    }

    _drawStreets(context, view, streets) {
      context.lineCap = "round";
      context.lineJoin = "round";
      const passes = [
        ["street-edge", (width) => width + Math.min(2.4, 0.8 + width * 0.25)],
        ["street", (width) => width],
      ];
      for (const [colour, widen] of passes) {
        context.strokeStyle = view.style[colour];
        for (const { points, width } of streets) {
          if (width < 1.2 && colour === "street") {
            continue;
          }
          context.lineWidth = Math.max(widen(width), 0.9);
          context.beginPath();
          trace(context, points.length > 1 ? points : [points[0], points[0]]);
          context.stroke();
        }
      }
    }

    _nameCommunes(context, view, board, outlines) {
      const size = 15 * view.textScale;
      context.font = `600 ${size}px ${view.style.font}`;
      context.textAlign = "center";
      context.fillStyle = view.style["commune-name"];
      context.strokeStyle = view.style.halo;
      context.lineWidth = 4;
      for (const { name, middle, rings } of outlines) {
        const heights = rings.flat().map((vertex) => vertex[1]);
        const half = Cga.measure(context, name).width / 2 + 4;
        const rise = size * 0.7;
        const x = middle[0];
        const free = [middle[1], Math.min(...heights) - size, Math.max(...heights) + size].find((y) =>
          board.claim([[x - half, y - rise, x + half, y + rise]])
        );
        if (free !== undefined) {
          Cga.write(context, name, x, free, true);
        }
      }
    }

    // Neighbourhoods have no limit on the plan: their name stands where they are.
    _nameAreas(context, view, board) {
      if (view.zoom < AREA_NAMES[0] || view.zoom > AREA_NAMES[1]) {
        return;
      }
      const size = 10 * view.textScale;
      context.font = `600 ${size}px ${view.style.font}`;
      context.letterSpacing = "1.2px";
      context.textAlign = "center";
      context.fillStyle = view.style["commune-name"];
      context.strokeStyle = view.style.halo;
      context.lineWidth = 3.5;
      for (const { name, world } of this.areas) {
        const [x, y] = view.place(world);
        const half = Cga.measure(context, name).width / 2;
        if (board.claim([[x - half - 3, y - size, x + half + 3, y + size]])) {
          Cga.write(context, name, x, y, true);
        }
      }
      context.letterSpacing = "0px";
    }

    // The most important streets first: they get the room.
    _nameStreets(context, view, board, streets, ranks) {
      context.textAlign = "center";
      context.strokeStyle = view.style.halo;
      context.fillStyle = view.style["street-name"];
      for (let i = streets.length - 1; i >= 0; i -= 1) {
        const { street, look, points } = streets[i];
        if (view.zoom < look.name || !ranks.includes(street.rank)) {
          continue;
        }
        const size = look.size * view.textScale;
        context.font = `${street.rank <= 2 ? 600 : 400} ${size}px ${view.style.font}`;
        context.lineWidth = 3.2 * view.textScale;
        if (points.length > 1) {
          this._nameAlong(context, view, board, street, new Cga.Path(points), size);
        }
      }
    }

    _nameAlong(context, view, board, street, path, size) {
      const spare = view.zoom >= 17 ? 1.25 : 1;
      const name = [street.name, street.short].find(
        (one) => Cga.measure(context, one).width <= path.length * spare
      );
      if (!name) {
        return;
      }
      const measured = Cga.measure(context, name);
      const times = Math.max(1, Math.floor(path.length / Math.max(SPACING, measured.width * 2.5)));
      for (let slot = 0; slot < times; slot += 1) {
        const room = path.length / times;
        this._nameSlot(context, view, board, path, measured, size, [room * slot, room * (slot + 1)]);
      }
    }

    // In one stretch of the street, the straightest free place near its middle.
    _nameSlot(context, view, board, path, measured, size, [from, to]) {
      const half = measured.width / 2;
      const middle = (from + to) / 2;
      const slack = Math.max(0, (to - from) / 2 - half);
      const tries = [0, -0.3, 0.3, -0.6, 0.6, -0.95, 0.95].map((part) => middle + part * slack);
      const found = [];
      for (const place of slack ? tries : [middle]) {
        const [x, y] = path.at(place);
        if (x < -half || y < -half || x > view.width + half || y > view.height + half) {
          continue;
        }
        const letters = Cga.alongPath(path, measured, place, size);
        if (letters) {
          found.push(letters);
        }
      }
      found.sort((a, b) => a.bend - b.bend);
      const chosen = found.find((letters) => board.claim(letters.boxes));
      if (chosen) {
        Cga.drawLetters(context, chosen.letters, "strokeText");
        Cga.drawLetters(context, chosen.letters, "fillText");
      }
    }

    _placeLandmarks(view, board) {
      if (view.zoom < LANDMARK_FROM) {
        return [];
      }
      const radius = (view.zoom >= 15 ? 6.5 : 5) * view.textScale;
      const marks = [];
      for (const mark of this.landmarks) {
        const [x, y] = view.place(mark.world);
        const box = [x - radius - 2, y - radius - 2, x + radius + 2, y + radius + 2];
        if (seen([[x, y]], view, 40) && board.free(box)) {
          board.take(box);
          marks.push({ mark: mark, x: x, y: y, radius: radius });
        }
      }
      return marks;
    }

    _drawLandmarks(context, view, board, marks) {
      const size = 11 * view.textScale;
      context.font = `italic 400 ${size}px ${view.style.font}`;
      for (const { mark, x, y, radius } of marks) {
        context.fillStyle = view.style.landmark;
        context.strokeStyle = view.style.halo;
        context.lineWidth = 3;
        context.beginPath();
        for (const polygon of this.signs[mark.sign] || this.signs.place) {
          traceUnit(context, polygon, x, y, radius);
        }
        context.stroke();
        context.fill();
        if (view.zoom >= LANDMARK_NAME_FROM) {
          this._nameLandmark(context, board, Cga.shorten(mark.name, 32), x, y, radius, size);
        }
      }
    }

    _nameLandmark(context, board, name, x, y, radius, size) {
      const width = Cga.measure(context, name).width;
      const gap = radius + 4;
      const half = size * 0.62;
      const sides = [
        ["left", x + gap, y, [x + gap, y - half, x + gap + width, y + half]],
        ["right", x - gap, y, [x - gap - width, y - half, x - gap, y + half]],
        ["center", x, y + gap + half, [x - width / 2, y + gap, x + width / 2, y + gap + 2 * half]],
      ];
      const side = sides.find(([, , , box]) => board.claim([box]));
      if (side) {
        context.textAlign = side[0];
        Cga.write(context, name, side[1], side[2], true);
      }
    }
  };

  // The centre of weight of a ring, where the name of a commune stands.
  Cga.centroid = function (ring) {
    let area = 0, x = 0, y = 0;
    const [ox, oy] = ring[0] || [0, 0];
    for (let i = 0; i < ring.length; i += 1) {
      const ax = ring[i][0] - ox, ay = ring[i][1] - oy;
      const next = ring[(i + 1) % ring.length];
      const bx = next[0] - ox, by = next[1] - oy;
      const cross = ax * by - bx * ay;
      area += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    }
    return area ? [ox + x / (3 * area), oy + y / (3 * area)] : [ox, oy];
  };
})();
