package io.framelog.standalone;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Tells the person in front of the terminal how far the start is. */
public final class Progress {
  private Progress() {}

  /** Prints one line, with the seconds since the process started. */
  @SuppressWarnings("SystemOut") // The one place that talks to a person, not to a log.
  public static void say(String what) {
    System.out.printf(Locale.ROOT, "%6.1f s  %s%n", secondsSinceStart(), what);
  }

  /** Seconds since the JVM started. */
  public static double secondsSinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
        / 1000.0;
  }
}
