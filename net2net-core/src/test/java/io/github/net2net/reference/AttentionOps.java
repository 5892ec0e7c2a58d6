package io.github.net2net.reference;

import io.github.net2net.reference.Op.Call;
import io.github.net2net.tensor.Tensor;

/** Scaled dot-product attention with several heads: arXiv 1706.03762, section 3.2. */
final class AttentionOps {
    private AttentionOps() {}

    /** Wq, Wk, Wv [head, channel of the head, in], Wo [head * size + channel of the head, out]. */
    static double[][] attention(Call call) {
        Tensor output = call.param("Wo");
        int heads = call.param("Wq").shape().size(0);
        int size = call.param("Wq").shape().size(1);
        double[][] out = new double[call.input().length][output.shape().size(1)];
        for (int head = 0; head < heads; head++) {
            double[][] queries = projected(call, "Wq", 0, head);
            double[][] keys = projected(call, "Wk", 1, head);
            double[][] values = projected(call, "Wv", 2, head);
            for (int p = 0; p < out.length; p++) {
                double[] weights = weights(queries[p], keys);
                for (int c = 0; c < size; c++) {
                    double attended = 0;
                    for (int other = 0; other < values.length; other++) {
                        attended += weights[other] * values[other][c];
                    }
                    for (int o = 0; o < out[p].length; o++) {
                        out[p][o] += attended * output.at(head * size + c, o);
                    }
                }
            }
        }
        return out;
    }

    private static double[][] projected(Call call, String param, int port, int head) {
        double[][] in = call.inputs().get(port);
        Tensor projection = call.param(param);
        double[][] out = new double[in.length][projection.shape().size(1)];
        for (int p = 0; p < in.length; p++) {
            for (int c = 0; c < out[p].length; c++) {
                for (int i = 0; i < in[p].length; i++) {
                    out[p][c] += projection.at(head, c, i) * in[p][i];
                }
            }
        }
        return out;
    }

    private static double[] weights(double[] query, double[][] keys) {
        double[] weights = new double[keys.length];
        double sum = 0;
        for (int p = 0; p < keys.length; p++) {
            double product = 0;
            for (int c = 0; c < query.length; c++) {
                product += query[c] * keys[p][c];
            }
            weights[p] = Math.exp(product / Math.sqrt(query.length));
            sum += weights[p];
        }
        for (int p = 0; p < weights.length; p++) {
            weights[p] /= sum;
        }
        return weights;
    }
}
