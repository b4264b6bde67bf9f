// Words on the map: none over another, along a street where there is one, with a halo to stay legible.
"use strict";

(function () {
  const Cga = (window.Cga = window.Cga || {});
  const CELL = 48;

  // The room already taken, as boxes [left, top, right, bottom] sorted into cells.
  Cga.Board = class {
    constructor() {
      this.cells = new Map();
      this.count = 0;
    }

    *_keys(box) {
      for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x += 1) {
        for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y += 1) {
          yield x * 65536 + y;
        }
      }
    }

    free(box) {
      for (const key of this._keys(box)) {
        for (const other of this.cells.get(key) || []) {
          if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) {
            return false;
          }
        }
      }
      return true;
    }

    take(box) {
      for (const key of this._keys(box)) {
        const cell = this.cells.get(key);
        if (cell) {
          cell.push(box);
        } else {
          this.cells.set(key, [box]);
        }
      }
    }

    // Take all boxes or none; whether it took them.
    claim(boxes) {
      if (!boxes.every((box) => this.free(box))) {
        return false;
      }
      boxes.forEach((box) => this.take(box));
      this.count += 1;
      return true;
    }
  };

  const widths = new Map();

  // The width of a text, and of each of its beginnings, so that letters keep their kerning.
  Cga.measure = function (context, text) {
    const key = [context.font, context.letterSpacing, text].join("\u0000");
    let known = widths.get(key);
    if (!known) {
      if (widths.size > 20000) {
        widths.clear();
      }
      const letters = Array.from(text);
      known = { letters: letters, ends: [] };
      for (let end = 1; end <= letters.length; end += 1) {
        known.ends.push(context.measureText(letters.slice(0, end).join("")).width);
      }
      known.width = known.ends.length ? known.ends[known.ends.length - 1] : 0;
      widths.set(key, known);
    }
    return known;
  };

  Cga.shorten = function (text, most) {
    const letters = Array.from(text);
    return letters.length <= most ? text : letters.slice(0, most - 1).join("").trimEnd() + "…";
  };

  Cga.write = function (context, text, x, y, halo) {
    if (halo) {
      context.strokeText(text, x, y);
    }
    context.fillText(text, x, y);
  };

  // A line that can be walked along: where it is after so many pixels, and which way it goes.
  Cga.Path = class {
    constructor(points) {
      this.points = points;
      this.ends = [0];
      for (let i = 1; i < points.length; i += 1) {
        const [ax, ay] = points[i - 1];
        const [bx, by] = points[i];
        this.ends.push(this.ends[i - 1] + Math.hypot(bx - ax, by - ay));
      }
      this.length = this.ends[this.ends.length - 1];
    }

    // Beyond its ends the line goes straight on.
    at(distance) {
      let i = 1;
      while (i < this.ends.length - 1 && this.ends[i] < distance) {
        i += 1;
      }
      const [ax, ay] = this.points[i - 1];
      const [bx, by] = this.points[i];
      const span = this.ends[i] - this.ends[i - 1] || 1;
      const part = (distance - this.ends[i - 1]) / span;
      return [ax + (bx - ax) * part, ay + (by - ay) * part];
    }

    // Where it is, corners within `reach` rounded off.
    around(distance, reach) {
      const [ax, ay] = this.at(distance - reach);
      const [bx, by] = this.at(distance);
      const [cx, cy] = this.at(distance + reach);
      return [(ax + 2 * bx + cx) / 4, (ay + 2 * by + cy) / 4];
    }

    angle(from, to) {
      const [ax, ay] = this.at(from);
      const [bx, by] = this.at(to);
      return Math.atan2(by - ay, bx - ax);
    }
  };

  // Corners rounded by cutting them twice (Chaikin, 1974): a street is not a broken stick.
  Cga.smooth = function (points) {
    let line = points;
    for (let pass = 0; pass < 2 && line.length > 2; pass += 1) {
      const next = [line[0]];
      for (let i = 0; i < line.length - 1; i += 1) {
        const [ax, ay] = line[i];
        const [bx, by] = line[i + 1];
        next.push([ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25]);
        next.push([ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75]);
      }
      next.push(line[line.length - 1]);
      line = next;
    }
    return line;
  };

  const turn = (from, to) => Math.abs(Math.atan2(Math.sin(to - from), Math.cos(to - from)));

  // Where the letters of a text stand along a path centred at `middle`; null where it bends too much.
  Cga.alongPath = function (path, measured, middle, size) {
    let start = middle - measured.width / 2;
    let way = 1;
    const overall = path.angle(start, start + measured.width);
    if (Math.cos(overall) < 0) {
      start += measured.width;
      way = -1;
    }
    const letters = [];
    let before = null;
    let bend = 0;
    for (let i = 0; i < measured.letters.length; i += 1) {
      const left = i ? measured.ends[i - 1] : 0;
      const along = start + (way * (left + measured.ends[i])) / 2;
      const angle = path.angle(along - way * size, along + way * size);
      const swing = before === null ? 0 : turn(before, angle);
      bend += swing;
      if (swing > 0.4) {
        return null;
      }
      before = angle;
      const [x, y] = path.around(along, size);
      letters.push([measured.letters[i], x, y, angle]);
    }
    if (bend > 1.4) {
      return null;
    }
    const reach = size * 0.62;
    const boxes = letters.map(([, x, y]) => [x - reach, y - reach, x + reach, y + reach]);
    return { letters: letters, boxes: boxes, bend: bend };
  };

  Cga.drawLetters = function (context, letters, paint) {
    for (const [letter, x, y, angle] of letters) {
      context.save();
      context.translate(x, y);
      context.rotate(angle);
      context[paint](letter, 0, 0);
      context.restore();
    }
  };
})();
