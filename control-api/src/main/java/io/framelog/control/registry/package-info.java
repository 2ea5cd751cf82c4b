/** The control API's state of streams and nodes, and the removal of streams. */
@NullMarked
package io.framelog.control.registry;

import org.jspecify.annotations.NullMarked;
