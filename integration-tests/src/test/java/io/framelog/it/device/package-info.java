/** Virtual devices: a screen in memory, a sound card without a speaker. */
@NullMarked
package io.framelog.it.device;

import org.jspecify.annotations.NullMarked;
