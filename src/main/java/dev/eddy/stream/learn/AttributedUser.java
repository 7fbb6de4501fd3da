package dev.eddy.stream.learn;

import dev.eddy.catalog.Features;
import dev.eddy.event.UserAttributes;
import dev.eddy.factorization.item.Feature;
import java.util.List;

/// A user's attributes and the features that follow from them.
///
/// @param attributes as the owner of accounts gave them; none for a user nobody told of
/// @param features made of them
public record AttributedUser(UserAttributes attributes, List<Feature> features) {

  AttributedUser(UserAttributes attributes) {
    this(attributes, Features.of(attributes.attributes()));
  }
}
