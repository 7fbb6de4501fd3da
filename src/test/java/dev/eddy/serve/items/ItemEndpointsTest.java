package dev.eddy.serve.items;

import static dev.eddy.serve.FakeApi.ids;
import static dev.eddy.serve.FakeApi.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eddy.http.FakeCall;
import dev.eddy.serve.FakeApi;
import dev.eddy.serve.backend.FakeBackend;
import dev.eddy.serve.backend.TwoTastes;
import java.io.IOException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Items, their rankings and their neighbours, in a world of two tastes.
class ItemEndpointsTest {

  private static FakeBackend backend;
  private static FakeApi api;

  @BeforeAll
  static void start() throws IOException {
    backend = TwoTastes.learned();
    api = new FakeApi(backend);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void forgetWhatWasWritten() {
    backend.written.clear();
  }

  @Test
  void shouldTellOfOneItem() {
    JsonNode item = api.get("/v1/items/m4");
    assertThat(item.get("title").asText()).isEqualTo("Title 4");
    assertThat(item.get("genres").toString()).isEqualTo("[\"Drama\",\"Peace\"]");
    assertThat(item.get("tags").toString()).isEqualTo("[\"classic\"]");
    assertThat(item.get("year").asInt()).isEqualTo(1984);
    assertThat(item.get("ratings").asInt()).isBetween(10, TwoTastes.USERS);
    assertThat(item.get("mean").asDouble()).isBetween(2.0, 4.0);
    assertThat(item.has("start")).as("it is rated").isFalse();
    assertThat(item.has("hidden")).isFalse();
    assertThat(api.get("/v1/items/m7").get("hidden").asBoolean()).isTrue();
    assertThat(api.refused(404, "/v1/items/m80")).contains("m80");
  }

  @Test
  void shouldFindItemsByWordsAndSortThem() {
    assertThat(api.get("/v1/items?q=TITLE&genre=War&n=1000").get("total").asInt())
        .isEqualTo(TwoTastes.ITEMS / 5);
    assertThat(ids(api.get("/v1/items?q=title%207&sort=title"))).contains("m7");
    assertThat(ids(api.get("/v1/items?q=no%20such%20title"))).isEmpty();
    double before = Double.POSITIVE_INFINITY;
    for (JsonNode item : api.get("/v1/items?sort=mean&n=1000").get("items")) {
      assertThat(item.get("mean").asDouble()).isLessThanOrEqualTo(before);
      before = item.get("mean").asDouble();
    }
    JsonNode page = api.get("/v1/items?n=5&offset=78");
    assertThat(page.get("total").asInt()).isEqualTo(TwoTastes.ITEMS);
    assertThat(page.get("items")).hasSize(2);
  }

  @Test
  void shouldRankItems() {
    List<String> popular = ids(api.get("/v1/items/popular?n=1000"));
    assertThat(popular).hasSize(TwoTastes.ITEMS - 1).doesNotContain("m7");
    assertThat(ids(api.get("/v1/items/popular?n=3&offset=2"))).isEqualTo(popular.subList(2, 5));
    assertThat(ids(api.get("/v1/items/latest?n=2"))).allMatch(id -> number(id) % 40 == 39);
    assertThat(ids(api.get("/v1/items/representative?n=10"))).hasSize(10).doesNotHaveDuplicates();
    JsonNode rising = api.get("/v1/items/trending?n=5&half-life=100&evidence=1");
    assertThat(rising.get("items")).isNotEmpty();
    assertThat(rising.at("/items/0/rise").asDouble()).isPositive();
    assertThat(api.get("/v1/items/trending?evidence=1000000").get("items")).isEmpty();
    assertThat(api.refused(400, "/v1/items/trending?half-life=7")).contains("half-life", "1000");
  }

  @Test
  void shouldFindNeighboursByTasteAndByChoice() {
    JsonNode byTaste = api.get("/v1/items/m10/similar?n=8&by=taste");
    assertThat(byTaste.get("by").asText()).isEqualTo("taste");
    assertThat(ids(byTaste)).hasSize(8).doesNotContain("m10", "m7");
    assertThat(ids(byTaste).stream().filter(id -> number(id) % 2 == 0).count()).isGreaterThan(6);
    JsonNode byChoice = api.get("/v1/items/m3/similar?n=5");
    assertThat(byChoice.get("by").asText()).isEqualTo("choice");
    assertThat(ids(byChoice)).isNotEmpty().doesNotContain("m3", "m7");
    List<String> several = ids(api.get("/v1/items/similar?to=m1,m3,m5&n=8"));
    assertThat(several.stream().filter(id -> number(id) % 2 == 1).count()).isGreaterThan(6);
    assertThat(several).doesNotContain("m1", "m3", "m5");
    assertThat(api.refused(404, "/v1/items/similar?to=m1,never")).contains("never");
    assertThat(api.refused(404, "/v1/items/never/similar")).contains("never");
  }

  @Test
  void shouldMapTheMostRatedItems() {
    JsonNode map = api.get("/v1/map?n=20");
    assertThat(map.get("items")).hasSize(20);
    List<String> mapped =
        StreamSupport.stream(map.get("items").spliterator(), false)
            .map(item -> item.get("itemId").asText())
            .toList();
    assertThat(mapped).doesNotHaveDuplicates().allMatch(id -> number(id) < TwoTastes.ITEMS);
  }

  @Test
  void shouldSayWhatIsWrongWithAnEntry() {
    assertThat(api.refused(400, new FakeCall("PUT", "/v1/items/a").json("{\"year\":\"old\"}")))
        .contains("year");
    assertThat(api.refused(400, new FakeCall("PUT", "/v1/items/a").json("{\"itemId\":\"b\"}")))
        .contains("in the path");
    assertThat(
            api.refused(
                413,
                new FakeCall("PUT", "/v1/items/a")
                    .json("{\"title\":\"%s\"}".formatted("x".repeat(1 << 20)))))
        .contains("bytes");
    assertThat(backend.written).isEmpty();
  }
}
