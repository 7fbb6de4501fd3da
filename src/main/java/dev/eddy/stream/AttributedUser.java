package dev.eddy.stream;

import dev.eddy.eval.Features;
import dev.eddy.event.UserAttributes;
import dev.eddy.factorization.Feature;
import java.util.List;

/// A user's attributes and the features that follow from them.
///
/// @param attributes as the owner of accounts gave them; none for a user nobody told of
/// @param features made of them
record AttributedUser(UserAttributes attributes, List<Feature> features) {

  AttributedUser(UserAttributes attributes) {
    this(attributes, Features.of(attributes.attributes()));
  }
}
