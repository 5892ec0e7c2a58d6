package io.github.net2net.examples.data;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.geometry.Positions;

/**
 * One JPEG or PNG file, of any size and colors. Grey becomes red, green and blue of the same value; transparent pixels
 * are put on white.
 */
public final class PictureFile {
    private static final Pattern NAME = Pattern.compile(".*\\.(jpe?g|png)");
    private static final long MOST_PIXELS = 500_000_000;
    /* Of larger images every second pixel is read, or every third, .. */
    private static final double LARGE = 4_000_000;
    /* After these, readers fill the rest with grey and only report a warning. */
    private static final Pattern DAMAGE =
            Pattern.compile(".*([Pp]remature end|Truncated File|bad Huffman code|[Uu]nexpected end).*", Pattern.DOTALL);

    private final Path file;
    private final String where;

    /**
     * A file that need not be there yet.
     *
     * @param where what messages begin with
     */
    public PictureFile(Path file, String where) {
        this.file = file;
        this.where = where;
    }

    /** Whether a file with this name should be an image. */
    public static boolean isNamedLikeOne(String name) {
        return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Reads the image, scales its shorter side to {@code side} pixels and crops it to the center.
     *
     * @return [3, side, side], unsigned bytes
     * @throws InputException if it is damaged, not an image, or too large
     */
    byte[] read(int side) {
        return read(side, side);
    }

    /**
     * Reads the image, scaled to cover this size and cropped to the center.
     *
     * @return [3, height, width], unsigned bytes
     * @throws InputException if it is damaged, not an image, or too large
     */
    public byte[] read(int height, int width) {
        try {
            BufferedImage scaled = Thumbnails.of(rgb(decode(Math.max(height, width))))
                    .crop(Positions.CENTER)
                    .size(width, height)
                    .asBufferedImage();
            int plane = height * width;
            byte[] values = new byte[ImageSet.CHANNELS * plane];
            for (int i = 0; i < plane; i++) {
                int rgb = scaled.getRGB(i % width, i / width);
                values[i] = (byte) (rgb >> 16);
                values[plane + i] = (byte) (rgb >> 8);
                values[2 * plane + i] = (byte) rgb;
            }
            return values;
        } catch (IOException e) {
            throw new InputException(where + ": cannot be read (" + e.getMessage() + "). Check its permissions.", e);
        }
    }

    private BufferedImage decode(int side) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new InputException(where + " (" + in.length() + " bytes) does not begin like a JPEG or PNG image."
                        + " Get a fresh copy, or remove it.");
            }
            ImageReader reader = readers.next();
            try {
                return decode(in, reader, side);
            } finally {
                reader.dispose();
            }
        }
    }

    private BufferedImage decode(ImageInputStream in, ImageReader reader, int side) throws IOException {
        List<String> damage = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            if (DAMAGE.matcher(warning).matches()) {
                damage.add(warning);
            }
        });
        try {
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0, thinned(reader, side));
            if (damage.isEmpty()) {
                return image;
            }
        } catch (IOException | RuntimeException e) {
            if (e instanceof InputException refused) {
                throw refused;
            }
            damage.add(String.valueOf(e.getMessage()));
        }
        throw new InputException(where + " is damaged near byte " + Math.min(in.getStreamPosition(), in.length())
                + " of " + in.length() + " (" + damage.get(0) + "). Get a fresh copy, or remove it.");
    }

    private ImageReadParam thinned(ImageReader reader, int side) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        double pixels = (double) width * height;
        if (pixels > MOST_PIXELS) {
            throw new InputException(where + " has " + width + "x" + height + " pixels, at most " + MOST_PIXELS
                    + " can be read. Make it smaller, or remove it.");
        }
        int enough = Math.max(1, Math.min(width, height) / side);
        int step = Math.min(enough, (int) Math.ceil(Math.sqrt(pixels / LARGE)));
        ImageReadParam param = reader.getDefaultReadParam();
        param.setSourceSubsampling(step, step, 0, 0);
        return param;
    }

    private static BufferedImage rgb(BufferedImage image) {
        if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
            return ofGrey(image);
        }
        var rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = rgb.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return rgb;
    }

    /** From the values in the file: Java takes grey to be linear in light, and would make it brighter. */
    private static BufferedImage ofGrey(BufferedImage image) {
        Raster raster = image.getRaster();
        int most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        boolean alpha = raster.getNumBands() > 1;
        var rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                double opaque = alpha ? (double) raster.getSample(x, y, 1) / most : 1;
                double grey = (double) raster.getSample(x, y, 0) / most;
                int value = (int) Math.round(255 * (grey * opaque + 1 - opaque));
                rgb.setRGB(x, y, value << 16 | value << 8 | value);
            }
        }
        return rgb;
    }
}
