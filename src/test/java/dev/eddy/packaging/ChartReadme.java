package dev.eddy.packaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Map;

/// The page `helm/eddy/README.md`, made of the chart's values and of what their schema says.
final class ChartReadme {

  private ChartReadme() {}

  static String generate() throws IOException {
    JsonNode chart = new YAMLMapper().readTree(Chart.FOLDER.resolve("Chart.yaml").toFile());
    StringBuilder page =
        new StringBuilder(
            """
            # Eddy on Kubernetes

            %s

            ```
            docker build -f deploy/Dockerfile -t eddy:%s .     # and push it to where the cluster finds it
            helm install shop helm/eddy --set kafka.bootstrapServers=kafka:9092 --set image.repository=registry.example/eddy
            helm test shop
            ```

            Kafka is yours: the chart brings none. Four files of values to start from are in [ci](ci): the least that works, production, TLS with
            SASL, and nothing monitored. A value that is not in the table is refused; `settings` takes every key of
            [docs/configuration.md](../../docs/configuration.md). Package the chart with `helm package`, which follows the links in `files`.

            This page is generated from `values.yaml` and `values.schema.json`.

            | value | default | meaning |
            |---|---|---|
            """
                .formatted(chart.get("description").asText(), chart.get("appVersion").asText()));
    rows(
        page,
        "",
        new YAMLMapper().readTree(Chart.FOLDER.resolve("values.yaml").toFile()),
        new JsonMapper().readTree(Chart.FOLDER.resolve("values.schema.json").toFile()));
    return page.toString();
  }

  private static void rows(StringBuilder page, String prefix, JsonNode values, JsonNode schema) {
    for (Map.Entry<String, JsonNode> value : values.properties()) {
      JsonNode said = schema.at("/properties/" + value.getKey());
      String name = prefix + value.getKey();
      if (value.getValue().isObject() && said.path("properties").size() > 0) {
        rows(page, name + ".", value.getValue(), said);
      } else {
        String meaning = said.path("description").asText();
        if (meaning.isEmpty()) {
          throw new AssertionError("values.schema.json does not describe " + name);
        }
        page.append(
            "| `%s` | `%s` | %s |\n"
                .formatted(name, value.getValue(), meaning.replace("|", "\\|")));
      }
    }
  }
}
