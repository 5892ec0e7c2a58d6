package io.github.net2net.examples.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts the bytes that are read, for messages, and ends in an error where there are more than there can be. */
final class CountedStream extends FilterInputStream {
    private final long most;
    private long bytes;

    CountedStream(InputStream in, long most) {
        super(in);
        this.most = most;
    }

    /** The bytes read so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        count(skipped);
        return skipped;
    }

    private void count(long read) throws IOException {
        bytes += read;
        if (bytes > most) {
            throw new IOException("it unpacks to more than " + most + " bytes");
        }
    }
}
