package io.github.net2net.examples.quickstart;

import io.github.net2net.Grown;
import io.github.net2net.Growth;
import io.github.net2net.dl4j.onednn.OneDnn;
import io.github.net2net.dl4j.onednn.OneDnnReport;
import io.github.net2net.examples.console.Console;
import io.github.net2net.examples.data.Batches;
import io.github.net2net.examples.data.ChannelScaling;
import io.github.net2net.examples.data.ImageData;
import io.github.net2net.examples.data.ImageSet;
import io.github.net2net.rule.Baseline;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Trains a teacher, grows a student, trains student and baselines on the same batches, and writes what came out. */
final class Quickstart {
    /** Test images that go through a network at once; more take more memory. */
    private static final int TEST_BATCH = 500;

    private static final int PROBE = 200;

    private final Settings settings;
    private final Console console;

    Quickstart(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /** Does it all, and prints as it goes. */
    void run() {
        console.line("net2net quickstart: trains a small teacher, grows a larger student that computes the same");
        console.line("function, and trains both on, next to two other networks of the student's size.");
        console.line("data: " + settings.data().description());
        ImageData data = settings.data().load(settings.seed());
        data.warnings().forEach(warning -> console.line("warning: " + warning));
        OutputFolder out = OutputFolder.at(settings.out());
        MultiLayerNetwork teacher =
                SmallCnn.create(ImageSet.SIDE, data.training().classes(), settings.seed());
        announce(OneDnn.engage(teacher));

        Batches test = Batches.inOrder(
                data.test(), data.scaling(), Math.min(TEST_BATCH, data.test().size()));
        Trainer trainer = trainer(data, test);
        Curve before = trainTeacher(trainer, teacher);
        INDArray probe = probe(data);
        Growth<MultiLayerNetwork> growth = Growing.of(teacher, probe, settings.seed());
        console.line("");
        console.line(growth.plan().toString());
        Grown<MultiLayerNetwork> grown = growth.grow();
        console.line("student against teacher on " + probe.size(0) + " images:");
        console.line(grown.report().comparison().toString());
        console.line("");
        MultiLayerNetwork pad = growth.baseline(Baseline.RANDOM_PAD).grow().network();
        List<Curve> curves = trainArms(trainer, teacher, List.of(grown.network(), pad), before);
        var comparison = new Comparison(
                data.description(), settings.growthPoint(), data.test().size(), curves);
        new Results(out, console).publish(comparison, grown.network(), probe);
    }

    private void announce(OneDnnReport oneDnn) {
        console.line(oneDnn.toString());
        console.line("steps: the teacher sees " + ComparisonText.grouped(settings.growthPoint())
                + " images, then grow, then " + ComparisonText.grouped(settings.growthPoint())
                + " more for every network, seed " + settings.seed());
        console.line("this should take about " + Duration.of(settings, oneDnn.engaged()) + " on two cores");
    }

    private Trainer trainer(ImageData data, Batches test) {
        ChannelScaling scaling = data.scaling();
        Batches training = Batches.shuffled(data.training(), scaling, settings.batchSize(), settings.seed());
        return new Trainer(training, test, settings.interval());
    }

    private Curve trainTeacher(Trainer trainer, MultiLayerNetwork teacher) {
        try (Progress progress = Progress.of(settings.batches(), console)) {
            return trainer.train(Arm.TEACHER, teacher, 0, settings.batches(), progress);
        }
    }

    /** Trains every network on the batches after growth, and the one from scratch on those before as well. */
    private List<Curve> trainArms(
            Trainer trainer, MultiLayerNetwork teacher, List<MultiLayerNetwork> grown, Curve before) {
        MultiLayerNetwork student = grown.get(0);
        MultiLayerNetwork pad = grown.get(1);
        MultiLayerNetwork scratch = fresh(student);
        OneDnn.engage(scratch); // student and pad are engaged because the teacher was
        int growth = settings.batches();
        int end = 2 * growth;
        try (Progress progress = Progress.of(5L * growth, console)) {
            return List.of(
                    trainer.train(Arm.STUDENT, student, growth, end, progress),
                    trainer.train(Arm.RANDOM_PAD, pad, growth, end, progress),
                    trainer.train(Arm.SCRATCH, scratch, 0, growth, progress)
                            .then(trainer.train(Arm.SCRATCH, scratch, growth, end, progress)),
                    before.then(trainer.train(Arm.TEACHER, teacher, growth, end, progress)));
        }
    }

    private static MultiLayerNetwork fresh(MultiLayerNetwork student) {
        var configuration = student.getLayerWiseConfigurations().clone();
        configuration.setIterationCount(0);
        configuration.setEpochCount(0);
        var network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static INDArray probe(ImageData data) {
        int images = Math.min(PROBE, data.training().size());
        return Batches.inOrder(data.training(), data.scaling(), images).get(0).getFeatures();
    }
}
