package io.github.net2net.dl4j.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.net2net.Growth;
import io.github.net2net.Recipe;
import io.github.net2net.dl4j.Net2Net;
import io.github.net2net.dl4j.TestNetworks;
import io.github.net2net.dl4j.schedule.Trainings;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.junit.jupiter.api.Test;

class NeighborsTest {
    private static List<String> headlines(Model network) {
        Growth<Model> growth = Net2Net.from(network);
        return RecipeSource.neighbors(1.5).recipes(growth).stream()
                .map(recipe -> String.join("; ", growth.apply(recipe).plan().headlines()))
                .toList();
    }

    @Test
    void neighbors_areOneStepAtEveryPlace() {
        assertThat(headlines(Trainings.network()))
                .containsExactly(
                        "widen first 6 -> 9",
                        "deepen after first: new layer first_1, identity, relu (a second relu changes nothing)",
                        "deepen after norm: new layers first_1, first_2, pair identity, relu (f(x) - f(-x) = x)",
                        "widen second 6 -> 9",
                        "deepen after second: new layer second_1, identity, relu (a second relu changes nothing)");
    }

    @Test
    void neighbors_ofAConvolutionalNetwork_haveLargerKernels() {
        assertThat(headlines(TestNetworks.cnn(CNN2DFormat.NCHW, true, TestNetworks.settings())))
                .hasSize(10)
                .contains(
                        "widen conv1 4 -> 6",
                        "enlarge kernel of conv1 3x3 -> 5x5",
                        "enlarge kernel of conv2 3x3 -> 5x5")
                // The new batch norm is calibrated; after relu1 it would be the same student again.
                .contains(
                        "deepen after conv1: new layers conv1_1, bn1_1, relu1_1, 3x3 identity, relu (a second relu changes nothing)");
    }

    @Test
    void grid_hasEveryCombination_butThatWithoutSteps() {
        Recipe wide = Recipe.of().widen("first").to(9);
        Recipe deep = Recipe.of().deepenAfter("second");
        assertThat(RecipeSource.grid(List.of(List.of(Recipe.of(), wide), List.of(Recipe.of(), deep)))
                        .recipes(Net2Net.from(Trainings.network())))
                .containsExactly(deep, wide, wide.andThen(deep));
    }
}
