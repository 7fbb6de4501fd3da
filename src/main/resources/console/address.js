// The address says what is shown: what a page shows is in its query, and back goes to what was shown before.

/** Returns a parameter of the page's address, or the fallback. */
export const parameter = (name, fallback = '') => new URLSearchParams(location.search).get(name) ?? fallback;

export const parameters = (name) => new URLSearchParams(location.search).getAll(name);

function address(changes) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(changes)) {
    query.delete(name);
    const values = Array.isArray(value) ? value : [value];
    values.filter((one) => one !== '' && one !== null && one !== undefined).forEach((one) => query.append(name, one));
  }
  const text = query.toString();
  return text === '' ? location.pathname : `${location.pathname}?${text}`;
}

/** Goes to another view of the same page: back comes back. */
export const go = (changes) => history.pushState(null, '', address(changes));

/** Notes a detail of the view; back goes further than that. */
export const note = (changes) => history.replaceState(null, '', address(changes));

export const onBack = (show) => window.addEventListener('popstate', show);

export const userAddress = (id) => `user.html?id=${encodeURIComponent(id)}`;
export const itemAddress = (id) => `item.html?id=${encodeURIComponent(id)}`;
