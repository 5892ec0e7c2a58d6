package io.github.net2net.contract;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ListMultimap;
import io.github.net2net.graph.ParamKey;
import io.github.net2net.spi.NetworkAdapter;
import io.github.net2net.spi.StateSlot;
import io.github.net2net.spi.StudentBuilder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** An adapter that records what is asked of the builders of its students. */
final class Recorder<N> {
    private final NetworkAdapter<N> adapter;
    private final List<String> initial = new ArrayList<>();
    private final List<String> set = new ArrayList<>();
    private final ListMultimap<ParamKey, StateSlot> slots = ArrayListMultimap.create();

    private interface Call {
        Object answer(Method method, Object[] arguments) throws Throwable;
    }

    Recorder(NetworkAdapter<N> adapter) {
        this.adapter = adapter;
    }

    /** An adapter on which some methods fail. */
    static <N> NetworkAdapter<N> refusing(NetworkAdapter<N> adapter, String... methods) {
        return proxied(NetworkAdapter.class, (method, arguments) -> {
            if (Set.of(methods).contains(method.getName())) {
                throw new AssertionError(method.getName() + " was called");
            }
            return method.invoke(adapter, arguments);
        });
    }

    NetworkAdapter<N> adapter() {
        return proxied(NetworkAdapter.class, (method, arguments) -> {
            Object answer = method.invoke(adapter, arguments);
            return answer instanceof StudentBuilder<?> builder ? recorded(builder) : answer;
        });
    }

    private Object recorded(StudentBuilder<?> builder) {
        return proxied(StudentBuilder.class, (method, arguments) -> {
            switch (method.getName()) {
                case "initial" -> initial.add(arguments[0].toString());
                case "set" -> set.add(arguments[0].toString());
                case "setState" -> slots.put((ParamKey) arguments[0], (StateSlot) arguments[1]);
                default -> {}
            }
            return method.invoke(builder, arguments);
        });
    }

    @SuppressWarnings("unchecked")
    private static <T> T proxied(Class<?> type, Call call) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            try {
                return call.answer(method, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    /** The parameters whose initial values were asked for. */
    List<String> initial() {
        return initial;
    }

    /** The parameters that were set. */
    List<String> set() {
        return set;
    }

    /** The optimizer's arrays that were set. */
    ListMultimap<ParamKey, StateSlot> slots() {
        return slots;
    }
}
