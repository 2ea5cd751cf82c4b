package io.framelog.controlplane;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A device as an operator writes it: {@code v4l2:/dev/video0}, {@code lavfi:testsrc2}.
 *
 * <p>A name is passed to FFmpeg and to system libraries, and some of them accept far more than
 * names: ALSA's <code>file:'| command'</code> runs a shell, libavfilter's {@code movie=} opens any
 * file or URL, an X display may be another machine's. So each kind of device has a required form of
 * its names, and any other name is refused before anything opens it.
 *
 * @param scheme FFmpeg's name of the kind of device
 * @param name in the form of its kind
 */
public record CaptureDevice(String scheme, String name) {
  private static final int MAX_NAME = 512;

  /** The form of a kind's names, and its description for people. */
  private record Form(Pattern pattern, String words) {
    Form(String pattern, String words) {
      this(Pattern.compile(pattern), words);
    }
  }

  private static final Map<String, Form> FORMS =
      Map.of(
          "v4l2",
          new Form(
              "/dev/(video[0-9]{1,3}|v4l/by-(id|path)/[A-Za-z0-9_.:+-]{1,200})",
              "/dev/video0 or a link in /dev/v4l/by-id or by-path"),
          "x11grab",
          new Form(
              ":[0-9]{1,5}(\\.[0-9]{1,2})?(\\+[0-9]{1,5},[0-9]{1,5})?",
              "a display of this machine, optionally with a corner: :0.0+100,200"),
          "alsa",
          new Form(
              "default|pulse|pipewire|(plug)?hw:[A-Za-z0-9_]{1,32}(,[0-9]{1,3}){0,2}"
                  + "|(plughw|hw|sysdefault|front|dsnoop):CARD=[A-Za-z0-9_-]{1,32}(,DEV=[0-9]{1,3})?",
              "default, hw:0,0, plughw:0,0 or hw:CARD=name,DEV=0"),
          "pulse",
          new Form("[A-Za-z0-9_.@:+-]{1,256}", "default or the name of a source"),
          "avfoundation",
          new Form("[^:\\p{Cntrl}]{1,200}", "an index or a name without a colon"),
          "dshow",
          new Form("[^:\"=\\p{Cntrl}]{1,200}", "a name without a colon, = or quotes"),
          "gdigrab",
          new Form(
              "desktop|title=[^\\p{Cntrl}]{1,200}|hwnd=(0x)?[0-9a-fA-F]{1,16}",
              "desktop, title=… or hwnd=…"),
          "lavfi",
          new Form("[^\\p{Cntrl}]{1," + MAX_NAME + "}", "a test source: testsrc2=size=640x360"));

  public CaptureDevice {
    Form form = FORMS.get(scheme);
    if (form == null) {
      throw new IllegalArgumentException(
          "device kind is " + printable(scheme) + ", expected one of " + schemes());
    }
    if (name.length() > MAX_NAME || !form.pattern().matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s: is followed by %s, expected %s".formatted(scheme, printable(name), form.words()));
    }
    if (scheme.equals("lavfi")) {
      TestSource.check(name);
    }
  }

  /**
   * Reads a device.
   *
   * @throws IllegalArgumentException saying what was expected
   */
  public static CaptureDevice parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(
          "device is "
              + printable(text)
              + ", expected a kind, a colon and a name: v4l2:/dev/video0");
    }
    return new CaptureDevice(text.substring(0, colon), text.substring(colon + 1));
  }

  /** All kinds of device, of all systems. */
  public static Set<String> schemes() {
    return new TreeSet<>(FORMS.keySet());
  }

  private static String printable(String text) {
    String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
    return "\"" + (plain.length() <= 60 ? plain : plain.substring(0, 60) + "...") + "\"";
  }

  @Override
  public String toString() {
    return scheme + ":" + name;
  }
}
