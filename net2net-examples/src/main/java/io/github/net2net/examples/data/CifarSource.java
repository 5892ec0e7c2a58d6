package io.github.net2net.examples.data;

import java.util.Map;
import java.util.Set;

/** Where the CIFAR-10 files come from. */
interface CifarSource {
    /**
     * The bytes of each of these files, by name.
     *
     * @param lengths asked before a file is read
     * @throws InputException if one is missing or cannot be read
     */
    Map<String, byte[]> read(Set<String> names, Lengths lengths);

    /** Knows how long files should be. */
    interface Lengths {
        /**
         * Refuses another length than the right one.
         *
         * @throws InputException if it is another
         */
        void check(String name, long length);
    }
}
