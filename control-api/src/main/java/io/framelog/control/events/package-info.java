/** Events of streams, for any number of listeners. */
@NullMarked
package io.framelog.control.events;

import org.jspecify.annotations.NullMarked;
