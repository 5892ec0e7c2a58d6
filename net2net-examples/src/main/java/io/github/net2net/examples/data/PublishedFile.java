package io.github.net2net.examples.data;

import java.net.URI;

/**
 * A file that can be downloaded.
 *
 * @param address where it is
 * @param length in bytes
 * @param md5 in hexadecimal
 */
record PublishedFile(URI address, long length, String md5) {
    /** The last part of its address. */
    String name() {
        String path = address.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
