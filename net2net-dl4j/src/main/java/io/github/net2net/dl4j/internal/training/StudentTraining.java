package io.github.net2net.dl4j.internal.training;

import com.google.common.collect.ImmutableList;
import io.github.net2net.GrowthException;
import io.github.net2net.dl4j.internal.model.ConfigurationCopy;
import io.github.net2net.dl4j.internal.model.NodeNames;
import io.github.net2net.dl4j.internal.model.Wrappers;
import io.github.net2net.dl4j.layer.LayerKinds;
import io.github.net2net.graph.Node;
import io.github.net2net.graph.Param;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.rule.LearningRates;
import io.github.net2net.spi.Blueprint;
import io.github.net2net.spi.Making;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StateSlot.Scale;
import io.github.net2net.spi.Training;
import io.github.net2net.spi.TrainingOutlook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * How training continues in a student: the rates of its layers.
 *
 * @param blueprint of the student
 * @param kinds the kinds of its layers
 * @param iteration the teacher's count
 * @param epoch the teacher's count
 */
public record StudentTraining(Blueprint blueprint, LayerKinds kinds, int iteration, int epoch) {

    /** Writes the student's rates into its copy of a layer. */
    public void writeTo(String name, Layer layer) {
        for (TrainedPart part : TrainedPart.of(layer)) {
            if (part.layer() instanceof BaseLayer trained) {
                rates(name, trained, part).writeTo(trained);
            } else if (part.layer() instanceof AbstractSameDiffLayer sameDiff) {
                changeRates(sameDiff, isInserted(name));
            }
            if (isConstrained(part)) {
                part.layer().setConstraints(constraints(name, part).constraints());
            }
        }
    }

    /** Writes the student's rates into its copy of a vertex. */
    public void writeTo(SameDiffVertex vertex) {
        changeRates(vertex, false);
    }

    /** DL4J applies no constraints to frozen layers. */
    private static boolean isConstrained(TrainedPart part) {
        return !part.frozen() && part.layer().getConstraints() != null;
    }

    private StudentConstraints constraints(String name, TrainedPart part) {
        return new StudentConstraints(name, part, blueprint.student().layer(name), isInserted(name), training());
    }

    private boolean isInserted(String layer) {
        return blueprint.insertions().stream()
                .flatMap(insertion -> insertion.nodes().stream())
                .anyMatch(node -> node.node().layer().equals(layer));
    }

