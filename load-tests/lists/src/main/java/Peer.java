/// A recommender with fixed settings, to compare with.
interface Peer {

  /// Returns what kind of recommender it is.
  String kind();

  /// Returns what tells it from all others, its settings among that; it becomes part of the name of
  /// a file.
  String name();

  /// Learns.
  Scorer train(Choices choices);

  /// Returns how many items it can list once it has learned.
  default int items(Choices choices) {
    return choices.chosenItems();
  }
}
