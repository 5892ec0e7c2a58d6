package io.github.net2net.examples.study;

import io.github.net2net.Recipe;
import io.github.net2net.rule.Layers;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.rule.Shares;
import io.github.net2net.rule.SymmetryBreaking;
import java.util.LinkedHashMap;
import java.util.Map;

/** The available studies. All students are twice as wide in every hidden layer. */
enum Study {
    /** What happens to the learning rate. */
    RATES("the learning rate after widening") {
        @Override
        Map<String, Recipe> recipes() {
            Map<String, Recipe> recipes = new LinkedHashMap<>();
            recipes.put("keep", WIDER.learningRate(LearningRates.keep()));
            recipes.put("tenth", WIDER.learningRate(LearningRates.tenth()));
            recipes.put("followTrajectory", WIDER.learningRate(LearningRates.followTrajectory()));
            recipes.put("balanced shares", WIDER.shares(Shares.balanced()));
            recipes.put("keep, optimizer reset", WIDER.resetOptimizer());
            return recipes;
        }
    },
    /** How copies are made to differ. */
    SYMMETRY("symmetry breaking after widening") {
        @Override
        Map<String, Recipe> recipes() {
            Map<String, Recipe> recipes = new LinkedHashMap<>();
            recipes.put("none", WIDER.breakSymmetry(SymmetryBreaking.none()));
            for (String strength : new String[] {"0.01", "0.05", "0.2", "0.5", "1"}) {
                recipes.put(
                        "zeroSumNoise(" + strength + ")",
                        WIDER.breakSymmetry(SymmetryBreaking.zeroSumNoise(Double.parseDouble(strength))));
            }
            recipes.put("unevenShares(0.5)", WIDER.breakSymmetry(SymmetryBreaking.unevenShares(0.5)));
            for (String strength : new String[] {"0.01", "0.05", "0.2"}) {
                recipes.put(
                        "incomingNoise(" + strength + ")",
                        WIDER.breakSymmetry(SymmetryBreaking.incomingNoise(Double.parseDouble(strength))));
            }
            recipes.put("dropout(0.2)", WIDER.breakSymmetry(SymmetryBreaking.dropout(0.2)));
            return recipes;
        }
    };

    private static final Recipe WIDER = Recipe.of().widenAll(Layers.all()).times(2);

    private final String title;

    Study(String title) {
        this.title = title;
    }

    /** What is compared, for people. */
    String title() {
        return title;
    }

    /** The growths that are compared, by name, in order. */
    abstract Map<String, Recipe> recipes();
}
