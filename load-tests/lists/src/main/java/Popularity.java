import java.util.stream.IntStream;

/// Recommends to everybody what most users chose.
final class Popularity implements Peer {

  @Override
  public String kind() {
    return "popularity";
  }

  @Override
  public String name() {
    return "popularity";
  }

  @Override
  public Scorer train(Choices choices) {
    int[] counts = IntStream.range(0, choices.items()).map(choices::count).toArray();
    return user -> IntStream.of(counts).asDoubleStream().toArray();
  }
}
