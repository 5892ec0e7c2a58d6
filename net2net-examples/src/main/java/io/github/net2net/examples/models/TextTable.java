package io.github.net2net.examples.models;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;

/** Rows of text in columns, wide ones wrapped. */
final class TextTable {
    private static final int WIDEST = 44;
    private static final int GAP = 2;

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... header) {
        rows.add(List.of(header));
    }

    void add(String... row) {
        rows.add(List.of(row));
    }

    /** The table; columns of numbers, whose header ends in a space, to the right. */
    String text(Ansi ansi) {
        int columns = rows.get(0).size();
        Column[] layout = new Column[columns];
        for (int i = 0; i < columns; i++) {
            layout[i] = new Column(Math.min(WIDEST, width(i)) + GAP, 0, Overflow.WRAP);
        }
        Help.TextTable table = Help.TextTable.forColumns(Help.defaultColorScheme(ansi), layout);
        table.indentWrappedLines = 0;
        for (List<String> row : rows) {
            Ansi.Text[] cells = new Ansi.Text[columns];
            for (int i = 0; i < columns; i++) {
                boolean right = rows.get(0).get(i).endsWith(" ");
                String cell = right ? " ".repeat(width(i) - row.get(i).length()) + row.get(i) : row.get(i);
                cells[i] = row == rows.get(0)
                        ? Help.defaultColorScheme(ansi).apply(cell, List.of(Ansi.Style.bold))
                        : plain(ansi, cell);
            }
            table.addRowValues(cells);
        }
        return table.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static Ansi.Text plain(Ansi ansi, String text) {
        return Help.defaultColorScheme(ansi).apply(text, List.of());
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
