package dev.eddy.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.event.Rating;
import dev.eddy.fixture.ConsoleStage;
import dev.eddy.fixture.OpenApi;
import dev.eddy.simulate.World;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The console in a real browser, in front of a running instance, as people use it. Needs Chromium.
@TestInstance(Lifecycle.PER_CLASS)
class ConsoleIT {

  private static final int MONITORS = Monitors.all().size();

  /// Returns the first event of the stream as it is sent.
  private static final String FIRST_PULSE =
      """
      async () => {
        const stop = new AbortController();
        const answer = await fetch('/v1/events', { signal: stop.signal });
        const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
        let text = '';
        while (!/event: ?pulse[^]*\\n\\n/.test(text)) {
          text += (await reader.read()).value;
        }
        stop.abort();
        return text;
      }
      """;

  private static final String EXPERIMENT =
      """
      "challenger": {"generation": 2, "prequential": {"n": 900, "mae": 0.7, "rmse": 0.91,
          "recentMae": 0.7, "recentRmse": 0.89}, "lists": {"n": 0, "segments": {}},
        "paired": {"n": 900, "unpaired": 0, "mseDifference": 0.0312, "low": 0.0105, "high": 0.0519, "evalue": 41.2},
        "promotable": true},
      "variants": {"share": 0.1,
        "champion": {"generation": 1, "lists": 2700, "choices": 900, "taken": 270, "takenPerList": 0.1,
          "takenOfChoices": 0.3},
        "challenger": {"generation": 2, "lists": 300, "choices": 150, "taken": 45, "takenPerList": 0.15,
          "takenOfChoices": 0.3}},
      """
          .replace("\n", " ");

  private static final String USER = World.userId(7);

  @TempDir static Path folder;

  private ConsoleStage stage;
  private Page page;

