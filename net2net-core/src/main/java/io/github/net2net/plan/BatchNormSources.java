package io.github.net2net.plan;

import io.github.net2net.channel.ChannelMap;
import io.github.net2net.graph.BatchNormTraits;
import io.github.net2net.plan.ParamEdit.BatchNormSource;
import io.github.net2net.spi.ChannelStatistics;
import io.github.net2net.transform.BatchNormIdentity;

/** The ways to fill a batch norm that starts as the identity. */
final class BatchNormSources {
    private BatchNormSources() {}

    /** From statistics of the teacher, carried over to the student's channels. */
    record Measured(ParamEdit.StatisticsRequest request, double epsilon) implements BatchNormSource {
        @Override
        public BatchNormIdentity identity(ParamEdit.Context context) {
            ChannelStatistics teacher = context.statistics(request);
            return BatchNormIdentity.calibrated(
                    new ChannelStatistics(
                            gathered(teacher.mean(), request.map()), gathered(teacher.variance(), request.map())),
                    epsilon);
        }

        private static double[] gathered(double[] values, ChannelMap map) {
            double[] result = new double[map.size()];
            for (int j = 0; j < result.length; j++) {
                result[j] = values[map.source(j)];
            }
            return result;
        }
    }

    /** Mean 0 and variance 1. */
    record Standard(int channels, double epsilon) implements BatchNormSource {
        @Override
        public BatchNormIdentity identity(ParamEdit.Context context) {
            return BatchNormIdentity.uncalibrated(channels, epsilon);
        }
    }

    /** What undoes a constant γ and β. */
    record Locked(int channels, BatchNormTraits.Locked lock, double epsilon) implements BatchNormSource {
        @Override
        public BatchNormIdentity identity(ParamEdit.Context context) {
            return BatchNormIdentity.locked(channels, lock.gamma(), lock.beta(), epsilon);
        }
    }
}
