// SPDX-License-Identifier: GPL-3.0-or-later
// Figures as they come, and as they are to be seen: some classes of them, channels in an order.

/** Numbers out of their base64; x of every series. */
function decodedFigure(figure) {
    const panels = figure.panels.map((panel) => {
        let x = null;
        const series = panel.series.map((each) => {
            x = each.x === undefined ? x : floats(each.x);
            const made = {...each, x, y: floats(each.y)};
            if (each.half !== undefined) {
                const half = floats(each.half);
                made.half = half;
                made.low = made.y.map((y, i) => y - half[i]);
                made.high = made.y.map((y, i) => y + half[i]);
            } else if (each.low !== undefined) {
                made.low = floats(each.low);
                made.high = floats(each.high);
            }
            return made;
        });
        const map = panel.map ? {...panel.map, values: floats(panel.map.values)} : undefined;
        return {...panel, series, map};
    });
    return {...figure, panels};
}

/** As sample_channels in core/figures. */
function sampledRanks(channels, most) {
    const count = most > 0 ? Math.min(most, channels) : channels;
    return Array.from({length: count}, (_, i) => Math.floor(i * channels / count));
}

/** A figure of channels, all of which it has in the network's order, with `most` of them (0: all)
 * in an order: 'index', 'mean' or 'spread'; with bands or without. */
function arrangedFigure(figure, order, most, bands) {
    const labels = {mean: 'Channels by mean gate', spread: 'Channels by spread between classes'};
    const panels = figure.panels.map((panel) => {
        if (!panel.orders) return panel;
        const channels = panel.orders.mean.length;
        const ids = order === 'index' ? null : panel.orders[order];
        const ranks = sampledRanks(channels, most);
        const picked = ids ? ranks.map((rank) => ids[rank]) : ranks;
        const pick = (values) => values && Float32Array.from(picked, (channel) => values[channel]);
        const series = panel.series.map((each) => ({
            ...each, x: Float32Array.from(ranks), y: pick(each.y), half: pick(each.half),
            low: bands ? pick(each.low) : undefined, high: bands ? pick(each.high) : undefined}));
        const x = {...panel.x, ids: ids || [], label: labels[order] || panel.x.label};
        return {...panel, series, x};
    });
    return {...figure, panels};
}

/** Rows and columns of a map of these classes only. */
function filteredMap(panel, classes) {
    const rows = [...panel.y.ids.keys()].filter((row) => classes.includes(panel.y.ids[row]));
    const ofClasses = panel.x.of === 'class';
    const columns = [...Array(panel.map.columns).keys()].filter(
        (column) => !ofClasses || classes.includes(panel.x.ids[column]));
    const values = new Float32Array(rows.length * columns.length);
    let at = 0;
    for (const row of rows) {
        for (const column of columns) values[at++] = panel.map.values[row * panel.map.columns + column];
    }
    const some = (axis, kept) => ({...axis, low: -0.5, high: kept.length - 0.5,
        names: kept.map((i) => axis.names[i]), ids: kept.map((i) => axis.ids[i])});
    return {...panel, map: {rows: rows.length, columns: columns.length, values},
            y: some(panel.y, rows), x: ofClasses ? some(panel.x, columns) : panel.x};
}

/** A panel of these classes only, coloured in their order. */
function filteredPanel(panel, classes) {
    if (panel.map) return filteredMap(panel, classes);
    const series = panel.series.filter((each) => each.cls < 0 || classes.includes(each.cls))
        .map((each) => (each.cls < 0 ? each : {...each, colour: classes.indexOf(each.cls)}));
    if (panel.y.of !== 'class') return {...panel, series};
    // A row a class: those that stay close up.
    const rows = panel.y.ids.filter((cls) => classes.includes(cls));
    const names = rows.map((cls) => panel.y.names[panel.y.ids.indexOf(cls)]);
    return {...panel, y: {...panel.y, ids: rows, names, high: rows.length - 0.5},
            series: series.map((each) => ({...each, y: each.y.map(() => rows.indexOf(each.cls))}))};
}

function filteredFigure(figure, classes) {
    return {...figure, panels: figure.panels.map((panel) => filteredPanel(panel, classes))};
}

/** "channel 217: tench 0.830 ± 0.0614 (50)": as core/figures/read_out.cpp says it. */
function readOut(panel, found) {
    const {series, at, row, column} = found;
    if (panel.map) return mapReadOut(panel, row, column);
    const [x, y] = [series.x[at], series.y[at]];
    const channel = panel.x.of === 'channel' ? idAt(panel.x, x) : -1;
    const n = series.n > 0 ? ' (' + grouped(series.n) + ')' : '';
    if (channel >= 0) {
        const spread = series.half ? ' ± ' + threeDigits(series.half[at]) : '';
        return 'channel ' + grouped(channel) + ': ' + series.name + ' ' + threeDigits(y) + spread + n;
    }
    if (panel.x.of === 'block') {
        return panel.x.names[Math.round(x)] + ': ' + series.name + ' ' + threeDigits(y);
    }
    if (panel.y.of === 'block') {
        const block = Math.min(Math.max(Math.ceil(y - 1e-6), 0), panel.y.names.length - 1);
        return panel.y.names[block] + ': ' + series.name + ', gate ' + threeDigits(x);
    }
    if (panel.y.of === 'class') return series.name + ': gate ' + threeDigits(x);
    if (panel.block >= 0) {
        return series.name + ': ' + threeDigits(y) + ' % of gates near ' + threeDigits(x);
    }
    return series.name + ': ' + threeDigits(x) + ', ' + threeDigits(y);
}

function mapReadOut(panel, row, column) {
    const value = threeDigits(panel.map.values[row * panel.map.columns + column]);
    const name = panel.y.names[row];
    if (panel.x.of === 'channel') return 'channel ' + grouped(idAt(panel.x, column)) + ': ' + name + ' ' + value;
    return name + ' and ' + panel.x.names[column] + ': correlation ' + value;
}

/** What stands at a position of an axis. */
function idAt(axis, at) {
    const position = Math.round(at);
    return axis.ids.length > 0 ? axis.ids[position] : position;
}

/** Where something stands along an axis; -1: nowhere. */
function positionOf(axis, id) {
    if (axis.ids.length > 0) return axis.ids.indexOf(id);
    return id <= axis.high ? id : -1;
}