  @BeforeAll
  void start() {
    Assumptions.assumeTrue(
        ConsoleStage.chromium().isPresent(), "no chromium on the PATH: the console is not tested");
    stage = ConsoleStage.start("console", folder);
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  @BeforeEach
  void open() {
    page = stage.open(1280, 900, ColorScheme.LIGHT);
  }

  @AfterEach
  void shouldHaveNoErrors() {
    if (page != null) {
      // A page asks again and again: a request that is answered here while it closes would fail.
      page.unrouteAll();
      page.context().close();
      assertThat(stage.errors()).isEmpty();
    }
  }

  private void go(String path) {
    page.navigate(stage.address(path));
  }

  private void goToUser(String userId) {
    go("/user.html?id=" + URLEncoder.encode(userId, StandardCharsets.UTF_8));
    assertThat(recommendations().first()).isVisible();
  }

  private Locator recommendations() {
    return page.locator("#list > li[data-key]");
  }

  private Locator history(String item) {
    return page.locator("#history > li[data-item='" + item + "']");
  }

  private void publish(String userId, String itemId, double rating) {
    stage.eddy().publisher().publish(Rating.of(userId, itemId, rating, System.currentTimeMillis()));
    stage.eddy().publisher().flush();
  }

  @Test
  void shouldShowOnHomeWhatIsLearned() {
    go("/");
    assertThat(page.locator("#status")).containsText("items");
    Random random = new Random(9);
    for (int n = 0; n < 40; n++) {
      publish(
          World.userId(random.nextInt(ConsoleStage.USERS)),
          World.itemId(random.nextInt(ConsoleStage.ITEMS)),
          1 + random.nextInt(5));
    }
    assertThat(page.locator("#tail > [data-item]").first()).isVisible();
    assertThat(page.locator("#tail > [data-item]").first()).containsText("predicted");
    assertThat(page.locator("#figures")).containsText("by guessing the mean");
    assertThat(page.locator("#figures")).containsText("for the most popular");
    assertThat(page.locator("#rising > li").first()).containsText("σ");
    assertThat(page.locator("#loop")).containsText(Pattern.compile("monitors|alarm|warning"));
    page.locator("#tail .name a").first().click();
    assertThat(page).hasURL(Pattern.compile("item\\.html\\?id="));
    assertThat(page.locator("#ratings .bars")).isVisible();
    page.goBack();
    assertThat(page.locator("#figures")).containsText("Events learned a second");
  }

  @Test
  void shouldFindItemsAsPeopleTypeThem() {
    go("/");
    Locator search = page.getByRole(AriaRole.COMBOBOX);
    String title = stage.eddy().backend().item(World.itemId(3)).title();
    search.fill(title.toUpperCase(Locale.ROOT).replace(" ", "  "));
    assertThat(page.locator(".found [role=option]").first()).containsText(title);
    search.fill("nothing is called like that");
    assertThat(page.locator(".found")).containsText("Nothing is called");
    search.press("Escape");
    assertThat(page.locator(".found")).isHidden();
    search.fill(USER);
    assertThat(page.locator(".found [role=option]").first()).isVisible();
    search.press("ArrowUp");
    search.press("Enter");
    assertThat(page).hasURL(Pattern.compile("user\\.html\\?id="));
  }

  @Test
  void shouldFormAListForAVisitor() {
    go("/visitor.html");
    Locator picks = page.locator("#picks > li[data-key]");
    assertThat(picks).hasCount(8);
    assertThat(page.locator("#progress")).hasText("0 of 10");
    String first = picks.first().getAttribute("data-key");
    picks.first().locator(".like").click();
    assertThat(page.locator("#progress")).hasText("1 of 10");
    assertThat(page.locator("#rated > li[data-key='" + first + "']")).isVisible();
    assertThat(page.locator("#what")).containsText("★ 5");
    assertThat(page.locator("#list > li")).hasCount(10);
    assertThat(page.locator("#list > li[data-key='" + first + "']")).hasCount(0);
    picks.first().locator(".stars button").nth(0).click();
    assertThat(page.locator("#progress")).hasText("2 of 10");
    assertThat(page).hasURL(Pattern.compile("r=.*r="));
    page.goBack();
    assertThat(page.locator("#progress")).hasText("1 of 10");
    page.reload();
    assertThat(page.locator("#rated > li[data-key='" + first + "']")).isVisible();
    page.locator("#again").click();
    assertThat(page.locator("#progress")).hasText("0 of 10");
  }

  @Test
  void shouldChangeTheListWhenSomethingIsRatedAndTakeItBack() {
    goToUser(USER);
    assertThat(recommendations()).hasCount(20);
    String item = recommendations().first().getAttribute("data-key");
    recommendations().first().locator(".stars button").nth(1).click();
    assertThat(history(item)).isVisible();
    assertThat(page.locator("#list > li[data-key='" + item + "']")).hasCount(0);
    assertThat(recommendations()).hasCount(20);
    assertThat(history(item).locator("[aria-pressed=true]")).hasAttribute("aria-label", "2 of 5");
    page.locator("#toast button").click();
    assertThat(history(item)).hasCount(0);
  }

  @Test
  void shouldExplainAndRankAsWished() {
    goToUser(USER);
    recommendations().first().locator(".more button").click();
    assertThat(recommendations().first().locator(".opened"))
        .containsText(Pattern.compile("pull|in general"));
    page.locator("#wanted input[value=rating]").check();
    assertThat(page).hasURL(Pattern.compile("rank=rating"));
    page.reload();
    assertThat(page.locator("#wanted input[value=rating]")).isChecked();
    page.locator("#wanted select").selectOption("Comedy");
    assertThat(recommendations().first().locator(".more")).containsText("Comedy");
    assertThat(page.locator("#similar .entry").first()).isVisible();
    assertThat(page.locator("#surprises .entry").first()).containsText("predicted");
  }

  @Test
  void shouldGreetANewUserWithAnyIdAndForgetThem() {
    String odd = "some/body new; ..";
    goToUser(odd);
    assertThat(page.locator("#title")).hasText("User " + odd);
    assertThat(page.locator("#list-note")).containsText("Nothing is known of this user");
    assertThat(page.locator("#history")).containsText("Nothing rated yet");
    String item = recommendations().nth(2).getAttribute("data-key");
    recommendations().nth(2).locator(".stars button").nth(4).click();
    assertThat(history(item)).isVisible();
    assertThat(page.locator("#list-note")).hasText("");
    page.getByText("Forget", new Page.GetByTextOptions().setExact(true)).click();
    page.locator("dialog button.danger").click();
    assertThat(page.locator("#history")).containsText("Nothing rated yet");
  }

  @Test
  void shouldFollowWhatIsRatedElsewhereWithoutTakingTheFocus() {
    goToUser("follower");
    String item = recommendations().nth(4).getAttribute("data-key");
    Locator stay = recommendations().nth(9).locator(".name a");
    String held = recommendations().nth(9).getAttribute("data-key");
    stay.focus();
    publish("follower", item, 4);
    assertThat(history(item)).isVisible(within(1_000));
    assertThat(history(item)).hasClass(Pattern.compile("changed"));
    Object focused =
        page.evaluate("document.activeElement.closest('[data-key]')?.dataset.key ?? 'nothing'");
    if (page.locator("#list > li[data-key='" + held + "']").count() > 0) {
      assertThat(focused).isEqualTo(held);
    }
  }

  @Test
  void shouldFollowAnItem() {
    String item = World.itemId(11);
    go("/item.html?id=" + item);
    Locator ratings = page.locator("#figures .value").first();
    assertThat(page.locator("#ratings .bars")).isVisible();
    int before = Integer.parseInt(ratings.textContent().trim());
    publish("one more", item, 5);
    assertThat(ratings).hasText(Integer.toString(before + 1), hasText(2_000));
    assertThat(page.locator("#ratings-note")).containsText((before + 1) + " ratings");
    assertThat(page.locator("#similar > li").first()).isVisible();
    assertThat(page.locator("#groups")).containsText("ratings");
  }

  @Test
  void shouldHideAnItemAndShowItAgain() {
    go("/item.html?id=" + World.itemId(12));
    page.getByText("Hide", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator("#about")).containsText("hidden");
    page.reload();
    assertThat(page.locator("#about")).containsText("hidden");
    page.getByText("Show again").click();
    assertThat(page.locator("#about")).not().containsText("hidden");
  }

  @Test
  void shouldSayThatThereIsNoSuchItem() {
    go("/item.html?id=no%2Fsuch%20item");
    assertThat(page.locator("#title")).hasText("There is no item no/such item");
    assertThat(page.locator("#start .entry").first()).isVisible();
    stage.errors(); // the browser itself notes the answer's status
  }

  @Test
  void shouldBeUsableWithAKeyboardAlone() {
    goToUser(USER);
    Locator row = recommendations().nth(3);
    String item = row.getAttribute("data-key");
    row.locator(".stars button").first().focus();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Enter");
    assertThat(history(item).locator("[aria-pressed=true]")).hasAttribute("aria-label", "3 of 5");
    page.keyboard().press("Tab");
    assertThat((Boolean) page.evaluate("document.activeElement !== document.body")).isTrue();
  }

  @Test
  void shouldDrawAMapWhoseTitlesDoNotOverlapAtAnyZoom() {
    go("/map.html");
    assertThat(page.locator("#map-legend button").first()).isVisible(within(15_000));
    for (int zoom = 0; zoom < 4; zoom++) {
      page.waitForFunction("window.eddyMap.titles().length > 3");
      assertThat(overlapping()).as("pairs of titles that overlap, zoom %d", zoom).isZero();
      page.getByLabel("Zoom in").click();
    }
    page.locator("#map").focus();
    page.keyboard().press("0");
    page.keyboard().press("n");
    assertThat(page.locator("#map-tip")).containsText("ratings");
    page.keyboard().press("Enter");
    assertThat(page).hasURL(Pattern.compile("item\\.html\\?id="));
  }

  private int overlapping() {
    Object pairs =
        page.evaluate(
            """
            () => {
              const boxes = window.eddyMap.titles();
              const crosses = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width
                && a.y < b.y + b.height && b.y < a.y + a.height;
              return boxes.filter((a, i) => boxes.some((b, j) => i < j && crosses(a, b))).length;
            }
            """);
    return ((Number) pairs).intValue();
  }

  @Test
  void shouldShowAUserOnTheMap() {
    go("/map.html?user=" + USER);
    assertThat(page.locator("#title")).hasText("User " + USER + " on the map");
    assertThat(page.locator("#map-legend")).containsText("liked more");
    go("/map.html?item=" + World.itemId(3));
    assertThat(page).hasURL(Pattern.compile("at="));
  }

  @Test
  void shouldShowWhatEachIngredientIsWorth() {
    go("/learning.html");
    assertThat(page.locator("#ingredients dt")).hasCount(5);
    assertThat(page.locator("#newcomers tbody tr")).hasCount(4);
    assertThat(page.locator("#rows")).containsText("parameters");
    assertThat(page.locator("#records")).containsText("ratings learned");
  }

  @Test
  void shouldShowTheFeedbackLoopAndMoveABrake() {
    go("/drift.html");
    Locator exploration = page.locator("[data-brake=exploration]");
    assertThat(exploration.locator("output")).hasText("off");
    assertThat(page.locator(".monitor")).hasCount(MONITORS);
    assertThat(page.locator("[data-monitor='exposure-gini']")).containsText("treated");
    assertThat(page.locator("[data-monitor='exposure-gini'] canvas")).isVisible();
    assertThat(page.locator("#influential")).containsText("%");
    assertThat(page.locator("#shown")).containsText("×");
    exploration.locator("input").fill("0.1");
    assertThat(page.locator("#toast")).containsText("The brake is set");
    assertThat(exploration.locator("output")).hasText("0.1");
    exploration.locator("input").fill("0");
    assertThat(exploration.locator("output")).hasText("off");
  }

  /// A demo adds its scenario to what is answered; the page is the same.
  @Test
  void shouldTellAScenarioStepByStep() {
    go("/drift.html");
    assertThat(page.locator("#story li")).hasCount(6);
    assertThat(page.locator("#scenario")).isHidden();
    String answered = page.request().get(stage.address("/v1/drift")).text();
    answer(
        "/v1/drift(\\?|$)",
        answered.substring(0, answered.lastIndexOf('}'))
            + """
            , "narration": {"title": "enthusiasts", "round": 3, "rounds": 40, "step": 1,
              "steps": [
                {"title": "A calm world", "happens": "People visit.", "look": "-", "next": "Wait."},
                {"title": "The enthusiasts come", "happens": "They rate all of Drama.",
                 "look": "The curve above.", "next": "Move a brake."}],
              "latest": "u7 was shown 10 items.",
              "curve": {"label": "Drama in the lists of everybody else", "values": [0.2, 0.21, 0.4],
                "marks": [{"round": 2, "what": "enthusiasts"}]}}}
            """);
    page.reload();
    Locator scenario = page.locator("#scenario");
    assertThat(scenario).containsText("round 4 of 40");
    assertThat(scenario.getByRole(AriaRole.STATUS)).hasText("2. The enthusiasts come");
    assertThat(scenario).containsText("Move a brake.");
    assertThat(scenario).containsText("Just now: u7 was shown 10 items.");
    assertThat(scenario).containsText("Round 3: enthusiasts");
    assertThat(scenario.locator("canvas")).isVisible();
    assertThat(scenario.locator(".story [aria-current=step]"))
        .containsText("They rate all of Drama.");
    assertThat(page.locator("#story")).isHidden();
    ConsoleStage.assertAccessible(page, "a scenario");
  }

  /// A challenger that serves a share of the users adds itself to what is told each second.
  @Test
  void shouldShowWhatUsersTakeFromTheListsOfBothModels() {
    go("/learning.html");
    assertThat(page.locator("#challenger-card")).isHidden();
    String pulse = (String) page.evaluate(FIRST_PULSE);
    assertThat(pulse).contains("\"accuracy\":{");
    page.route(
        Pattern.compile("/v1/events"),
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/event-stream")
                    .setBody(pulse.replace("\"accuracy\":{", "\"accuracy\":{" + EXPERIMENT))));
    page.reload();
    Locator card = page.locator("#challenger-card");
    assertThat(card).containsText("2, serves 10");
    assertThat(card).containsText("lower by 0.0312 (95 %: 0.0105 to 0.0519; e-value 41.20)");
    assertThat(card).containsText("It may be promoted.");
    assertThat(card.getByRole(AriaRole.TABLE)).hasCount(2);
    assertThat(card.getByRole(AriaRole.TABLE).last().locator("tbody tr").last())
        .hasText(Pattern.compile("2, serves 10.*300\\s*45\\s*0.150\\s*30"));
    ConsoleStage.assertAccessible(page, "an experiment");
    stage.errors(); // a stream that ends is a failure to the browser
  }

