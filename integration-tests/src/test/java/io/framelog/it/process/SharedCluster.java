package io.framelog.it.process;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One ingest node, two edges and a control API for all tests that do not damage them. They are
 * started once per run, because the start of four JVMs takes longer than most tests.
 */
public final class SharedCluster implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(SharedCluster.class);

  /** The services; tests use different stream names. */
  public static final class Set implements AutoCloseable {
    private final Cluster cluster = Cluster.startBroker();
    private final IngestNode ingest = cluster.startIngest();
    private final Service edgeB = cluster.startEdge();
    private final Service edgeA =
        cluster.startEdge(Map.of("framelog.edge.origins", edgeB.http("").toString()));
    private final Service control = cluster.startControlApi();

    public IngestNode ingest() {
      return ingest;
    }

    /** Allows pages of {@link #edgeB} as well, which allows only its own. */
    public Service edgeA() {
      return edgeA;
    }

    public Service edgeB() {
      return edgeB;
    }

    public Service control() {
      return control;
    }

    public String bootstrapServers() {
      return cluster.bootstrapServers();
    }

    @Override
    public void close() {
      cluster.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Set.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Set.class, ignored -> new Set(), Set.class);
  }
}
