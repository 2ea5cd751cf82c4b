package io.framelog.media.container.fmp4;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the title in {@code udta}: iTunes style ({@code meta/ilst/©nam/data}, written by ffmpeg's
 * mp4 muxer) or QuickTime style ({@code ©nam} with a counted string, written by its mov muxer).
 */
final class TitleReader {
  private TitleReader() {}

  static @Nullable String read(BoxBody udta) {
    for (BoxBody box = udta.nextChild(); box != null; box = udta.nextChild()) {
      String title =
          switch (box.type()) {
            case FourCc.META -> fromMeta(box);
            case FourCc.NAME -> countedString(box);
            default -> null;
          };
      if (title != null) {
        return title;
      }
    }
    return null;
  }

  private static @Nullable String fromMeta(BoxBody meta) {
    // ISO's meta is a FullBox, QuickTime's is not and directly begins with a child.
    if (meta.remaining() >= 8 && (int) meta.peek64() != FourCc.HDLR) {
      meta.skip(4);
    }
    BoxBody items = meta.findChild(FourCc.ILST);
    BoxBody name = items == null ? null : items.findChild(FourCc.NAME);
    BoxBody data = name == null ? null : name.findChild(FourCc.DATA);
    if (data == null) {
      return null;
    }
    data.skip(8); // type indicator, locale
    return text(data, data.remaining());
  }

  private static @Nullable String countedString(BoxBody name) {
    int length = name.u16();
    name.u16(); // language
    return text(name, Math.min(length, name.remaining()));
  }

  private static @Nullable String text(BoxBody box, int length) {
    String text = new String(box.bytes(length).sharedArray(), StandardCharsets.UTF_8);
    return text.isEmpty() ? null : text;
  }
}
