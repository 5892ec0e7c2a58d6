/** Records as JSON documents, read strictly. */
@NullMarked
package io.github.net2net.json;

import org.jspecify.annotations.NullMarked;
