// Places titles on a map so that none covers another or a dot of those that have one.

const LINE = 15;
const GAP = 5;
const CELL = 64;

const overlaps = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Boxes by the cells that they are in, so that a box is compared with those near it alone. */
class Taken {
  #cells = new Map();

  #cellsOf(box) {
    const keys = [];
    for (let x = Math.floor(box.x / CELL); x <= Math.floor((box.x + box.width) / CELL); x++) {
      for (let y = Math.floor(box.y / CELL); y <= Math.floor((box.y + box.height) / CELL); y++) {
        keys.push(x * 100_003 + y);
      }
    }
    return keys;
  }

  has(box) {
    return this.#cellsOf(box).some((key) => this.#cells.get(key)?.some((other) => overlaps(box, other)));
  }

  add(box) {
    for (const key of this.#cellsOf(box)) {
      const there = this.#cells.get(key);
      if (there) {
        there.push(box);
      } else {
        this.#cells.set(key, [box]);
      }
    }
  }
}

/**
 * Returns titles with where they go: right, left, under or over their dots, if there is room. Points come in the
 * order of their importance, as `{ x, y, radius, title }`; `widthOf` measures a text.
 */
export function placeLabels(points, widthOf, width, height) {
  const taken = new Taken();
  const labels = [];
  const seen = points.filter(({ x, y }) => x > 0 && x < width && y > 0 && y < height);
  seen.slice(0, 150).forEach(({ x, y, radius }) =>
    taken.add({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }));
  for (const point of seen) {
    const size = widthOf(point.title);
    const off = point.radius + GAP;
    const places = [
      { x: point.x + off, y: point.y - LINE / 2 }, { x: point.x - off - size, y: point.y - LINE / 2 },
      { x: point.x - size / 2, y: point.y + off }, { x: point.x - size / 2, y: point.y - off - LINE }];
    const free = places.map((place) => ({ ...place, width: size, height: LINE })).find((box) =>
      box.x >= 2 && box.x + box.width <= width - 2 && box.y >= 2 && box.y + box.height <= height - 2 && !taken.has(box));
    if (free) {
      taken.add(free);
      labels.push({ ...free, point });
    }
  }
  return labels;
}
