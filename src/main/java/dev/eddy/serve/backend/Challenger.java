package dev.eddy.serve.backend;

import dev.eddy.challenger.PairedEvidence;
import dev.eddy.challenger.Promotion;
import dev.eddy.lists.HitRate;
import java.util.Optional;
import java.util.OptionalLong;

/// A model that learns the same stream beside the one that serves, on this instance. Any thread may
/// ask.
public interface Challenger {

  /// Returns the generation that it is.
  int generation();

  /// Returns how well it predicted ratings before it learned them.
  Backend.Accuracy accuracy();

  /// Returns how often what is chosen was in the list that it would have shown, since the instance
  /// started.
  HitRate.Values hits();

  /// Returns what ratings that both models predicted say of it, in units of the scale, since the
  /// instance started.
  PairedEvidence evidence();

  /// Returns how many ratings only one of the two models predicted here.
  long unpaired();

  /// Returns how many records of the ratings it has not learned yet, on all instances together, as
  /// Kafka said of late; empty where it has not said so yet.
  OptionalLong behind();

  /// Returns which part of the users it serves while it is able to, 0 to 0.5.
  double share();

  /// Returns whether it could serve now, as far as is known, however good it is: its state is here,
  /// it learns, and is not behind.
  boolean isAble();

  /// Returns why it may not be promoted now, and what to do; empty where it may.
  Optional<String> hindrance();

  /// Returns the promotion that was made last, of whichever generation; empty before the first.
  Optional<Promotion> latest();

  /// Lets it serve on all instances from now on, and the model that serves be the challenger.
  ///
  /// @param who decides it
  /// @param force whether it is promoted without evidence that it predicts better; never one that
  ///     is behind
  /// @throws dev.eddy.http.ProblemException 409 if something hinders it, with nothing changed; 503
  ///     if Kafka does not acknowledge, and without `Retry-After` if it does, but this instance
  ///     does not read it back in time
  Promotion promote(String who, boolean force);
}
