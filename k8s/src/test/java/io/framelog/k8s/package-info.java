/**
 * The Helm chart, linted, rendered and installed by Helm, with each file of {@code values/}, and
 * read back strictly by typed models of Kubernetes, Strimzi and the Prometheus operator.
 */
@NullMarked
package io.framelog.k8s;

import org.jspecify.annotations.NullMarked;
