package io.framelog.benchmarks.sizing;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Sizings as rows of Markdown. */
final class SizingTable {
  /** The rows of docs/6-scale.md. */
  static final List<Demand> OF_THE_PAGE =
      List.of(
          new Demand(1, 2, 1_000),
          new Demand(10, 2, 2_000),
          new Demand(10, 4, 20_000),
          new Demand(100, 2, 20_000),
          new Demand(200, 2, 2_000),
          new Demand(1_000, 2, 10_000),
          new Demand(1_000, 2, 100_000),
          new Demand(3_000, 1, 30_000),
          new Demand(1, 2, 1_000_000),
          new Demand(100, 2, 1_000_000),
          new Demand(1_000, 2, 1_000_000));

  private static final String HEAD =
      "| streams | Mbit/s | viewers | to viewers, Gbit/s | ingest nodes | disk, TB |"
          + " edges | out of Kafka, Gbit/s | brokers |"
          + " edges, together | out of Kafka, Gbit/s | brokers | maps a broker |\n"
          + "|---|---|---|---|---|---|---|---|---|---|---|---|---|\n";

  private SizingTable() {}

  static String of(List<Demand> demands) {
    return demands.stream().map(SizingTable::row).collect(Collectors.joining("", HEAD, ""));
  }

  private static String row(Demand demand) {
    Sizing anywhere = new Sizing(demand, Spread.ANYWHERE);
    Sizing together = new Sizing(demand, Spread.TOGETHER);
    return String.format(
        Locale.ROOT,
        "| %,d | %s | %,d | %s | %d | %s | %s | %s | %s | %s | %s | %s | %,d |\n",
        demand.streams(),
        number(demand.megabits()),
        demand.viewers(),
        number(anywhere.viewerGigabits()),
        anywhere.ingestNodes(),
        number(anywhere.diskTerabytes()),
        edges(anywhere),
        number(anywhere.kafkaOutGigabits()),
        brokers(anywhere),
        edges(together),
        number(together.kafkaOutGigabits()),
        brokers(together),
        together.mapsABroker());
  }

  private static String edges(Sizing sizing) {
    String by = sizing.edgesByLink() > sizing.edgesByCores() ? "link" : "cores";
    return count(sizing.edges(), Math.max(sizing.edgesByLink(), sizing.edgesByCores()), by);
  }

  private static String brokers(Sizing sizing) {
    int most =
        Math.max(sizing.brokersByLink(), Math.max(sizing.brokersByCores(), sizing.brokersByMaps()));
    String by =
        most == sizing.brokersByLink() ? "link" : most == sizing.brokersByMaps() ? "maps" : "cores";
    return count(sizing.brokers(), most, by);
  }

  /** A number and the resource that requires it; the minimum has none. */
  private static String count(int number, int asked, String by) {
    return number > asked ? "%,d".formatted(number) : "%,d (%s)".formatted(number, by);
  }

  /** Formats with two significant digits. */
  private static String number(double value) {
    if (value >= 10 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 1 ? "%.1f" : "%.2f", value);
  }
}
