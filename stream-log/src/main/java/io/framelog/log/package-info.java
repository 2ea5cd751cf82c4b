/** A stream's log on Kafka: the record format, the writer, and the readers. */
@NullMarked
package io.framelog.log;

import org.jspecify.annotations.NullMarked;
