package io.github.net2net.dl4j.internal.model;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The configuration of a network that is yet to be made.
 *
 * @param <N> the class of the network
 */
public interface Draft<N extends Model> {

    /** The configuration, to be changed. */
    Structure structure();

    void setDataType(DataType type);

    void setCounts(int iterations, int epochs);

    void setWorkspaceMode(WorkspaceMode mode);

    /** A network that is not initialized. */
    Dl4jNetwork<N> create();
}
