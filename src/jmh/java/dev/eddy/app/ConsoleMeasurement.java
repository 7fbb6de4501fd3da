package dev.eddy.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.eddy.app.publish.EventPublisher;
import dev.eddy.app.settings.UsageException;
import dev.eddy.event.Rating;
import dev.eddy.fixture.ConsoleStage;
import dev.eddy.fixture.ServedEddy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures what the console costs a browser while events are learned: how many tasks hold up the
/// page for more than 50 ms (the Long Tasks API of W3C), and by how much its heap grows, garbage
/// collected before and after.
@Command(
    name = "console",
    description = "Measures long tasks and heap growth of the console while events are learned.",
    mixinStandardHelpOptions = true)
final class ConsoleMeasurement implements Callable<Integer> {

  private static final double BYTES_A_MB = 1e6;

  private static final String OBSERVE =
      """
      window.longTasks = [];
      new PerformanceObserver((list) => {
        for (const task of list.getEntries()) {
          window.longTasks.push(task.duration);
        }
      }).observe({ type: 'longtask' });
      """;

  @Option(names = "--rate", defaultValue = "10000", paramLabel = "N", description = "Events a second.")
  private int rate;

  @Option(names = "--seconds", defaultValue = "120", paramLabel = "N")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "20",
      paramLabel = "N",
      description = "Seconds before those that count: until then the page loads, and fills what it keeps.")
  private int warmUp;

  @Option(names = "--items", defaultValue = "62000", paramLabel = "N")
  private int items;

  @Option(names = "--users", defaultValue = "20000", paramLabel = "N")
  private int users;

  @Option(names = "--page", defaultValue = "/", paramLabel = "PATH", description = "The page that is watched.")
  private String path;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "A setting of Eddy.")
  private Map<String, String> settings = Map.of();

  private volatile boolean stop;

  /// Runs the measurement.
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new ConsoleMeasurement()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (rate < 1 || rate > 1_000_000 || seconds < 1 || seconds > 3_600 || warmUp < 1) {
      throw new UsageException("--rate must be 1 to 1000000, --seconds 1 to 3600, --warm-up at least 1");
    }
    if (items < 10 || users < 10) {
      throw new UsageException("--items and --users must be at least 10");
    }
    Path chromium =
        ConsoleStage.chromium()
            .orElseThrow(() -> new UsageException("no chromium on the PATH: install it"));
    MeasuredInstance.with(
        settings,
        (eddy, publisher) -> {
          Thread learning = Thread.ofPlatform().start(() -> keepRating(publisher));
          try {
            System.out.println(watch(eddy, chromium));
          } finally {
            stop = true;
            learning.join();
          }
        });
    return 0;
  }

  private ObjectNode watch(ServedEddy eddy, Path chromium)
      throws IOException, InterruptedException {
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser =
            playwright
                .chromium()
                .launch(
                    new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox")))) {
      Page page = browser.newPage();
      page.addInitScript(OBSERVE);
      System.err.printf("watching %s%n", path);
      String address = "http://127.0.0.1:" + eddy.port() + path;
      page.navigate(address);
      page.waitForTimeout(1e3 * warmUp);
      CDPSession devtools = page.context().newCDPSession(page);
      double heapBefore = heapMb(devtools);
      page.evaluate("window.longTasks.length = 0");
      long before = eddy.outcomes();
      long startNs = System.nanoTime();
      page.waitForTimeout(1e3 * seconds);
      double tookS = (System.nanoTime() - startNs) / 1e9;
      long learned = eddy.outcomes() - before;
      Number tasks = (Number) page.evaluate("window.longTasks.length");
      Number longest = (Number) page.evaluate("Math.max(0, ...window.longTasks)");
      ObjectNode report = new JsonMapper().createObjectNode();
      report.put("long_tasks", tasks.intValue());
      report.put("longest_task_ms", longest.doubleValue());
      report.put("events_per_s", Math.round(learned / tookS));
      report.put("heap_growth_mb", Math.round(10 * (heapMb(devtools) - heapBefore)) / 10.0);
      report.put("offered_per_s", rate);
      report.put("first_paint_ms", Math.round(firstPaintMs(browser, address)));
      return report;
    }
  }

  /// Returns after how many milliseconds a browser that has cached nothing shows something.
  private static double firstPaintMs(Browser browser, String address) {
    String painted = "performance.getEntriesByName('first-contentful-paint')";
    try (BrowserContext context = browser.newContext()) {
      Page page = context.newPage();
      page.navigate(address);
      page.waitForFunction(painted + ".length > 0");
      return ((Number) page.evaluate(painted + "[0].startTime")).doubleValue();
    }
  }

  /// Returns what the page keeps, after a collection.
  private static double heapMb(CDPSession devtools) {
    devtools.send("HeapProfiler.collectGarbage");
    JsonObject usage = devtools.send("Runtime.getHeapUsage");
    return usage.get("usedSize").getAsDouble() / BYTES_A_MB;
  }

  private void keepRating(EventPublisher publisher) {
    SplittableRandom random = new SplittableRandom(2);
    long startNs = System.nanoTime();
    for (long n = 0; !stop; n++) {
      publisher.publish(rating(random));
      long dueNs = startNs + n * 1_000_000_000L / rate;
      if (dueNs - System.nanoTime() > 1_000_000) {
        LockSupport.parkNanos(dueNs - System.nanoTime());
      }
    }
  }

  private Rating rating(SplittableRandom random) {
    int user = random.nextInt(users);
    int item = (int) (items * Math.pow(random.nextDouble(), 3));
    double liked = 3 + Math.sin(user) + Math.sin(item) + Math.sin(user % 7 + item % 11);
    double rating = Math.clamp(Math.rint(liked + random.nextGaussian() / 2), 1, 5);
    return Rating.of("u" + user, "m" + item, rating, System.currentTimeMillis());
  }
}
