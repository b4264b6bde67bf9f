// The pin that a person puts where an actor really is: dragged, or moved by the arrow keys.
"use strict";

(function () {
  const Cga = (window.Cga = window.Cga || {});
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const WIDTH = 30;
  const HEIGHT = 42;

  function picture() {
    const shape =
      "M15 40C15 40 27 23.5 27 14.5 27 7.6 21.6 2.5 15 2.5S3 7.6 3 14.5C3 23.5 15 40 15 40Z";
    return Cga.svg(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "cga-pin-picture", "aria-hidden": "true" },
      Cga.svg("path", { d: shape }),
      Cga.svg("circle", { cx: 15, cy: 14.5, r: 4.5 })
    );
  }

  Cga.Pin = class {
    constructor(map, words, moved) {
      this.map = map;
      this.words = words;
      this.moved = moved;
      this.marker = null;
    }

    show(lat, lon) {
      if (this.marker) {
        this.marker.setLatLng([lat, lon]);
        return;
      }
      const icon = L.divIcon({
        className: "cga-pin",
        html: picture(),
        iconSize: [WIDTH, HEIGHT],
        iconAnchor: [WIDTH / 2, HEIGHT - 2],
      });
      this.marker = L.marker([lat, lon], {
        icon: icon,
        draggable: true,
        autoPan: true,
        keyboard: true,
        zIndexOffset: 1000,
      });
      this.marker.on("dragend", () => this._tell());
      this.marker.addTo(this.map);
      const handle = this.marker.getElement();
      handle.setAttribute("aria-label", this.words.pin);
      handle.title = this.words.pin;
      handle.addEventListener("keydown", (event) => this._key(event));
    }

    hide() {
      if (this.marker) {
        this.marker.remove();
        this.marker = null;
      }
    }

    position() {
      return this.marker ? this.marker.getLatLng() : null;
    }

    _key(event) {
      const step = STEPS[event.key];
      if (!step) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      const reach = event.shiftKey ? 20 : 2;
      const at = this.map.latLngToContainerPoint(this.marker.getLatLng());
      this.marker.setLatLng(this.map.containerPointToLatLng(at.add(L.point(step).multiplyBy(reach))));
      this.map.panInside(this.marker.getLatLng(), { padding: [40, 48], animate: false });
      this._tell();
    }

    _tell() {
      const at = this.marker.getLatLng();
      this.moved(at.lat, at.lng);
    }
  };
})();
