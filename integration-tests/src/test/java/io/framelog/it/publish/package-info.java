/** Publishers: real ffmpeg, and senders of what no publisher should send. */
@NullMarked
package io.framelog.it.publish;

import org.jspecify.annotations.NullMarked;
