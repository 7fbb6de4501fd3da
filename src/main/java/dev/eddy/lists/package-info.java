/// Makes lists: orders the items for one user by what they will probably choose and like. Nothing
/// here knows of HTTP or Kafka.
///
/// May import: `kernel`, `factorization`, `choice`, `store`. Start reading at
/// [dev.eddy.lists.ChoiceLists].
package dev.eddy.lists;
