package dev.eddy.integration;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.eddy.fixture.ConsoleStage;
import dev.eddy.simulate.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every page of the console on a phone and on a screen, in light and in dark: nothing sticks out,
/// axe-core finds nothing, and no page is large. Leaves a picture of each in `target/console`.
/// Needs Chromium.
@Tag("thorough")
@TestInstance(Lifecycle.PER_CLASS)
class ConsoleWalkIT {

  private static final long MOST_BYTES = 300_000;
  private static final Size SCREEN = new Size(1280, 900);
  private static final Size PHONE = new Size(390, 844);
  private static final Size NARROWEST = new Size(360, 844);

  /// The plane of the map is found every few seconds.
  private static final int SIGN_MS = 15_000;

  private static final int LIKED = 7;
  private static final int FRAMES_A_CLICK = 6;
  private static final int FRAME_MS = 100;

  @TempDir static Path folder;

  private ConsoleStage stage;

  /// Size of a window, pixels.
  record Size(int width, int height) {}

  /// A page, and what is on it once it is there.
  record Place(String name, String path, String sign) {}

  private static final List<Place> PLACES =
      List.of(
          new Place("home", "/", "#tail [data-item], #tail .state"),
          new Place("visitor", "/visitor.html?r=m3:5&r=m4:1", "#list > [data-key]"),
          new Place("users", "/user.html", "#start .entry"),
          new Place("user", "/user.html?id=" + World.userId(7), "#similar .entry"),
          new Place("nobody", "/user.html?id=some%2Fbody%20new", "#list > [data-key]"),
          new Place("items", "/item.html", "#start .entry"),
          new Place("item", "/item.html?id=" + World.itemId(3), "#ratings .bars"),
          new Place("map", "/map.html", "#map-legend > *"),
          new Place("map-user", "/map.html?user=" + World.userId(7), "#map-legend > *"),
          new Place("learning", "/learning.html", "#rows .bars"),
          new Place("drift", "/drift.html", ".monitor canvas"),
          new Place("instances", "/instances.html", "#meters .figure"),
          new Place("api", "/api.html#recommend", "#recommend .inputs"));

  @BeforeAll
  void start() {
    Assumptions.assumeTrue(
        ConsoleStage.chromium().isPresent(), "no chromium on the PATH: the console is not tested");
    stage = ConsoleStage.start("console-walk", folder);
  }

  @AfterAll
  void stop() {
    if (stage != null) {
      stage.close();
    }
  }

  /// Leaves the frames of a moving picture in `target/console/frames`, five a second: a visitor
  /// likes seven things, and the list follows.
  @Test
  void shouldFormAListClickByClick() {
    Page page = stage.open(1080, 700, ColorScheme.LIGHT);
    page.navigate(stage.address("/visitor.html"));
    assertThat(page.locator("#picks .like")).hasCount(8);
    int frame = 0;
    for (int liked = 0; liked < LIKED; liked++) {
      String before = page.locator("#list").innerText();
      page.locator("#picks .like").nth(liked % 3).click();
      for (int n = 0; n < FRAMES_A_CLICK; n++) {
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(Path.of("target/console/frames/%03d.png".formatted(frame++))));
        page.waitForTimeout(FRAME_MS);
      }
      assertThat(page.locator("#progress")).containsText(Integer.toString(liked + 1));
      assertThat(page.locator("#list").innerText()).isNotEqualTo(before);
    }
    page.context().close();
  }

  static List<Place> places() {
    return PLACES;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void shouldFitAndBeAccessible(Place place) {
    Page screen = open(place, SCREEN);
    look(screen, place, SCREEN);
    screen.context().close();
    Page phone = open(place, PHONE);
    look(phone, place, PHONE);
    phone.setViewportSize(NARROWEST.width(), NARROWEST.height());
    assertFits(phone, place.name() + " on the narrowest phone");
    phone.context().close();
  }

  /// Opens a page, and returns when it is there and what it loads is known to be small.
  private Page open(Place place, Size size) {
    Page page = stage.open(size.width(), size.height(), ColorScheme.LIGHT);
    AtomicLong bytes = new AtomicLong();
    page.onResponse(
        response -> {
          if (!response.url().contains("/v1/") && !response.url().contains("/metrics")) {
            bytes.addAndGet(response.body().length);
          }
        });
    page.navigate(stage.address(place.path()));
    assertThat(page.locator(place.sign()).first())
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(SIGN_MS));
    assertThat(page.locator("#status")).containsText("Live");
    assertThat(page.locator("nav a[aria-current]")).hasCount(1);
    assertThat(page.title()).endsWith("Eddy");
    assertThat(bytes.get())
        .as("size of %s, bytes", place.name())
        .isPositive()
        .isLessThan(MOST_BYTES);
    return page;
  }

  private void look(Page page, Place place, Size size) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      String name =
          "%s-%d-%s".formatted(place.name(), size.width(), scheme.name().toLowerCase(Locale.ROOT));
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of("target/console", name + ".png"))
              .setFullPage(true));
      assertFits(page, name);
      ConsoleStage.assertAccessible(page, name);
      assertThat(stage.errors()).isEmpty();
    }
  }

  private static void assertFits(Page page, String name) {
    assertThat(
            ((Number) page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth"))
                .intValue())
        .as("how far %s sticks out, pixels", name)
        .isNotPositive();
  }
}
