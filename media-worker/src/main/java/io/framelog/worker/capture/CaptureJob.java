package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.JobException;
import io.framelog.worker.encode.PacketOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Captures devices until stdin ends, which is how a node lets them go, also when it dies. */
public final class CaptureJob {
  private final CaptureOptions options;

  private CaptureJob(CaptureOptions options) {
    this.options = options;
  }

  /**
   * Reads a job's argument.
   *
   * @param argument {@code name=value}, separated by tabs, see {@link CaptureOptions}
   * @throws IllegalArgumentException when it is none
   */
  public static CaptureJob parse(String argument) {
    return new CaptureJob(CaptureOptions.parse(Arrays.asList(argument.split("\t"))));
  }

  /**
   * Runs until a device fails, which is the packet stream's last message, or stdin ends.
   *
   * @param leave ends the process, once stdin has ended
   * @throws IOException when nobody takes the packets any more
   */
  public void run(InputStream stdin, PacketStreamWriter packets, Runnable leave)
      throws IOException {
    PacketOutput output = new PacketOutput(packets);
    endWith(stdin, output, leave);
    try {
      JobException why = new Capture(options, output, FfmpegDevices.load()).untilFailure();
      output.failed(why.kind(), why.sentence());
    } catch (JobException e) {
      output.failed(e.kind(), e.sentence());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      output.failed(FailureKind.OTHER, "interrupted");
    }
  }

  private static void endWith(InputStream stdin, PacketOutput output, Runnable leave) {
    Thread thread =
        new Thread(
            () -> {
              try {
                while (stdin.read() >= 0) {
                  // Nothing is said to a capture.
                }
                output.end();
              } catch (IOException e) {
                System.err.println("nobody reads any more: " + e.getMessage());
              }
              leave.run();
            },
            "stdin");
    thread.setDaemon(true);
    thread.start();
  }
}
