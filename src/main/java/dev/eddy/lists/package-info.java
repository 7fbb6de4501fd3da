/// Makes lists: orders the items for one user by what they will probably choose and like, and
/// applies the brakes on the feedback loop. Nothing here knows of HTTP or Kafka.
///
/// May import: `choice`, `choice.row`, `event`, `factorization`, `factorization.item`,
/// `factorization.model`, `factorization.user`, `index`, `kernel`.
///
/// Start reading at [dev.eddy.lists.ListMaker], then [dev.eddy.lists.Ranking] and
/// [dev.eddy.lists.ChoiceLists].
package dev.eddy.lists;