    /** What a plan prints of the constraints of the teacher's layers and of those that were inserted after them. */
    private List<String> constraintLines(Map<String, Layer> layers) {
        Map<String, Layer> all = new LinkedHashMap<>(layers);
        for (Blueprint.Insertion insertion : blueprint.insertions()) {
            for (Blueprint.InsertedNode inserted : insertion.nodes()) {
                String copied = inserted.making() instanceof Making.Copy copy
                        ? copy.template()
                        : inserted.making() instanceof Making.LinearCopy linear ? linear.template() : null;
                Layer template = copied == null ? null : all.get(NodeNames.layerOf(copied));
                if (template != null) {
                    all.put(inserted.node().layer(), Wrappers.unfreeze(ConfigurationCopy.of(template)));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        all.forEach((name, layer) -> {
            for (TrainedPart part : TrainedPart.of(layer)) {
                if (isConstrained(part)) {
                    lines.addAll(constraints(name, part).lines());
                }
            }
        });
        return lines;
    }

    private void changeRates(TrainingConfig configuration, boolean inserted) {
        SameDiffUpdaters sameDiff = SameDiffUpdaters.of(configuration);
        if (sameDiff != null && !training().rate().keeps()) {
            sameDiff.change(updater -> rates(inserted).changed(updater));
        }
    }

    private UpdaterRates rates(boolean ofNewLayer) {
        return new UpdaterRates(training(), ofNewLayer, iteration, epoch);
    }

    /** The student's count of iterations. */
    public int startIteration() {
        return training().carriesState() ? iteration : 0;
    }

    /** The student's count of epochs. */
    public int startEpoch() {
        return training().carriesState() ? epoch : 0;
    }

    /** Whether the recipe promises that the student follows the teacher. */
    private boolean promises() {
        return training().rate().follows()
                || (training().balanced() && training().rate().keeps());
    }

    private Training training() {
        return blueprint.training();
    }

    /**
     * What the student keeps of a parameter; AdaDelta's memory of updates scales only if rates follow the teacher's.
     *
     * @param memory the student's
     * @param parameter the student's
     */
    public ImmutableList<StateSlot> slots(OptimizerMemory memory, INDArray parameter) {
        if (training().rate().follows()) {
            return memory.slots(parameter);
        }
        return memory.slots(parameter).stream()
                .map(slot -> slot.scale() == Scale.SQUARED_UPDATE
                        ? new StateSlot(slot.name(), Scale.SQUARED_UPDATE_KEPT, slot.initial())
                        : slot)
                .collect(ImmutableList.toImmutableList());
    }

    /**
     * By what an array must still be multiplied: momentum holds the learning rate.
     *
     * @param configuration of the student's layer or vertex
     */
    public double rateFactor(Object configuration, ParamKey key, StateSlot slot) {
        if (configuration instanceof SameDiffVertex vertex) {
            return rates(false).factorOf(vertex.getUpdaterByParam(key.param()), List.of(), slot);
        }
        for (TrainedPart part : configuration instanceof Layer layer ? TrainedPart.of(layer) : List.<TrainedPart>of()) {
            if (part.layer() instanceof AbstractSameDiffLayer sameDiff) {
                return rates(false).factorOf(sameDiff.getUpdaterByParam(key.param()), List.of(), slot);
            } else if (part.layer() instanceof BaseLayer trained && part.owns(key.param())) {
                return rates(NodeNames.layerOf(key.node()), trained, part).factorOf(key, slot);
            }
        }
        return 1;
    }

    private void checkOneUpdater(String name, BaseLayer layer, boolean remembers) {
        IUpdater biases = layer.getBiasUpdater();
        if (kinds.mixesUpWeightsAndBiases(layer)
                && remembers
                && training().carriesState()
                && biases != null
                && !biases.equals(layer.getIUpdater())
                && biases.stateSize(1) + layer.getIUpdater().stateSize(1) > 0) {
            throw new GrowthException("cannot carry the optimizer's state of '" + name + "': it has two updaters, and"
                    + " DL4J applies each to a part of the other's parameters. Use one updater for weights and bias, or"
                    + " call resetOptimizer().");
        }
    }

    private LayerRates rates(String name, BaseLayer base, TrainedPart part) {
        List<ParamKey> weights = new ArrayList<>();
        List<ParamKey> biases = new ArrayList<>();
        boolean mixed = kinds.mixesUpWeightsAndBiases(base);
        List<ParamKey> untrained = new ArrayList<>();
        for (Node node : blueprint.student().layer(name)) {
            for (Param param : node.params()) {
                if (part.owns(param.name())) {
                    String array = part.array(param.name());
                    boolean bias = !mixed && base.initializer().isBiasParam(base, array);
                    List<ParamKey> trained = bias ? biases : weights;
                    boolean still = base.getUpdaterByParam(array) instanceof NoOp;
                    (still ? untrained : trained).add(new ParamKey(node.name(), param.name()));
                }
            }
        }
        return new LayerRates(base, weights, mixed ? weights : biases, untrained, rates(isInserted(name)));
    }

    /**
     * What a plan prints.
     *
     * @param layers the teacher's layers by name
     * @param vertices the teacher's vertices of SameDiff's by name
     * @param cutOff layers that no gradient reaches, with what is in between
     * @param remembers whether the teacher has an optimizer's state
     * @throws GrowthException if it can't be carried over
     */
    public TrainingOutlook outlook(
            Map<String, Layer> layers,
            Map<String, SameDiffVertex> vertices,
            Map<String, String> cutOff,
            boolean remembers) {
        Set<String> names = new LinkedHashSet<>();
        boolean keepsArrays = false;
        boolean hasRates = false;
        ImmutableList.Builder<String> lines = ImmutableList.builder();
        Map<String, Object> all = new LinkedHashMap<>(layers);
        all.putAll(vertices);
        for (Map.Entry<String, Object> one : all.entrySet()) {
            for (IUpdater updater : updaters(one.getValue())) {
                names.add(updater.getClass().getSimpleName());
                keepsArrays |= updater.stateSize(1) > 0;
                hasRates |= updater.hasLearningRate();
                checkKnown(one.getKey(), updater, remembers);
            }
            if (one.getValue() instanceof Layer layer) {
                for (TrainedPart part : TrainedPart.of(layer)) {
                    lines.addAll(lines(one.getKey(), part, cutOff, remembers));
                }
            } else if (one.getValue() instanceof SameDiffVertex vertex) {
                lines.addAll(lines(one.getKey(), vertex, "vertices"));
            }
        }
        lines.addAll(constraintLines(layers));
        String optimizers = names.isEmpty() ? "none" : String.join(", ", names);
        return new TrainingOutlook(optimizers + memory(keepsArrays, remembers) + rate(names, hasRates), lines.build());
    }

    private String rate(Set<String> updaters, boolean hasRates) {
        LearningRates rate = training().rate();
        if (hasRates || updaters.isEmpty()) {
            return "; learning rate: " + rate;
        } else if (!rate.keeps() && !rate.follows()) {
            throw new GrowthException("cannot change the learning rate: " + String.join(" and ", updaters)
                    + " has none. Leave the rate out.");
        }
        return "; no learning rate";
    }

    private List<String> lines(String layer, TrainedPart part, Map<String, String> cutOff, boolean remembers) {
        List<String> lines = new ArrayList<>();
        if (part.layer() instanceof BaseLayer trained) {
            checkOneUpdater(layer, trained, remembers);
            LayerRates rates = rates(layer, trained, part);
            rates.check();
            lines.addAll(rates.lines());
            if (promises() && cutOff.containsKey(layer)) {
                lines.add(layer + "  approximate: no gradient reaches it through the frozen layer '" + cutOff.get(layer)
                        + "', and DL4J takes its last update for one");
            }
            if (promises() && isChanged(layer) && sendsEachCopyAll(trained)) {
                lines.add(layer + "  approximate: each copy of a feature gets the gradient of the loss that the"
                        + " teacher's feature gets, not a share of it");
            }
        } else if (part.layer() instanceof AbstractSameDiffLayer sameDiff) {
            lines.addAll(lines(layer, sameDiff, "layers"));
        }
        return lines;
    }

    /** A center loss reads features past the weights; DL4J's one-class output sends every feature the same gradient. */
    private static boolean sendsEachCopyAll(BaseLayer layer) {
        return layer instanceof OCNNOutputLayer
                || (layer instanceof CenterLossOutputLayer centers && centers.getLambda() != 0);
    }

    private List<String> lines(String name, TrainingConfig configuration, String kind) {
        SameDiffUpdaters sameDiff = SameDiffUpdaters.of(configuration);
        if (sameDiff != null && !training().rate().keeps()) {
            sameDiff.all().forEach(updater -> rates(false).changed(updater)); // throws if a rate can't be changed
        }
        return promises() && isChanged(name)
                ? List.of(name + "  approximate: net2net sets no rates for single parameters of SameDiff " + kind)
                : List.of();
    }

    private boolean isChanged(String layer) {
        return blueprint.student().layer(layer).stream()
                .flatMap(node -> node.params().stream().map(param -> new ParamKey(node.name(), param.name())))
                .anyMatch(training().norms()::containsKey);
    }

    private static List<IUpdater> updaters(Object configuration) {
        SameDiffUpdaters ofVertex = configuration instanceof SameDiffVertex vertex ? SameDiffUpdaters.of(vertex) : null;
        List<IUpdater> updaters = new ArrayList<>(ofVertex == null ? List.of() : ofVertex.all());
        for (TrainedPart part : configuration instanceof Layer layer ? TrainedPart.of(layer) : List.<TrainedPart>of()) {
            if (part.layer() instanceof BaseLayer trained) {
                add(updaters, trained.getIUpdater(), trained.getBiasUpdater());
            } else if (part.layer() instanceof AbstractSameDiffLayer sameDiff) {
                add(updaters, sameDiff.getUpdater(), sameDiff.getBiasUpdater());
            }
        }
        return updaters;
    }

    private static void add(List<IUpdater> updaters, @Nullable IUpdater updater, @Nullable IUpdater biasUpdater) {
        if (updater != null && !(updater instanceof NoOp)) {
            updaters.add(updater);
        }
        if (biasUpdater != null) {
            updaters.add(biasUpdater);
        }
    }

    private void checkKnown(String layer, IUpdater updater, boolean remembers) {
        boolean rateChanges = !training().rate().keeps();
        if (UpdaterRule.of(updater) == null
                && (rateChanges || (remembers && training().carriesState()))) {
            throw new GrowthException("cannot carry the optimizer over: '" + layer + "' trains with "
                    + updater.getClass().getName() + ", and net2net has no rule for how its state scales. Use"
                    + " resetOptimizer() and LearningRates.keep(), or train with one of DL4J's own updaters (AdaBelief"
                    + " fails in this version of DL4J).");
        }
    }

    private String memory(boolean keepsArrays, boolean remembers) {
        String counts = " (iteration " + startIteration() + ", epoch " + startEpoch() + ")";
        if (!training().carriesState()) {
            return ", reset" + counts;
        } else if (!keepsArrays) {
            return ", stateless" + counts;
        }
        return remembers
                ? ", its state carried over" + counts
                : ", without state, because the teacher has none" + counts;
    }
}
