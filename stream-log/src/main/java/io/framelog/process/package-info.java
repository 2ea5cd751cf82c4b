/** What holds for the whole process: when it has to end. */
@NullMarked
package io.framelog.process;

import org.jspecify.annotations.NullMarked;
