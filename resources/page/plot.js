// SPDX-License-Identifier: GPL-3.0-or-later
// A figure as SVG; the cells of maps on a canvas beneath it.

const kColours = 8;
// viridis (van der Walt and Smith, 2015), every fourth step; ColorBrewer's RdBu (Harrower and Brewer, 2003).
const kColourMaps = {
    viridis: ['440154', '470d60', '482374', '453781', '3e4989', '375b8d', '2f6b8e', '297a8e', '23898e', '1f978b', '21a685',
              '31b57b', '4cc26c', '6ece58', '95d840', 'c2df23', 'fde725'],
    blue_red: ['053061', '2166ac', '4393c3', '92c5de', 'd1e5f0', 'f7f7f7', 'fddbc7', 'f4a582', 'd6604d', 'b2182b', '67001f'],
};

/** Round positions from low to high, about `count` of them. */
function roundTicks(low, high, count) {
    const rough = (high - low) / count;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].find((each) => each * power >= rough * 0.999) * power;
    const ticks = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; ++i) ticks.push(i * step);
    return ticks;
}

function shortened(text, most) {
    const letters = [...text];
    return letters.length > most ? letters.slice(0, most - 1).join('') + '…' : text;
}

/** Where a panel's data area lies, and how values become pixels. */
function frameOf(panel, figure, width) {
    const left = panel.y.names.length > 0 ? 118 : 46;
    const bottom = panel.x.names.length > 0 ? 66 : 36;
    const inner = Math.max(40, width - left - 10);
    const rows = panel.y.of === 'block' ? 16 : panel.map ? 0 : 15;
    const least = panel.y.names.length > 0 ? panel.y.names.length * rows : 0;
    const height = Math.round(Math.min(1600, Math.max(inner * Math.min(figure.aspect, 1), least, 90)));
    const x = (value) => left + (value - panel.x.low) / (panel.x.high - panel.x.low) * inner;
    const share = (value) => (value - panel.y.low) / (panel.y.high - panel.y.low);
    const y = (value) => 8 + (panel.y.downwards ? share(value) : 1 - share(value)) * height;
    const value = (px, py) => ({
        x: panel.x.low + (px - left) / inner * (panel.x.high - panel.x.low),
        y: panel.y.low + (panel.y.downwards ? (py - 8) / height : 1 - (py - 8) / height) *
            (panel.y.high - panel.y.low)});
    return {left, top: 8, width: inner, height, all: 8 + height + bottom, x, y, value};
}

function xAxis(panel, frame) {
    const group = drawn('g', {class: 'axis'});
    const bottom = frame.top + frame.height;
    if (panel.x.names.length > 0) {
        const every = Math.ceil(panel.x.names.length * 13 / frame.width);
        panel.x.names.forEach((name, i) => {
            if (i % every !== 0) return;
            const [x, y] = [frame.x(i), bottom + 12];
            group.append(drawn('text', {x, y, 'text-anchor': 'end', transform: `rotate(-45 ${x} ${y})`},
                               shortened(name, 11), drawn('title', {}, name)));
        });
    } else if (panel.x.ticks) {
        for (const tick of roundTicks(panel.x.low, panel.x.high, Math.max(2, frame.width / 70))) {
            group.append(drawn('line', {x1: frame.x(tick), x2: frame.x(tick), y1: bottom, y2: bottom + 4}));
            group.append(drawn('text', {x: frame.x(tick), y: bottom + 15, 'text-anchor': 'middle'},
                               String(Number(tick.toPrecision(6)))));
        }
    }
    group.append(drawn('text', {class: 'label', x: frame.left + frame.width / 2, y: frame.all - 4,
                                'text-anchor': 'middle'}, panel.x.label));
    return group;
}

function yAxis(panel, frame) {
    const group = drawn('g', {class: 'axis'});
    if (panel.y.names.length > 0) {
        const every = Math.ceil(panel.y.names.length * 12 / frame.height);
        panel.y.names.forEach((name, i) => {
            if (i % every !== 0) return;
            group.append(drawn('text', {x: frame.left - 6, y: frame.y(i) + 3.5, 'text-anchor': 'end'},
                               shortened(name, 17), drawn('title', {}, name)));
        });
        return group;
    }
    for (const tick of roundTicks(panel.y.low, panel.y.high, Math.max(2, frame.height / 40))) {
        group.append(drawn('line', {x1: frame.left - 4, x2: frame.left, y1: frame.y(tick), y2: frame.y(tick)}));
        group.append(drawn('text', {x: frame.left - 6, y: frame.y(tick) + 3.5, 'text-anchor': 'end'},
                           String(Number(tick.toPrecision(6)))));
    }
    const middle = frame.top + frame.height / 2;
    group.append(drawn('text', {class: 'label', x: 11, y: middle, 'text-anchor': 'middle',
                                transform: `rotate(-90 11 ${middle})`}, panel.y.label));
    return group;
}

