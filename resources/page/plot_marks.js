// SPDX-License-Identifier: GPL-3.0-or-later
// What a figure does under the pointer and the keys; and the figure as a whole.

const kWidestPanel = 1080;  // px: wider ones only become higher

/** The point of a curve, or the cell of a map, that is nearest to a place of a panel. */
function nearestIn(panel, frame, px, py) {
    const value = frame.value(px, py);
    if (panel.map) {
        const [row, column] = [Math.round(value.y), Math.round(value.x)];
        const within = row >= 0 && row < panel.map.rows && column >= 0 && column < panel.map.columns;
        return within ? {row, column, x: column, y: row} : null;
    }
    let best = null;
    let least = Infinity;
    panel.series.forEach((series, index) => {
        for (let at = 0; at < series.x.length; ++at) {
            const dx = frame.x(series.x[at]) - px;
            if (Math.abs(dx) >= least || !Number.isFinite(series.y[at])) continue;
            const distance = Math.hypot(dx, frame.y(series.y[at]) - py);
            if (distance >= least) continue;
            least = distance;
            best = {series, index, at, x: series.x[at], y: series.y[at]};
        }
    });
    return best;
}

/** The point that the arrow keys go to from `found`. */
function neighbourOf(panel, found, key) {
    const [dx, dy] = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[key];
    const within = (value, count) => Math.min(Math.max(value, 0), count - 1);
    if (panel.map) {
        const row = within((found ? found.row : 0) + dy, panel.map.rows);
        const column = within((found ? found.column : 0) + dx, panel.map.columns);
        return {row, column, x: column, y: row};
    }
    if (panel.series.length === 0) return null;
    const index = within((found ? found.index : 0) + dy, panel.series.length);
    const series = panel.series[index];
    const at = within((found ? found.at : 0) + dx, series.x.length);
    return {series, index, at, x: series.x[at], y: series.y[at]};
}

/** What was found, as indices into the profile. */
function pickOf(panel, found) {
    const pick = {block: panel.block};
    if (panel.x.of === 'channel') pick.channel = idAt(panel.x, found.x);
    if (panel.x.of === 'block') pick.block = Math.round(found.x);
    if (panel.y.of === 'block') pick.block = Math.min(Math.max(Math.ceil(found.y - 1e-6), 0), panel.y.names.length - 1);
    return pick;
}

function markLine(panel, frame, mark) {
    if (!mark || mark.block !== panel.block || panel.x.of !== 'channel') return null;
    const at = positionOf(panel.x, mark.channel);
    if (at < 0) return null;
    return drawn('line', {class: 'mark', x1: frame.x(at), x2: frame.x(at), y1: frame.top,
                          y2: frame.top + frame.height});
}

function panelElement(panel, figure, width, options) {
    const frame = frameOf(panel, figure, width);
    const title = panel.title || figure.title;
    const picture = drawn('svg', {width, height: frame.all, role: 'img', 'aria-label': title},
        guides(panel, frame), ...panel.series.map((series) => seriesElement(series, frame)),
        drawn('rect', {class: 'frame', x: frame.left, y: frame.top, width: frame.width, height: frame.height}),
        xAxis(panel, frame), yAxis(panel, frame), markLine(panel, frame, options.mark));
    const dot = drawn('circle', {class: 'found', r: 4, visibility: 'hidden'});
    picture.append(dot);
    const tip = element('div', {class: 'tip', hidden: true});
    const area = element('div', {class: 'area', tabindex: 0, role: 'group',
        'aria-label': title + ': arrow keys read values out, Enter picks'});
    if (panel.map) area.append(mapCanvas(panel, frame, figure.scale));
    area.append(picture, tip);
    watchPanel({area, picture, dot, tip, panel, frame, options});
    return element('div', {class: 'panel', 'data-block': panel.title},
                   panel.title ? element('h3', {}, panel.title) : null, area);
}

