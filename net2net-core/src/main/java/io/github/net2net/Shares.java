package io.github.net2net;

import io.github.net2net.transform.ShareRule;

/** Words for how the weights that read a channel are divided among its copies. All of them are exact. */
public final class Shares {
    private Shares() {}

    /** Each copy the same share, 1 / number of copies: the paper's choice, and the default. */
    public static ShareRule equal() {
        return new ShareRule.EqualShares();
    }

    /** Everything to the original; its copies are read with weight zero at first. */
    public static ShareRule original() {
        return new ShareRule.OriginalShares();
    }
}
