package io.framelog.it.soak;

import io.framelog.it.process.RunningProcess;
import io.framelog.it.process.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Failures of machines, networks and clients. */
enum Failure {
  /** The machine hangs for some time. */
  INGEST_FROZEN {
    @Override
    void inflict(Scene scene) throws Exception {
      freeze(scene.cluster().ingest(scene.random()).service().process(), 15, scene);
    }
  },
  EDGE_FROZEN {
    @Override
    void inflict(Scene scene) throws Exception {
      freeze(scene.cluster().edge(scene.random()).service().process(), 15, scene);
    }
  },
  BROKER_FROZEN {
    @Override
    void inflict(Scene scene) throws Exception {
      freeze(scene.cluster().broker().process(), 15, scene);
    }
  },
  /** The backlog of a publisher with 16 Mbit/s then arrives at full speed. */
  BROKER_FROZEN_UNDER_A_FAST_STREAM {
    @Override
    void prepare(Scene scene) {
      scene.addFastStream();
    }

    @Override
    void inflict(Scene scene) throws Exception {
      freeze(scene.cluster().broker().process(), 40, scene);
    }
  },
  INGEST_KILLED {
    @Override
    void inflict(Scene scene) {
      killAndStartAgain(scene.cluster().ingest(scene.random()).service());
    }

    @Override
    Set<String> announces() {
      return Set.of("publisher-lost");
    }
  },
  EDGE_KILLED {
    @Override
    void inflict(Scene scene) {
      killAndStartAgain(scene.cluster().edge(scene.random()).service());
    }
  },
  CONTROL_API_KILLED {
    @Override
    void inflict(Scene scene) {
      killAndStartAgain(scene.cluster().control());
    }
  },
  BROKER_KILLED {
    @Override
    void inflict(Scene scene) {
      scene.cluster().broker().process().kill();
      scene.cluster().broker().startAgain();
    }
  },
  EDGE_DRAINED {
    @Override
    void inflict(Scene scene) {
      Service edge = scene.cluster().edge(scene.random()).service();
      edge.process().terminate(Duration.ofSeconds(60));
      edge.startAgain();
    }
  },
  CONNECTIONS_CUT {
    @Override
    void inflict(Scene scene) {
      scene.cluster().cutConnections();
    }
  },
  PUBLISHER_KILLED {
    @Override
    void inflict(Scene scene) {
      scene.publisher().kill();
    }
  },
  TWO_PUBLISHERS {
    @Override
    void inflict(Scene scene) throws Exception {
      LoopingPublisher rival = scene.rival(scene.publisher());
      scene.letPass(Duration.ofSeconds(10));
      rival.close();
    }

    @Override
    Set<String> announces() {
      return Set.of("publisher-lost");
    }
  },
  /** 25 connections a second that send nothing, then a publisher that must reconnect. */
  SILENT_PUBLISHERS {
    @Override
    void inflict(Scene scene) throws Exception {
      LoopingPublisher publisher = scene.publisher();
      for (int i = 0; i < 500; i++) {
        connect(scene.cluster().ingest(scene.random()).proxy().target(), scene);
        scene.letPass(Duration.ofMillis(40));
      }
      publisher.kill();
    }
  },
  /** 300 connections that send no request, then viewers that must reconnect. */
  SILENT_VIEWERS {
    @Override
    void inflict(Scene scene) throws Exception {
      for (int i = 0; i < 300; i++) {
        connect(scene.cluster().edge(scene.random()).service().httpPort(), scene);
      }
      scene.cluster().cutConnections();
    }
  },
  A_MEGABYTE_OF_TEXT {
    @Override
    void inflict(Scene scene) throws Exception {
      WebSocket socket = open(scene);
      try {
        socket.sendText("x".repeat(1 << 20), true).get(10, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        // The edge closes the connection before the whole request is sent.
        return;
      }
    }
  },
  /** It reads nothing. */
  STALLED_VIEWER {
    @Override
    void inflict(Scene scene) throws Exception {
      WebSocket socket = open(scene);
      socket.sendPing(java.nio.ByteBuffer.allocate(0)).get(10, TimeUnit.SECONDS);
      scene.letPass(Duration.ofSeconds(15));
    }
  };

  /** Prepares the scene before the failure. */
  void prepare(Scene scene) {}

  /** Causes the failure; returns when the failed part is restarted, continues or is removed. */
  abstract void inflict(Scene scene) throws Exception;

  /** Reasons of gaps that edges may announce to viewers. */
  Set<String> announces() {
    return Set.of();
  }

  private static void freeze(RunningProcess process, int seconds, Scene scene)
      throws InterruptedException {
    process.freeze();
    try {
      scene.letPass(Duration.ofSeconds(seconds));
    } finally {
      process.thaw();
    }
  }

  private static void killAndStartAgain(Service service) {
    service.process().kill();
    service.startAgain();
  }

  /** Connects from another address than publishers and viewers, because limits are per address. */
  private static void connect(int port, Scene scene) throws IOException {
    Socket socket = new Socket();
    scene.keepUntilRecovered(socket);
    socket.bind(new InetSocketAddress("127.0.0.2", 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
  }

  /** Opens a viewer that reads nothing; it is aborted when all play again. */
  private static WebSocket open(Scene scene) throws Exception {
    String stream = scene.publisher().stream();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(
                scene.cluster().watchAt(stream, scene.random().nextInt(2)).get(0),
                new WebSocket.Listener() {
                  @Override
                  public void onOpen(WebSocket opened) {
                    // Request no messages.
                  }
                })
            .get(10, TimeUnit.SECONDS);
    scene.keepUntilRecovered(socket::abort);
    return socket;
  }

  /** Each failure once, in random order. */
  static List<Failure> shuffled(java.util.Random random) {
    List<Failure> all = new ArrayList<>(List.of(values()));
    java.util.Collections.shuffle(all, random);
    return all;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
