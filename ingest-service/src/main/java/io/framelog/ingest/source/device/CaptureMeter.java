package io.framelog.ingest.source.device;

import java.util.List;

/** Metrics of the captures. */
public interface CaptureMeter {
  /** Every reason a capture may fail for. */
  static List<String> reasons() {
    return CaptureFailure.reasons();
  }

  /** A capture failed; counted by the reason's label. */
  void captureFailed(String reason);

  /** Number of further frames that were dropped. */
  void framesDropped(long frames);
}
