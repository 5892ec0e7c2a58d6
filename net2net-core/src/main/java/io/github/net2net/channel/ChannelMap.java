package io.github.net2net.channel;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.Immutable;
import java.util.Arrays;
import java.util.List;

/**
 * Which teacher channel each student channel copies: the function g of Net2Net, arXiv 1511.05641, section 2.2.
 *
 * <p>Student channel {@code j} copies teacher channel {@code source(j)}, or is <em>fresh</em>: it has no source.
 */
@Immutable
public final class ChannelMap {
    /** The source of a channel that copies none. */
    public static final int FRESH = -1;

    private final int teacherSize;

    @SuppressWarnings("Immutable") // never written after construction, never handed out uncopied
    private final int[] source;

    private ChannelMap(int teacherSize, int[] source) {
        this.teacherSize = teacherSize;
        this.source = source;
    }

    /**
     * A map given by its sources, in the student's order. The array is copied.
     *
     * @throws IllegalArgumentException if a source is neither {@link #FRESH} nor a teacher channel
     */
    public static ChannelMap of(int teacherSize, int... source) {
        for (int channel : source) {
            checkArgument(
                    channel >= FRESH && channel < teacherSize,
                    "source %s is not one of %s teacher channels",
                    channel,
                    teacherSize);
        }
        return new ChannelMap(teacherSize, source.clone());
    }

    /** Every channel once, in its place. */
    public static ChannelMap identity(int size) {
        int[] source = new int[size];
        Arrays.setAll(source, i -> i);
        return new ChannelMap(size, source);
    }

    /** Every channel in its place, and fresh ones after them. */
    public static ChannelMap extended(int teacherSize, int size) {
        int[] source = new int[size];
        Arrays.setAll(source, j -> j < teacherSize ? j : FRESH);
        return of(teacherSize, source);
    }

    /** The maps side by side: the channels of the first, then those of the second, and so on. */
    public static ChannelMap concat(List<ChannelMap> maps) {
        int[] joined = new int[maps.stream().mapToInt(ChannelMap::size).sum()];
        int position = 0;
        int offset = 0;
        for (ChannelMap map : maps) {
            for (int channel : map.source) {
                joined[position++] = channel == FRESH ? FRESH : channel + offset;
            }
            offset += map.teacherSize;
        }
        return new ChannelMap(offset, joined);
    }

    /** The number of student channels. */
    public int size() {
        return source.length;
    }

    /** The number of teacher channels. */
    public int teacherSize() {
        return teacherSize;
    }

    /** The teacher channel that student channel {@code j} copies, or {@link #FRESH}. */
    public int source(int j) {
        return source[j];
    }

    /** All sources in the student's order, as a copy. */
    public int[] sources() {
        return source.clone();
    }

    public boolean isFresh(int j) {
        return source[j] == FRESH;
    }

    public boolean hasFresh() {
        return Arrays.stream(source).anyMatch(channel -> channel == FRESH);
    }

    /** For each teacher channel, how many student channels copy it: |{x : g(x) = i}| of the paper. */
    public int[] copies() {
        int[] copies = new int[teacherSize];
        for (int channel : source) {
            if (channel != FRESH) {
                copies[channel]++;
            }
        }
        return copies;
    }

    /** This map with the first copy of each teacher channel; all others are fresh. */
    public ChannelMap withoutCopies() {
        boolean[] seen = new boolean[teacherSize];
        int[] first = new int[source.length];
        for (int j = 0; j < first.length; j++) {
            boolean kept = source[j] != FRESH && !seen[source[j]];
            first[j] = kept ? source[j] : FRESH;
            if (kept) {
                seen[source[j]] = true;
            }
        }
        return new ChannelMap(teacherSize, first);
    }

    /** This map, and then {@code next} on its result: the student of the student. */
    public ChannelMap then(ChannelMap next) {
        checkArgument(next.teacherSize == size(), "%s channels, then a map of %s", size(), next.teacherSize);
        int[] composed = new int[next.size()];
        Arrays.setAll(composed, j -> next.isFresh(j) ? FRESH : source[next.source[j]]);
        return new ChannelMap(teacherSize, composed);
    }

    /** The map of an axis on which each channel has {@code times} neighboring entries: index c·times + p. */
    public ChannelMap repeatEach(int times) {
        int[] spread = new int[size() * times];
        Arrays.setAll(spread, i -> isFresh(i / times) ? FRESH : source[i / times] * times + i % times);
        return new ChannelMap(teacherSize * times, spread);
    }

    /** The map of an axis that holds all channels {@code times} times over: index p·C + c. */
    public ChannelMap tile(int times) {
        int[] spread = new int[size() * times];
        Arrays.setAll(spread, i -> isFresh(i % size()) ? FRESH : source[i % size()] + (i / size()) * teacherSize);
        return new ChannelMap(teacherSize * times, spread);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelMap map && teacherSize == map.teacherSize && Arrays.equals(source, map.source);
    }

    @Override
    public int hashCode() {
        return 31 * teacherSize + Arrays.hashCode(source);
    }

    @Override
    public String toString() {
        return teacherSize + "->" + size() + " " + Arrays.toString(source);
    }
}
