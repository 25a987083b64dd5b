// SPDX-License-Identifier: GPL-3.0-or-later
// Where the page takes what it shows: from its server, or from itself.

/** Asks the server that the page came from. */
class Served {
    constructor(token) {
        this.token = token;
    }

    async ask(path, parameters = {}) {
        const query = new URLSearchParams({token: this.token, ...parameters});
        const answer = await fetch('/api/' + path + '?' + query);
        // What is no JSON does not come from us, but from HTTP itself.
        const json = await answer.json().catch(() => ({error: 'The server answered with ' + answer.status}));
        if (json.error) throw new Error(json.error);
        return json;
    }

    /** Profiles that there are, and how far they are. */
    async profiles() {
        return (await this.ask('state')).profiles;
    }

    async overview(profile) {
        const overview = await this.ask('profile', {profile});
        this.classes = overview.classes.filter((each) => each.n > 0).length;
        return overview;
    }

    async figure(profile, figure, blocks, classes) {
        // Addresses have their limit: all are told by none.
        const named = classes.length === this.classes ? '' : classes;
        return decodedFigure(await this.ask('figure', {profile, figure, blocks, classes: named}));
    }

    channel(profile, block, channel) {
        return this.ask('channel', {profile, block, channel});
    }

    async verdicts(profile, thresholds) {
        return (await this.ask('verdicts', {profile, ...thresholds})).verdicts;
    }
}

/** Answers out of the data in the page. */
class Embedded {
    constructor(data) {
        this.data = data;
        this.decoded = new Map();
    }

    async profiles() {
        return [{name: '', revision: '', ...this.data.overview.progress}];
    }

    async overview() {
        return this.data.overview;
    }

    /** A figure of the page, its numbers decoded once. */
    kept(key, json) {
        if (!this.decoded.has(key)) this.decoded.set(key, decodedFigure(json));
        return this.decoded.get(key);
    }

    async figure(profile, name, blocks, classes) {
        const figures = this.data.figures;
        if (!figures) throw new Error('There is nothing to draw yet: no image was run.');
        if (name === 'distribution') return this.distribution(blocks, classes);
        if (name === 'heatmap') return this.heatmap(blocks, classes);
        const ofChannels = name === 'class' || name === 'instance';
        const whole = this.kept(ofChannels ? 'class' : name, figures[ofChannels ? 'class' : name]);
        const ofBlocks = ofChannels || name === 'similarity';
        const panels = ofBlocks ? blocks.map((block) => whole.panels[block]) : whole.panels;
        const figure = filteredFigure({...whole, panels}, classes);
        figure.columns = ofBlocks ? columnsFor(panels.length) : whole.columns;
        if (name !== 'instance') return figure;
        const single = figure.panels.map((panel) => ({
            ...panel, y: {...panel.y, label: 'Gate'}, series: panel.series.filter((each) => each.cls >= 0)}));
        return {...figure, ...figures.instance, panels: single};
    }

    distribution(blocks, classes) {
        const all = blocks.map((block) => this.kept('distribution' + block, this.data.figures.distribution[block]));
        const panels = blocks.length === 1 ? all[0].panels : all.map((figure) => figure.panels[0]);
        const high = Math.max(...all.map((figure) => figure.panels[0].y.high));
        const shown = panels.map((panel) => panel.y.of === 'class' ? panel : {...panel, y: {...panel.y, high}});
        return {...filteredFigure({...all[0], panels: shown}, classes), columns: columnsFor(panels.length)};
    }

    /** Means out of the class figure, where the map's orders say. */
    heatmap(blocks, classes) {
        const whole = this.kept('class', this.data.figures.class);
        const map = this.data.figures.heatmap;
        const names = this.data.overview.classes;
        const panels = blocks.map((block) => {
            const {rows, columns} = map.panels[block];
            const shown = rows.filter((cls) => classes.includes(cls));
            const values = new Float32Array(shown.length * columns.length);
            shown.forEach((cls, row) => {
                const means = whole.panels[block].series.find((each) => each.cls === cls).y;
                columns.forEach((channel, column) => {
                    values[row * columns.length + column] = means[channel];
                });
            });
            const channels = {label: 'Channels, clustered', low: -0.5, high: columns.length - 0.5,
                              of: 'channel', ids: columns, names: [], guides: [], ticks: false};
            const rowsAxis = {label: '', low: -0.5, high: shown.length - 0.5, of: 'class', ids: shown,
                              names: shown.map((cls) => names[cls].name), guides: [], downwards: true};
            return {title: whole.panels[block].title, block, x: channels, y: rowsAxis, series: [],
                    map: {rows: shown.length, columns: columns.length, values}};
        });
        return {...map, panels, columns: columnsFor(panels.length)};
    }

    /** Of the classes that are in the page. */
    async channel(profile, block, channel) {
        const whole = this.kept('class', this.data.figures.class);
        const classes = whole.panels[block].series.filter((each) => each.cls >= 0).map((each) => ({
            cls: each.cls, mean: each.y[channel], deviation: each.half ? each.half[channel] : null, n: each.n}));
        classes.sort((a, b) => b.mean - a.mean);
        return {block, channel, classes};
    }

    async verdicts(profile, thresholds) {
        const rules = this.data.overview.thresholds.filter((each) => each.metric);
        return this.data.overview.statistics.map((block) => judge(block, rules, thresholds));
    }
}

/** As columns_for in core/figures. */
function columnsFor(panels) {
    return panels > 9 ? 4 : Math.min(3, panels);
}
