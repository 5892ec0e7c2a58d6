package io.github.net2net.examples.report;

import java.util.List;

/**
 * A network drawn.
 *
 * @param width of the drawing
 * @param height of the drawing
 * @param boxes layers and inputs
 * @param lines what they read
 */
record Diagram(long width, long height, List<Box> boxes, List<Line> lines) {

    /**
     * A layer.
     *
     * @param x left
     * @param y top
     * @param width of the box
     * @param height of the box
     * @param style CSS class
     * @param texts lines in it
     */
    record Box(long x, long y, long width, long height, String style, List<Text> texts) {}

    /**
     * A line in a box.
     *
     * @param y base line
     * @param text what it says
     * @param style CSS class
     */
    record Text(long y, String text, String style) {}

    /**
     * From a layer to one that reads it.
     *
     * @param path SVG's
     */
    record Line(String path) {}
}
