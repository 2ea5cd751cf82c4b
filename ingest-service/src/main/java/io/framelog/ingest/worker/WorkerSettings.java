package io.framelog.ingest.worker;

import java.time.Duration;

/**
 * An operator's settings of media workers.
 *
 * @param max workers at a time, at least 1; the spare does not count
 * @param startTimeout how long a worker may take from its start to the first byte of its output
 * @param stallTimeout how long a worker that has work may neither read nor write
 * @param spare whether an idle worker is kept ready after the first use
 */
public record WorkerSettings(int max, Duration startTimeout, Duration stallTimeout, boolean spare) {
  public WorkerSettings {
    if (max < 1) {
      throw new IllegalArgumentException("at most " + max + " workers, expected at least 1");
    }
    if (startTimeout.isNegative() || startTimeout.isZero()) {
      throw new IllegalArgumentException("start time-out " + startTimeout + ", expected above 0");
    }
    if (stallTimeout.isNegative() || stallTimeout.isZero()) {
      throw new IllegalArgumentException("stall time-out " + stallTimeout + ", expected above 0");
    }
  }
}
