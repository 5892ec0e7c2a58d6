package io.github.net2net.infer;

import io.github.net2net.channel.ChannelGroup;
import io.github.net2net.channel.ChannelLayout;
import io.github.net2net.channel.ChannelLayout.RepeatEach;
import io.github.net2net.channel.ChannelLayout.Sequence;
import io.github.net2net.channel.ChannelLayout.Tile;
import io.github.net2net.channel.ChannelLayout.Whole;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes layouts equal, by the least commitment.
 *
 * <p>Groups are the variables of a first-order unification. A group is <em>bound</em> to the layout it turned out to
 * be: to another group, to its two halves after a split, or to a spread of smaller groups. Two layouts of the same
 * size are walked side by side; where their borders differ, the larger part is split. Every step binds a group, or
 * shortens what is left, so it ends. Where borders can't be made to meet (a slice through the pixels of one channel),
 * both sides are pinned: a pinned channel stays in its place, which fits any structure.
 */
final class Unifier {
    private final Map<ChannelGroup, ChannelLayout> bindings = new HashMap<>();
    private final Map<ChannelGroup, Set<Pin>> pins = new HashMap<>();
    private int nextId = 1;

    ChannelGroup newGroup(int size) {
        return new ChannelGroup(nextId++, size);
    }

    /** Pins every group of the layout. */
    void pin(ChannelLayout layout, Pin pin) {
        resolve(layout).visit((group, entries) -> pinsOf(group).add(pin));
    }

    private Set<Pin> pinsOf(ChannelGroup group) {
        return pins.computeIfAbsent(group, key -> new LinkedHashSet<>());
    }

    /** The pins of a group that is not bound. */
    Set<Pin> pins(ChannelGroup group) {
        return pins.getOrDefault(group, Set.of());
    }

    /** The layout in terms of groups that are not bound. */
    ChannelLayout resolve(ChannelLayout layout) {
        if (layout instanceof Whole whole) {
            ChannelLayout binding = bindings.get(whole.group());
            if (binding == null) {
                return layout;
            }
            ChannelLayout resolved = resolve(binding);
            bindings.put(whole.group(), resolved);
            return resolved;
        } else if (layout instanceof Sequence sequence) {
            return ChannelLayout.sequence(
                    sequence.parts().stream().map(this::resolve).toList());
        } else if (layout instanceof RepeatEach each) {
            return ChannelLayout.repeatEach(resolve(each.inner()), each.times());
        } else {
            Tile tile = (Tile) layout;
            return ChannelLayout.tile(resolve(tile.inner()), tile.times());
        }
    }

    /** Makes the two layouts equal on behalf of the given node. */
    void unify(ChannelLayout left, ChannelLayout right, String node) {
        Deque<ChannelLayout> lefts = new ArrayDeque<>(List.of(left));
        Deque<ChannelLayout> rights = new ArrayDeque<>(List.of(right));
        boolean aligned = true;
        while (aligned && !lefts.isEmpty()) {
            ChannelLayout a = head(lefts);
            ChannelLayout b = head(rights);
            if (a.equals(b)) {
                continue;
            }
            if (a.size() == b.size() && !bothTiles(a, b)) {
                aligned = match(a, b, node);
            } else if (a.size() >= b.size()) {
                rights.push(b);
                aligned = split(a, b.size(), lefts);
            } else {
                lefts.push(a);
                aligned = split(b, a.size(), rights);
            }
        }
        if (!aligned) {
            Pin pin = new Pin(node, "joins channels that are spread over its inputs in different ways");
            pin(left, pin);
            pin(right, pin);
        }
    }

    /** The next part that is not a sequence. */
    private ChannelLayout head(Deque<ChannelLayout> parts) {
        ChannelLayout next = resolve(parts.pop());
        while (next instanceof Sequence sequence) {
            for (int i = sequence.parts().size() - 1; i >= 0; i--) {
                parts.push(sequence.parts().get(i));
            }
            next = resolve(parts.pop());
        }
        return next;
    }

    private static boolean bothTiles(ChannelLayout a, ChannelLayout b) {
        return a instanceof Tile left && b instanceof Tile right && left.times() != right.times();
    }

