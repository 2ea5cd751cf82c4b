package io.framelog.edge;

import static io.restassured.RestAssured.given;

/** The metrics of the edge under test, in Prometheus format. */
public final class MetricsPage {
  private MetricsPage() {}

  /** Sum of a metric over all its tags. */
  public static double sum(String metric) {
    return sumOf(metric + "{") + sumOf(metric + " ");
  }

  /**
   * Sum of a metric over its other tags.
   *
   * @param tag one of its tags and the value, as written in the page
   */
  public static double sum(String metric, String tag) {
    return sumOf(metric + "{" + tag);
  }

  private static double sumOf(String start) {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
