package io.framelog.media.container;

import io.framelog.media.container.fmp4.Fmp4Parser;
import io.framelog.media.container.image.ImageParser;
import io.framelog.media.container.mkv.MatroskaParser;

/** A container that is parsed in this process. */
public enum ParsedContainer implements Detection {
  MP4,
  MATROSKA,
  /** JPEG and WebP images, also as multipart. */
  IMAGES;

  /** A parser that has read nothing. Its events pass through a {@link TrackChangeFilter}. */
  public ContainerParser parser(ParserLimits limits) {
    return TrackChangeFilter.around(
        switch (this) {
          case MP4 -> new Fmp4Parser(limits);
          case MATROSKA -> new MatroskaParser(limits);
          case IMAGES -> new ImageParser(limits);
        });
  }
}
