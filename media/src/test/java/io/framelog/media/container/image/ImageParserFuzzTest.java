package io.framelog.media.container.image;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.fuzz.PublishedBytes;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class ImageParserFuzzTest {
  @Timeout(120)
  @MethodSource("io.framelog.media.fuzz.FuzzSeeds#images")
  @FuzzTest
  void carriesOrRefusesAnyImages(byte @NotNull [] bytes) {
    PublishedBytes.check(() -> new ImageParser(ParserLimits.DEFAULT, () -> 1_000_000_000L), bytes);
  }
}
