package io.github.net2net.examples.data;

/**
 * How generated images look.
 *
 * @param channels of an image, 3 at most
 * @param side height and width, in pixels
 * @param scraps of other shapes that distract
 * @param smallest radius of the shape, in pixels
 * @param largest radius of the shape, in pixels
 * @param wandering how far the shape is from the middle at most, as a share of the way to the border
 * @param turn greatest angle it is turned by, in radians
 * @param brightestGround of the values from 0 to 255
 * @param darkestShape of the values from 0 to 255
 */
record ShapeStyle(
        int channels,
        int side,
        int scraps,
        double smallest,
        double largest,
        double wandering,
        double turn,
        double brightestGround,
        double darkestShape) {

    /** As large as the images of CIFAR-10, and not easy either. */
    static final ShapeStyle COLOR = new ShapeStyle(ImageSet.CHANNELS, ImageSet.SIDE, 2, 8, 13, 1, Math.PI / 5, 130, 90);

    /** As large as the images of MNIST, and about as easy. */
    static final ShapeStyle GREY = new ShapeStyle(1, Mnist.SIDE, 0, 8, 12, 0.7, Math.PI / 8, 60, 150);

    /** Values of one image. */
    int values() {
        return channels * side * side;
    }
}
