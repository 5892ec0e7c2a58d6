package io.github.net2net.plan;

import static com.google.common.base.Preconditions.checkArgument;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How wide a layer shall become. */
public sealed interface Amount {

    /** The new number of channels, which may be more than an array can hold. */
    long of(int channels);

    /** For messages: "to 96", "by 3", "by a factor of 1.5". */
    String text();

    /** A number of channels. */
    record To(int channels) implements Amount {
        public To {
            checkArgument(channels > 0, "to(%s): give a number of channels, 1 or more", channels);
        }

        @Override
        public String text() {
            return "to " + channels;
        }

        @Override
        public long of(int today) {
            return channels;
        }
    }

    /** More channels than today. */
    record By(int channels) implements Amount {
        public By {
            checkArgument(channels > 0, "by(%s): give the number of channels to add, 1 or more", channels);
        }

        @Override
        public String text() {
            return "by " + channels;
        }

        @Override
        public long of(int today) {
            return (long) today + channels;
        }
    }

    /** A multiple of today's channels, rounded to the nearest integer, halves up. */
    record Times(double factor) implements Amount {
        private static final int DECIMALS = 4;

        public Times {
            checkArgument(
                    factor > 1 && Double.isFinite(factor),
                    "times(%s): give a finite factor above 1, such as 1.5",
                    factor);
        }

        @Override
        public String text() {
            return "by a factor of " + factor;
        }

        @Override
        public long of(int today) {
            return Math.round(today * factor);
        }

        /** The smallest factor that adds a channel, rounded up to a few decimals. */
        static String smallest(int today) {
            int decimals = Math.max(DECIMALS, String.valueOf(today).length() + 1);
            BigDecimal factor = BigDecimal.valueOf(2L * today + 1)
                    .divide(BigDecimal.valueOf(2L * today), decimals, RoundingMode.UP);
            boolean adds = Math.round(today * factor.doubleValue()) > today;
            return (adds ? factor : factor.add(factor.ulp()))
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }
}
