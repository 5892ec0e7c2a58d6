package io.github.net2net.dl4j.onednn;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;

/** Marks the helpers that {@link OneDnn} has put into layers. */
interface OneDnnHelper {
    /** The array itself, or a copy in C order of a view with channels last: the operations ignore its strides. */
    static INDArray inOrder(INDArray array, CNN2DFormat format, ArrayType type, LayerWorkspaceMgr workspaces) {
        boolean view = format == CNN2DFormat.NHWC && !Shape.hasDefaultStridesForShape(array);
        return view ? workspaces.dup(type, array, 'c') : array;
    }
}
