/** What viewers of all protocols have in common: a bounded queue, stalls, who is connected. */
@NullMarked
package io.framelog.edge.connection;

import org.jspecify.annotations.NullMarked;