function guides(panel, frame) {
    const group = drawn('g', {class: 'guides'});
    for (const y of panel.y.guides) {
        group.append(drawn('line', {x1: frame.left, x2: frame.left + frame.width, y1: frame.y(y), y2: frame.y(y)}));
    }
    for (const x of panel.x.guides) {
        group.append(drawn('line', {x1: frame.x(x), x2: frame.x(x), y1: frame.top, y2: frame.top + frame.height}));
    }
    return group;
}

/** A path through the points; what is no number leaves a gap. */
function pathOf(frame, xs, ys) {
    const parts = [];
    let pen = 'M';
    for (let i = 0; i < xs.length; ++i) {
        if (!Number.isFinite(ys[i]) || !Number.isFinite(xs[i])) {
            pen = 'M';
            continue;
        }
        parts.push(pen + frame.x(xs[i]).toFixed(1) + ' ' + frame.y(ys[i]).toFixed(1));
        pen = 'L';
    }
    return parts.join('');
}

function styleOf(series) {
    if (series.colour < 0) return 'neutral';
    return 'c' + series.colour % kColours + ' dash' + Math.floor(series.colour / kColours) % 4;
}

function seriesElement(series, frame) {
    const group = drawn('g', {class: 'series ' + styleOf(series), 'data-name': series.name});
    if (series.low) {
        const there = [...series.x.keys()].filter((i) => Number.isFinite(series.low[i]) && Number.isFinite(series.high[i]));
        const back = [...there].reverse();
        const xs = [...there, ...back].map((i) => series.x[i]);
        const ys = [...there.map((i) => series.high[i]), ...back.map((i) => series.low[i])];
        group.append(drawn('path', {class: 'band', d: pathOf(frame, xs, ys) + 'Z'}));
    }
    if (series.kind !== 'markers') {
        group.append(drawn('path', {class: 'curve', d: pathOf(frame, series.x, series.y),
                                    'stroke-width': 1.4 * series.thickness}));
    }
    if (series.kind.endsWith('markers')) {
        series.x.forEach((x, i) => {
            if (!Number.isFinite(series.y[i])) return;
            group.append(drawn('circle', {class: 'marker', cx: frame.x(x), cy: frame.y(series.y[i]),
                                          r: 2.2 * series.thickness}));
        });
    }
    return group;
}

/** Red, green and blue at a share of a scale. */
function colourAt(scale, share) {
    const steps = kColourMaps[scale.colours] || kColourMaps.viridis;
    const at = Math.min(Math.max(share, 0), 1) * (steps.length - 1);
    const [before, after] = [steps[Math.floor(at)], steps[Math.ceil(at)]];
    const part = (name, i) => parseInt(name.slice(2 * i, 2 * i + 2), 16);
    return [0, 1, 2].map((i) => Math.round(part(before, i) + at % 1 * (part(after, i) - part(before, i))));
}

/** The cells of a map, a pixel each, stretched over the data area. */
function mapCanvas(panel, frame, scale) {
    const {rows, columns, values} = panel.map;
    const canvas = element('canvas', {width: Math.max(columns, 1), height: Math.max(rows, 1), class: 'cells'});
    const context = canvas.getContext('2d');
    const image = context.createImageData(canvas.width, canvas.height);
    for (let row = 0; row < rows; ++row) {
        const line = panel.y.downwards ? row : rows - 1 - row;
        for (let column = 0; column < columns; ++column) {
            const value = values[row * columns + column];
            if (!Number.isFinite(value)) continue;
            const colour = colourAt(scale, (value - scale.low) / (scale.high - scale.low));
            image.data.set([...colour, 255], 4 * (line * columns + column));
        }
    }
    context.putImageData(image, 0, 0);
    canvas.style.left = frame.left + 'px';
    canvas.style.top = frame.top + 'px';
    canvas.style.width = frame.width + 'px';
    canvas.style.height = frame.height + 'px';
    return canvas;
}
