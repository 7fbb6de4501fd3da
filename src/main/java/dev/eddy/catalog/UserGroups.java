package dev.eddy.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Which groups a user is in, by those attributes that the operator names: others may tell one
/// user from another, and what is told of groups is told to everybody.
public final class UserGroups {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  /// A longer text is no group.
  private static final int LONGEST = 64;

  private final List<String> names;

  /// Groups users.
  ///
  /// @param names of the attributes that make groups
  public UserGroups(List<String> names) {
    this.names = List.copyOf(names);
  }

  /// Returns whether no attribute makes groups.
  public boolean isEmpty() {
    return names.isEmpty();
  }

  /// Returns the groups of a user, each as `name=value`; a number stands for all with the same
  /// first digit and as many, such as `age=20–29`.
  public List<String> of(Map<String, String> attributes) {
    List<String> groups = new ArrayList<>();
    for (String name : names) {
      String value = attributes.get(name);
      String group = value == null ? "" : name + "=" + range(value.strip());
      if (value != null && group.length() <= LONGEST) {
        groups.add(group);
      }
    }
    return groups;
  }

  private static String range(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return text.toLowerCase(Locale.ROOT);
    }
    int number = Integer.parseInt(text);
    int step = (int) Math.pow(10, Integer.toString(number).length() - 1);
    int from = number / step * step;
    return step == 1 ? Integer.toString(number) : from + "–" + (from + step - 1);
  }
}
