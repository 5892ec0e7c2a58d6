package io.github.net2net;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.reference.Batch;
import io.github.net2net.reference.GraphNet;
import io.github.net2net.reference.GraphNetAdapter;
import io.github.net2net.reference.Teachers;
import io.github.net2net.rule.Baseline;
import io.github.net2net.rule.Deepening;
import io.github.net2net.rule.Donors;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import org.junit.jupiter.api.Test;

/** What people read. */
class PlanTextTest {

    private static Growth<GraphNet> residual() {
        return Growth.of(new GraphNetAdapter(), Teachers.residual());
    }

    private static Growth<GraphNet> recurrent() {
        return Growth.of(new GraphNetAdapter(), Teachers.recurrent());
    }

    @Test
    void a_plan_prints_groups_edits_new_layers_and_what_is_skipped() {
        GrowthPlan plan = residual()
                .widen("conv2")
                .to(12)
                .deepenAfter("conv3", Deepening.identityUnit().withoutBatchNorm())
                .enlargeKernel("conv1")
                .to(5)
                .widenAll(Layers.dense())
                .times(1.5)
                .seed(42)
                .plan();

        assertThat(plan).hasToString("""
                        GrowthPlan  1,150 -> 1,911 parameters (+66%)   seed 42   exact
                                    9.2 kB -> 15.3 kB of parameters   3,640 -> 6,684 multiply-adds per example
                         1 widen conv2 8 -> 12
                             group g3: conv2, shortcut2     joined by add2
                             conv2.*      out 8->12  copy                     shortcut2.*  out 8->12  copy
                             bn2.*        channels 8->12  copy                conv3.W      in 8->12  copy, divide by copies
                         2 deepen after conv3: new layers conv3_1, relu3_1, kernel 3, identity, relu (a second relu changes nothing)
                         3 enlarge kernel of conv1 3 -> 5
                             conv1.W  kernel 3->5  copy at offset [1], zeros around it
                         4 widen all layers of kind 'dense layer' x 1.5
                             skipped out: 'out' is an output of the network
                             fc.*   out 10->15  copy                     out.W  in 10->15  copy, divide by copies
                        symmetry breaking: zero-sum noise, 0.5 of the weights' standard deviation
                        optimizer: none""");
    }

    @Test
    void an_approximate_plan_says_so() {
        GrowthPlan plan = recurrent()
                .widen("lstm")
                .to(6)
                .breakSymmetry(SymmetryBreaking.incomingNoise(0.01))
                .plan();

        assertThat(plan).hasToString("""
                        GrowthPlan  147 -> 267 parameters (+82%)   seed 0   approximate
                                    1.2 kB -> 2.1 kB of parameters   744 -> 1,404 multiply-adds per example
                         1 widen lstm 4 -> 6
                             lstm.W   gates 16->24  copy
                             lstm.RW  recurrent in 4->6  copy, divide by copies; gates 16->24  copy
                             lstm.b   out 16->24  copy
                             lstm.P   out 4->6  copy
                             out.W    in 4->6  copy, divide by copies
                        symmetry breaking: incoming noise, 0.01 of the weights' standard deviation (approximate)
                        optimizer: none""");
    }

    @Test
    void a_baseline_says_that_it_preserves_nothing() {
        assertThat(residual().widen("fc").to(12).baseline(Baseline.RANDOM_PAD).plan())
                .hasToString("""
                        GrowthPlan  1,150 -> 1,256 parameters (+9%)   seed 0   NOT PRESERVING (random-pad baseline)
                                    9.2 kB -> 10.0 kB of parameters   3,640 -> 3,744 multiply-adds per example
                         1 widen fc 10 -> 12
                             fc.*   out 10->12  pad with initial values    out.W  in 10->12  pad with initial values
                        symmetry breaking: none (baseline)
                        optimizer: none""");
    }

    @Test
    void dropout_is_a_step_of_its_own_and_exact_in_inference_only() {
        assertThat(residual()
                        .widen("fc")
                        .to(12)
                        .breakSymmetry(SymmetryBreaking.dropout(0.3))
                        .plan())
                .hasToString("""
                        GrowthPlan  1,150 -> 1,256 parameters (+9%)   seed 0   exact in inference
                                    9.2 kB -> 10.0 kB of parameters   3,640 -> 3,744 multiply-adds per example
                         1 widen fc 10 -> 12
                             fc.*   out 10->12  copy                     out.W  in 10->12  copy, divide by copies
                         2 new layer fc_dropout_1: dropout 0.3 after fc
                             exact in inference; in training mode dropout changes what is computed
                        symmetry breaking: dropout 0.3
                        optimizer: none""");
    }

    @Test
    void shares_and_fresh_channels_are_named_where_they_are_read() {
        assertThat(residual()
                        .widen("fc")
                        .to(12)
                        .shares(Shares.original())
                        .plan()
                        .toString())
                .contains("out.W  in 10->12  copy, copies weigh zero");
        assertThat(residual()
                        .widen("fc")
                        .to(12)
                        .breakSymmetry(SymmetryBreaking.unevenShares(0.5))
                        .plan()
                        .toString())
                .contains("out.W  in 10->12  copy, divide unevenly");
        assertThat(residual().widen("fc").to(12).donors(Donors.fresh()).plan().toString())
                .contains("fc.*   out 10->12  add, initial values", "out.W  in 10->12  add, weight zero");
    }

    @Test
    void a_report_gives_the_plan_and_every_deviation() {
        GraphNet teacher = Teachers.recurrent();
        Grown<GraphNet> grown = recurrent()
                .widen("lstm")
                .to(6)
                .verifyOn(Batch.random(teacher, 5, 1))
                .grow();

        assertThat(grown.report().toString())
                .startsWith(grown.plan().toString())
                .containsPattern("student against teacher, in \\d+ ms:\n output 'out' in inference mode: max\\|d\\| ")
                .contains("\n output 'out' in training mode: max|d| ");
        assertThat(recurrent().widen("lstm").to(6).grow().report().toString())
                .contains("not compared (use verifyOn(probe))");
    }
}
