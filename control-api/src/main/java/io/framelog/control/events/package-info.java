/** What happens to streams, told to any number of listeners. */
@NullMarked
package io.framelog.control.events;

import org.jspecify.annotations.NullMarked;
