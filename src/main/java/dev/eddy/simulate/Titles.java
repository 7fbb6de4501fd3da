package dev.eddy.simulate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes titles that one would read out, no two alike, with a word that hints at the genre: "The
/// Forgotten Orchestra", "Aunt Rosa and the Dragon", "The Cipher under the Moon".
///
/// A title takes three random numbers, whichever it becomes, so that the rest of a world does not
/// depend on the words here.
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
          "Velvet",
          "Lost",
          "Crooked",
          "Gentle",
          "Stolen",
          "Frozen",
          "Patient",
          "Unfinished",
          "Glass",
          "Bitter",
          "Honest",
          "Scarlet",
          "Drowned",
          "Perfect",
          "Sleeping",
          "Impossible",
          "Electric",
          "Wild",
          "Careful");

  private static final List<String> PLACES =
      List.of(
          "in Lisbon",
          "on Harbor Street",
          "in the Valley",
          "from Marseille",
          "on Orchard Lane",
          "under the Moon",
          "in Tangier",
          "at Elm Hollow",
          "of the Delta",
          "from Reykjavik",
          "at Saint Anne",
          "beyond the Border",
          "in Kyoto",
          "near Dry Creek",
          "by the Canal",
          "after Dark",
          "on the Night Ferry",
          "above the Bakery",
          "in Room Nine",
          "of Blackwater",
          "at the Grand Hotel",
          "before Winter",
          "in Havana",
          "across the River",
          "on Platform Four",
          "in Trieste",
          "behind the Theatre",
          "at Low Tide",
          "in the Rain",
          "of Ravenna");

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
          "Lady Ash",
          "Miss Okafor",
          "the Postman",
          "Uncle Leo",
          "Henrietta",
          "the Ferryman",
          "Professor Lind",
          "Little Nora",
          "the Widow",
          "Mateo",
          "Sister Agnes",
          "the Piano Tuner",
          "Oskar",
          "Mrs. Bell",
          "the Understudy",
          "Yusuf",
          "Cousin Bette");

  /// What the films of each genre are about, in the order of [World#GENRES].
  private static final List<List<String>> NOUNS =
      List.of(
          List.of(
              "Pursuit",
              "Ambush",
              "Convoy",
              "Getaway",
              "Avalanche",
              "Gauntlet",
              "Countdown",
              "Bodyguard",
              "Crossfire",
              "Blockade"),
          List.of(
              "Voyage",
              "Island",
              "Expedition",
              "Compass",
              "River",
              "Atlas",
              "Shipwreck",
              "Summit",
              "Caravan",
              "Passage"),
          List.of(
              "Wedding",
              "Neighbors",
              "Mistake",
              "Holiday",
              "Roommate",
              "Dinner",
              "Inheritance",
              "Reunion",
              "Umbrella",
              "Alibi"),
          List.of(
              "Witness",
              "Heist",
              "Verdict",
              "Informant",
              "Safe",
              "Getaway",
              "Partner",
              "Confession",
              "Ledger",
              "Detective"),
          List.of(
              "Letters",
              "Daughter",
              "Promise",
              "Garden",
              "Harvest",
              "House",
              "Orchestra",
              "Silence",
              "Bridge",
              "Homecoming"),
          List.of(
              "Dragon",
              "Kingdom",
              "Spell",
              "Crown",
              "Forest",
              "Sorcerer",
              "Mirror",
              "Tower",
              "Oath",
              "Lantern"),
          List.of(
              "Cellar",
              "Whisper",
              "Asylum",
              "Shadow",
              "Grave",
              "Attic",
              "Portrait",
              "Doll",
              "Fog",
              "Well"),
          List.of(
              "Secret",
              "Stranger",
              "Cipher",
              "Lighthouse",
              "Key",
              "Guest",
              "Manuscript",
              "Clue",
              "Raven",
              "Photograph"),
          List.of(
              "Kiss",
              "Summer",
              "Heart",
              "Waltz",
              "Balcony",
              "Proposal",
              "Serenade",
              "Farewell",
              "Valentine",
              "Encounter"),
          List.of(
              "Orbit",
              "Signal",
              "Android",
              "Colony",
              "Eclipse",
              "Comet",
              "Satellite",
              "Machine",
              "Horizon",
              "Experiment"),
          List.of(
              "Deadline",
              "Conspiracy",
              "Hostage",
              "Train",
              "Double",
              "Phone",
              "Elevator",
              "Passenger",
              "Escape",
              "Envoy"),
          List.of(
              "Frontier",
              "Outlaw",
              "Canyon",
              "Saddle",
              "Sheriff",
              "Stagecoach",
              "Ranch",
              "Horseman",
              "Saloon",
              "Duel"));

  private static final int PATTERNS = 6;

  private final Set<String> used = new HashSet<>();

  String next(int genre, RandomGenerator random) {
    List<String> nouns = NOUNS.get(genre % NOUNS.size());
    int noun = random.nextInt(nouns.size());
    int pattern = random.nextInt(PATTERNS);
    List<String> words = words(pattern);
    int word = random.nextInt(words.size());
    int most = nouns.size() * words.size();
    for (int n = 0; n < most; n++) { // the first that is free, from there on
      String title =
          title(
              pattern,
              nouns.get((noun + n / words.size()) % nouns.size()),
              words.get((word + n) % words.size()));
      if (used.add(title)) {
        return title;
      }
    }
    String title = title(pattern, nouns.get(noun), words.get(word));
    int part = 2;
    while (!used.add(title + ", Part " + part)) {
      part++;
    }
    return title + ", Part " + part;
  }

  private static List<String> words(int pattern) {
    return switch (pattern) {
      case 0, 1 -> ADJECTIVES;
      case 2, 3 -> PLACES;
      default -> NAMES;
    };
  }

  private static String title(int pattern, String noun, String word) {
    return switch (pattern) {
      case 0, 1 -> "The " + word + " " + noun;
      case 2, 3 -> "The " + noun + " " + word;
      case 4 -> capital(word) + " and the " + noun;
      default -> capital(word) + (word.endsWith("s") ? "’ " : "’s ") + noun;
    };
  }

  private static String capital(String name) {
    return name.startsWith("the ") ? "The " + name.substring(4) : name;
  }
}