    /** Makes two parts of equal size equal; false if their structures don't allow it. */
    private boolean match(ChannelLayout a, ChannelLayout b, String node) {
        if (a instanceof Whole left && b instanceof Whole right) {
            boolean leftIsOlder = left.group().id() < right.group().id();
            bind(leftIsOlder ? right.group() : left.group(), leftIsOlder ? left : right);
        } else if (a instanceof Whole left) {
            bind(left.group(), b);
        } else if (b instanceof Whole right) {
            bind(right.group(), a);
        } else if (a instanceof Tile left && b instanceof Tile right) {
            unify(left.inner(), right.inner(), node);
        } else if (a instanceof RepeatEach left && b instanceof RepeatEach right) {
            return matchRepeats(left, right, node);
        } else {
            return false;
        }
        return true;
    }

    private boolean matchRepeats(RepeatEach a, RepeatEach b, String node) {
        boolean aIsCoarse = a.times() >= b.times();
        RepeatEach coarse = aIsCoarse ? a : b;
        RepeatEach fine = aIsCoarse ? b : a;
        if (coarse.times() % fine.times() != 0) {
            return false;
        }
        unify(ChannelLayout.repeatEach(coarse.inner(), coarse.times() / fine.times()), fine.inner(), node);
        return true;
    }

    private void bind(ChannelGroup group, ChannelLayout layout) {
        bindings.put(group, layout);
        Set<Pin> inherited = pins.remove(group);
        if (inherited != null) {
            layout.visit((part, entries) -> pinsOf(part).addAll(inherited));
        }
    }

    /** Cuts {@code layout} after its first {@code size} entries and puts both parts back; false if it can't be cut. */
    private boolean split(ChannelLayout layout, int size, Deque<ChannelLayout> parts) {
        if (layout instanceof Whole whole) {
            ChannelLayout first = new Whole(newGroup(size));
            ChannelLayout second = new Whole(newGroup(layout.size() - size));
            bind(whole.group(), ChannelLayout.sequence(List.of(first, second)));
            parts.push(second);
            parts.push(first);
            return true;
        } else if (layout instanceof Tile tile) {
            parts.push(ChannelLayout.tile(tile.inner(), tile.times() - 1));
            parts.push(tile.inner());
            return true;
        } else if (layout instanceof RepeatEach each && size % each.times() == 0) {
            Deque<ChannelLayout> inner = new ArrayDeque<>(List.of(each.inner()));
            List<ChannelLayout> first = take(inner, size / each.times());
            if (!first.isEmpty()) {
                parts.push(ChannelLayout.repeatEach(ChannelLayout.sequence(inner), each.times()));
                parts.push(ChannelLayout.repeatEach(ChannelLayout.sequence(first), each.times()));
                return true;
            }
        }
        return false;
    }

    /** Removes the first {@code size} entries and returns them; empty if a part can't be cut there. */
    private List<ChannelLayout> take(Deque<ChannelLayout> parts, int size) {
        List<ChannelLayout> taken = new ArrayList<>();
        int missing = size;
        while (missing > 0) {
            ChannelLayout next = head(parts);
            if (next.size() <= missing) {
                taken.add(next);
                missing -= next.size();
            } else if (!split(next, missing, parts)) {
                return List.of();
            }
        }
        return taken;
    }

    /** The entries {@code from} to {@code to} of the layout; what a cut would tear apart is pinned. */
    ChannelLayout slice(ChannelLayout layout, int from, int to, String node) {
        Deque<ChannelLayout> parts = new ArrayDeque<>(List.of(layout));
        boolean cut = from == 0 || !take(parts, from).isEmpty();
        List<ChannelLayout> taken = cut ? take(parts, to - from) : List.of();
        if (taken.isEmpty()) {
            Pin pin = new Pin(node, "slices through entries that belong to one channel");
            pin(layout, pin);
            ChannelLayout pinned = new Whole(newGroup(to - from));
            pin(pinned, pin);
            return pinned;
        }
        return ChannelLayout.sequence(taken);
    }
}
