package io.framelog.ingest.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Compares the pool with a plain list after each step. */
class HeaderlessPoolPropertyTest {
  private record Connection(int number, String address) {}

  private final List<Connection> present = new ArrayList<>();

  @Property
  void replacesTheOldestConnectionOfTheAddressWithTheMost(
      @ForAll @IntRange(min = 1, max = 8) int most,
      @ForAll @Size(max = 200) List<@IntRange(min = -3, max = 5) Integer> steps) {
    HeaderlessPool<Connection> pool = new HeaderlessPool<>(most);
    present.clear();
    int arrived = 0;
    for (int step : steps) {
      if (step < 0) {
        leave(pool, -step);
      } else {
        arrive(pool, most, new Connection(arrived++, "host-" + step));
      }
      assertThat(pool.size()).isEqualTo(present.size()).isLessThanOrEqualTo(most);
    }
  }

  private void arrive(HeaderlessPool<Connection> pool, int most, Connection arriving) {
    boolean full = present.size() == most;
    Optional<Connection> replaced = pool.add(arriving.address(), arriving);

    assertThat(replaced.isPresent()).isEqualTo(full);
    present.add(arriving);
    replaced.ifPresent(this::assertIsTheOne);
    replaced.ifPresent(gone -> assertThat(pool.remove(gone)).as("is there no longer").isFalse());
    replaced.ifPresent(present::remove);
  }

  /** The new connection is already among those present. */
  private void assertIsTheOne(Connection replaced) {
    long its = of(replaced.address());
    for (Connection other : present) {
      long others = of(other.address());
      assertThat(others).as("connections of %s", other.address()).isLessThanOrEqualTo(its);
      if (others == its) {
        assertThat(replaced.number()).isLessThanOrEqualTo(other.number());
      }
    }
    assertThat(present.indexOf(replaced)).as("the newest stays").isLessThan(present.size() - 1);
  }

  private long of(String address) {
    return present.stream().filter(each -> each.address().equals(address)).count();
  }

  private void leave(HeaderlessPool<Connection> pool, int which) {
    if (which < present.size()) {
      assertThat(pool.remove(present.remove(which))).isTrue();
    }
  }

  @Property
  void anAddressWithinItsShareIsNeverReplaced(
      @ForAll @IntRange(min = 2, max = 20) int most,
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 2) Integer> arrivals) {
    HeaderlessPool<String> pool = new HeaderlessPool<>(most);
    pool.add("modest", "modest");

    for (int i = 0; i < arrivals.size(); i++) {
      pool.add("greedy", "greedy-" + i);
    }

    assertThat(pool.remove("modest")).isTrue();
  }
}
