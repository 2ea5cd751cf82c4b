package io.framelog.benchmarks.sizing;

import java.util.List;

/** Prints the row of a demand, or the table of docs/6-scale.md. */
public final class Size {
  private Size() {}

  @SuppressWarnings("SystemOut") // Prints to the terminal.
  public static void main(String... arguments) {
    try {
      System.out.print(SizingTable.of(demands(arguments)));
    } catch (IllegalArgumentException e) {
      System.err.println("size: " + e.getMessage());
      System.exit(1);
    }
  }

  private static List<Demand> demands(String... arguments) {
    if (arguments.length == 0) {
      return SizingTable.OF_THE_PAGE;
    }
    if (arguments.length != 3) {
      throw new IllegalArgumentException("expected STREAMS MBIT_A_SECOND VIEWERS");
    }
    return List.of(
        new Demand(
            Integer.parseInt(arguments[0]),
            Double.parseDouble(arguments[1]),
            Integer.parseInt(arguments[2])));
  }
}
