package dev.eddy.serve.users;

import dev.eddy.factorization.user.History;
import dev.eddy.http.Json;
import dev.eddy.http.Request;
import dev.eddy.http.Response;
import dev.eddy.index.ItemIndex;
import dev.eddy.serve.backend.Backend;
import dev.eddy.serve.backend.LocalUsers;
import dev.eddy.serve.backend.UserState;
import dev.eddy.serve.backend.WriteToken;
import dev.eddy.serve.peer.Users;
import dev.eddy.serve.request.Endpoint;
import dev.eddy.serve.request.RequestParameters;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `GET /v1/crosstab`: a corner of the ratings matrix, users by items.
///
/// | parameter | allowed | default | meaning |
/// |---|---|---|---|
/// | `users` | up to 50 ids | the busiest | the rows |
/// | `items` | up to 50 ids | the most rated | the columns |
/// | `format` | json, csv, table | json | CSV, or a table for people, as text |
/// | `n` | 1–50 | 15 | how many, of users and items that are not named |
///
/// Status 200. A rating that there is not is `null`; an unknown user has none. 503
/// while an instance does not answer for its part of the users.
public final class CrosstabEndpoint implements Endpoint {

  private static final int MAX_SIZE = 50;

  private final Backend backend;
  private final Users users;

  public CrosstabEndpoint(Backend backend, Users users) {
    this.backend = backend;
    this.users = users;
  }

  /// A column.
  record Column(String itemId, String title) {}

  /// A row: the user's ratings in the order of the columns.
  record Row(String userId, List<Double> ratings) {}

  /// The answer.
  record Answer(List<Column> items, List<Row> users) {}

  @Override
  public String path() {
    return "/v1/crosstab";
  }

  @Override
  public void handle(Request request, Response response) {
    RequestParameters parameters = RequestParameters.of(request, "users", "items", "format", "n");
    String format = parameters.choice("format", "json", "json", "csv", "table");
    int n = parameters.whole("n", 15, 1, MAX_SIZE);
    List<String> userIds = parameters.ids("users", MAX_SIZE);
    if (userIds.isEmpty()) {
      userIds = users.busiest(0, n).users().stream().map(LocalUsers.UserCount::userId).toList();
    }
    List<String> items = parameters.ids("items", MAX_SIZE);
    if (items.isEmpty()) {
      ItemIndex index = backend.index();
      items = Arrays.stream(index.mostRated(n, 1)).mapToObj(index::id).toList();
    }
    List<String> ids = items;
    List<Column> columns =
        ids.stream().map(id -> new Column(id, backend.item(id).title())).toList();
    Map<String, UserState> known = users.of(userIds, WriteToken.NONE);
    List<Row> rows =
        userIds.stream().map(user -> new Row(user, ratings(known.get(user), ids))).toList();
    if (format.equals("json")) {
      Json.send(response, new Answer(columns, rows));
      return;
    }
    CrosstabText text =
        new CrosstabText(
            columns.stream().map(Column::title).toList(),
            rows.stream().map(Row::userId).toList(),
            rows.stream().map(Row::ratings).toList());
    boolean csv = format.equals("csv");
    response.header("Content-Type", (csv ? "text/csv" : "text/plain") + ";charset=utf-8");
    response.header("Cache-Control", "no-store");
    response.send((csv ? text.toCsv() : text.toTable()).getBytes(StandardCharsets.UTF_8));
  }

  private List<Double> ratings(UserState user, List<String> items) {
    Map<Integer, Double> rated = new HashMap<>();
    for (History.Entry entry : user.ratings()) {
      rated.put(entry.item(), Json.round(entry.rating()));
    }
    List<Double> ratings = new ArrayList<>();
    for (String item : items) {
      ratings.add(rated.get(backend.index().find(item)));
    }
    return ratings;
  }
}
