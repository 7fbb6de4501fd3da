package dev.eddy.simulate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes titles that read like titles, no two alike, with a word that hints at the genre.
final class Titles {

  private static final List<String> ADJECTIVES =
      List.of(
          "Silent",
          "Crimson",
          "Forgotten",
          "Last",
          "Hidden",
          "Broken",
          "Golden",
          "Distant",
          "Restless",
          "Burning",
          "Quiet",
          "Endless",
          "Hollow",
          "Paper",
          "Northern",
          "Borrowed",
          "Second",
          "Invisible",
          "Reluctant",
          "Wandering",
          "Midnight",
          "Winter",
          "Velvet",
          "Lost");
  private static final List<String> PLACES =
      List.of(
          "Lisbon",
          "Harbor Street",
          "the Valley",
          "Marseille",
          "Orchard Lane",
          "the Moon",
          "Tangier",
          "Elm Hollow",
          "the Delta",
          "Reykjavik",
          "Saint Anne",
          "the Border",
          "Kyoto",
          "Dry Creek");
  private static final List<String> NAMES =
      List.of(
          "Clara",
          "Mr. Finch",
          "Aunt Rosa",
          "Jonah",
          "the Baker",
          "Captain Reed",
          "Ines",
          "Old Tom",
          "the Twins",
          "Dr. Vale",
          "Marguerite",
          "Sam",
          "the Clockmaker",
          "Lady Ash");

  /// What the films of each genre are about, in the order of [World#GENRES].
  private static final List<List<String>> NOUNS =
      List.of(
          List.of("Pursuit", "Strike", "Fist", "Ambush", "Convoy"),
          List.of("Voyage", "Island", "Expedition", "Compass", "River"),
          List.of("Wedding", "Neighbors", "Mistake", "Holiday", "Roommate"),
          List.of("Witness", "Heist", "Alibi", "Informant", "Verdict"),
          List.of("Letters", "Daughter", "Promise", "Garden", "Years"),
          List.of("Dragon", "Kingdom", "Spell", "Crown", "Forest"),
          List.of("Cellar", "Whisper", "Asylum", "Shadow", "Grave"),
          List.of("Secret", "Stranger", "Cipher", "Lighthouse", "Portrait"),
          List.of("Kiss", "Summer", "Heart", "Waltz", "Balcony"),
          List.of("Orbit", "Signal", "Android", "Colony", "Eclipse"),
          List.of("Deadline", "Conspiracy", "Hostage", "Night Train", "Double"),
          List.of("Frontier", "Outlaw", "Canyon", "Saddle", "Sheriff"));

  private final Set<String> used = new HashSet<>();

  String next(int genre, RandomGenerator random) {
    List<String> nouns = NOUNS.get(genre % NOUNS.size());
    String noun = pick(nouns, random);
    String title =
        switch (random.nextInt(6)) {
          case 0 -> "The " + pick(ADJECTIVES, random) + " " + noun;
          case 1 -> pick(ADJECTIVES, random) + " " + noun;
          case 2 -> "The " + noun + " of " + pick(PLACES, random);
          case 3 -> noun + " in " + pick(PLACES, random);
          case 4 -> pick(NAMES, random) + " and the " + noun;
          default -> article(noun) + noun + " for " + pick(NAMES, random);
        };
    String unique = title;
    for (int part = 2; !used.add(unique); part++) {
      unique = title + " " + part;
    }
    return unique.startsWith("the ") ? "The " + unique.substring(4) : unique;
  }

  private static String article(String noun) {
    return "AEIOU".indexOf(noun.charAt(0)) >= 0 ? "An " : "A ";
  }

  private static String pick(List<String> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }
}
