package io.framelog.k8s;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** A test that runs with each values file, on the oldest and a current Kubernetes. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0} on Kubernetes {1}")
@ArgumentsSource(EachRendering.Renderings.class)
@interface EachRendering {
  /** Provides the values file, the Kubernetes version and the rendered manifests. */
  final class Renderings implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      return Chart.valuesFiles().stream()
          .flatMap(
              values ->
                  Chart.KUBERNETES.stream()
                      .map(
                          kubernetes ->
                              Arguments.of(values, kubernetes, Chart.with(values, kubernetes))));
    }
  }
}
