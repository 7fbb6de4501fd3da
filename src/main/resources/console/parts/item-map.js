// The map: items in two dimensions on a canvas, to move and to zoom. Dots keep their size; the nearer one looks, the
// more titles find room.

import { placeLabels } from './labels.js';

const MARGIN = 28;
const MOST_ZOOM = 60;
const STEP = 1.5;
const HIT = 12;
const CLICK = 5;
const NARROW = 500;

/** The middle 98 % fills the map; a few stragglers may be outside of what is seen at first. */
function bounds(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor(0.01 * (sorted.length - 1))];
  const high = sorted[Math.ceil(0.99 * (sorted.length - 1))];
  return { low, span: high - low || 1 };
}

/**
 * Makes a map in an element. `onHover(item, x, y)` is called with what is pointed at, or null; `onOpen(item)` with what
 * is clicked; `onView(view)` when somebody has moved or zoomed. `look` says how an item is drawn: `{ color, alpha, ring }`.
 */
export function itemMap(element, { onHover, onOpen, onView, look }) {
  const canvas = document.createElement('canvas');
  const pen = canvas.getContext('2d');
  element.append(canvas);
  let items = [];
  let order = [];
  let x0 = { low: 0, span: 1 };
  let y0 = x0;
  let most = 1;
  let view = { zoom: 1, x: 0.5, y: 0.5 };
  let points = [];
  let labels = [];
  let extra = null;
  let chosen = null;
  let isDue = false;
  const widths = new Map();

  const style = () => getComputedStyle(document.documentElement);
  const width = () => element.clientWidth;
  const height = () => element.clientHeight;

  function widthOf(title) {
    let known = widths.get(title);
    if (known === undefined) {
      known = pen.measureText(title).width + 2;
      widths.set(title, known);
    }
    return known;
  }

  const toX = (u) => width() / 2 + (u - view.x) * view.zoom * (width() - 2 * MARGIN);
  const toY = (v) => height() / 2 + (v - view.y) * view.zoom * (height() - 2 * MARGIN);
  const u = (item) => (item.x - x0.low) / x0.span;
  const v = (item) => 1 - (item.y - y0.low) / y0.span;

  function draw() {
    isDue = false;
    const css = style();
    const colorOf = (name) => css.getPropertyValue(name).trim();
    const scale = devicePixelRatio || 1;
    if (canvas.width !== Math.round(width() * scale) || canvas.height !== Math.round(height() * scale)) {
      canvas.width = Math.round(width() * scale);
      canvas.height = Math.round(height() * scale);
      canvas.style.width = `${width()}px`;
      canvas.style.height = `${height()}px`;
    }
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width(), height());
    pen.font = `12px ${getComputedStyle(element).fontFamily}`;
    const ink = colorOf('--ink');
    const colors = new Map();
    const paint = (name) => {
      if (!colors.has(name)) {
        colors.set(name, colorOf(name));
      }
      return colors.get(name);
    };

    const small = width() < NARROW ? 0.7 : 1;
    points = order.map((item) => ({
      item, title: item.title, looks: look(item), x: toX(u(item)), y: toY(v(item)),
      radius: small * (2.2 + 5 * Math.sqrt(item.ratings / most)) * Math.min(1.6, Math.sqrt(Math.sqrt(view.zoom))) }));
    for (let n = points.length - 1; n >= 0; n--) {
      const { x, y, radius, looks } = points[n];
      if (x < -20 || y < -20 || x > width() + 20 || y > height() + 20) {
        continue;
      }
      pen.globalAlpha = looks.alpha;
      pen.fillStyle = paint(looks.color);
      pen.beginPath();
      pen.arc(x, y, radius, 0, 2 * Math.PI);
      pen.fill();
      if (looks.ring) {
        pen.globalAlpha = 1;
        pen.strokeStyle = paint(looks.ring);
        pen.lineWidth = 2;
        pen.beginPath();
        pen.arc(x, y, radius + 3, 0, 2 * Math.PI);
        pen.stroke();
      }
    }
    pen.globalAlpha = 1;
    const first = points.filter((point) => point.item === chosen);
    const strong = points.filter((point) => point.item !== chosen && point.looks.isStrong);
    const rest = points.filter((point) => point.item !== chosen && !point.looks.isStrong && point.looks.alpha > 0.5);
    labels = placeLabels([...first, ...strong, ...rest], widthOf, width(), height());
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    pen.lineWidth = 3;
    pen.strokeStyle = colorOf('--card');
    for (const label of labels) {
      pen.strokeText(label.point.title, label.x, label.y + label.height / 2);
      pen.fillStyle = ink;
      pen.fillText(label.point.title, label.x, label.y + label.height / 2);
    }
    if (extra) {
      cross(toX(u(extra)), toY(v(extra)), colorOf('--warm'), extra.label);
    }
    if (chosen) {
      const at = points.find((point) => point.item === chosen);
      if (at) {
        pen.strokeStyle = ink;
        pen.lineWidth = 2;
        pen.beginPath();
        pen.arc(at.x, at.y, at.radius + 5, 0, 2 * Math.PI);
        pen.stroke();
      }
    }
  }

  function cross(x, y, color, label) {
    pen.strokeStyle = color;
    pen.lineWidth = 2.5;
    pen.beginPath();
    pen.arc(x, y, 11, 0, 2 * Math.PI);
    pen.moveTo(x - 17, y);
    pen.lineTo(x + 17, y);
    pen.moveTo(x, y - 17);
    pen.lineTo(x, y + 17);
    pen.stroke();
    pen.font = `600 13px ${getComputedStyle(element).fontFamily}`;
    pen.lineWidth = 4;
    pen.strokeStyle = style().getPropertyValue('--card').trim();
    pen.strokeText(label, x + 20, y - 14);
    pen.fillStyle = color;
    pen.fillText(label, x + 20, y - 14);
  }

  function redraw() {
    if (!isDue) {
      isDue = true;
      requestAnimationFrame(draw);
    }
  }

  function lookAt(next) {
    const zoom = Math.min(MOST_ZOOM, Math.max(0.6, next.zoom));
    view = { zoom, x: Math.min(1.3, Math.max(-0.3, next.x)), y: Math.min(1.3, Math.max(-0.3, next.y)) };
    onView(view);
    redraw();
  }

  /** Zooms so that what is under a point stays there. */
  function zoomAt(x, y, factor) {
    const zoom = Math.min(MOST_ZOOM, Math.max(0.6, view.zoom * factor));
    const by = 1 / view.zoom - 1 / zoom;
    lookAt({
      zoom,
      x: view.x + ((x - width() / 2) * by) / (width() - 2 * MARGIN),
      y: view.y + ((y - height() / 2) * by) / (height() - 2 * MARGIN),
    });
  }

  const move = (dx, dy) => lookAt({
    zoom: view.zoom,
    x: view.x - dx / (view.zoom * (width() - 2 * MARGIN)),
    y: view.y - dy / (view.zoom * (height() - 2 * MARGIN)) });

  function nearest(x, y) {
    const label = labels.find((one) => x >= one.x && x <= one.x + one.width && y >= one.y && y <= one.y + one.height);
    if (label) {
      return label.point;
    }
    let best = null;
    let least = HIT;
    for (const point of points) {
      const distance = Math.hypot(point.x - x, point.y - y) - point.radius;
      if (distance < least) {
        least = distance;
        best = point;
      }
    }
    return best;
  }

  const fingers = new Map();
  let moved = 0;
  const at = (event) => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  element.addEventListener('pointerdown', (event) => {
    fingers.set(event.pointerId, at(event));
    moved = 0;
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener('pointermove', (event) => {
    const now = at(event);
    const before = fingers.get(event.pointerId);
    if (before === undefined) {
      const point = nearest(now.x, now.y);
      element.style.cursor = point ? 'pointer' : '';
      onHover(point?.item ?? null, point?.x, point?.y);
      return;
    }
    const others = [...fingers].filter(([id]) => id !== event.pointerId).map(([, finger]) => finger);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    if (others.length === 0) {
      move(now.x - before.x, now.y - before.y);
    } else {
      const [other] = others;
      zoomAt((now.x + other.x) / 2, (now.y + other.y) / 2,
        Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y)));
    }
    fingers.set(event.pointerId, now);
    onHover(null);
  });
  const lift = (event) => fingers.delete(event.pointerId);
  element.addEventListener('pointerup', (event) => {
    const point = moved < CLICK && fingers.size === 1 ? nearest(at(event).x, at(event).y) : null;
    lift(event);
    if (point) {
      onOpen(point.item);
    }
  });
  element.addEventListener('pointercancel', lift);
  element.addEventListener('pointerleave', () => onHover(null));
  element.addEventListener('wheel', (event) => {
    event.preventDefault();
    const { x, y } = at(event);
    zoomAt(x, y, Math.exp(-Math.max(-120, Math.min(120, event.deltaY)) / 300));
  }, { passive: false });
  element.addEventListener('keydown', (event) => {
    const keys = {
      ArrowLeft: () => move(60, 0), ArrowRight: () => move(-60, 0), ArrowUp: () => move(0, 60), ArrowDown: () => move(0, -60),
      '+': () => zoom(STEP), '=': () => zoom(STEP), '-': () => zoom(1 / STEP), 0: () => all(),
      n: () => next(1), p: () => next(-1), Enter: () => chosen && onOpen(chosen) };
    const action = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (action && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      action();
    }
  });

  const zoom = (factor) => zoomAt(width() / 2, height() / 2, factor);
  const all = () => lookAt({ zoom: 1, x: 0.5, y: 0.5 });

  /** Goes through what is seen, the most rated first. */
  function next(step) {
    const seen = points.filter(({ x, y }) => x > 0 && y > 0 && x < width() && y < height()).map((point) => point.item);
    if (seen.length > 0) {
      const place = seen.indexOf(chosen);
      chosen = seen[(place + step + seen.length + (place < 0 && step < 0 ? 1 : 0)) % seen.length];
      const point = points.find((one) => one.item === chosen);
      onHover(chosen, point.x, point.y);
      redraw();
    }
  }

  new ResizeObserver(redraw).observe(element);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  return {
    /** Shows items, each with `x`, `y`, `ratings` and `title`. */
    show(next) {
      items = next;
      order = [...items].sort((a, b) => b.ratings - a.ratings);
      most = Math.max(1, order[0]?.ratings ?? 1);
      x0 = bounds(items.map((item) => item.x));
      y0 = bounds(items.map((item) => item.y));
      chosen = chosen === null ? null : items.find((item) => item.itemId === chosen.itemId) ?? null;
      redraw();
    },
    /** Marks a place that is no item, or none. */
    mark(place) {
      extra = place;
      redraw();
    },
    /** Goes to an item; false if it is not on the map. */
    goTo(itemId, near = 6) {
      const item = items.find((one) => one.itemId === itemId);
      if (item) {
        chosen = item;
        lookAt({ zoom: Math.max(view.zoom, near), x: u(item), y: v(item) });
      }
      return item !== undefined;
    },
    view: () => view,
    setView(wanted) {
      view = wanted;
      redraw();
    },
    /** Where the titles are, for tests. */
    titles: () => labels.map(({ x, y, width: w, height: h, point }) => ({ x, y, width: w, height: h, title: point.title })),
    zoom,
    all,
    redraw,
  };
}
