package io.github.net2net.examples.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * How an image is seen: mirrored or not, then moved; what comes in at a border is 0, after scaling.
 *
 * @param mirrored left and right swapped
 * @param down rows it is moved down by; up, if below 0
 * @param right columns it is moved right by; left, if below 0
 */
record View(boolean mirrored, int down, int right) {
    /** The image as it is. */
    static final View PLAIN = new View(false, 0, 0);

    /**
     * Writes one channel of an image, seen so.
     *
     * @param side height and width
     * @param from [side * side] values by row
     * @param to [side * side], zeros
     * @param table the scaled value of each of 0 to 255
     */
    void copy(int side, ByteBuffer from, FloatBuffer to, float[] table) {
        int source = from.position();
        int target = to.position();
        int step = mirrored ? -1 : 1;
        for (int row = Math.max(0, down); row < Math.min(side, side + down); row++) {
            int first = Math.max(0, right);
            int column = first - right;
            int at = source + (row - down) * side + (mirrored ? side - 1 - column : column);
            for (int i = first; i < Math.min(side, side + right); i++, at += step) {
                to.put(target + row * side + i, table[from.get(at) & 0xFF]);
            }
        }
    }
}
