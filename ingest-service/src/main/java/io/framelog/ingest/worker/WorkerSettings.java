package io.framelog.ingest.worker;

import java.time.Duration;

/**
 * What an operator may set about media workers.
 *
 * @param max workers at a time, at least 1; the spare does not count
 * @param startTimeout how long a worker may take from its start to the first byte of its output
 * @param stallTimeout how long a worker may take nothing and give nothing while it has work
 * @param spare whether one worker waits ready once any was asked for
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
