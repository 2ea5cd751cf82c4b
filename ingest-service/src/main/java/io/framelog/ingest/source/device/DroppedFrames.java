package io.framelog.ingest.source.device;

import io.framelog.worker.WorkerReport;
import java.util.OptionalLong;

/** How many frames a capture has dropped since it began, as its worker reports. */
final class DroppedFrames {
  private DroppedFrames() {}

  /** The count in a report; empty when the report is about something else. */
  static OptionalLong in(String report) {
    if (!report.startsWith(WorkerReport.DROPPED)) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(report.substring(WorkerReport.DROPPED.length())));
  }
}
