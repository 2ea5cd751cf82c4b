package io.framelog.standalone;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Prints the progress of the start to the terminal. */
public final class Progress {
  private Progress() {}

  /** Prints one line, with the seconds since the process started. */
  @SuppressWarnings("SystemOut") // Output for the user's terminal, not for a log.
  public static void say(String what) {
    System.out.printf(Locale.ROOT, "%6.1f s  %s%n", secondsSinceStart(), what);
  }

  /** Seconds since the JVM started. */
  public static double secondsSinceStart() {
    return (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime())
        / 1000.0;
  }
}
