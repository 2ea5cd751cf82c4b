/** What Framelog promises, shown on real processes. */
@NullMarked
package io.framelog.it;

import org.jspecify.annotations.NullMarked;