  @Test
  void shouldShowTheInstances() {
    go("/instances.html");
    assertThat(page.locator("#instances")).containsText("1 instance");
    assertThat(page.locator("#instances")).containsText("this one");
    assertThat(page.locator("#meters")).containsText("Threads of the stream");
  }

  @Test
  void shouldSayOnThePortOfApplicationsWhereTheLeversAre() {
    page.navigate(stage.eddy().uri("/instances.html").toString());
    assertThat(page.locator("#instances")).containsText("serve.operations-port");
    page.navigate(stage.eddy().uri("/drift.html").toString());
    assertThat(page.locator("#brakes")).containsText("serve.operations-port");
    assertThat(page.locator(".monitor")).hasCount(MONITORS);
    stage.errors(); // the browser itself notes the answers' status
  }

  /// A server that asks for tokens: the page asks for one once, for all its requests, and keeps it
  /// for its tab. Who does not give one is not asked again and again.
  @Test
  void shouldAskForATokenOnceAndKeepItForTheTab() {
    page.context()
        .route(
            Pattern.compile("/v1/"),
            route -> {
              if ("Bearer right".equals(route.request().headerValue("Authorization"))) {
                route.resume();
              } else {
                route.fulfill(
                    new Route.FulfillOptions()
                        .setStatus(401)
                        .setContentType("application/problem+json")
                        .setBody("{\"detail\": \"this needs a token\"}"));
              }
            });
    go("/drift.html");
    assertThat(page.locator("dialog")).containsText("this needs a token");
    page.locator("dialog button", new Page.LocatorOptions().setHasText("Cancel")).click();
    assertThat(page.locator("#status")).containsText("needs a token");
    page.reload();
    page.locator("dialog input").fill("wrong");
    page.locator("dialog button.main").click();
    assertThat(page.locator("dialog")).containsText("That token was refused");
    page.locator("dialog input").fill("right");
    page.keyboard().press("Enter");
    assertThat(page.locator("#status")).containsText("Live");
    assertThat(page.locator("[data-brake=exploration]")).isVisible();
    page.reload(); // the tab keeps it
    assertThat(page.locator("[data-brake=exploration]")).isVisible();
    assertThat(page.locator("dialog")).hasCount(0);
    stage.errors(); // the browser itself notes the status of the refused answers
  }

