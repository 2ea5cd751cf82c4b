/**
 * The control plane: messages between nodes and the control API, and the topics that carry them.
 */
@NullMarked
package io.framelog.controlplane;

import org.jspecify.annotations.NullMarked;
