// Making elements: text always as text, never as HTML, so that no name can become markup.
"use strict";

(function () {
  const Cga = (window.Cga = window.Cga || {});
  const SVG = "http://www.w3.org/2000/svg";

  Cga.element = function (tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null));
    return made;
  };

  Cga.svg = function (tag, attributes, ...children) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  };

  Cga.polygonPoints = function (polygon, size, reach) {
    return polygon.map(([x, y]) => `${size / 2 + x * reach},${size / 2 + y * reach}`).join(" ");
  };

  // The picture of a symbol for a list; the word stands beside it.
  Cga.symbolPicture = function (symbol) {
    const points = Cga.polygonPoints(symbol.polygon, 20, 8.5);
    return Cga.svg(
      "svg",
      { viewBox: "0 0 20 20", class: "cga-symbol", "aria-hidden": "true" },
      Cga.svg("polygon", { points: points, fill: symbol.colour })
    );
  };

  Cga.capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // "{count} acteurs" with its count.
  Cga.fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
})();
