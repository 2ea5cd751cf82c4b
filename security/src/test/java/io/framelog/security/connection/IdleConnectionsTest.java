package io.framelog.security.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
  private static final InetAddress ONE = address(1);
  private static final InetAddress OTHER = address(2);

  private static InetAddress address(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theLongestIdleConnectionIsReturned() {
    IdleConnections<String> idle = new IdleConnections<>(2);

    assertThat(idle.add(ONE, "a")).isEmpty();
    assertThat(idle.add(ONE, "b")).isEmpty();
    assertThat(idle.add(OTHER, "c")).isEmpty();
    assertThat(idle.add(ONE, "d")).containsExactly("a");
    assertThat(idle.size()).isEqualTo(3);
  }

  @Test
  void aBusyConnectionDoesNotCount() {
    IdleConnections<String> idle = new IdleConnections<>(2);
    idle.add(ONE, "a");
    idle.add(ONE, "b");
    idle.remove(ONE, "a");

    assertThat(idle.add(ONE, "c")).isEmpty();
    // It is idle again, and is last in the order.
    assertThat(idle.add(ONE, "a")).containsExactly("b");
    idle.remove(ONE, "b");
    assertThat(idle.size()).isEqualTo(2);
  }

  @Test
  void withoutABoundNoConnectionIsReturned() {
    IdleConnections<Integer> idle = new IdleConnections<>(0);
    for (int i = 0; i < 1000; i++) {
      assertThat(idle.add(ONE, i)).isEmpty();
    }
    for (int i = 0; i < 1000; i++) {
      idle.remove(ONE, i);
    }
    assertThat(idle.size()).isZero();
  }
}
