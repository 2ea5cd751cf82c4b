/**
 * Tests of the Helm chart: Helm lints, renders and installs it with each file of {@code values/},
 * and typed models of Kubernetes, Strimzi and the Prometheus operator parse the result strictly.
 */
@NullMarked
package io.framelog.k8s;

import org.jspecify.annotations.NullMarked;
