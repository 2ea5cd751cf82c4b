package io.framelog.media.container.mkv;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.framelog.media.container.ParserLimits;
import io.framelog.media.fuzz.PublishedBytes;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

class MatroskaParserFuzzTest {
  @Timeout(120)
  @MethodSource("io.framelog.media.fuzz.FuzzSeeds#matroska")
  @FuzzTest
  void carriesOrRefusesAnyMatroska(byte @NotNull [] bytes) {
    PublishedBytes.check(() -> new MatroskaParser(ParserLimits.DEFAULT), bytes);
  }
}
