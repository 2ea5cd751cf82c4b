package io.framelog.media.container.fmp4;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.fuzz.PublishedBytes;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class Fmp4ParserFuzzTest {
  @Timeout(120)
  @MethodSource("io.framelog.media.fuzz.FuzzSeeds#mp4")
  @FuzzTest
  void carriesOrRefusesAnyMp4(byte @NotNull [] bytes) {
    PublishedBytes.check(() -> new Fmp4Parser(ParserLimits.DEFAULT), bytes);
  }
}
