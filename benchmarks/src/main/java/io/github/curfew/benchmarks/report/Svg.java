package io.github.curfew.benchmarks.report;

import java.util.Locale;

/** What is drawn so far; all lengths in pixels. Writing the few elements that a chart needs is less than a library. */
final class Svg {
    static final int WIDTH = 920;
    static final int MARGIN = 16;

    private final StringBuilder elements = new StringBuilder();

    /** Draws a heading and gives where it goes on below. */
    double heading(double y, String text) {
        text(MARGIN, y + 26, "start", "font-weight=\"bold\" font-size=\"17\"", text);
        return y + 38;
    }

    /** The same for a panel. */
    double subheading(double y, String text) {
        text(MARGIN, y + 24, "start", "font-weight=\"bold\"", text);
        return y + 34;
    }

    /** The same for what is said at the bottom. */
    double small(double y, String text) {
        text(MARGIN, y + 14, "start", "font-size=\"11\" fill=\"#666666\"", text);
        return y + 16;
    }

    /** Draws text on a base line. */
    void text(double x, double y, String anchor, String more, String text) {
        elements.append(format(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n", x, y, anchor, more, escape(text)));
    }

    void bar(double x, double y, double width, double height, String colour) {
        elements.append(format(
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>%n",
                x, y, width, height, colour));
    }

    void line(double x1, double y1, double x2, double y2, String colour, double width) {
        elements.append(format(
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%.1f\"/>%n",
                x1, y1, x2, y2, colour, width));
    }

    void dot(double x, double y, String colour) {
        elements.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n", x, y, colour));
    }

    /** From the least to the most, across its ends. */
    void whisker(double x1, double y1, double x2, double y2, String colour) {
        boolean flat = y1 == y2;
        line(x1, y1, x2, y2, colour, 1.5);
        double dx = flat ? 0 : 4;
        double dy = flat ? 4 : 0;
        line(x1 - dx, y1 - dy, x1 + dx, y1 + dy, colour, 1.5);
        line(x2 - dx, y2 - dy, x2 + dx, y2 + dy, colour, 1.5);
    }

    /** The picture, so high. */
    String text(double height) {
        return format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\""
                                + " font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\">%n",
                        WIDTH, height + MARGIN, WIDTH, height + MARGIN)
                + format("<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n")
                + elements
                + "</svg>\n";
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format.replace("%n", "\n"), values);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
