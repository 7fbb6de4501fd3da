// The map: the most rated items in two dimensions. Titles are drawn where they do not cover one
// another, the most rated first; the rest show theirs under the pointer.

const HEIGHT = 420;
const MARGIN = 14;
const LABEL_GAP = 7;
const SVG = 'http://www.w3.org/2000/svg';

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}

/** Maps values to pixels, leaving a few stragglers at the rim rather than squeezing the rest. */
function scale(values, from, to) {
  const sorted = [...values].sort((a, b) => a - b);
  const low = sorted[Math.floor(0.01 * (sorted.length - 1))];
  const high = sorted[Math.ceil(0.99 * (sorted.length - 1))];
  const span = high - low || 1;
  return (value) => from + Math.min(1, Math.max(0, (value - low) / span)) * (to - from);
}

const overlaps = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Places titles right or left of their dots, where there is room. */
function place(points, widthOf, lineHeight, width) {
  const taken = points.map(({ x, y, radius }) => ({ x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius }));
  const labels = [];
  for (const point of points) {
    const size = widthOf(point.item.title);
    for (const x of [point.x + LABEL_GAP, point.x - LABEL_GAP - size]) {
      const box = { x, y: point.y - lineHeight / 2, width: size, height: lineHeight };
      const inside = box.x >= 0 && box.x + box.width <= width && box.y >= 0 && box.y + box.height <= HEIGHT;
      if (inside && !taken.some((other) => overlaps(box, other))) {
        taken.push(box);
        labels.push({ ...box, title: point.item.title });
        break;
      }
    }
  }
  return labels;
}

export function itemMap(element, tip) {
  const canvas = document.createElement('canvas').getContext('2d');
  let shown = null;

  const hide = () => { tip.hidden = true; };

  function show(point) {
    const { title, genres, ratings } = point.item;
    tip.textContent = [title, genres.join(', '), `${ratings.toLocaleString('en')} ratings`].filter(Boolean).join(' · ');
    tip.hidden = false;
    const left = Math.min(point.x, element.clientWidth - tip.offsetWidth);
    tip.style.translate = `${Math.max(0, left)}px ${Math.max(0, point.y - tip.offsetHeight - 10)}px`;
  }

  function draw() {
    const width = element.clientWidth;
    const picture = svg('svg', { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, 'aria-hidden': 'true' });
    const x = scale(shown.items.map((item) => item.x), MARGIN, width - MARGIN);
    const y = scale(shown.items.map((item) => item.y), HEIGHT - MARGIN, MARGIN);
    const most = Math.max(...shown.items.map((item) => item.ratings));
    const points = shown.items.map((item) => (
      { item, x: x(item.x), y: y(item.y), radius: 2 + 4 * Math.sqrt(item.ratings / most) }));
    points.forEach((point) => {
      const dot = svg('circle', { cx: point.x, cy: point.y, r: point.radius, class: 'dot' });
      dot.dataset.item = point.item.itemId;
      dot.addEventListener('pointerenter', () => show(point));
      dot.addEventListener('pointerleave', hide);
      picture.append(dot);
    });
    const font = getComputedStyle(element);
    canvas.font = `12px ${font.fontFamily}`;
    place(points, (title) => canvas.measureText(title).width + 4, 15, width).forEach((label) => {
      const text = svg('text', { x: label.x, y: label.y + 11, class: 'label' });
      text.textContent = label.title;
      picture.append(text);
    });
    hide();
    element.replaceChildren(picture);
  }

  new ResizeObserver(() => shown && draw()).observe(element);
  return {
    /** Draws an answer of the server, unless it is the one that is shown. */
    show(answer) {
      if (answer.items.length > 0 && answer.version !== shown?.version) {
        shown = answer;
        draw();
      }
    },
  };
}
