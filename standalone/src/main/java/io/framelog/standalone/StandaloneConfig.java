package io.framelog.standalone;

import io.framelog.config.Checked;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.Optional;

/** Configuration keys of the standalone process, in addition to the services' keys. */
@Checked(by = StandaloneConfigCheck.class)
@ConfigMapping(prefix = "framelog")
public interface StandaloneConfig {
  /** Folder of the broker's data, or {@code memory} for a temporary one. */
  @WithDefault("${user.home}/.framelog")
  String dataDir();

  /** The embedded broker. */
  Kafka kafka();

  /** Whether to publish a test picture and tone as stream {@code demo}; {@code --demo} sets it. */
  @WithDefault("false")
  boolean demo();

  /** Name of this node in the control plane; default: the host's name. */
  Optional<String> nodeId();

  /**
   * Host names of this process for browsers, in addition to its addresses, localhost and the
   * machine's names; separated by commas. {@code *.example.com} allows all names below a domain,
   * {@code *} any name.
   */
  Optional<String> hosts();

  /** An edge's rack or zone, for clusters of several brokers. */
  Optional<String> rack();

  /** The embedded broker. */
  interface Kafka {
    /** Port of the broker on the loopback address, 0 for any free one. */
    @WithDefault("9092")
    @Min(0)
    @Max(65_535)
    int port();
  }
}
