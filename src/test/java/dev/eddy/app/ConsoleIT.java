package dev.eddy.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import dev.eddy.event.EventSettings;
import dev.eddy.event.Rating;
import dev.eddy.event.RatingRules;
import dev.eddy.simulate.World;
import dev.eddy.simulate.WorldSettings;
import dev.eddy.stream.Outcome;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/// The console in a real browser, in front of a running instance. Needs Chromium; leaves
/// `target/console.png` and `target/console-narrow.png`.
@TestInstance(Lifecycle.PER_CLASS)
class ConsoleIT {

  private static final long HALF_YEAR_MS = 180L * 86_400_000;

  @TempDir static Path folder;

  private EmbeddedKafka kafka;
  private RunningEddy eddy;
  private Playwright playwright;
  private Browser browser;
  private BrowserContext context;
  private Page page;
  private final List<String> errors = new ArrayList<>();

  @BeforeAll
  void start() {
    Optional<Path> chromium = chromium();
    Assumptions.assumeTrue(
        chromium.isPresent(), "no chromium on the PATH: the console is not tested");
    kafka = EmbeddedKafka.start(folder.resolve("kafka"));
    eddy =
        RunningEddy.start(
            kafka.bootstrapServers(),
            folder.resolve("state"),
            Map.of("stream.partitions", "1", "drift.window-ms", Long.toString(HALF_YEAR_MS)));
    RatingSource world = RatingSource.world(new WorldSettings(300, 200, 15_000, 5));
    Replay replay =
        new Replay(
            world,
            eddy.publisher(),
            new RatingRules(EventSettings.forScale(0.5, 5), Clock.systemUTC()),
            Double.POSITIVE_INFINITY,
            Long.MAX_VALUE,
            false);
    replay.publishMetadata();
    ReplayedLists lists = new ReplayedLists(eddy.backend(), eddy.publisher());
    long[] shown = {0};
    var _ =
        replay.run(
            done -> {},
            rating -> {
              while (shown[0] - eddy.count(Outcome.NEW) > 200) {
                LockSupport.parkNanos(1_000_000);
              }
              shown[0]++;
              lists.before(rating);
            },
            () -> false);
    eddy.awaitSums(replay.sent());
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium.get())
                    .setArgs(List.of("--no-sandbox")));
  }

  private static Optional<Path> chromium() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(
            bin ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(bin, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @AfterAll
  void stop() {
    if (eddy != null) {
      browser.close();
      playwright.close();
      eddy.close();
      kafka.close();
    }
  }

  @BeforeEach
  void open() {
    open(1200, 900, ColorScheme.LIGHT);
  }

  private void open(int width, int height, ColorScheme scheme) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setDeviceScaleFactor(1));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            errors.add(message.text());
          }
        });
    page.onPageError(errors::add);
    page.onRequest(
        request -> {
          String host = URI.create(request.url()).getHost();
          if (host != null && !host.equals("127.0.0.1")) {
            errors.add("the page asks another server: " + request.url());
          }
        });
    page.navigate(eddy.uri("/").toString());
    assertThat(recommendations().first()).isVisible();
  }

  @AfterEach
  void shouldHaveNoErrors() {
    if (context != null) {
      context.close();
    }
    assertThat(errors).isEmpty();
  }

  private Locator recommendations() {
    return page.locator("#recommendations > li");
  }

  private Locator history(String item) {
    return page.locator("#history > li[data-item='" + item + "']");
  }

  private void show(String user) {
    page.getByLabel("Pick or type a user").fill(user);
    page.getByLabel("Pick or type a user").press("Enter");
  }

  @Test
  void shouldShowTitlesGenresHistoryAndALiveChart() {
    assertThat(page.locator("#status")).containsText("ready");
    assertThat(recommendations()).hasCount(20);
    assertThat(recommendations().first().locator(".title")).not().hasText("");
    assertThat(recommendations().first().locator(".more"))
        .containsText(Pattern.compile("because you chose|many|expected"));
    assertThat(page.locator("#history > li").first()).isVisible();
    assertThat(page.locator("#chart canvas")).isVisible();
    long before = eddy.count(Outcome.NEW);
    rateForAWhile();
    assertThat(page.locator("#rate")).hasText(Pattern.compile("[1-9]\\d*"));
    assertThat(eddy.count(Outcome.NEW)).isGreaterThan(before);
    assertThat(page.locator("#learned")).hasText(Pattern.compile("1[5-9],\\d\\d\\d"));
    assertThat(page.locator("#recent-hits")).hasText(Pattern.compile("\\d+\\.\\d %"));
    assertThat(page.locator("#recent-popular-hits")).hasText(Pattern.compile("\\d+\\.\\d %"));
    assertThat(page.locator("#hits-chart canvas")).isVisible();
    assertThat(page.locator("#hits-note")).isHidden();
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/console.png")).setFullPage(false));
  }

  /// Publishes ratings at an uneven pace, so that the chart has something to draw.
  private void rateForAWhile() {
    Random random = new Random(9);
    for (int tick = 0; tick < 60; tick++) {
      for (int n = 0; n < 20 + 15 * Math.sin(tick / 6.0); n++) {
        String user = World.userId(random.nextInt(300));
        String item = World.itemId(random.nextInt(200));
        double rating = 0.5 * (4 + random.nextInt(6));
        eddy.publisher().publish(Rating.of(user, item, rating, System.currentTimeMillis()));
      }
      eddy.publisher().flush();
      page.waitForTimeout(150);
    }
  }

  @Test
  void shouldChangeTheListWhenSomethingIsRated() {
    Locator first = recommendations().first();
    String item = first.getAttribute("data-item");
    first.locator("select").selectOption("0.5");
    assertThat(history(item)).isVisible();
    assertThat(page.locator("#recommendations > li[data-item='" + item + "']")).hasCount(0);
    assertThat(recommendations()).hasCount(20);
    assertThat(history(item).locator(".stars")).hasText("0.5");
  }

  @Test
  void shouldGreetANewUserAndLearnFromThem() {
    show("somebody new");
    assertThat(page.locator("#recommendations-note")).containsText("Nothing is known of this user");
    assertThat(page.locator("#user-note")).containsText("Nothing rated yet");
    String item = recommendations().nth(2).getAttribute("data-item");
    recommendations().nth(2).locator("select").selectOption("5");
    assertThat(history(item)).isVisible();
    assertThat(page.locator("#recommendations-note")).hasText("");
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
    show("viewer");
    assertThat(recommendations()).hasCount(2);
    assertThat(recommendations().first()).containsText("because you chose C");
    assertThat(recommendations().locator(".chance"))
        .hasText(new String[] {"chance × 1.0", "chance × 0.50"});
    assertThat(recommendations().locator(".stars")).hasCount(0);
    assertThat(page.locator("#recommendations-note")).containsText("Nothing is rated here");
    assertThat(page.locator("#user-note")).containsText("No ratings");
    assertThat(page.locator("#error")).isHidden();
  }

  @Test
  void shouldSayThatThereAreNoChoicesYet() {
    page.navigate("about:blank"); // ends the stream of events
    String pulse =
        """
        event: pulse
        data: {"timeMs": NOW, "status": {"ready": true, "fraction": 1}, "items": 0, "scaleMin": 1, \
        "scaleMax": 5, "accuracy": {"prequential": {"n": 0}, "lists": {"n": 0, "segments": {}}, \
        "outcomes": {"new": 0, "chosen": 7, "rejected": 0}}}

        """;
    page.route(
        Pattern.compile("/v1/events"),
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("text/event-stream")
                    .setBody(pulse.replace("NOW", Long.toString(System.currentTimeMillis())))));
    page.navigate(eddy.uri("/").toString());
    assertThat(page.locator("#learned")).hasText("7");
    assertThat(page.locator("#recent-hits")).hasText("–");
    assertThat(page.locator("#hits-note")).containsText("No choices yet");
    assertThat(page.locator("#hits-chart")).isHidden();
  }

  /// Answers in place of the server, from now on.
  private void answer(String path, String json) {
    page.route(
        Pattern.compile(path),
        route ->
            route.fulfill(
                new Route.FulfillOptions().setContentType("application/json").setBody(json)));
  }

  @Test
  void shouldBeUsableWithAKeyboardAlone() {
    String title = recommendations().nth(5).locator(".title").textContent();
    String item = recommendations().nth(5).getAttribute("data-item");
    page.getByLabel("Pick or type a user").focus();
    page.keyboard().press("Tab"); // the button
    page.keyboard().press("Tab"); // the search
    page.keyboard().type(title);
    assertThat(page.locator("#matches > li").first()).isVisible();
    page.keyboard().press("Escape");
    assertThat(page.locator("#matches")).isHidden();
    page.keyboard().press("Backspace");
    assertThat(page.locator("#matches > li[data-item='" + item + "']")).isVisible();
    page.keyboard().press("Tab"); // the rating of the first match
    page.keyboard().press("ArrowDown");
    assertThat(page.locator("#matches")).isHidden();
    assertThat(page.locator("#history .stars").first()).hasText("5.0");
  }

  @Test
  void shouldDrawAMapWhoseTitlesDoNotOverlap() {
    Locator dots = page.locator("#map circle");
    assertThat(dots.first()).isAttached();
    page.locator("#map").scrollIntoViewIfNeeded();
    assertThat(dots).hasCount(200);
    Object overlapping =
        page.evaluate(
            """
            () => {
              const boxes = [...document.querySelectorAll('#map text')].map((t) => t.getBoundingClientRect());
              const crosses = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
                && a.top < b.bottom - 3 && b.top < a.bottom - 3;
              return { labels: boxes.length,
                pairs: boxes.filter((a, i) => boxes.some((b, j) => i < j && crosses(a, b))).length };
            }
            """);
    Map<?, ?> found = (Map<?, ?>) overlapping;
    assertThat(((Number) found.get("labels")).intValue()).isGreaterThan(10);
    assertThat(((Number) found.get("pairs")).intValue()).isZero();
    dots.first().hover(new Locator.HoverOptions().setForce(true));
    assertThat(page.locator("#map-tip")).isVisible();
    assertThat(page.locator("#map-tip")).containsText("ratings");
    page.locator("section.wide")
        .last()
        .screenshot(new Locator.ScreenshotOptions().setPath(Path.of("target/console-map.png")));
  }

  @Test
  void shouldShowWhatTheServerFindsWrong() {
    page.evaluate("document.getElementById('user').removeAttribute('maxlength')");
    show("x".repeat(300));
    assertThat(page.locator("#error")).isVisible();
    assertThat(page.locator("#error")).containsText("256");
    errors.clear(); // the browser itself notes the answer's status
  }

  @Test
  void shouldShowTheFeedbackLoop() {
    page.navigate(eddy.uri("/drift.html").toString());
    Locator monitors = page.locator(".monitor");
    assertThat(monitors).hasCount(16);
    Locator homogenization = page.locator("[data-monitor='homogenization']");
    assertThat(homogenization).containsText("Different people are shown the same");
    assertThat(homogenization.locator(".values")).containsText("treated 0.");
    assertThat(homogenization.locator("canvas")).isVisible();
    assertThat(page.locator("#influential > li").first()).containsText("%");
    assertThat(page.locator("#shown > li").first()).containsText("×");
    assertThat(page.locator("#never")).containsText("not shown at all");
    assertThat(page.locator("#status")).containsText("control group");
    assertThat(page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/drift.png")).setFullPage(true));
  }

  @Test
  void shouldShowTheApiAndTryARequest() throws IOException {
    page.navigate(eddy.uri("/api.html").toString());
    assertThat(page.locator(".opblock")).hasCount(new OpenApi().operations().size());
    assertThat(page.locator(".errors-wrapper")).hasCount(0);
    Locator operation = page.locator("#operations-lists-recommend");
    operation.locator(".opblock-summary-control").click();
    operation.locator(".try-out__btn").click();
    operation.locator("tr[data-param-name='user'] input").fill(World.userId(7));
    operation.locator("tr[data-param-name='n'] input").fill("3");
    operation.locator("button.execute").click();
    Locator answer = operation.locator(".live-responses-table");
    assertThat(answer.locator(".response-col_status").last()).containsText("200");
    assertThat(answer.locator(".response-col_description .highlight-code").first())
        .containsText("\"userId\": \"" + World.userId(7) + "\"");
    assertThat(operation.locator(".curl-command")).containsText("recommendations?n=3");
    page.screenshot(
        new Page.ScreenshotOptions().setPath(Path.of("target/api.png")).setFullPage(true));
    operation.locator("tr[data-param-name='n'] input").fill("0");
    assertThat(operation.locator("tr[data-param-name='n'] input")).hasValue("0");
    operation.locator("button.execute").click();
    assertThat(operation.locator("tr[data-param-name='n'] input.invalid")).isVisible();
  }

  @Test
  void shouldFitANarrowWindowAndTheDark() {
    context.close();
    open(360, 740, ColorScheme.DARK);
    assertThat(page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth"))
        .isEqualTo(true);
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .asString()
        .matches("rgb\\(([0-5]?\\d), ([0-5]?\\d), ([0-5]?\\d)\\)");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target/console-narrow.png"))
            .setFullPage(false));
  }
}
