package io.framelog.log;

import io.framelog.config.ConfigCheck;
import io.framelog.config.Mistakes;

/** Checks the sizes of {@link LogConfig} against each other. */
public final class LogConfigCheck implements ConfigCheck<LogConfig> {
  @Override
  public void check(LogConfig config, Mistakes mistakes) {
    long minBuffer = 2L * Math.max(config.maxInFlightBytes(), config.maxRecordBytes());
    mistakes.expect(
        config.bufferMemory() >= minBuffer,
        "framelog.log.buffer-memory",
        config.bufferMemory(),
        "at least " + minBuffer);
    long minFree = 2 * config.bufferMemory();
    mistakes.expect(
        config.minFreeBytes() == 0 || config.minFreeBytes() >= minFree,
        "framelog.log.min-free-bytes",
        config.minFreeBytes(),
        "at least " + minFree);
  }
}
