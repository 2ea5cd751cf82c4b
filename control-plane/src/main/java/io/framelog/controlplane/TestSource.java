package io.framelog.controlplane;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Checks a libavfilter graph that stands for a test picture or tone. Filters can open files and
 * URLs ({@code movie}, {@code drawtext=textfile}), load plugins and run scripts, so only filters
 * are allowed that can do none of this, in a chain without quotes, escapes, labels or brackets:
 *
 * <pre>
 *   chain  = filter *( "," filter )
 *   filter = name [ "=" options ]     name: one of the lists
 *                                     options: A-Z a-z 0-9 _ = : . + - * # @, and / between digits
 * </pre>
 *
 * Without quotes and escapes a comma always ends a filter, so that libavfilter sees the names that
 * were checked here.
 */
final class TestSource {
  private static final Set<String> SOURCES =
      Set.of(
          "allrgb",
          "allyuv",
          "anoisesrc",
          "anullsrc",
          "color",
          "colorchart",
          "colorspectrum",
          "gradients",
          "mandelbrot",
          "nullsrc",
          "pal100bars",
          "pal75bars",
          "rgbtestsrc",
          "sierpinski",
          "sine",
          "smptebars",
          "smptehdbars",
          "testsrc",
          "testsrc2",
          "yuvtestsrc",
          "zoneplate");

  private static final Set<String> FILTERS =
      Set.of(
          "aformat",
          "aresample",
          "drawbox",
          "drawgrid",
          "format",
          "fps",
          "hflip",
          "hue",
          "negate",
          "scale",
          "tremolo",
          "vflip",
          "volume");

  private static final Pattern FILTER =
      Pattern.compile("([a-z0-9]+)(=([A-Za-z0-9_=:.+*#@-]|(?<=[0-9])/(?=[0-9]))*)?");

  private TestSource() {}

  static void check(String graph) {
    String[] filters = graph.split(",", -1);
    for (int i = 0; i < filters.length; i++) {
      var matcher = FILTER.matcher(filters[i]);
      Set<String> allowed = i == 0 ? SOURCES : FILTERS;
      if (!matcher.matches() || !allowed.contains(matcher.group(1))) {
        throw new IllegalArgumentException(
            "lavfi: filter "
                + (i + 1)
                + " is not one that may be used, or its options hold more than"
                + " A-Z a-z 0-9 _ = : . + - * # @; expected "
                + (i == 0 ? "a source of " : "one of ")
                + new TreeSet<>(allowed));
      }
    }
  }
}
