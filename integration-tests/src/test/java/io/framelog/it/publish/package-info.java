/** Publishers: ffmpeg and other programs, and senders of clips and of invalid input. */
@NullMarked
package io.framelog.it.publish;

import org.jspecify.annotations.NullMarked;
