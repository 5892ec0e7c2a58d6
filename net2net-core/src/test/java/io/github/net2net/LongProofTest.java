package io.github.net2net;

import io.github.net2net.contract.LongProof;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** A million random graphs, in pieces; see CONTRIBUTING.md. */
class LongProofTest {
    @Tag("long")
    @Property(tries = 1)
    void students_ofTheReference() {
        LongProof.run("reference", 240, RandomGraphsTest::grown);
    }
}
