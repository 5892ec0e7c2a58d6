package io.github.net2net.examples.report;

import io.github.net2net.examples.results.ExperimentFile;
import io.github.net2net.examples.results.ExperimentFile.RunEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the page's template fills in for one experiment; all text, nothing escaped yet.
 *
 * @param file the experiment
 * @param seeds "1, 2 and 3"
 * @param facts seeds, images, and the share of the full length if that is not 1
 * @param status whether it is finished, else how far it is
 * @param preface what holds for all findings
 * @param findings one for each grown run
 * @param chart JSON
 * @param rows the table of results
 * @param measurements all of them, by run
 * @param references beside what others published
 * @param networks before and after each growth
 * @param growths plans, and what was measured right after
 * @param machines by the seeds that ran on them
 */
record Section(
        ExperimentFile file,
        String seeds,
        String facts,
        String status,
        String preface,
        List<Findings.Finding> findings,
        String chart,
        List<ResultRow> rows,
        List<MeasuredRun> measurements,
        List<ReferenceTable> references,
        List<Networks.Pair> networks,
        List<GrowthText> growths,
        List<Machine> machines) {

    /**
     * A growth in words.
     *
     * @param run the student's
     * @param plan of the growth
     * @param difference of outputs right after it, by seed
     */
    record GrowthText(String run, String plan, String difference) {}

    /**
     * A machine.
     *
     * @param seeds that ran on it
     * @param facts by name
     */
    record Machine(String seeds, Map<String, String> facts) {}

    static Section of(ExperimentResults results) {
        return new Section(
                results.file(),
                seedList(results.seeds()),
                facts(results),
                status(results),
                Findings.preface(results),
                Findings.of(results),
                ChartData.of(results),
                results.runs().stream().map(run -> ResultRow.of(results, run)).toList(),
                results.runs().stream().map(MeasuredRun::of).toList(),
                ReferenceTable.of(results),
                Networks.of(results),
                growths(results),
                machines(results));
    }

    private static String seedList(List<SeedResults> seeds) {
        return Texts.list(
                seeds.stream().map(seed -> String.valueOf(seed.folder().seed())).toList());
    }

    private static String facts(ExperimentResults results) {
        Map<String, String> settings = results.file().settings();
        String seeds = results.seeds().size() == 1 ? "seed " : "seeds ";
        String data = settings.getOrDefault("data", "");
        String share = settings.getOrDefault("share of the full length", "1.0");
        return seeds
                + seedList(results.seeds())
                + (data.isEmpty() ? "" : " · images: " + data)
                + (share.equals("1.0") ? "" : " · " + share + " of the full length");
    }

    private static String status(ExperimentResults results) {
        if (results.isFinished()) {
            return "finished";
        }
        long reached = results.runs().stream().mapToLong(RunResults::reached).sum();
        long planned = results.runs().stream().mapToLong(RunResults::planned).sum();
        return "running: " + Texts.count(reached) + " of " + Texts.count(planned) + " iterations";
    }

    private static List<GrowthText> growths(ExperimentResults results) {
        return results.runs().stream()
                .filter(RunResults::isGrown)
                .map(run -> new GrowthText(run.name(), run.entry().plan(), differences(results, run)))
                .toList();
    }

    private static String differences(ExperimentResults results, RunResults run) {
        List<String> found = new ArrayList<>();
        for (SeedResults seed : results.seeds()) {
            for (RunEntry entry : seed.file().runs()) {
                if (entry.name().equals(run.name()) && entry.difference() != null) {
                    found.add(Texts.small(entry.difference()) + " (seed "
                            + seed.folder().seed() + ")");
                }
            }
        }
        return found.isEmpty() ? "not measured yet" : Texts.list(found);
    }

    private static List<Machine> machines(ExperimentResults results) {
        Map<Map<String, String>, List<SeedResults>> grouped = new LinkedHashMap<>();
        for (SeedResults seed : results.seeds()) {
            grouped.computeIfAbsent(seed.file().machine(), key -> new ArrayList<>())
                    .add(seed);
        }
        return grouped.entrySet().stream()
                .map(entry -> new Machine(seedList(Objects.requireNonNull(entry.getValue())), entry.getKey()))
                .toList();
    }
}
