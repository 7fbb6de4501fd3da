package dev.eddy.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a column means, and the names that people give it. Case, spaces, underscores and hyphens
/// make no difference, nor does a type after a colon (`user_id:token`).
public enum Column {
  /// Who rated.
  USER(
      "userid",
      "user",
      "uid",
      "reviewerid",
      "customerid",
      "username",
      "memberid",
      "visitorid",
      "profileid",
      "accountid",
      "clientid",
      "reviewprofilename",
      "profilename",
      "reviewer"),
  /// What was rated.
  ITEM(
      "itemid",
      "movieid",
      "asin",
      "isbn",
      "item",
      "productid",
      "animeid",
      "businessid",
      "trackid",
      "bookid",
      "movie",
      "book",
      "iid",
      "songid",
      "artistid",
      "recipeid",
      "beerid",
      "beerbeerid",
      "gameid",
      "appid",
      "videoid",
      "showid",
      "newsid",
      "articleid",
      "courseid",
      "jokeid",
      "placeid",
      "venueid",
      "restaurantid",
      "hotelid",
      "listingid",
      "parentasin",
      "gmapid",
      "sku"),
  /// The rating.
  RATING(
      "rating",
      "overall",
      "stars",
      "score",
      "bookrating",
      "starrating",
      "reviewoverall",
      "userrating",
      "reviewscore",
      "reviewrating",
      "ratings",
      "rate"),
  /// What was done, beside or instead of rating.
  KIND("kind", "event", "eventtype", "action", "behavior", "behaviour", "interaction"),
  /// How much of it was done.
  VALUE("value"),
  /// When it was given.
  TIME(
      "timestamp",
      "time",
      "date",
      "unixreviewtime",
      "datetime",
      "ts",
      "createdat",
      "reviewtime",
      "reviewdate",
      "ratingtimestamp",
      "ratedat",
      "eventtime",
      "dateadded"),
  /// How much a rating counts.
  WEIGHT("weight"),
  /// Which application published it.
  SOURCE("source"),
  /// The request whose list led to it.
  REQUEST("requestid"),
  /// What an item is called.
  TITLE("title", "name", "booktitle", "itemname", "movietitle", "originaltitle"),
  /// Its genres, with `|` between them.
  GENRES("genres", "genre", "categories", "category", "class"),
  /// The year of its release.
  YEAR("year", "releaseyear", "yearofpublication", "publicationyear"),
  /// Words about it, with `|` between them.
  TAGS("tags"),
  /// One word about it, given by one user.
  TAG("tag", "tagvalue");

  /// Between spaces.
  private final String names;

  Column(String... names) {
    this.names = String.join(" ", names);
  }

  /// Returns the place of the column in a header, or -1: of the names that fit the one that says
  /// most clearly what it is.
  public int in(List<String> header) {
    List<String> plain = header.stream().map(Column::plain).toList();
    for (String name : names.split(" ", -1)) {
      int at = plain.indexOf(name);
      if (at >= 0) {
        return at;
      }
    }
    return -1;
  }

  static boolean isKnown(String name) {
    String plain = plain(name);
    return Arrays.stream(values())
        .anyMatch(column -> List.of(column.names.split(" ", -1)).contains(plain));
  }

  /// Returns a name without all that makes no difference.
  private static String plain(String name) {
    int colon = name.indexOf(':');
    String bare = colon > 0 ? name.substring(0, colon) : name;
    StringBuilder plain = new StringBuilder();
    bare.toLowerCase(Locale.ROOT)
        .chars()
        .filter(Character::isLetterOrDigit)
        .forEach(c -> plain.append((char) c));
    return plain.toString();
  }
}
