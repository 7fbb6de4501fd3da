package dev.eddy.serve.backend;

import dev.eddy.challenger.PairedEvidence;
import dev.eddy.challenger.Promotion;
import dev.eddy.http.ProblemException;
import dev.eddy.lists.HitRate;
import java.util.Optional;
import java.util.OptionalLong;

/// A challenger that is better, as far as it goes, and changes nothing when it is promoted.
public final class FakeChallenger implements Challenger {

  /// What stands against it unless it is forced; empty where nothing does.
  public Optional<String> hindrance = Optional.empty();

  /// What was promoted last.
  public Optional<Promotion> latest = Optional.empty();

  /// Which part of the users it serves.
  public double share;

  /// Whether it could serve.
  public boolean isAble = true;

  @Override
  public double share() {
    return share;
  }

  @Override
  public boolean isAble() {
    return isAble;
  }

  @Override
  public int generation() {
    return 2;
  }

  @Override
  public Backend.Accuracy accuracy() {
    return new Backend.Accuracy(500, 0.9, 0.7, 0.8, 0.6);
  }

  @Override
  public HitRate.Values hits() {
    return HitRate.Values.NONE;
  }

  @Override
  public PairedEvidence evidence() {
    return new PairedEvidence(400, 20, 4);
  }

  @Override
  public long unpaired() {
    return 7;
  }

  @Override
  public OptionalLong behind() {
    return OptionalLong.of(3);
  }

  @Override
  public Optional<String> hindrance() {
    return hindrance;
  }

  @Override
  public Optional<Promotion> latest() {
    return latest;
  }

  @Override
  public Promotion promote(String who, boolean force) {
    if (hindrance.isPresent() && !force) {
      throw ProblemException.conflict(hindrance.get());
    }
    return new Promotion(2, 1, who, 99, force);
  }
}
