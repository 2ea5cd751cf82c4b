/** One channel per watched stream: follows its log, keeps the current chunk, fans out. */
@NullMarked
package io.framelog.edge.channel;

import org.jspecify.annotations.NullMarked;
