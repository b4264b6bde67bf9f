// The canvases of the map: one for the plan, one for the points, moved and zoomed as one by Leaflet.
"use strict";

(function () {
  const Cga = (window.Cga = window.Cga || {});
  const WORLD = 256;

  // A position as x, y on the square world of zoom 0: at zoom z it lies 2^z times further.
  Cga.world = function (lat, lon) {
    const sine = Math.min(Math.max(Math.sin((lat * Math.PI) / 180), -0.9999), 0.9999);
    const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
    return [WORLD * (lon / 360 + 0.5), WORLD * y];
  };

  // The colours of the style sheet under their names without "--cga-", as the canvases need them.
  Cga.readStyle = function () {
    const declared = getComputedStyle(document.documentElement);
    const colour = (name) => declared.getPropertyValue("--cga-" + name).trim();
    const names = [
      "ground", "commune", "limit", "limit-glow", "street", "street-edge", "street-name", "halo",
      "text", "muted", "accent", "surface", "border", "symbol-edge", "landmark", "commune-name",
    ];
    const style = { font: declared.getPropertyValue("--cga-font").trim() };
    for (const name of names) {
      style[name] = colour(name);
    }
    return style;
  };

  // drawing: {layout(view), drawPlan(context, view), drawPoints(context, view)}
  Cga.Scene = L.Renderer.extend({
    options: { padding: 0.2 },

    initialize: function (drawing, options) {
      L.Renderer.prototype.initialize.call(this, options);
      this._drawing = drawing;
      this._textScale = 1;
      this._frame = null;
      this._flat = false;
    },

    // On paper a canvas is opaque and would hide the one beneath: both are drawn on one.
    setFlat: function (flat) {
      this._flat = flat;
      this._pointsCanvas.hidden = flat;
      this.redraw();
    },

    setTextScale: function (scale) {
      this._textScale = scale;
      this.redraw();
    },

    // Draw again before the next picture of the screen, once however often this is called.
    redraw: function () {
      if (this._frame === null) {
        this._frame = requestAnimationFrame(() => {
          this._frame = null;
          this.redrawNow();
        });
      }
    },

    // Draw at once what still waits for the next picture.
    settle: function () {
      if (this._frame !== null) {
        cancelAnimationFrame(this._frame);
        this._frame = null;
        this.redrawNow();
      }
    },

    redrawNow: function () {
      if (!this._bounds || !this._map) {
        return;
      }
      this._view = this._makeView();
      this._drawing.layout(this._view);
      const context = this._paint(this._planCanvas, this._drawing.drawPlan);
      if (this._flat) {
        this._drawing.drawPoints(context, this._view);
      } else {
        this._paint(this._pointsCanvas, this._drawing.drawPoints);
      }
    },

    // For what changes nothing but the points' looks: the one under the mouse.
    redrawPoints: function () {
      if (this._view && !this._flat) {
        this._paint(this._pointsCanvas, this._drawing.drawPoints);
      }
    },

    // A point of the map's box, as an event gives it, on the canvases.
    toCanvas: function (containerPoint) {
      return this._map.containerPointToLayerPoint(containerPoint).subtract(this._bounds.min);
    },

    toContainer: function (x, y) {
      return this._map.layerPointToContainerPoint(L.point(x, y).add(this._bounds.min));
    },

    getEvents: function () {
      const events = L.Renderer.prototype.getEvents.call(this);
      events.move = this._onMove;
      return events;
    },

    _initContainer: function () {
      this._container = L.DomUtil.create("div", "cga-scene");
      this._planCanvas = L.DomUtil.create("canvas", "cga-plan", this._container);
      this._pointsCanvas = L.DomUtil.create("canvas", "cga-points", this._container);
      for (const canvas of [this._planCanvas, this._pointsCanvas]) {
        canvas.setAttribute("aria-hidden", "true");
      }
    },

    _destroyContainer: function () {
      cancelAnimationFrame(this._frame);
      this._frame = null;
      this._container.remove();
      delete this._container;
    },

    _updatePaths: function () {},

    _update: function () {
      if (this._map._animatingZoom && this._bounds) {
        return;
      }
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      L.DomUtil.setPosition(this._container, this._bounds.min);
      this._fit(this._planCanvas, size);
      this._fit(this._pointsCanvas, size);
      this.redrawNow();
    },

    // While dragging, draw again as soon as the margin drawn in advance is used up.
    _onMove: function () {
      if (this._map._animatingZoom || !this._bounds) {
        return;
      }
      const size = this._map.getSize();
      const corner = this._map.containerPointToLayerPoint([0, 0]);
      if (!this._bounds.contains(L.bounds(corner, corner.add(size)))) {
        this._update();
      }
    },

    _fit: function (canvas, size) {
      const ratio = window.devicePixelRatio || 1;
      const width = Math.round(size.x * ratio);
      const height = Math.round(size.y * ratio);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = size.x + "px";
        canvas.style.height = size.y + "px";
      }
    },

    _paint: function (canvas, draw) {
      const context = canvas.getContext("2d");
      const ratio = window.devicePixelRatio || 1;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      draw(context, this._view);
      return context;
    },

    _makeView: function () {
      const zoom = this._map.getZoom();
      const scale = Math.pow(2, zoom);
      const origin = this._map.getPixelOrigin().add(this._bounds.min);
      const size = this._bounds.getSize();
      const corner = this._map.layerPointToLatLng(this._bounds.min);
      const opposite = this._map.layerPointToLatLng(this._bounds.max);
      return {
        zoom: zoom,
        width: size.x,
        height: size.y,
        textScale: this._textScale,
        style: Cga.readStyle(),
        west: corner.lng,
        south: opposite.lat,
        east: opposite.lng,
        north: corner.lat,
        place: (world) => [world[0] * scale - origin.x, world[1] * scale - origin.y],
      };
    },
  });
})();
