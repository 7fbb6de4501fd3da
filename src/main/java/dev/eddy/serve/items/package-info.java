/// Endpoints about items: one, many, popular, trending, similar, the map; and changes of the
/// catalog.
///
/// May import: `event`, `factorization`, `factorization.item`, `factorization.model`, `http`,
/// `index`, `kernel`, `lists`, `serve.backend`, `serve.request`.
///
/// Start reading at [dev.eddy.serve.items.ItemEndpoint].
package dev.eddy.serve.items;
