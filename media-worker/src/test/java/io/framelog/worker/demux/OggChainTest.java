package io.framelog.worker.demux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OggChainTest {
  private static final int CONTINUED = 1;
  private static final int BEGIN = 2;
  private static final int END = 4;

  private final ByteArrayOutputStream first = new ByteArrayOutputStream();
  private final ByteArrayOutputStream second = new ByteArrayOutputStream();

  OggChainTest() {
    first.writeBytes(page(BEGIN, 1, 30));
    first.writeBytes(page(BEGIN, 2, 19));
    first.writeBytes(page(0, 1, 60_000));
    first.writeBytes(page(END, 2, 0));
    first.writeBytes(page(CONTINUED | END, 1, 255 * 255));
    second.writeBytes(page(BEGIN, 1, 30));
    second.writeBytes(page(0, 1, 500));
  }

  /** A page of RFC 3533 §6; its segments determine its length. */
  private static byte[] page(int flags, int serial, int bytes) {
    int segments = Math.min(255, bytes / 255 + 1);
    ByteBuffer page = ByteBuffer.allocate(27 + segments + bytes).order(ByteOrder.LITTLE_ENDIAN);
    page.put("OggS".getBytes(StandardCharsets.US_ASCII));
    page.put((byte) 0).put((byte) flags).putLong(bytes).putInt(serial).putInt(7).putInt(0);
    page.put((byte) segments);
    int left = bytes;
    for (int i = 0; i < segments; i++) {
      page.put((byte) Math.min(255, left));
      left -= Math.min(255, left);
    }
    byte[] body = new byte[bytes];
    new Random(bytes).nextBytes(body);
    page.put(body);
    return page.putInt(22, OggChecksum.of(page.array(), 0, page.limit(), 22)).array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static List<byte[]> links(byte[] input, int slice) throws IOException {
    OggChain chain =
        new OggChain(
            new ByteArrayInputStream(input) {
              @Override
              public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(slice, length));
              }
            });
    List<byte[]> links = new ArrayList<>();
    do {
      links.add(chain.link().readAllBytes());
      assertThat(chain.link().read()).isEqualTo(-1);
    } while (chain.next());
    return links;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 27, 4096, 100_000})
  void splitsWhereALogicalStreamBeginsAfterData(int slice) throws IOException {
    byte[] one = first.toByteArray();
    byte[] other = second.toByteArray();

    assertThat(links(joined(one, other, one), slice)).containsExactly(one, other, one);
  }

  @Test
  void keepsBytesBetweenPagesInThePreviousLink() throws IOException {
    byte[] junk = {'O', 'g', 'g', 'O', 'g', 'g', 'S', 0, 1};
    byte[] one = first.toByteArray();
    byte[] other = second.toByteArray();

    assertThat(links(joined(junk, one, junk, other, junk), 1))
        .containsExactly(joined(junk, one, junk), joined(other, junk));
  }

  @Test
  void ignoresTheHeaderOfAPageWithAWrongChecksum() throws IOException {
    byte[] one = first.toByteArray();
    byte[] other = second.toByteArray();
    other[30] ^= 1;

    // then the page after it has no beginning
    byte[] begin = Arrays.copyOf(other, 27 + 1 + 30);
    assertThat(links(joined(one, other, one), 1000)).containsExactly(joined(one, begin), one);
  }

  @Test
  void dropsPagesOfAStreamThatHasNotBegun() throws IOException {
    byte[] one = first.toByteArray();

    assertThat(links(joined(one, page(0, 9, 600), page(0, 1, 600)), 1000)).containsExactly(one);
  }

  @Test
  void keepsAllPagesWhenNoStreamHasBegun() throws IOException {
    byte[] middle = joined(page(0, 9, 600), page(0, 9, 700));

    assertThat(links(middle, 1000)).containsExactly(middle);
  }

  @Test
  void findsALinkAfterAPageWithADamagedLength() throws IOException {
    byte[] one = first.toByteArray();
    byte[] damaged = page(0, 1, 100);
    damaged[26] = (byte) 0xff;
    byte[] other = second.toByteArray();

    assertThat(links(joined(one, damaged, other), 1000))
        .containsExactly(joined(one, damaged), other);
  }

  /** Every four bytes look like the beginning of a page of 9 kB. */
  @Test
  @Timeout(60)
  void boundsTheWorkForBytesThatLookLikePages() throws IOException {
    byte[] looks = new byte[16 << 20];
    for (int i = 0; i < looks.length; i++) {
      looks[i] = (byte) "OggS".charAt(i % 4);
    }
    assertThat(links(looks, 100_000)).containsExactly(looks);
  }

  @Test
  void skipsTheRestOfALink() throws IOException {
    OggChain chain =
        new OggChain(new ByteArrayInputStream(joined(first.toByteArray(), second.toByteArray())));
    InputStream link = chain.link();
    assertThat(link.readNBytes(40)).isEqualTo(Arrays.copyOf(first.toByteArray(), 40));

    assertThat(chain.next()).isTrue();
    assertThat(chain.link().readAllBytes()).isEqualTo(second.toByteArray());
    assertThat(chain.next()).isFalse();
    assertThat(chain.next()).isFalse();
  }

  @Test
  void damageDoesNotAffectEarlierBytes() throws IOException {
    byte[] one = first.toByteArray();
    byte[] whole = joined(one, second.toByteArray(), one);
    Random random = new Random(3);
    for (int times = 0; times < 300; times++) {
      byte[] damaged =
          Arrays.copyOf(whole, one.length + random.nextInt(whole.length - one.length + 1));
      for (int i = 0; i < 5 && damaged.length > one.length; i++) {
        damaged[one.length + random.nextInt(damaged.length - one.length)] = (byte) random.nextInt();
      }
      byte[] got = joined(links(damaged, 1 + random.nextInt(70_000)).toArray(byte[][]::new));
      assertThat(got.length).as("round " + times).isBetween(one.length, damaged.length);
      assertThat(Arrays.mismatch(Arrays.copyOf(got, one.length), one)).isEqualTo(-1);
    }
  }
}
