package dev.eddy.simulate.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eddy.drift.monitor.Monitor;
import dev.eddy.drift.monitor.Monitors;
import dev.eddy.factorization.model.LearningSettings;
import dev.eddy.kernel.KernelChoice;
import dev.eddy.simulate.World;
import dev.eddy.simulate.loop.ClosedLoop;
import dev.eddy.simulate.loop.LoopBrakes;
import dev.eddy.simulate.loop.LoopRun;
import dev.eddy.simulate.loop.LoopSettings;
import dev.eddy.simulate.people.Scenario;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LoopPageTest {

  private static String page() {
    LoopSettings settings =
        new LoopSettings(Scenario.LOOP, true, LoopBrakes.NONE, 40, 60, 120, 0.2, 5);
    LoopRun run =
        new ClosedLoop(
                settings,
                LearningSettings.forScale(World.SCALE_MIN, World.SCALE_MAX),
                KernelChoice.AUTO.select())
            .run(round -> {});
    return new LoopPage(run).html();
  }

  @Test
  void shouldStandAlone() {
    String page = page();
    for (Monitor monitor : Monitors.all()) {
      assertThat(page).contains("<b>" + monitor.name() + "</b>");
    }
    assertThat(page)
        .contains("class=\"alarm\" cx=", "<b>share of ", "<b>Gini coefficient</b>")
        .contains("class=\"control\" d=")
        .contains("prefers-color-scheme: dark")
        .contains("@media print")
        .doesNotContain("<script", "src=", "href=", "NaN");
    assertThat(Pattern.compile("<svg").matcher(page).results().count())
        .isEqualTo(Monitors.all().size() + 2L);
  }

  @Test
  void shouldEscapeText() {
    assertThat(LoopPage.escaped("<a title=\"it's\">&</a>"))
        .isEqualTo("&lt;a title=&quot;it&#39;s&quot;&gt;&amp;&lt;/a&gt;");
  }
}
