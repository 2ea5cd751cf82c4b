package io.framelog.it.device;

import io.framelog.it.process.RunningProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** An X server without a screen (Xvfb), whose pixels are a file that the test writes to. */
public final class VirtualScreen implements AutoCloseable {
  public static final int WIDTH = 640;
  public static final int HEIGHT = 360;

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Positions of the header's length and the number of colours, from X11's XWDFile.h. */
  private static final int HEADER_SIZE_AT = 0;

  private static final int COLOURS_AT = 76;
  private static final int COLOUR_BYTES = 12;

  private final Path folder;
  private final int display;
  private final RunningProcess server;

  private VirtualScreen(Path folder, int display, RunningProcess server) {
    this.folder = folder;
    this.display = display;
    this.server = server;
  }

  /** Starts a server with a free display number. */
  public static VirtualScreen start(Path folder) {
    RunningProcess server = launch(folder, "-displayfd", "1");
    String number = server.awaitLine(line -> line.matches("[0-9]+"), PATIENCE);
    return new VirtualScreen(folder, Integer.parseInt(number), server);
  }

  /** Starts another server with the same number. */
  public VirtualScreen startAgain() {
    RunningProcess again = launch(folder, ":" + display, "-displayfd", "1");
    again.awaitLine(line -> line.matches("[0-9]+"), PATIENCE);
    return new VirtualScreen(folder, display, again);
  }

  private static RunningProcess launch(Path folder, String... options) {
    List<String> command = new java.util.ArrayList<>(List.of("Xvfb"));
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-screen",
            "0",
            WIDTH + "x" + HEIGHT + "x24",
            "-nolisten",
            "tcp",
            "-fbdir",
            folder.toString()));
    return RunningProcess.start("Xvfb", command);
  }

  /** The value of {@code DISPLAY} for programs. */
  public String display() {
    return ":" + display;
  }

  /** The device name for a capture. */
  public String device() {
    return "x11grab:" + display();
  }

  /** Paints the left half in one colour and the right half in another, both 0xRRGGBB. */
  public void paint(int left, int right) throws IOException {
    Path pixels = folder.resolve("Xvfb_screen0");
    try (RandomAccessFile file = new RandomAccessFile(pixels.toFile(), "rw");
        FileChannel channel = file.getChannel()) {
      ByteBuffer screen = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
      int at = screen.getInt(HEADER_SIZE_AT) + screen.getInt(COLOURS_AT) * COLOUR_BYTES;
      for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
        int colour = pixel % WIDTH < WIDTH / 2 ? left : right;
        // X stores pixels in the machine's byte order, little endian on all test machines.
        screen.putInt(at + 4 * pixel, Integer.reverseBytes(colour));
      }
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
