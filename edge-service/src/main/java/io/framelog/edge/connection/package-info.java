/**
 * Parts shared by viewers of all protocols: the bounded queue, stall detection, connected viewers.
 */
@NullMarked
package io.framelog.edge.connection;

import org.jspecify.annotations.NullMarked;
