package dev.eddy.simulate.people;

import dev.eddy.event.CatalogItem;
import dev.eddy.simulate.Discovery;
import dev.eddy.simulate.World;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// The people of a world, and what they do when they are shown something.
///
/// On a visit a person is shown a list. With the chance `reliance` they look at it, else they go
/// for an item that they know from outside, by Zipf's law and taste ([Discovery]). Whoever looks at
/// a list goes down from the first place and stops for good after each with the chance
/// `1 - PATIENCE`, so that the first places are looked at most: the cascade model of Craswell,
/// Zoeter, Taylor and Ramsey 2008, "An experimental comparison of click position-bias models", with
/// the persistence of Chapelle and Zhang 2009, "A dynamic Bayesian network click model for web
/// search ranking". They choose the first item that appeals to them. An item appeals with the
/// chance `σ(a - CHOOSY)`, where `a` is its true score for the person less their weariness, and
/// `σ(x) = 1 / (1 + e^(-2x))`. Weariness grows with each time that the item was looked at before
/// (Lee, Lakshmanan, Tiwari and Shah 2014, "Modeling impression discounting in large-scale
/// recommender systems") and with how many of the ten latest choices share a genre with it (Kapoor,
/// Subbian, Srivastava and Schrater 2015, "Just in time recommendations: modeling the dynamics of
/// boredom in activity streams").
///
/// What was chosen is rated with the chance `RATES`, truly but for noise, else it is a click. A
/// person chooses an item once. Each round some leave, of those who found nothing in their last
/// looks more (Hashimoto, Srivastava, Namkoong and Liang 2018, "Fairness without demographics in
/// repeated loss minimization"), and as many others come. An enthusiast who has had all of the kind
/// leaves, and another one comes.
public final class Crowd {

  /// Ratings of each person before the first round, in the mean, beside the first ones: about what
  /// people have who came and stayed as long as others do later.
  private static final double PAST = 14;

  /// So many items somebody names who comes.
  private static final int FIRST = 2;

  private static final double VISITS = 1;
  private static final double VISITS_SPREAD = 0.5;
  private static final double PATIENCE = 0.85;
  private static final double CHOOSY = 4.25;
  private static final double STEEPNESS = 2;
  private static final double RATES = 0.7;

  private static final double LEAVES = 0.04;
  private static final int DISAPPOINTED = 4;
  private static final double LEAVES_DISAPPOINTED = 0.03;

  private final World world;
  private final List<CatalogItem> items;
  private final Story story;
  private final Discovery discovery;
  private final SplittableRandom random;
  private final List<Person> people = new ArrayList<>();
  private int next;

  /// Creates the people who are there before the first round.
  ///
  /// @param world must have more users than people, for those who come later
  /// @param size how many there are at any time
  public Crowd(World world, Story story, int size) {
    this.world = world;
    items = world.items();
    this.story = story;
    discovery = new Discovery(world);
    random = new SplittableRandom(world.settings().seed() ^ 0x6C8E9CF570932BD5L);
    for (int i = 0; i < size; i++) {
      people.add(newcomer());
    }
  }

  private Person newcomer() {
    double visits = VISITS * Math.exp(VISITS_SPREAD * random.nextGaussian());
    return new Person(take(), Person.Role.ORDINARY, visits);
  }

  /// Returns the number of somebody who was not there yet.
  private int take() {
    if (next >= world.settings().users()) {
      throw new IllegalStateException("the world has no more users than " + next);
    }
    return next++;
  }

  /// Returns those who are there.
  public List<Person> people() {
    return List.copyOf(people);
  }

  /// What somebody does, and who it is.
  public record Doing(Person person, Act act) {}

  /// Returns what people had chosen before the first round, in order of time.
  public List<Doing> past() {
    List<Doing> past = new ArrayList<>();
    for (Person person : people) {
      int more =
          (int) (-PAST * Math.log(1 - random.nextDouble())); // stays are as long as by chance
      int most = world.settings().items() / 4;
      for (int left = FIRST + Math.min(more, most); left > 0; left--) {
        past.add(new Doing(person, rated(person, discover(person, 0), 0, -1)));
      }
    }
    shuffle(past);
    return past;
  }

  /// Begins a round: some leave, others come; of those who come, and of groups that act in concert,
  /// returns what they do at once.
  public List<Doing> begin(int round) {
    List<Doing> done = new ArrayList<>();
    if (story.enthusiastsAppear(round)) {
      turnEnthusiasts();
    }
    for (int place = 0; place < people.size(); place++) {
      Person person = people.get(place);
      if (person.role() == Person.Role.ENTHUSIAST && !story.hasAnyOfKind(person, round)) {
        people.set(place, enthusiast());
      } else if (person.role() == Person.Role.ORDINARY && leaves(person)) {
        Person comes = newcomer();
        people.set(place, comes);
        int known = story.isKnownFromOutside(round) ? FIRST : 0;
        for (int first = 0; first < known; first++) {
          done.add(new Doing(comes, rated(comes, discover(comes, round), round, -1)));
        }
      }
    }
    for (int account = story.campaigners(round, people.size()); account > 0; account--) {
      done.addAll(campaign(round));
    }
    return done;
  }

