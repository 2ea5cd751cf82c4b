/** Tests of Framelog's guarantees with its packaged processes. */
@NullMarked
package io.framelog.it;

import org.jspecify.annotations.NullMarked;
