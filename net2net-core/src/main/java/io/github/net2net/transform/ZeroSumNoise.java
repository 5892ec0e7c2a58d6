package io.github.net2net.transform;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.tensor.SliceAddend;

/** Noise of variance 2 that sums to zero over the copies of each channel, see {@link Net2Wider#zeroSumNoise}. */
final class ZeroSumNoise implements SliceAddend {
    /** What shifts the upper half of 64 bits to the lower one; negative for slices without noise. */
    private final int[] shift;

    private final int[] nextShift;
    private final long[] stream;
    private final long[] nextStream;

    /** For each of two copies the other one, else -1. */
    private final int[] opposite;

    ZeroSumNoise(ChannelMap map, long seed) {
        shift = rankAmongCopies(map);
        nextShift = new int[map.size()];
        stream = new long[map.size()];
        nextStream = new long[map.size()];
        opposite = new int[map.size()];
        int[] copies = map.copies();
        int[] last = new int[map.teacherSize()];
        for (int j = 0; j < stream.length; j++) {
            int count = map.isFresh(j) ? 1 : copies[map.source(j)];
            int rank = shift[j];
            int next = (rank + 1) % count;
            stream[j] = Seeds.derive(seed, map.source(j), rank / 2);
            nextStream[j] = Seeds.derive(seed, map.source(j), next / 2);
            opposite[j] = -1;
            if (count == 2 && rank == 1) {
                opposite[j] = last[map.source(j)];
                opposite[opposite[j]] = j;
            } else if (count == 2) {
                last[map.source(j)] = j;
            }
            shift[j] = count < 2 ? -1 : rank % 2 * Integer.SIZE;
            nextShift[j] = next % 2 * Integer.SIZE;
        }
    }

    /** The number of copies of the same channel before each entry, 0 for fresh ones. */
    static int[] rankAmongCopies(ChannelMap map) {
        int[] seen = new int[map.teacherSize()];
        int[] rank = new int[map.size()];
        for (int j = 0; j < rank.length; j++) {
            rank[j] = map.isFresh(j) ? 0 : seen[map.source(j)]++;
        }
        return rank;
    }

    @Override
    public boolean changes(int slice) {
        return shift[slice] >= 0;
    }

    @Override
    public int opposite(int slice) {
        return opposite[slice];
    }

    @Override
    public double at(int slice, int position) {
        if (!changes(slice)) {
            return 0;
        }
        long bits = Seeds.bits(stream[slice], position);
        boolean same = stream[slice] == nextStream[slice];
        long nextBits = same ? bits : Seeds.bits(nextStream[slice], position);
        return Seeds.noise((int) (bits >>> shift[slice]) - (long) (int) (nextBits >>> nextShift[slice]));
    }
}
