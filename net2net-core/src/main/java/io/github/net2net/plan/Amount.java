package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

/** How wide a layer shall become. */
public sealed interface Amount {

    /** The new number of channels. */
    int of(int channels);

    /** A number of channels. */
    record To(int channels) implements Amount {
        @Override
        public int of(int today) {
            return channels;
        }
    }

    /** More channels than today. */
    record By(int more) implements Amount {
        public By {
            checkArgument(more > 0, "by(%s): give the number of channels to add, 1 or more", more);
        }

        @Override
        public int of(int today) {
            return Math.addExact(today, more);
        }
    }

    /** A multiple of today's channels, rounded to the nearest integer, halves up. */
    record Times(double factor) implements Amount {
        public Times {
            checkArgument(
                    factor > 1 && Double.isFinite(factor), "times(%s): give a factor above 1, such as 1.5", factor);
        }

        @Override
        public int of(int today) {
            return Math.toIntExact(Math.round(today * factor));
        }
    }
}
