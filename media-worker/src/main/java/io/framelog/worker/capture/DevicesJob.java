package io.framelog.worker.capture;

import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.JobException;
import io.framelog.worker.WorkerReport;
import java.io.IOException;

/** Lists the devices of this machine. */
public final class DevicesJob {
  /**
   * Writes one report for each device.
   *
   * @throws IOException when the reports cannot be written
   */
  public void run(PacketStreamWriter packets) throws IOException {
    try {
      for (String device : DeviceLister.list()) {
        packets.report(WorkerReport.DEVICE + device);
      }
      packets.end();
    } catch (JobException e) {
      packets.failed(e.kind(), e.sentence());
    }
  }
}
