package io.github.net2net.examples.data;

import java.util.Map;
import java.util.Set;

/** Where the CIFAR-10 files come from. */
interface CifarSource {
    /**
     * The bytes of each of these files, by name.
     *
     * @throws InputException if one is missing or cannot be read
     */
    Map<String, byte[]> read(Set<String> names);
}