  @Test
  void shouldShowTheApiAndTryARequest() throws IOException {
    go("/api.html#recommend");
    Locator operation = page.locator("#recommend");
    assertThat(operation.locator("[name=user]")).isVisible();
    assertThat(page.locator(".operation")).hasCount(new OpenApi().operations().size());
    operation.locator("[name=user]").fill(USER);
    operation.locator("[name=n]").fill("3");
    operation.locator("button.main").click();
    assertThat(operation.locator(".body")).containsText("Status 200");
    assertThat(operation.locator(".answer").last()).containsText("\"userId\": \"" + USER + "\"");
    assertThat(operation.locator(".answer").first()).containsText("recommendations?n=3");
    operation.locator("[name=n]").fill("0");
    operation.locator("button.main").click();
    assertThat(operation.locator(".body")).containsText("Status 400");
    stage.errors(); // the browser itself notes the answer's status
  }

  @Test
  void shouldSayWhenTheServerGoesAwayAndGoOnWhenItIsBack() {
    goToUser(USER);
    assertThat(page.locator("#status")).containsText("Live");
    page.route(Pattern.compile("/v1/events"), Route::abort);
    page.reload();
    assertThat(page.locator("#status")).containsText("Connection lost");
    page.unroute(Pattern.compile("/v1/events"));
    assertThat(page.locator("#status")).containsText("Live", containsText(15_000));
    assertThat(recommendations().first()).isVisible();
    stage.errors(); // the browser itself notes the failures
  }