function watchPanel({area, picture, dot, tip, panel, frame, options}) {
    let found = null;
    const show = (next) => {
        found = next;
        tip.hidden = !found;
        dot.setAttribute('visibility', found ? 'visible' : 'hidden');
        if (!found) return;
        const [x, y] = [frame.x(found.x), frame.y(found.y)];
        dot.setAttribute('cx', x);
        dot.setAttribute('cy', y);
        tip.textContent = readOut(panel, found);
        tip.style.left = Math.max(0, Math.min(x + 8, frame.left + frame.width - tip.offsetWidth)) + 'px';
        tip.style.top = (y > frame.top + 40 ? y - tip.offsetHeight - 8 : y + 12) + 'px';
        if (options.onRead) options.onRead(tip.textContent);
    };
    const pick = () => {
        if (found && options.onPick) options.onPick(pickOf(panel, found));
    };
    area.addEventListener('pointermove', (event) => {
        const box = picture.getBoundingClientRect();
        show(nearestIn(panel, frame, event.clientX - box.left, event.clientY - box.top));
    });
    area.addEventListener('pointerleave', () => show(null));
    area.addEventListener('blur', () => show(null));
    area.addEventListener('click', pick);
    area.addEventListener('keydown', (event) => {
        if (event.key === 'Enter') pick();
        if (event.key === 'Escape') show(null);
        if (!event.key.startsWith('Arrow')) return;
        event.preventDefault();
        show(neighbourOf(panel, found, event.key));
    });
}

/** Names that curves share, once each. */
function legendElement(figure, place) {
    const names = new Map();
    for (const panel of figure.panels) {
        for (const series of panel.series) if (!names.has(series.name)) names.set(series.name, series);
    }
    const list = element('ul', {class: 'legend'});
    for (const series of names.values()) {
        const swatch = drawn('svg', {width: 26, height: 10, 'aria-hidden': 'true'},
            drawn('g', {class: 'series ' + styleOf(series)},
                  drawn('path', {class: 'curve', d: 'M1 5H25', 'stroke-width': 2.4})));
        const light = (on) => {
            for (const each of place.querySelectorAll('.panel g.series')) {
                each.classList.toggle('dim', on && each.dataset.name !== series.name);
            }
        };
        list.append(element('li', {pointerenter: () => light(true), pointerleave: () => light(false)},
                            swatch, series.legend));
    }
    return list;
}

function scaleElement(scale) {
    const canvas = element('canvas', {width: 128, height: 1, class: 'scale'});
    const context = canvas.getContext('2d');
    const image = context.createImageData(128, 1);
    for (let i = 0; i < 128; ++i) image.data.set([...colourAt(scale, i / 127), 255], 4 * i);
    context.putImageData(image, 0, 0);
    return element('div', {class: 'scale-line'}, scale.label + ': ' + general(scale.low), canvas, general(scale.high));
}

/** Draws a figure, its numbers decoded, into an element; again whenever its width changes. */
function drawFigure(place, figure, options) {
    const draw = () => {
        const width = place.clientWidth;
        const columns = Math.max(1, Math.min(figure.columns, Math.floor(width / 300)));
        const grid = element('div', {class: 'panels'});
        grid.style.gridTemplateColumns = `repeat(${columns}, 1fr)`;
        const each = Math.min(Math.floor((width - (columns - 1) * 16) / columns), kWidestPanel);
        for (const panel of figure.panels) grid.append(panelElement(panel, figure, each, options));
        place.replaceChildren(grid, figure.scale ? scaleElement(figure.scale) : legendElement(figure, place),
                              element('p', {class: 'note'}, figure.caption));
    };
    if (place.watcher) place.watcher.disconnect();
    let drawnAt = place.clientWidth;
    place.watcher = new ResizeObserver(() => {
        if (place.clientWidth === drawnAt) return;
        drawnAt = place.clientWidth;
        draw();
    });
    place.watcher.observe(place);
    draw();
}
