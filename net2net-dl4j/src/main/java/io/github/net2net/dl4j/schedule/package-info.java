/** Training that grows its network when a trigger says so, and continues where it was when it is killed. */
@NullMarked
package io.github.net2net.dl4j.schedule;

import org.jspecify.annotations.NullMarked;
