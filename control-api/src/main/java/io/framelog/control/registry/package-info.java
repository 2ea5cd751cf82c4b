/** What the control API knows of streams and nodes, and how it removes them. */
@NullMarked
package io.framelog.control.registry;

import org.jspecify.annotations.NullMarked;
