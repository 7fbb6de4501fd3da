// A colour for each of the most usual genres; the rest share one.

const COLORS = 8;

/** Returns the names of the most usual first genres, the most usual first. */
export function usualGenres(items) {
  const times = new Map();
  items.forEach(({ genres }) => genres.length > 0 && times.set(genres[0], (times.get(genres[0]) ?? 0) + 1));
  return [...times].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, COLORS).map(([name]) => name);
}

/** Returns the name of the colour of an item. */
export function genreColor(usual, { genres }) {
  const place = usual.indexOf(genres[0]);
  return place < 0 ? '--genre-other' : `--genre-${place + 1}`;
}
