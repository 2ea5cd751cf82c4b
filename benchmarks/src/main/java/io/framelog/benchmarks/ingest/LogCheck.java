package io.framelog.benchmarks.ingest;

import io.framelog.log.StreamId;
import io.framelog.log.StreamTopics;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts the records of the streams' logs: with one frame per part, their number shows lost frames.
 */
final class LogCheck implements AutoCloseable {
  private final Admin admin;

  LogCheck(String bootstrapServers) {
    Properties settings = new Properties();
    settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    admin = Admin.create(settings);
  }

  /**
   * Frames that are missing from the logs of all ended streams.
   *
   * @param framesPerChunk frames from one keyframe to the next
   */
  long missing(int streams, int frames, int framesPerChunk)
      throws ExecutionException, InterruptedException {
    // A claim, a header per chunk, a part per frame, an end.
    long expected = 1 + (frames + framesPerChunk - 1L) / framesPerChunk + frames + 1;
    List<TopicPartition> logs =
        IntStream.range(0, streams)
            .mapToObj(i -> StreamTopics.topicOf(new StreamId(PacedPublishers.name(i))))
            .map(topic -> new TopicPartition(topic, 0))
            .toList();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    long missing = missing(logs, expected);
    while (missing != 0 && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(200);
      missing = missing(logs, expected);
    }
    return missing;
  }

  private long missing(List<TopicPartition> logs, long expected)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        logs.stream().collect(Collectors.toMap(Function.identity(), log -> OffsetSpec.latest()));
    return admin.listOffsets(latest).all().get().values().stream()
        .mapToLong(end -> expected - end.offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
