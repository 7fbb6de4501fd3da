/// Endpoints that recommend or explain: lists for a user, a visitor, a group; estimates, reasons,
/// surprises; what was shown.
///
/// May import: `challenger`, `choice`, `drift.count`, `event`, `factorization.item`,
/// `factorization.model`, `factorization.user`, `http`, `kernel`, `lists`, `serve.backend`,
/// `serve.items`, `serve.peer`, `serve.request`.
///
/// Start reading at [dev.eddy.serve.lists.RecommendationsEndpoint].
package dev.eddy.serve.lists;
