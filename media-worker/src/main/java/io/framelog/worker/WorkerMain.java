package io.framelog.worker;

import io.framelog.media.container.packet.PacketStreamWriter;
import io.framelog.worker.capture.CaptureJob;
import io.framelog.worker.capture.DevicesJob;
import io.framelog.worker.demux.DemuxJob;
import io.framelog.worker.picture.PicturesJob;
import io.framelog.worker.transcode.TranscodeJob;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A media worker: one process for one publisher or device, or for an edge's pictures.
 *
 * <pre>
 *   stdin   the job line, then the job's input; the worker exits when stdin ends
 *   stdout  a packet stream, or pictures
 *   stderr  FFmpeg's log
 * </pre>
 *
 * The native libraries are loaded before the line is read: a worker that was started ahead of time
 * waits there and can begin any job at once.
 */
public final class WorkerMain {
  private static final int MAX_LINE = 64 << 10;

  private WorkerMain() {}

  public static void main(String[] arguments) throws IOException {
    // Other output to stdout would corrupt the packet stream.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    NativeLibraries.load();
    FileInputStream in = new FileInputStream(FileDescriptor.in);
    String line = readLine(in);
    if (line == null) {
      return;
    }
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      WorkerJob job = WorkerJob.parse(line);
      if (job.verb() == WorkerJob.Verb.PICTURES) {
        new PicturesJob().run(in, out);
      } else {
        run(job, in, new PacketStreamWriter(out.getChannel()));
      }
    } catch (IOException e) {
      System.err.println("cannot write the output: " + e.getMessage());
    }
  }

  private static void run(WorkerJob job, InputStream in, PacketStreamWriter packets)
      throws IOException {
    switch (job.verb()) {
      case CAPTURE -> CaptureJob.parse(job.argument()).run(in, packets, WorkerMain::leave);
      case DEVICES -> new DevicesJob().run(packets);
      case PICTURES -> throw new IllegalArgumentException("a pictures job writes no packets");
      case TRANSCODE -> new TranscodeJob(job.argument()).run(in, packets);
      case DEMUX -> DemuxJob.parse(job.argument()).run(in, packets);
    }
  }

  /** Exits without waiting for native code, which may hang in a device. */
  private static void leave() {
    Runtime.getRuntime().halt(0);
  }

  /** Byte by byte: the bytes after the line are the job's input. */
  private static @Nullable String readLine(InputStream in) throws IOException {
    byte[] line = new byte[MAX_LINE];
    int length = 0;
    while (length < MAX_LINE) {
      int read = in.read();
      if (read < 0) {
        return null;
      }
      if (read == '\n') {
        return new String(line, 0, length, StandardCharsets.UTF_8);
      }
      line[length++] = (byte) read;
    }
    throw new IOException("the job's line is longer than " + MAX_LINE + " bytes");
  }
}
