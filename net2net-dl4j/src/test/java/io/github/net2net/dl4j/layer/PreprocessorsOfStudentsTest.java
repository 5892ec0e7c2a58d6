package io.github.net2net.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.graph.ChannelBehavior;
import io.github.net2net.graph.FlattenOrder;
import io.github.net2net.graph.NetGraph;
import io.github.net2net.graph.Node;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field of a student's preprocessor, those that DL4J computes included, is that of one built for its sizes. */
class PreprocessorsOfStudentsTest {
    private static final int TEACHER = 3;
    private static final int STUDENT = 5;

    static Stream<Arguments> preprocessors() {
        return Stream.of(
                Arguments.of(
                        new CnnToFeedForwardPreProcessor(2, 4, TEACHER, CNN2DFormat.NHWC),
                        new CnnToFeedForwardPreProcessor(2, 4, STUDENT, CNN2DFormat.NHWC)),
                Arguments.of(
                        new Cnn3DToFeedForwardPreProcessor(2, 4, 3, TEACHER, false),
                        new Cnn3DToFeedForwardPreProcessor(2, 4, 3, STUDENT, false)),
                Arguments.of(
                        new CnnToRnnPreProcessor(2, 4, TEACHER, RNNFormat.NWC),
                        new CnnToRnnPreProcessor(2, 4, STUDENT, RNNFormat.NWC)),
                Arguments.of(
                        new FeedForwardToCnnPreProcessor(2, 4, TEACHER),
                        new FeedForwardToCnnPreProcessor(2, 4, STUDENT)),
                Arguments.of(
                        new FeedForwardToCnn3DPreProcessor(2, 4, 3, TEACHER, false),
                        new FeedForwardToCnn3DPreProcessor(2, 4, 3, STUDENT, false)),
                Arguments.of(
                        new RnnToCnnPreProcessor(2, 4, TEACHER, RNNFormat.NWC),
                        new RnnToCnnPreProcessor(2, 4, STUDENT, RNNFormat.NWC)),
                Arguments.of(
                        new RnnToFeedForwardPreProcessor(RNNFormat.NWC),
                        new RnnToFeedForwardPreProcessor(RNNFormat.NWC)),
                Arguments.of(
                        new FeedForwardToRnnPreProcessor(RNNFormat.NWC),
                        new FeedForwardToRnnPreProcessor(RNNFormat.NWC)));
    }

    @ParameterizedTest
    @MethodSource("preprocessors")
    void student_hasAPreprocessorOfItsSizes(InputPreProcessor teacher, InputPreProcessor expected) {
        InputPreProcessor student = Preprocessors.resized(teacher, "layer", student(teacher, 1));
        assertThat(student).isNotSameAs(teacher).isExactlyInstanceOf(teacher.getClass());
        assertThat(student).usingRecursiveComparison().isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("preprocessors")
    void student_hasComposedPreprocessorsOfItsSizes(InputPreProcessor teacher, InputPreProcessor expected) {
        InputPreProcessor student = Preprocessors.resized(
                new ComposableInputPreProcessor(teacher, teacher.clone()), "layer", student(teacher, 2));
        assertThat(student)
                .usingRecursiveComparison()
                .isEqualTo(new ComposableInputPreProcessor(expected, expected.clone()));
    }

    /** Nodes such as those that the reader adds for a layer's preprocessors. */
    private static NetGraph student(InputPreProcessor teacher, int parts) {
        boolean positions = teacher instanceof FeedForwardToCnn3DPreProcessor
                || teacher instanceof FeedForwardToCnnPreProcessor
                || teacher instanceof RnnToCnnPreProcessor;
        boolean steps =
                teacher instanceof RnnToFeedForwardPreProcessor || teacher instanceof FeedForwardToRnnPreProcessor;
        ChannelBehavior behavior = steps
                ? new ChannelBehavior.PerChannel()
                : positions
                        ? new ChannelBehavior.Collapse(FlattenOrder.CHANNEL_MAJOR, 8)
                        : new ChannelBehavior.Expand(FlattenOrder.CHANNEL_MAJOR, 8);
        Node.Builder source = Node.named("in").behavior(new ChannelBehavior.Source(positions ? 8 * STUDENT : STUDENT));
        List<Node> nodes = new java.util.ArrayList<>(List.of(source.build()));
        for (int i = 0; i < parts; i++) {
            nodes.add(Node.named(i == 0 ? "layer::input" : "layer::input1")
                    .layer("layer")
                    .inputs("in")
                    .behavior(behavior)
                    .build());
        }
        assertThat(NodeNames.layerOf("layer::input1")).isEqualTo("layer");
        return NetGraph.of(nodes, List.of(nodes.get(nodes.size() - 1).name()));
    }
}