  // As a service answers to which nobody sends ratings.
  @Test
  void shouldShowChancesWhereNothingIsRated() {
    answer(
        "/v1/user/recommendations",
        """
        {"userId": "viewer", "coldStart": false, "modelVersion": 1, "policy": "model", "rank": "blend",
         "items": [
           {"rank": 1, "itemId": "a", "title": "A", "genres": [], "score": -1.0,
            "reason": {"kind": "similar", "itemId": "c", "title": "C"}},
           {"rank": 2, "itemId": "b", "title": "B", "genres": [], "score": -1.6931,
            "reason": {"kind": "rating"}}]}\
        """);
    answer("/v1/user/ratings", "{\"userId\": \"viewer\", \"total\": 0, \"ratings\": []}");
    goToUser("viewer");
    assertThat(recommendations()).hasCount(2);
    assertThat(recommendations().first()).containsText("because of C");
    assertThat(recommendations().locator(".chance"))
        .hasText(new String[] {"chance × 1.0", "chance × 0.50"});
    assertThat(recommendations().locator(".predicted")).hasCount(0);
  }

  /// Answers in place of the server, from now on.
  private void answer(String path, String json) {
    page.route(
        Pattern.compile(path),
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(json)));
  }

  private static LocatorAssertions.IsVisibleOptions within(int ms) {
    return new LocatorAssertions.IsVisibleOptions().setTimeout(ms);
  }

  private static LocatorAssertions.HasTextOptions hasText(int ms) {
    return new LocatorAssertions.HasTextOptions().setTimeout(ms);
  }

  private static LocatorAssertions.ContainsTextOptions containsText(int ms) {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(ms);
  }
}