  private boolean leaves(Person person) {
    if (person.had().size() >= items.size() / 2) {
      return true; // there is little left for them
    }
    boolean isDisappointed = person.inVain() >= DISAPPOINTED;
    return random.nextDouble() < LEAVES + (isDisappointed ? LEAVES_DISAPPOINTED : 0);
  }

  private void turnEnthusiasts() {
    for (int left = story.enthusiasts(people.size()); left > 0; left--) {
      int place = random.nextInt(people.size());
      while (people.get(place).role() != Person.Role.ORDINARY) {
        place = (place + 1) % people.size();
      }
      people.set(place, enthusiast());
    }
  }

  private Person enthusiast() {
    return new Person(take(), Person.Role.ENTHUSIAST, VISITS * Story.TIMES_AS_ACTIVE);
  }

  /// A new account rates well-known items as anybody would, so as to look like anybody, and then
  /// the one that it was made for (a bandwagon attack; Mobasher, Burke, Bhaumik and Williams 2007,
  /// "Toward trustworthy recommender systems: an analysis of attack models and algorithm
  /// robustness").
  private List<Doing> campaign(int round) {
    Person account = new Person(take(), Person.Role.CAMPAIGNER, 0);
    List<Doing> done = new ArrayList<>();
    for (int cover = 0; cover < Story.COVER; cover++) {
      int item = discovery.find(account.number(), i -> mayHave(account, i, round), random);
      if (item != story.target()) {
        done.add(new Doing(account, rated(account, item, round, -1)));
      }
    }
    account.chose(story.target(), genres(story.target()));
    done.add(new Doing(account, new Act(story.target(), story.campaignRating(), -1)));
    return done;
  }

  /// Returns the visits of a round, in order of time.
  public List<Person> visits(int round) {
    List<Person> visits = new ArrayList<>();
    for (Person person : people) {
      for (int left = poisson(person.visits(), random); left > 0; left--) {
        visits.add(person);
      }
    }
    shuffle(visits);
    return visits;
  }

  /// What a visit came to.
  ///
  /// @param looked whether the person looked for something in the list
  /// @param act what they did; null for nothing
  public record Visit(boolean looked, Act act) {}

  /// Lets a person look at a list, or go for what they know.
  ///
  /// @param list numbers of items in the world, the first first
  public Visit visit(Person person, List<Integer> list, int round) {
    if (person.role() == Person.Role.ENTHUSIAST) {
      boolean hasAny = story.hasAnyOfKind(person, round);
      return new Visit(false, hasAny ? binge(person, list, round) : null);
    }
    if (random.nextDouble() >= story.reliance(round)) {
      int item = discover(person, round);
      return new Visit(false, took(person, item, round, list.indexOf(item)));
    }
    return new Visit(true, look(person, list, round));
  }

  /// Enthusiasts take what is best known of their kind first, and rate all of it.
  private Act binge(Person person, List<Integer> list, int round) {
    int item =
        discovery.find(
            person.number(), i -> story.isOfKind(i) && mayHave(person, i, round), random);
    return rated(person, item, round, list.indexOf(item));
  }

  private Act look(Person person, List<Integer> list, int round) {
    int place = 0;
    int found = -1;
    while (place < list.size() && found < 0) {
      int item = list.get(place);
      double appeal = score(person, item, round) - person.weariness(item, genres(item));
      found = random.nextDouble() < sigmoid(appeal - CHOOSY) ? place : -1;
      place++;
      if (random.nextDouble() >= PATIENCE) {
        break;
      }
    }
    person.looked(list, place, found >= 0);
    if (found < 0) {
      return null;
    }
    return took(person, list.get(found), round, found);
  }

  private Act took(Person person, int item, int round, int place) {
    return random.nextDouble() < RATES
        ? rated(person, item, round, place)
        : clicked(person, item, place);
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-STEEPNESS * x));
  }

  private int discover(Person person, int round) {
    return discovery.find(person.number(), item -> mayHave(person, item, round), random);
  }

  private boolean mayHave(Person person, int item, int round) {
    return !person.had().contains(item) && story.exists(item, round);
  }

  private Act rated(Person person, int item, int round, int place) {
    person.chose(item, genres(item));
    return new Act(item, World.rate(score(person, item, round), random), place);
  }

  private Act clicked(Person person, int item, int place) {
    person.chose(item, genres(item));
    return new Act(item, Double.NaN, place);
  }

  /// Returns how a person likes an item in a round, in stars.
  public double score(Person person, int item, int round) {
    return story.score(person, item, round);
  }

  private List<String> genres(int item) {
    return items.get(item).genres();
  }

  private <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T other = list.set(j, list.get(i));
      list.set(i, other);
    }
  }

  /// Draws by Poisson's law (Knuth 1969, volume 2).
  private static int poisson(double mean, RandomGenerator random) {
    double limit = Math.exp(-mean);
    int n = 0;
    for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
      n++;
    }
    return n;
  }
}
