package io.github.net2net.dl4j.search;

import java.io.Serializable;

/**
 * The data of a search. Trials read it at the same time, so each call returns a new iterator at its beginning. Where trials
 * run in other processes it is serialized: hold there what the data is read from, not the data.
 *
 * @param <D> DataSetIterator or MultiDataSetIterator
 */
public interface SearchData<D> extends Serializable {

    /**
     * The batches of an epoch. The same number gives the same batches, and every epoch has as many.
     *
     * @param epoch from 1; each trial begins with the first
     */
    D training(int epoch);

    /** The batches that networks are scored on. */
    D validation();
}
