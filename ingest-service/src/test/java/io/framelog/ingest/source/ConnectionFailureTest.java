package io.framelog.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectionFailureTest {
  @ParameterizedTest
  @CsvSource({
    "recvAddress(..) failed with error(-104): Connection reset by peer, connection reset by peer",
    "recvAddress(..) failed with error(-104), connection reset by peer",
    "syscall:writev(..) failed with error(-32): Broken pipe, connection closed by peer",
    "read(..) failed with error(-101): Network is unreachable, network is unreachable",
    "read(..) failed with error(-71), system error 71",
    "Connection was closed, Connection was closed",
    "Connection reset, Connection reset"
  })
  void namesNoSystemCall(String message, String described) {
    assertThat(ConnectionFailure.describe(new IOException(message))).isEqualTo(described);
  }
}
