/** The text messages between edge and player, as docs/3-wire-format.md defines them. */
@NullMarked
package io.framelog.edge.message;

import org.jspecify.annotations.NullMarked;
