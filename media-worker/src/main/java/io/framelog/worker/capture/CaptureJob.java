package io.framelog.worker.capture;

import io.framelog.media.container.packet.FailureKind;
import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.JobException;
import io.framelog.worker.encode.PacketOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Captures devices until stdin ends: a node closes it to release the devices, and it also ends when
 * the node dies.
 */
public final class CaptureJob {
  private final CaptureOptions options;

  private CaptureJob(CaptureOptions options) {
    this.options = options;
  }

  /**
   * Parses a job's argument.
   *
   * @param argument {@code name=value}, separated by tabs, see {@link CaptureOptions}
   * @throws IllegalArgumentException when the argument is not valid
   */
  public static CaptureJob parse(String argument) {
    return new CaptureJob(CaptureOptions.parse(Arrays.asList(argument.split("\t"))));
  }

  /**
   * Runs until a device fails, which is reported as the packet stream's last message, or stdin
   * ends.
   *
   * @param leave ends the process when stdin has ended
   * @throws IOException when the packets cannot be written
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
                  // A capture takes no input.
                }
                output.end();
              } catch (IOException e) {
                System.err.println("cannot write the packets: " + e.getMessage());
              }
              leave.run();
            },
            "stdin");
    thread.setDaemon(true);
    thread.start();
  }
}
